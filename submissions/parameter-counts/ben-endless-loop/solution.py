def count_params(sizes):
    total, i = 0, 0
    while i < len(sizes) - 1:
        total += (sizes[i] + 1) * sizes[i + 1]
    return total


def mlp_param_count(n_in, n_hidden_layers, width, n_out):
    return (n_in + 1) * width + (n_hidden_layers - 1) * (width + 1) * width + (width + 1) * n_out
