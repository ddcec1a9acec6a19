from torch import nn


def count_params(sizes):
    s = 0
    for i in range(len(sizes) - 1):
        s += sizes[i] * sizes[i + 1]
    return s


def mlp_param_count(n_in, n_hidden_layers, width, n_out):
    return (n_in + 1) * width + n_hidden_layers * (width + 1) * width + (width + 1) * n_out


def build_mlp(sizes, batch_norm):
    layers = []
    for a, b in zip(sizes, sizes[1:]):
        layers += [nn.Linear(a, b)]
        if batch_norm:
            layers += [nn.BatchNorm1d(b)]
        layers += [nn.ReLU()]
    return nn.Sequential(*layers)
