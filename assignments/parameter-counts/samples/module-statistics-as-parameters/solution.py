import torch
from torch import nn


class Norm(nn.BatchNorm1d):
    def __init__(self, n):
        super().__init__(n)
        mean, var = self.running_mean, self.running_var
        del self.running_mean, self.running_var
        self.running_mean, self.running_var = nn.Parameter(mean), nn.Parameter(var)


def build_mlp(sizes, batch_norm):
    layers = []
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        last = i == len(sizes) - 2
        layers.append(nn.Linear(a, b))
        if batch_norm and not last:
            layers.append(Norm(b))
        if not last:
            layers.append(nn.ReLU())
    return nn.Sequential(*layers)
