import torch


class Affine(torch.nn.Module):
    """weights and bias as single parameters, transposed"""

    def __init__(self, n_in, n_out):
        super().__init__()
        self.w = torch.nn.Parameter(torch.randn(n_in, n_out) / n_in**0.5)
        self.b = torch.nn.Parameter(torch.zeros(n_out))

    def forward(self, x):
        return x @ self.w + self.b


class Net(torch.nn.Module):
    def __init__(self, dims, bn):
        super().__init__()
        self.layers = torch.nn.Sequential()
        for k, (i, o) in enumerate(zip(dims, dims[1:]), start=1):
            self.layers.append(Affine(i, o))
            if k < len(dims) - 1:
                if bn:
                    self.layers.append(torch.nn.BatchNorm1d(o))
                self.layers.append(torch.nn.ReLU())

    def forward(self, x):
        return self.layers(x)


def build_mlp(dims, bn):
    return Net(dims, bn)


def count_params(dims):
    if len(dims) < 2:
        return 0
    return (dims[0] + 1) * dims[1] + count_params(dims[1:])


def mlp_param_count(n_in, n_hidden_layers, width, n_out):
    weights = n_in * width + (n_hidden_layers - 1) * width**2 + width * n_out
    return weights + n_hidden_layers * width + n_out
