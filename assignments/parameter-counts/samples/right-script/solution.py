from torch import nn


def count_params(sizes):
    total = 0
    for i in range(1, len(sizes)):
        total += sizes[i - 1] * sizes[i] + sizes[i]
    return total


def mlp_param_count(n_in, n_hidden_layers, width, n_out):
    return (n_in + 1) * width + (n_hidden_layers - 1) * (width + 1) * width + (width + 1) * n_out



def build_mlp(sizes, batch_norm):
    layers = []
    for i in range(len(sizes) - 1):
        layers.append(nn.Linear(sizes[i], sizes[i + 1]))
        if i < len(sizes) - 2:
            if batch_norm:
                layers.append(nn.BatchNorm1d(sizes[i + 1]))
            layers.append(nn.ReLU())
    return nn.Sequential(*layers)
