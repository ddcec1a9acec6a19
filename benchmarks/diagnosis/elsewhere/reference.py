"""References of a course that is not shipped, as a teacher might write them in an afternoon."""

import numpy as np


def softmax(Z):
    """Rows of probabilities."""
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def cross_entropy(P, y):
    """The mean of -ln P[i, y_i]."""
    return float(-np.mean(np.log(P[np.arange(len(y)), y])))


def binary_cross_entropy(p, t):
    """The mean cost of Bernoulli probabilities."""
    return float(-np.mean(t * np.log(p) + (1 - t) * np.log(1 - p)))


def mse_gradient(X, y, w):
    """The gradient of mean((X w - y)**2)."""
    residual = X @ w - y
    return 2 / len(y) * X.T @ residual


def ridge(X, y, lam):
    """(X'X + lam I)^-1 X'y."""
    return np.linalg.solve(X.T @ X + lam * np.eye(X.shape[1]), X.T @ y)


def attention(Q, K, V):
    """softmax(Q K' / sqrt(d)) V."""
    return softmax(Q @ K.T / np.sqrt(Q.shape[1])) @ V


def convolve(image, kernel):
    """Valid cross-correlation."""
    rows, columns = kernel.shape
    out = np.zeros((image.shape[0] - rows + 1, image.shape[1] - columns + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(image[i : i + rows, j : j + columns] * kernel)
    return out


def max_pool(image, size):
    """The largest of each block."""
    rows, columns = image.shape[0] // size, image.shape[1] // size
    return image[: rows * size, : columns * size].reshape(rows, size, columns, size).max(axis=(1, 3))


def layer_norm(X, gain, bias, eps):
    """Every row with mean 0 and variance 1, scaled and shifted."""
    mean = X.mean(axis=1, keepdims=True)
    var = X.var(axis=1, keepdims=True)
    return gain * (X - mean) / np.sqrt(var + eps) + bias


def rnn(xs, W, U, b):
    """The last state of h <- tanh(W x + U h + b), from h = 0."""
    h = np.zeros(len(b))
    for x in xs:
        h = np.tanh(W @ x + U @ h + b)
    return h


def cosine_schedule(step, steps, low, high):
    """From high to low along half a cosine."""
    return low + (high - low) * (1 + np.cos(np.pi * step / steps)) / 2


def warmup(step, steps, rate):
    """A rate that grows linearly, then stays."""
    return rate * min(1.0, (step + 1) / steps)


def covariance(X):
    """The covariance of the columns, divided by N."""
    centred = X - X.mean(axis=0)
    return centred.T @ centred / len(X)


def cosine_similarity(a, b):
    """The cosine of the angle between two vectors."""
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))


def discounted(rewards, gamma):
    """The return from every step on."""
    out, total = [], 0.0
    for reward in rewards[::-1]:
        total = reward + gamma * total
        out.append(total)
    return np.array(out[::-1])


def f_score(tp, fp, fn, beta):
    """The weighted harmonic mean of precision and recall."""
    precision, recall = tp / (tp + fp), tp / (tp + fn)
    return (1 + beta**2) * precision * recall / (beta**2 * precision + recall)


def perplexity(log_probs):
    """exp of the mean negative log-likelihood."""
    return float(np.exp(-np.mean(log_probs)))


def gaussian_nll(x, mu, sigma):
    """The mean negative log-density of a normal law."""
    return float(np.mean(0.5 * np.log(2 * np.pi * sigma**2) + (x - mu) ** 2 / (2 * sigma**2)))


def power_iteration(A, v, steps):
    """A unit vector after so many multiplications."""
    for _ in range(steps):
        v = A @ v
        v = v / np.linalg.norm(v)
    return v


def nesterov(theta, v, grad, lr, mu):
    """One step with a look ahead; grad is taken there."""
    v = mu * v - lr * grad
    return theta + mu * v - lr * grad, v


def logistic_gradient(X, t, w):
    """Gradient of the mean binary cross-entropy."""
    p = 1 / (1 + np.exp(-X @ w))
    return X.T @ (p - t) / len(t)


def huber(y, t, delta):
    """Mean Huber loss."""
    r = np.abs(y - t)
    return float(np.mean(np.where(r <= delta, r**2 / 2, delta * (r - delta / 2))))


def hinge(scores, t):
    """Mean hinge loss, t in -1, 1."""
    return float(np.mean(np.maximum(0, 1 - t * scores)))


def entropy(p):
    """In nats."""
    return float(-np.sum(p * np.log(p)))


def rbf(X, Y, gamma):
    """exp(-gamma |x-y|^2)."""
    squared = (X**2).sum(axis=1)[:, None] + (Y**2).sum(axis=1)[None, :] - 2 * X @ Y.T
    return np.exp(-gamma * squared)


