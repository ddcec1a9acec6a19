def count_params(sizes):
    return sum(a * b for a, b in zip(sizes, sizes[1:]))


def mlp_param_count(n_in, n_hidden_layers, width, n_out):
    return count_params([n_in] + n_hidden_layers * [width] + [n_out])
