"""Steps, stops and regions, with torch."""

import torch


def l1_minimiser(a, lam):
    return torch.nn.functional.softshrink(torch.tensor(a), lam)


def early_stopping(val_losses, patience):
    losses = torch.tensor(val_losses, dtype=torch.float64)
    for stop in range(patience, len(losses)):
        best = int(torch.argmin(losses[: stop + 1]))
        if stop - best >= patience:
            return best, stop
    return int(torch.argmin(losses)), None


def sgd_step(theta, per_example_grads, lr):
    p = torch.nn.Parameter(torch.tensor(theta, dtype=torch.float32))
    p.grad = torch.tensor(per_example_grads, dtype=torch.float32).mean(dim=0)
    torch.optim.SGD([p], lr=lr).step()
    return p


def momentum_step(theta, v, grad, lr, alpha):
    theta, v, grad = (torch.tensor(a, dtype=torch.float32) for a in (theta, v, grad))
    v = torch.add(alpha * v, grad, alpha=-lr)
    return theta + v, v


def adagrad_step(theta, r, grad, lr, delta):
    p = torch.nn.Parameter(torch.tensor(theta))
    p.grad = torch.tensor(grad)
    optimiser = torch.optim.Adagrad([p], lr=lr, eps=delta)
    optimiser.state[p]['sum'] = torch.tensor(r)
    optimiser.step()
    return p, optimiser.state[p]['sum']


def rmsprop_step(theta, r, grad, lr, rho, delta):
    theta, r, grad = (torch.tensor(a, dtype=torch.float32) for a in (theta, r, grad))
    r = torch.lerp(grad.square(), r, rho)
    return theta - lr * grad * torch.rsqrt(delta + r), r


def bn_eval(X, gamma, beta, run_mean, run_var, eps):
    X, gamma, beta, mean, var = (torch.tensor(a, dtype=torch.float32) for a in (X, gamma, beta, run_mean, run_var))
    return torch.nn.functional.batch_norm(X, mean, var, gamma, beta, training=False, eps=eps)


def activation_regions(w, b, lo, hi):
    w, b = torch.as_tensor(w, dtype=torch.float64), torch.as_tensor(b, dtype=torch.float64)
    cuts = torch.unique(-b[w != 0] / w[w != 0])
    cuts = cuts[(cuts > lo) & (cuts < hi)]
    ends = torch.cat([torch.tensor([lo]), cuts, torch.tensor([hi])])
    out = []
    for left, right in zip(ends[:-1], ends[1:]):
        hidden = torch.relu(w * (left + right) / 2 + b)
        out.append((left, right, (hidden > 0).int()))
    return out


def drift(prev, cur):
    return torch.as_tensor(prev).ne(torch.as_tensor(cur)).sum(1).float().mean()