def td_update(v, reward, following, alpha, gamma):
    """V + alpha (r + gamma V' - V)."""
    return v + alpha * (reward + gamma * following - v)


def ema(xs, beta):
    """All exponentially weighted averages, from 0, not corrected."""
    out, m = [], 0.0
    for x in xs:
        m = beta * m + (1 - beta) * x
        out.append(m)
    return np.array(out)


def gauss_kl(mu, logvar):
    """KL of N(mu, exp(logvar)) from N(0, 1), summed."""
    return float(0.5 * np.sum(mu**2 + np.exp(logvar) - logvar - 1))


def lstm_cell(c, f, i, g, o):
    """New cell and hidden state from gates."""
    c = f * c + i * g
    return c, o * np.tanh(c)


def unit_rows(X, eps):
    """Rows of length 1."""
    return X / (np.sqrt(np.sum(X**2, axis=1, keepdims=True)) + eps)


def smooth_labels(Y, amount):
    """(1 - a) Y + a/K."""
    return (1 - amount) * Y + amount / Y.shape[1]


def iou(a, b):
    """Intersection over union of 0/1 masks."""
    both = np.sum(a * b)
    return float(both / (np.sum(a) + np.sum(b) - both))


def confusion(truth, guess, classes):
    """Counts, truth in rows."""
    table = np.zeros((classes, classes))
    for t, g in zip(truth, guess, strict=True):
        table[int(t), int(g)] += 1
    return table


def positions(length, width):
    """Sine in even columns, cosine in odd ones."""
    out = np.zeros((length, width))
    for p in range(length):
        for k in range(0, width, 2):
            angle = p / 10000 ** (k / width)
            out[p, k] = np.sin(angle)
            if k + 1 < width:
                out[p, k + 1] = np.cos(angle)
    return out


def weighted_mean(x, w):
    """sum w x / sum w."""
    return float(np.sum(w * x) / np.sum(w))


def glorot_bound(fan_in, fan_out, gain):
    """gain sqrt(6 / (in + out))."""
    return float(gain * np.sqrt(6 / (fan_in + fan_out)))


def output_size(n, kernel, stride, padding):
    """floor((n + 2p - k)/s) + 1."""
    return (n + 2 * padding - kernel) // stride + 1


def kmeans_step(X, C):
    """New centres."""
    d = ((X[:, None, :] - C[None]) ** 2).sum(axis=2)
    near = d.argmin(axis=1)
    return np.array([X[near == k].mean(axis=0) if np.any(near == k) else C[k] for k in range(len(C))])


def pearson(x, y):
    """Correlation."""
    dx, dy = x - x.mean(), y - y.mean()
    return float(np.sum(dx * dy) / np.sqrt(np.sum(dx**2) * np.sum(dy**2)))


def polynomial(c, x):
    """sum c_k x**k, by Horner."""
    out = 0.0
    for k in c[::-1]:
        out = out * x + k
    return float(out)


def moving_average(x, window):
    """Means of all full windows."""
    return np.array([x[i : i + window].mean() for i in range(len(x) - window + 1)])


def adamw(w, m, v, g, t, lr, b1, b2, eps, decay):
    """One step with decoupled decay."""
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    step = m / (1 - b1**t) / (np.sqrt(v / (1 - b2**t)) + eps)
    return w - lr * (step + decay * w), m, v


def step_decay(epoch, rate, factor, every):
    """rate factor**floor(epoch/every)."""
    return rate * factor ** (epoch // every)


def dice_loss(p, t, smooth):
    """1 - (2 p.t + s)/(p + t + s)."""
    return float(1 - (2 * np.sum(p * t) + smooth) / (np.sum(p) + np.sum(t) + smooth))


def standard_error(x):
    """s / sqrt(n)."""
    return float(x.std(ddof=1) / np.sqrt(len(x)))


def gru(h, x, z, r, W, U):
    """(1 - z) h + z tanh(W x + U (r h))."""
    new = np.tanh(W @ x + U @ (r * h))
    return (1 - z) * h + z * new


def trapezoid(y, dx):
    """The integral of samples."""
    return float(dx * (np.sum(y) - (y[0] + y[-1]) / 2))


def mahalanobis(x, mu, S):
    """sqrt((x-mu)' S^-1 (x-mu))."""
    d = x - mu
    return float(np.sqrt(d @ np.linalg.solve(S @ S.T + np.eye(len(d)), d)))


def policy_loss(logp, advantage, old, clip):
    """PPO's clipped loss."""
    ratio = np.exp(logp - old)
    return float(-np.mean(np.minimum(ratio * advantage, np.clip(ratio, 1 - clip, 1 + clip) * advantage)))


def triplet(a, p, n, margin):
    """Mean triplet loss."""
    near, far = np.sum((a - p) ** 2, axis=1), np.sum((a - n) ** 2, axis=1)
    return float(np.mean(np.maximum(near - far + margin, 0)))
