"""The lecture's functions, with torch in single precision."""

import torch


def diagnose(train_acc, val_acc, human=1.0):
    gaps = torch.tensor([human - train_acc, train_acc - val_acc, 1.0], dtype=torch.float64)
    first = int(torch.nonzero(gaps > 0.10)[0])
    return ['underfit', 'overfit', 'good'][first]


def l1_loss(base_loss, weights, lam, m):
    entries = torch.cat([torch.tensor(W, dtype=torch.float32).flatten() for W in weights])
    return base_loss + lam / (2 * m) * entries.norm(p=1)


def l2_loss(base_loss, weights, lam, m):
    penalty = sum(torch.tensor(W, dtype=torch.float32).pow(2).sum() for W in weights)
    return base_loss + lam / (2 * m) * penalty


def l1_update(w, grad, lr, lam, m):
    w = torch.tensor(w, dtype=torch.float32, requires_grad=True)
    loss = (w * torch.tensor(grad, dtype=torch.float32)).sum() + lam / (2 * m) * w.abs().sum()
    loss.backward()
    return w.detach() - lr * w.grad


def l2_update(w, grad, lr, lam, m):
    p = torch.nn.Parameter(torch.tensor(w, dtype=torch.float32))
    p.grad = torch.tensor(grad, dtype=torch.float32)
    torch.optim.SGD([p], lr=lr, weight_decay=lam / m).step()
    return p


def inverted_dropout(a, keep_prob):
    a = torch.as_tensor(a, dtype=torch.float32)
    mask = torch.bernoulli(torch.full_like(a, keep_prob))
    return a * mask / keep_prob, mask


def hflip(img):
    return torch.flip(torch.tensor(img, dtype=torch.float32), dims=(1,))


def lp_norm(x, p):
    return torch.linalg.vector_norm(torch.tensor(x, dtype=torch.float32), ord=p)


def matrix_norms(W):
    W = torch.tensor(W, dtype=torch.float32)
    return W.abs().sum(), torch.linalg.matrix_norm(W)
