import numpy as np

LAM_2D = {"none": 0.0, "early_stopping": 0.0, "l1": 2e-3, "l2": 3e-3}
PATIENCE, EPOCHS_2D, EPOCHS = 5, 150, 40


class Adam:
    def __init__(self, weights, lr):
        self.weights, self.lr, self.t = weights, lr, 0
        self.m = [np.zeros_like(w) for w in weights]
        self.v = [np.zeros_like(w) for w in weights]

    def step(self, grads):
        self.t += 1
        for w, g, m, v in zip(self.weights, grads, self.m, self.v):
            m += 0.1 * (g - m)
            v += 0.001 * (g * g - v)
            w -= self.lr * m / (1 - 0.9**self.t) / (np.sqrt(v / (1 - 0.999**self.t)) + 1e-8)


def start(rng, n_in, hidden, n_out):
    return [
        rng.uniform(-1, 1, size=(n_in, hidden)) * np.sqrt(6 / n_in),
        np.zeros(hidden),
        rng.normal(size=(hidden, n_out)) * np.sqrt(2 / hidden),
        np.zeros(n_out),
    ]


def outputs(weights, X):
    W1, b1, W2, b2 = weights
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


# ------------------------------------------------------------------ points in the plane


def data_loss_2d(weights, X, y):
    z = outputs(weights, X)[:, 0]
    return float(np.mean(np.logaddexp(0, z) - y * z))


def penalty_2d(weights, method, lam):
    if method == "l1":
        return lam * float(np.abs(weights[0]).sum() + np.abs(weights[2]).sum())
    return lam * float((weights[0] ** 2).sum() + (weights[2] ** 2).sum())


def gradients_2d(weights, X, y, method, lam):
    W1, b1, W2, b2 = weights
    H = np.maximum(X @ W1 + b1, 0)
    z = (H @ W2 + b2)[:, 0]
    d = ((1 / (1 + np.exp(-z)) - y) / len(y))[:, None]
    dH = (d @ W2.T) * (H > 0)
    grads = [X.T @ dH, dH.sum(0), H.T @ d, d.sum(0)]
    for i in (0, 2):
        grads[i] = grads[i] + lam * (np.sign(weights[i]) if method == "l1" else 2 * weights[i])
    return grads


def train_2d(points, classes, more_points, more_classes, how, start_from):
    X, y, X_val, y_val, method, seed = points, classes, more_points, more_classes, how, start_from
    rng = np.random.default_rng(seed)
    weights, lam = start(rng, 2, 40, 1), LAM_2D[method]
    adam = Adam(weights, 0.02)
    log = {"train_total": [], "train_data": [], "val": []}
    best, best_epoch = [w.copy() for w in weights], 0
    for epoch in range(300 if method == "early_stopping" else EPOCHS_2D):
        adam.step(gradients_2d(weights, X, y, method, lam))
        data = data_loss_2d(weights, X, y)
        log["train_data"].append(data)
        log["train_total"].append(data + penalty_2d(weights, method, lam))
        log["val"].append(data_loss_2d(weights, X_val, y_val))
        if log["val"][-1] < log["val"][best_epoch] or epoch == 0:
            best, best_epoch = [w.copy() for w in weights], epoch
        if method == "early_stopping" and epoch - best_epoch == PATIENCE:
            break
    if method == "early_stopping":
        weights = best
    val_error = float(np.mean((outputs(weights, X_val)[:, 0] > 0) != y_val))
    return {"weights": tuple(w.tolist() for w in weights), "lam": lam, "best_epoch": best_epoch, "val_error": val_error, **log}


# ------------------------------------------------------------------ digits


def cross_entropy(z, y):
    z = z - z.max(1, keepdims=True)
    return float(np.mean(np.log(np.exp(z).sum(1)) - z[np.arange(len(y)), y]))


def shorten(W, c):
    W *= np.minimum(1, c / np.maximum(np.linalg.norm(W, axis=0), 1e-12))


def one_batch(weights, X, y, method, rng, lam, lam1):
    """Loss and gradients; dropout is inverted, so nothing changes in evaluation."""
    W1, b1, W2, b2 = weights
    H = np.maximum(X @ W1 + b1, 0)
    keep = (rng.random(H.shape) < 0.5) / 0.5 if method.startswith("dropout") else np.ones_like(H)
    D = H * keep
    z = D @ W2 + b2
    p = np.exp(z - z.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    loss = cross_entropy(z, y)
    d = p.copy()
    d[np.arange(len(y)), y] -= 1
    d /= len(y)
    dH = (d @ W2.T) * keep
    if method == "l2_kl":  # on activations squashed into (0, 1)
        rho, beta = 0.2, 0.002
        q = np.clip(np.tanh(H).mean(0), 1e-3, 1 - 1e-3)
        loss += beta * np.sum(rho * np.log(rho / q) + (1 - rho) * np.log((1 - rho) / (1 - q)))
        dH = dH + beta * (-rho / q + (1 - rho) / (1 - q)) * (1 - np.tanh(H) ** 2) / len(y)
    dH = dH * (H > 0)
    grads = [X.T @ dH, dH.sum(0), D.T @ d, d.sum(0)]
    for i in (0, 2):
        loss += lam * (weights[i] ** 2).sum() + lam1 * np.abs(weights[i]).sum()
        grads[i] = grads[i] + 2 * lam * weights[i] + lam1 * np.sign(weights[i])
    return loss, grads


def train_images(X, y, X_val, y_val, method, c, seed):
    rng = np.random.default_rng(seed)
    weights = start(rng, X.shape[1], 32, 10)
    adam = Adam(weights, 0.01)
    lam = 2e-4 if "l2" in method else 0.0
    l1_start = EPOCHS * 3 // 4
    train_loss, val_loss = [], []
    for epoch in range(EPOCHS):
        lam1 = 1e-3 if method == "l2_l1" and epoch >= l1_start else 0.0
        order, losses = rng.permutation(len(y)), []
        for batch in np.array_split(order, 10):
            loss, grads = one_batch(weights, X[batch], y[batch], method, rng, lam, lam1)
            losses.append(loss)
            adam.step(grads)
            if "maxnorm" in method:
                shorten(weights[0], c)
                shorten(weights[2], c)
        train_loss.append(float(np.mean(losses)))
        val_loss.append(cross_entropy(outputs(weights, X_val), y_val))
    result = {
        "weights": weights,
        "train_loss": train_loss,
        "val_loss": val_loss,
        "val_error": float(np.mean(outputs(weights, X_val).argmax(1) != y_val)),
    }
    return result | ({"l1_start_epoch": l1_start} if method == "l2_l1" else {})


