"""In torch and single precision; derivatives by autograd."""

import torch


def tensor(value):
    return torch.as_tensor(value, dtype=torch.float32)


def mlp_param_count(n_in, n_hidden_layers, width, n_out):
    sizes = [n_in, *[width] * n_hidden_layers, n_out]
    net = torch.nn.Sequential(*[torch.nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:])])
    return sum(p.numel() for p in net.parameters())


def logistic_to_softmax(w, b):
    w = tensor(w)
    shift = torch.ones_like(w)
    return torch.stack([w + shift, shift]), torch.tensor([b - 1.0, -1.0])


def softmax_to_logistic(W, b):
    W, b = tensor(W), tensor(b)
    return W[0] - W[1], (b[0] - b[1]).item()


def committee(P, method):
    P = torch.as_tensor(P)
    if method == "majority":
        return torch.nn.functional.one_hot(P.argmax(2), P.shape[2]).sum(0).argmax(1)
    if method == "average":
        return P.mean(0).argmax(1)
    return torch.quantile(P, 0.5, dim=0).argmax(1)


def slant_angle(img):
    img = torch.as_tensor(img, dtype=torch.float64)
    positions = torch.nonzero(img)
    weights = img[img != 0]
    _, vectors = torch.linalg.eigh(torch.cov(positions.T, correction=0, aweights=weights))
    down, right = vectors[:, -1]
    return torch.atan(right / down)


def unit(w, x, b, t, lam):
    leaves = [torch.tensor(float(value), requires_grad=True) for value in (w, x, b)]
    z = leaves[0] * leaves[1] + leaves[2]
    y = torch.sigmoid(z)
    L, R = (y - t) ** 2 / 2, leaves[0] ** 2 / 2
    return L + lam * R, {"dR": R, "dL": L, "dy": y, "dz": z, "dw": leaves[0], "dx": leaves[1], "db": leaves[2]}


def reg_grads(w, x, b, t, lam):
    total, nodes = unit(w, x, b, t, lam)
    grads = torch.autograd.grad(total, list(nodes.values()), allow_unused=True)
    return {name: float(grad) for name, grad in zip(nodes, grads)}


def gd_step(w, b, x, t, lam, lr):
    grads = reg_grads(w, x, b, t, lam)
    return w - lr * grads["dw"], b - lr * grads["db"]


def adam_step(theta, m, v, grad, t, lr, b1, b2, eps):
    theta, m, v, grad = (tensor(value).clone() for value in (theta, m, v, grad))
    m.lerp_(grad, 1 - b1)
    v.mul_(b2).addcmul_(grad, grad, value=1 - b2)
    denominator = (v / (1 - b2**t)).sqrt() + eps
    return theta - lr / (1 - b1**t) * m / denominator, m, v


def grad_J(H, w):
    w = tensor(w).clone().requires_grad_()
    (w @ tensor(H) @ w).backward()
    return w.grad


def w_at(H, w0, eps, t):
    H = tensor(H)
    return torch.linalg.matrix_power(torch.eye(len(H)) - 2 * eps * H, int(t)) @ tensor(w0)


def max_stable_lr(H):
    return 1 / torch.linalg.matrix_norm(tensor(H), ord=2)


def newton_step(H, w, eta):
    H, w = tensor(H), tensor(w)
    return w - eta * torch.linalg.solve(2 * H, grad_J(H, w))


def expected_loss(w, x, y, alpha):
    return (y - (w * x).sum()) ** 2 / 2 + alpha / 2 * ((w * x) ** 2).sum()


def expected_grad(w, x, y, alpha):
    w = tensor(w).clone().requires_grad_()
    expected_loss(w, tensor(x), y, alpha).backward()
    return w.grad


def expected_grad_fixed_noise(w, x, y, alpha):
    return expected_grad(w, x, y, 0.0)


def mc_loss(w, x, y, alpha, n, seed):
    generator = torch.Generator().manual_seed(int(seed))
    w, x = tensor(w), tensor(x)
    factors = 1 + alpha**0.5 * torch.randn(int(n), len(w), generator=generator)
    return (((y - (factors * w) @ x) ** 2) / 2).mean()
