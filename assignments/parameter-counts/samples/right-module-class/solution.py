import numpy as np
import torch
import torch.nn as nn


class build_mlp(nn.Module):
    def __init__(self, sizes, batch_norm=False):
        super().__init__()
        self.linears = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.norms = nn.ModuleList(nn.BatchNorm1d(b) if batch_norm else nn.Identity() for b in sizes[1:-1])

    def forward(self, x):
        for linear, norm in zip(self.linears, self.norms):
            x = torch.relu(norm(linear(x)))
        return self.linears[-1](x)


def count_params(sizes):
    sizes = np.array(sizes)
    return np.dot(sizes[:-1] + 1, sizes[1:])


def mlp_param_count(n_in, n_hidden_layers, width, n_out):
    return count_params([n_in] + [width] * n_hidden_layers + [n_out])
