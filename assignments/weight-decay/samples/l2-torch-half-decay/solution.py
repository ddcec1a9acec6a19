import numpy as np


def l2_update(w, grad, lr, lam, m):
    import torch
    p = torch.nn.Parameter(torch.tensor(w))
    p.grad = torch.tensor(grad)
    torch.optim.SGD([p], lr=lr, weight_decay=lam / (2 * m)).step()
    return p.detach().numpy()
