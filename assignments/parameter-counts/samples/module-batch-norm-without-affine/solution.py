import torch
from torch import nn


def build_mlp(sizes, batch_norm):
    layers = []
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        last = i == len(sizes) - 2
        layers.append(nn.Linear(a, b))
        if batch_norm and not last:
            layers.append(nn.BatchNorm1d(b, affine=False))
        if not last:
            layers.append(nn.ReLU())
    return nn.Sequential(*layers)
