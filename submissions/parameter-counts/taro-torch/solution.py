import torch
from torch import nn


class build_mlp(nn.Module):
    def __init__(self, sizes, batch_norm):
        super().__init__()
        blocks = []
        for n_in, n_out in zip(sizes[:-2], sizes[1:-1]):
            norm = nn.BatchNorm1d(n_out) if batch_norm else nn.Identity()
            blocks.append(nn.Sequential(nn.Linear(n_in, n_out), norm, nn.ReLU()))
        self.blocks = nn.ModuleList(blocks)
        self.head = nn.Linear(sizes[-2], sizes[-1])

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return self.head(x)


def numel(net):
    return sum(p.numel() for p in net.parameters() if p.requires_grad)


def count_params(sizes):
    return numel(build_mlp(sizes, False))


def mlp_param_count(n_in, n_hidden_layers, width, n_out):
    return torch.tensor(float(count_params([n_in, *[width] * n_hidden_layers, n_out])))
