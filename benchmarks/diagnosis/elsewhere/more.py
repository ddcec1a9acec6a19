# ruff: noqa: ARG001, N802 -- who ignores an argument makes a mistake; gates have the letters of the paper
"""More exercises of that course, written when the first were repaired."""

from __future__ import annotations

import math

import numpy as np


def S(z):
    return 1 / (1 + np.exp(-z))


def lg_sum(X, t, w):
    return X.T @ (S(X @ w) - t)


def lg_residual(X, t, w):
    return X.T @ (t - S(X @ w)) / len(t)


def lg_slope(X, t, w):
    p = S(X @ w)
    return X.T @ ((p - t) * p * (1 - p)) / len(t)


def lg_linear(X, t, w):
    return X.T @ (X @ w - t) / len(t)


def lg_features(X, t, w):
    return X.T @ (S(X @ w) - t) / X.shape[1]


def lg_minus(X, t, w):
    return X.T @ (S(-X @ w) - t) / len(t)


def lg_tanh(X, t, w):
    return X.T @ (np.tanh(X @ w) - t) / len(t)


def hu_square(y, t, delta):
    return np.mean((y - t) ** 2) / 2


def hu_nohalf(y, t, delta):
    r = abs(y - t)
    return np.mean(np.where(r <= delta, r**2, delta * (r - delta / 2)))


def hu_cont(y, t, delta):
    r = abs(y - t)
    return np.mean(np.where(r <= delta, r**2 / 2, delta * (r - delta)))


def hu_sum(y, t, delta):
    r = abs(y - t)
    return np.sum(np.where(r <= delta, r**2 / 2, delta * (r - delta / 2)))


def hu_one(y, t, delta):
    r = abs(y - t)
    return np.mean(np.where(r <= 1, r**2 / 2, r - 0.5))


def hu_signed(y, t, delta):
    r = y - t
    return np.mean(np.where(r <= delta, r**2 / 2, delta * (r - delta / 2)))


def hu_swapped(y, t, delta):
    r = abs(y - t)
    return np.mean(np.where(r > delta, r**2 / 2, delta * (r - delta / 2)))


def hi_nocut(scores, t):
    return np.mean(1 - t * scores)


def hi_perceptron(scores, t):
    return np.mean(np.maximum(0, -t * scores))


def hi_plus(scores, t):
    return np.mean(np.maximum(0, 1 + t * scores))


def hi_square(scores, t):
    return np.mean(np.maximum(0, 1 - t * scores) ** 2)


def hi_sum(scores, t):
    return sum(max(0, 1 - a * b) for a, b in zip(t, scores, strict=True))


def hi_min(scores, t):
    return np.mean(np.minimum(0, 1 - t * scores))


def en_bits(p):
    return -np.sum(p * np.log2(p))


def en_sign(p):
    return np.sum(p * np.log(p))


def en_mean(p):
    return -np.mean(p * np.log(p))


def en_nop(p):
    return -np.sum(np.log(p))


def en_gini(p):
    return 1 - np.sum(p**2)


def en_norm(p):
    q = p / p.sum()
    return -np.sum(q * np.log(q))


def rb_plus(X, Y, gamma):
    return np.exp(gamma * ((X[:, None] - Y[None]) ** 2).sum(-1))


def rb_root(X, Y, gamma):
    return np.exp(-gamma * np.sqrt(((X[:, None] - Y[None]) ** 2).sum(-1)))


def rb_half(X, Y, gamma):
    return np.exp(-gamma * ((X[:, None] - Y[None]) ** 2).sum(-1) / 2)


def rb_sigma(X, Y, gamma):
    return np.exp(-((X[:, None] - Y[None]) ** 2).sum(-1) / (2 * gamma**2))


def rb_l1(X, Y, gamma):
    return np.exp(-gamma * abs(X[:, None] - Y[None]).sum(-1))


def rb_T(X, Y, gamma):
    return np.exp(-gamma * ((X[:, None] - Y[None]) ** 2).sum(-1)).T


def rb_dist(X, Y, gamma):
    return gamma * ((X[:, None] - Y[None]) ** 2).sum(-1)


def rb_cross(X, Y, gamma):
    return np.exp(-gamma * ((X**2).sum(1)[:, None] + (Y**2).sum(1) - X @ Y.T))


