import torch


def as32(a):
    return torch.as_tensor(a, dtype=torch.float32)


def l2_update(w, grad, lr, lam, m):
    p = torch.nn.Parameter(as32(w).clone())
    p.grad = as32(grad).clone()
    torch.optim.SGD([p], lr=lr, weight_decay=lam / m).step()
    return p.data


def l1_update(w, grad, lr, lam, m):
    w = as32(w)
    return w - lr * (as32(grad) + lam / (2 * m) * torch.sign(w))
