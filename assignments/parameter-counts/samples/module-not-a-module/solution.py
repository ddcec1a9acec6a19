import torch
from torch import nn


def build_mlp(sizes, batch_norm):
    return [nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])]
