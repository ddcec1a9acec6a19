import torch


def l2_update(w, grad, lr, lam, m):
    p = torch.nn.Parameter(torch.tensor(w, dtype=torch.float32))
    p.grad = torch.tensor(grad, dtype=torch.float32)
    torch.optim.SGD([p], lr=lr, weight_decay=lam / m).step()
    return p


def l1_update(w, grad, lr, lam, m):
    w = torch.tensor(w, dtype=torch.float32, requires_grad=True)
    loss = (w * torch.tensor(grad, dtype=torch.float32)).sum() + lam / (2 * m) * w.abs().sum()
    loss.backward()
    return w.detach() - lr * w.grad