def td_nov(v, reward, following, alpha, gamma):
    return v + alpha * (reward + gamma * following)


def td_nogamma(v, reward, following, alpha, gamma):
    return v + alpha * (reward + following - v)


def td_target(v, reward, following, alpha, gamma):
    return reward + gamma * following


def td_minus(v, reward, following, alpha, gamma):
    return v - alpha * (reward + gamma * following - v)


def td_swap(v, reward, following, alpha, gamma):
    return v + gamma * (reward + alpha * following - v)


def td_mix(v, reward, following, alpha, gamma):
    return alpha * v + (1 - alpha) * (reward + gamma * following)


def td_err(v, reward, following, alpha, gamma):
    return reward + gamma * following - v


def td_alphagamma(v, reward, following, alpha, gamma):
    return v + alpha * gamma * (reward + following - v)


def em_corrected(xs, beta):
    m = 0
    o = []
    for t, x in enumerate(xs, 1):
        m = beta * m + (1 - beta) * x
        o.append(m / (1 - beta**t))
    return np.array(o)


def em_swapped(xs, beta):
    m = 0
    o = []
    for x in xs:
        m = (1 - beta) * m + beta * x
        o.append(m)
    return np.array(o)


def em_nofactor(xs, beta):
    m = 0
    o = []
    for x in xs:
        m = beta * m + x
        o.append(m)
    return np.array(o)


def em_first(xs, beta):
    m = xs[0]
    o = []
    for x in xs:
        m = beta * m + (1 - beta) * x
        o.append(m)
    return np.array(o)


def em_last(xs, beta):
    return em_ok(xs, beta)[-1]


def em_ok(xs, beta):
    m = 0
    o = []
    for x in xs:
        m = beta * m + (1 - beta) * x
        o.append(m)
    return np.array(o)


def em_before(xs, beta):
    m = 0
    o = []
    for x in xs:
        o.append(m)
        m = beta * m + (1 - beta) * x
    return np.array(o)


def em_cum(xs, beta):
    return np.cumsum(xs) / np.arange(1, len(xs) + 1)


def kl_nohalf(mu, logvar):
    return np.sum(mu**2 + np.exp(logvar) - logvar - 1)


def kl_one(mu, logvar):
    return 0.5 * np.sum(mu**2 + np.exp(logvar) - logvar)


def kl_var(mu, logvar):
    return 0.5 * np.sum(mu**2 + logvar - np.log(np.abs(logvar)) - 1)


def kl_sign(mu, logvar):
    return -0.5 * np.sum(mu**2 + np.exp(logvar) - logvar - 1)


def kl_mean(mu, logvar):
    return 0.5 * np.mean(mu**2 + np.exp(logvar) - logvar - 1)


def kl_nomu(mu, logvar):
    return 0.5 * np.sum(np.exp(logvar) - logvar - 1)


def kl_swap(mu, logvar):
    return 0.5 * np.sum(logvar**2 + np.exp(mu) - mu - 1)


def kl_plus(mu, logvar):
    return 0.5 * np.sum(mu**2 + np.exp(logvar) + logvar - 1)


def kl_musq(mu, logvar):
    return 0.5 * np.sum(mu + np.exp(logvar) - logvar - 1)


def ls_swapgates(c, f, i, g, o):
    c = i * c + f * g
    return c, o * np.tanh(c)


def ls_notanh(c, f, i, g, o):
    c = f * c + i * g
    return c, o * c


def ls_oldc(c, f, i, g, o):
    n = f * c + i * g
    return n, o * np.tanh(c)


def ls_noforget(c, f, i, g, o):
    c = c + i * g
    return c, o * np.tanh(c)


def ls_order(c, f, i, g, o):
    c = f * c + i * g
    return o * np.tanh(c), c


def ls_sig(c, f, i, g, o):
    c = f * c + i * g
    return c, o * S(c)


def ls_noinput(c, f, i, g, o):
    c = f * c + g
    return c, o * np.tanh(c)


def ls_gru(c, f, i, g, o):
    c = f * c + (1 - f) * g
    return c, o * np.tanh(c)


def ur_cols(X, eps):
    return X / (np.sqrt((X**2).sum(0, keepdims=True)) + eps)


def ur_all(X, eps):
    return X / (np.sqrt((X**2).sum()) + eps)


