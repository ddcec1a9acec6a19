import torch


def t(a):
    return torch.as_tensor(a, dtype=torch.float32)


def expected_loss(w, x, y, alpha):
    w, x = t(w), t(x)
    return (y - (w * x).sum()) ** 2 / 2 + alpha / 2 * ((w * x) ** 2).sum()


def expected_grad(w, x, y, alpha):
    w = t(w).clone().requires_grad_()
    expected_loss(w, x, y, alpha).backward()
    return w.grad


def expected_grad_fixed_noise(w, x, y, alpha):
    w = t(w).clone().requires_grad_()
    ((y - (w * t(x)).sum()) ** 2 / 2).backward()
    return w.grad


def mc_loss(w, x, y, alpha, n, seed):
    g = torch.Generator().manual_seed(int(seed))
    w, x = t(w), t(x)
    noise = torch.randn(n, len(w), generator=g) * alpha**0.5 * w
    return ((y - (w + noise) @ x) ** 2).mean() / 2
