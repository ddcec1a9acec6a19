def count_params(sizes):
    return sum((a + 1) * b for a, b in zip(sizes, sizes[1:])

def mlp_param_count(n_in, n_hidden_layers, width, n_out):
    return count_params([n_in] + [width] * n_hidden_layers + [n_out])