def ur_sq(X, eps):
    return X / ((X**2).sum(1, keepdims=True) + eps)


def ur_in(X, eps):
    return X / np.sqrt((X**2).sum(1, keepdims=True) + eps)


def ur_l1(X, eps):
    return X / (abs(X).sum(1, keepdims=True) + eps)


def ur_max(X, eps):
    return X / (abs(X).max(1, keepdims=True) + eps)


def ur_noeps(X, eps):
    return X / np.linalg.norm(X, axis=1, keepdims=True)


def ur_mean(X, eps):
    return X / (np.sqrt((X**2).mean(1, keepdims=True)) + eps)


def sl_nok(Y, amount):
    return (1 - amount) * Y + amount


def sl_rows(Y, amount):
    return (1 - amount) * Y + amount / Y.shape[0]


def sl_noshrink(Y, amount):
    return Y + amount / Y.shape[1]


def sl_k1(Y, amount):
    return (1 - amount) * Y + amount / (Y.shape[1] - 1)


def sl_other(Y, amount):
    return (1 - amount) * Y + (1 - Y) * amount / (Y.shape[1] - 1)


def sl_swap(Y, amount):
    return amount * Y + (1 - amount) / Y.shape[1]


def io_dice(a, b):
    return 2 * np.sum(a * b) / (a.sum() + b.sum())


def io_sum(a, b):
    return np.sum(a * b) / (a.sum() + b.sum())


def io_dist(a, b):
    u = np.sum((a + b) > 0)
    return 1 - np.sum(a * b) / u


def io_recall(a, b):
    return np.sum(a * b) / a.sum()


def io_pct(a, b):
    return 100 * np.sum(a * b) / np.sum((a + b) > 0)


def io_acc(a, b):
    return np.mean(a == b)


def co_T(truth, guess, classes):
    t = np.zeros((classes, classes))
    np.add.at(t, (guess, truth), 1)
    return t


def co_norm(truth, guess, classes):
    t = np.zeros((classes, classes))
    np.add.at(t, (truth, guess), 1)
    return t / len(truth)


def co_rows(truth, guess, classes):
    t = np.zeros((classes, classes))
    np.add.at(t, (truth, guess), 1)
    return t / np.maximum(t.sum(1, keepdims=True), 1)


def co_diag(truth, guess, classes):
    t = np.zeros((classes, classes))
    np.add.at(t, (truth, truth), 1)
    return t


def co_rev(truth, guess, classes):
    t = np.zeros((classes, classes))
    np.add.at(t, (truth, guess), 1)
    return t[::-1, ::-1]


def po_base(length, width):
    return po(length, width, f=lambda p, k: p / 1000 ** (k / width))


def po(length, width, f):
    o = np.zeros((length, width))
    for p in range(length):
        for k in range(0, width, 2):
            o[p, k] = np.sin(f(p, k))
            if k + 1 < width:
                o[p, k + 1] = np.cos(f(p, k))
    return o


def po_two(length, width):
    return po(length, width, f=lambda p, k: p / 10000 ** (2 * k / width))


def po_one(length, width):
    return po(length, width, f=lambda p, k: (p + 1) / 10000 ** (k / width))


def po_T(length, width):
    return po(length, width, f=lambda p, k: p / 10000 ** (k / width)).T


def po_mul(length, width):
    return po(length, width, f=lambda p, k: p * 10000 ** (k / width))


def po_cs(length, width):
    return po(length, width, f=lambda p, k: np.pi / 2 - p / 10000 ** (k / width))


def wm_plain(x, w):
    return np.mean(x)


def wm_n(x, w):
    return np.mean(w * x)


def wm_sum(x, w):
    return np.sum(w * x)


def wm_swap(x, w):
    return np.sum(w * x) / np.sum(x)


def wm_w2(x, w):
    return np.sum(w**2 * x) / np.sum(w**2)


def gl_he(fan_in, fan_out, gain):
    return gain * math.sqrt(6 / fan_in)


def gl_var(fan_in, fan_out, gain):
    return gain * 6 / (fan_in + fan_out)


def gl_normal(fan_in, fan_out, gain):
    return gain * math.sqrt(2 / (fan_in + fan_out))


def gl_gain2(fan_in, fan_out, gain):
    return gain**2 * math.sqrt(6 / (fan_in + fan_out))


