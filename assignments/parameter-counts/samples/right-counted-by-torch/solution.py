from torch import nn


def count_params(sizes):
    return sum(p.numel() for p in build_mlp(sizes, False).parameters())


def mlp_param_count(a, b, c, d):
    return float(count_params([a, *[c] * b, d]))



def build_mlp(sizes, batch_norm):
    layers = []
    for i in range(len(sizes) - 1):
        layers.append(nn.Linear(sizes[i], sizes[i + 1]))
        if i < len(sizes) - 2:
            if batch_norm:
                layers.append(nn.BatchNorm1d(sizes[i + 1]))
            layers.append(nn.ReLU())
    return nn.Sequential(*layers)
