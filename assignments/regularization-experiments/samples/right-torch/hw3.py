import torch
from torch import nn
from torch.nn import functional as F


def adam_step_inside(theta, m, v, grad, t, lr, b1, b2, eps):
    theta, m, v, grad = (torch.as_tensor(x, dtype=torch.float32) for x in (theta, m, v, grad))
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad * grad
    return theta - lr * m / (1 - b1**t) / torch.sqrt(v / (1 - b2**t) + eps), m, v


def v_closed(grads, t, beta2):
    grads = torch.as_tensor(grads)
    v = torch.zeros_like(grads[0])
    for j in range(t):
        v = v + (1 - beta2) * beta2 ** (t - 1 - j) * grads[j] ** 2
    return v


def kl_sparsity(rho, rho_hat):
    q = torch.as_tensor(rho_hat, dtype=torch.float32)
    p = torch.full_like(q, rho)
    return torch.distributions.kl_divergence(
        torch.distributions.Bernoulli(p), torch.distributions.Bernoulli(q)
    ).sum()


def max_norm(W, c):
    return torch.renorm(torch.as_tensor(W), p=2, dim=1, maxnorm=c)


def downsample(img):
    return F.avg_pool2d(torch.as_tensor(img, dtype=torch.float32)[None, None], 4)[0, 0]


class Net(nn.Module):
    def __init__(self, n_in, hidden, n_out, p=0.0, squash=False):
        super().__init__()
        self.one, self.two = nn.Linear(n_in, hidden), nn.Linear(hidden, n_out)
        self.drop = nn.Dropout(p)

    def forward(self, x):
        return self.two(self.drop(F.relu(self.one(x))))

    def arrays(self):
        parts = self.one.weight.T, self.one.bias, self.two.weight.T, self.two.bias
        return [part.detach().clone() for part in parts]


def norm(net, power):
    return sum(w.abs().pow(power).sum() for w in (net.one.weight, net.two.weight))


def train_2d(X, y, X_val, y_val, method, seed):
    torch.manual_seed(seed)
    X, X_val = torch.as_tensor(X, dtype=torch.float32), torch.as_tensor(X_val, dtype=torch.float32)
    y, y_val = torch.as_tensor(y, dtype=torch.float32), torch.as_tensor(y_val, dtype=torch.float32)
    net = Net(2, 32, 1)
    lam = {"l1": 1e-3, "l2": 2e-3}.get(method, 0.0)
    power = 1 if method == "l1" else 2
    adam = torch.optim.Adam(net.parameters(), lr=0.02)
    total, data, val = [], [], []
    best = None

    def loss(inputs, targets):
        return F.binary_cross_entropy_with_logits(net(inputs)[:, 0], targets)

    for epoch in range(300 if method == "early_stopping" else 200):
        adam.zero_grad()
        (loss(X, y) + lam * norm(net, power)).backward()
        adam.step()
        with torch.no_grad():
            data.append(loss(X, y).item())
            total.append(data[-1] + lam * norm(net, power).item())
            val.append(loss(X_val, y_val).item())
        if best is None or val[-1] < val[best[0]]:
            best = epoch, net.arrays()
        if method == "early_stopping" and epoch - best[0] == 5:
            break
    weights = best[1] if method == "early_stopping" else net.arrays()
    W1, b1, W2, b2 = weights
    decided = ((torch.relu(X_val @ W1 + b1) @ W2 + b2)[:, 0] > 0).float()
    out = {"weights": weights, "lam": lam, "train_total": total, "train_data": data, "val": val}
    out["val_error"] = (decided != y_val).float().mean().item()
    if method == "early_stopping":
        out["best_epoch"] = best[0]
    return out


def train_images(X, y, X_val, y_val, method, c, seed):
    torch.manual_seed(seed)
    X, X_val = torch.as_tensor(X, dtype=torch.float32), torch.as_tensor(X_val, dtype=torch.float32)
    y, y_val = torch.as_tensor(y), torch.as_tensor(y_val)
    net = Net(64, 32, 10, p=0.5 if "dropout" in method else 0.0)
    adam = torch.optim.Adam(net.parameters(), lr=0.01)
    lam = 1e-4 if "l2" in method else 0.0
    epochs, start = 30, 22
    train, val = [], []
    for epoch in range(epochs):
        net.train()
        losses = []
        for rows in torch.randperm(len(y)).split(50):
            loss = F.cross_entropy(net(X[rows]), y[rows]) + lam * norm(net, 2)
            if method == "l2_l1" and epoch >= start:
                loss = loss + 1e-3 * norm(net, 1)
            if method == "l2_kl":
                q = torch.sigmoid(net.one(X[rows])).mean(0)
                loss = loss + 1e-3 * kl_sparsity(0.3, q)
            adam.zero_grad()
            loss.backward()
            adam.step()
            losses.append(loss.item())
            if "maxnorm" in method:
                with torch.no_grad():
                    for layer in (net.one, net.two):
                        layer.weight.copy_(torch.renorm(layer.weight, 2, 0, c))
        net.eval()
        with torch.no_grad():
            train.append(sum(losses) / len(losses))
            val.append(F.cross_entropy(net(X_val), y_val).item())
    with torch.no_grad():
        error = (net(X_val).argmax(1) != y_val).float().mean().item()
    out = {"weights": net.arrays(), "train_loss": train, "val_loss": val, "val_error": error}
    return out | ({"l1_start_epoch": start} if method == "l2_l1" else {})
