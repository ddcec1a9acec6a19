def mlp_param_count(n_in, n_hidden_layers, width, n_out):
    return n_in * (width + 1) + (n_hidden_layers - 1) * width * (width + 1) + width * (n_out + 1)