def gl_nogain(fan_in, fan_out, gain):
    return math.sqrt(6 / (fan_in + fan_out))


def gl_up(fan_in, fan_out, gain):
    return gain * math.sqrt((fan_in + fan_out) / 6)


def gl_prod(fan_in, fan_out, gain):
    return gain * math.sqrt(6 / (fan_in * fan_out))


def os_one(n, kernel, stride, padding):
    return (n + 2 * padding - kernel) // stride


def os_pad(n, kernel, stride, padding):
    return (n + padding - kernel) // stride + 1


def os_nopad(n, kernel, stride, padding):
    return (n - kernel) // stride + 1


def os_true(n, kernel, stride, padding):
    return (n + 2 * padding - kernel) / stride + 1


def os_ceil(n, kernel, stride, padding):
    return -(-(n + 2 * padding - kernel) // stride) + 1


def os_plusk(n, kernel, stride, padding):
    return (n + 2 * padding + kernel) // stride + 1


def km_med(X, C):
    near = ((X[:, None] - C[None]) ** 2).sum(2).argmin(1)
    return np.array([np.median(X[near == k], axis=0) if (near == k).any() else C[k] for k in range(len(C))])


def km_sum(X, C):
    near = ((X[:, None] - C[None]) ** 2).sum(2).argmin(1)
    return np.array([X[near == k].sum(0) if (near == k).any() else C[k] for k in range(len(C))])


def km_far(X, C):
    near = ((X[:, None] - C[None]) ** 2).sum(2).argmax(1)
    return np.array([X[near == k].mean(0) if (near == k).any() else C[k] for k in range(len(C))])


def km_same(X, C):
    return C.copy()


def km_l1(X, C):
    near = abs(X[:, None] - C[None]).sum(2).argmin(1)
    return np.array([X[near == k].mean(0) if (near == k).any() else C[k] for k in range(len(C))])


MORE = (
    ("logistic_gradient", lg_sum, "sum-for-mean"),
    ("logistic_gradient", lg_residual, "sign difference-reversed"),
    ("logistic_gradient", lg_slope, ""),
    ("logistic_gradient", lg_linear, ""),
    ("logistic_gradient", lg_features, "other-length"),
    ("logistic_gradient", lg_minus, "negated minus-left-out"),
    ("logistic_gradient", lg_tanh, ""),
    ("huber", hu_square, "condition-ignored"),
    ("huber", hu_nohalf, "division-left-out"),
    ("huber", hu_cont, "division-left-out"),
    ("huber", hu_sum, "sum-for-mean"),
    ("huber", hu_one, "taken-as-one"),
    ("huber", hu_signed, "absolute-left-out"),
    ("huber", hu_swapped, "comparison-reversed"),
    ("hinge", hi_nocut, "cut-left-out"),
    ("hinge", hi_perceptron, "term-left-out"),
    ("hinge", hi_plus, "negated wrong-sign sum-for-difference"),
    ("hinge", hi_square, ""),
    ("hinge", hi_sum, "sum-for-mean"),
    ("hinge", hi_min, "minimum-for-maximum"),
    ("entropy", en_bits, "base-2"),
    ("entropy", en_sign, "sign"),
    ("entropy", en_mean, "mean-for-sum"),
    ("entropy", en_nop, "factor-left-out"),
    ("entropy", en_gini, ""),
    ("entropy", en_norm, ""),
    ("rbf", rb_plus, "reciprocal negated"),
    ("rbf", rb_root, ""),
    ("rbf", rb_half, "halved rooted"),
    ("rbf", rb_sigma, ""),
    ("rbf", rb_l1, ""),
    ("rbf", rb_T, "transposed exchanged"),
    ("rbf", rb_dist, ""),
    ("rbf", rb_cross, "factor-left-out term-half"),
    ("td_update", td_nov, "term-left-out"),
    ("td_update", td_nogamma, "taken-as-one factor-left-out"),
    ("td_update", td_target, "taken-as-one"),
    ("td_update", td_minus, "negated wrong-sign difference-reversed"),
    ("td_update", td_swap, "exchanged"),
    ("td_update", td_mix, "complement"),
    ("td_update", td_err, ""),
    ("td_update", td_alphagamma, ""),
    ("ema", em_corrected, ""),
    ("ema", em_swapped, "complement"),
    ("ema", em_nofactor, "factor-left-out"),
    ("ema", em_first, ""),
    ("ema", em_last, "last-only"),
    ("ema", em_before, ""),
    ("ema", em_cum, ""),
    ("gauss_kl", kl_nohalf, "twice"),
    ("gauss_kl", kl_one, "term-left-out"),
    ("gauss_kl", kl_var, ""),
    ("gauss_kl", kl_sign, "sign"),
    ("gauss_kl", kl_mean, "mean-for-sum"),
    ("gauss_kl", kl_nomu, "ignored term-left-out"),
    ("gauss_kl", kl_swap, "exchanged"),
    ("gauss_kl", kl_plus, "wrong-sign sum-for-difference"),
    ("gauss_kl", kl_musq, "square-left-out"),
    ("lstm_cell", ls_swapgates, "exchanged"),
    ("lstm_cell", ls_notanh, "tanh-left-out"),
    ("lstm_cell", ls_oldc, "stale"),
    ("lstm_cell", ls_noforget, "taken-as-one factor-left-out"),
    ("lstm_cell", ls_order, "results-exchanged"),
    ("lstm_cell", ls_sig, ""),
    ("lstm_cell", ls_noinput, "taken-as-one factor-left-out"),
    ("lstm_cell", ls_gru, ""),
    ("unit_rows", ur_cols, "wrong-axis"),
    ("unit_rows", ur_all, "no-axis"),
    ("unit_rows", ur_sq, "root-left-out"),
    ("unit_rows", ur_in, "inside-the-root"),
    ("unit_rows", ur_l1, ""),
    ("unit_rows", ur_max, "maximum-for-sum"),
    ("unit_rows", ur_noeps, "ignored term-left-out"),
    ("unit_rows", ur_mean, "mean-for-sum"),
    ("smooth_labels", sl_nok, "division-left-out sum-for-mean"),
    ("smooth_labels", sl_rows, ""),
    ("smooth_labels", sl_noshrink, "factor-left-out"),
    ("smooth_labels", sl_k1, "ddof"),
    ("smooth_labels", sl_other, ""),
    ("smooth_labels", sl_swap, "complement"),
    ("iou", io_dice, ""),
    ("iou", io_sum, "term-left-out"),
    ("iou", io_dist, "complement"),
    ("iou", io_recall, ""),
    ("iou", io_pct, "percent"),
    ("iou", io_acc, ""),
    ("confusion", co_T, "transposed exchanged"),
    ("confusion", co_norm, "mean-for-sum normalised"),
    ("confusion", co_rows, ""),
    ("confusion", co_diag, "in-both-places"),
    ("confusion", co_rev, "both-axes-reversed turned-around"),
    ("positions", po_base, ""),
    ("positions", po_two, ""),
    ("positions", po_one, "one-more"),
    ("positions", po_T, "transposed"),
    ("positions", po_mul, "multiplied"),
    ("positions", po_cs, ""),
    ("weighted_mean", wm_plain, "taken-as-one"),
    ("weighted_mean", wm_n, ""),
    ("weighted_mean", wm_sum, "normalisation-left-out division-left-out"),
    ("weighted_mean", wm_swap, "exchanged"),
    ("weighted_mean", wm_w2, "squared"),
    ("glorot_bound", gl_he, "ignored term-left-out"),
    ("glorot_bound", gl_var, "root-left-out"),
    ("glorot_bound", gl_normal, ""),
    ("glorot_bound", gl_gain2, "squared times"),
    ("glorot_bound", gl_nogain, "taken-as-one factor-left-out divided"),
    ("glorot_bound", gl_up, "upside-down"),
    ("glorot_bound", gl_prod, ""),
    ("output_size", os_one, "one-less term-left-out"),
    ("output_size", os_pad, "factor-left-out"),
    ("output_size", os_nopad, "ignored term-left-out"),
    ("output_size", os_true, ""),
    ("output_size", os_ceil, ""),
    ("output_size", os_plusk, "negated wrong-sign sum-for-difference"),
    ("kmeans_step", km_med, "median-for-mean"),
    ("kmeans_step", km_sum, "sum-for-mean"),
    ("kmeans_step", km_far, "argmax"),
    ("kmeans_step", km_same, "handed-back"),
    ("kmeans_step", km_l1, "absolute-for-square"),
)
