def mlp_param_count(n_in, n_hidden_layers, width, n_out):
    return (n_in + 1) * width + 4 * (width + 1) * width + (width + 1) * n_out
