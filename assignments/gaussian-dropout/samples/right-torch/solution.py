import torch


def expected_loss(w, x, y, alpha):
    w, x = torch.tensor(w), torch.tensor(x)
    return loss(w, x, y, alpha)


def loss(w, x, y, alpha):
    return (y - w.dot(x)) ** 2 / 2 + alpha / 2 * (w * x).square().sum()


def expected_grad(w, x, y, alpha):
    w = torch.tensor(w, dtype=torch.float32, requires_grad=True)
    loss(w, torch.tensor(x, dtype=torch.float32), y, alpha).backward()
    return w.grad


def expected_grad_fixed_noise(w, x, y, alpha):
    return expected_grad(w, x, y, 0.0)


def mc_loss(w, x, y, alpha, n, seed):
    torch.manual_seed(seed)
    w, x = torch.tensor(w), torch.tensor(x)
    noisy = w * (1 + alpha**0.5 * torch.randn(n, len(w), dtype=torch.float64))
    return ((y - noisy @ x) ** 2 / 2).mean()
