# ruff: noqa: ARG001 -- who ignores an argument makes a mistake
"""The last exercises of that course; what their first run said is the figure to trust."""

from __future__ import annotations

import math

import numpy as np


def pe_cov(x, y):
    return np.mean((x - x.mean()) * (y - y.mean()))


def pe_noc(x, y):
    return np.sum(x * y) / np.sqrt(np.sum(x**2) * np.sum(y**2))


def pe_sq(x, y):
    return np.corrcoef(x, y)[0, 1] ** 2


def pe_noroot(x, y):
    a, b = x - x.mean(), y - y.mean()
    return np.sum(a * b) / (np.sum(a**2) * np.sum(b**2))


def pe_slope(x, y):
    a, b = x - x.mean(), y - y.mean()
    return np.sum(a * b) / np.sum(a**2)


def pe_spearman(x, y):
    return np.corrcoef(x.argsort().argsort(), y.argsort().argsort())[0, 1]


def po_rev(c, x):
    return sum(k * x**i for i, k in enumerate(c[::-1]))


def po_from1(c, x):
    return sum(k * x**i for i, k in enumerate(c, 1))


def po_nolast(c, x):
    return sum(k * x**i for i, k in enumerate(c[:-1]))


def po_deriv(c, x):
    return sum(i * k * x ** (i - 1) for i, k in enumerate(c) if i)


def po_mul(c, x):
    return sum(k * x * i for i, k in enumerate(c))


def po_sum(c, x):
    return float(np.sum(c))


def ma_short(x, window):
    return np.array([x[i : i + window].mean() for i in range(len(x) - window)])


def ma_sum(x, window):
    return np.array([x[i : i + window].sum() for i in range(len(x) - window + 1)])


def ma_same(x, window):
    return np.convolve(x, np.ones(window) / window, "same")


def ma_med(x, window):
    return np.array([np.median(x[i : i + window]) for i in range(len(x) - window + 1)])


def ma_wide(x, window):
    return np.array([x[i : i + window + 1].mean() for i in range(len(x) - window)])


def ma_cum(x, window):
    return np.cumsum(x) / np.arange(1, len(x) + 1)


def _aw(w, m, v, g, t, lr, b1, b2, eps, decay):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g * g
    return m, v, m / (1 - b1**t) / (np.sqrt(v / (1 - b2**t)) + eps)


def aw_l2(w, m, v, g, t, lr, b1, b2, eps, decay):
    m, v, s = _aw(w, m, v, g + decay * w, t, lr, b1, b2, eps, decay)
    return w - lr * s, m, v


def aw_nolr(w, m, v, g, t, lr, b1, b2, eps, decay):
    m, v, s = _aw(w, m, v, g, t, lr, b1, b2, eps, decay)
    return w - lr * s - decay * w, m, v


def aw_none(w, m, v, g, t, lr, b1, b2, eps, decay):
    m, v, s = _aw(w, m, v, g, t, lr, b1, b2, eps, decay)
    return w - lr * s, m, v


def aw_t0(w, m, v, g, t, lr, b1, b2, eps, decay):
    m, v, s = _aw(w, m, v, g, t - 1, lr, b1, b2, eps, decay)
    return w - lr * (s + decay * w), m, v


def aw_after(w, m, v, g, t, lr, b1, b2, eps, decay):
    m, v, s = _aw(w, m, v, g, t, lr, b1, b2, eps, decay)
    w = w - lr * s
    return w - lr * decay * w, m, v


def aw_onlym(w, m, v, g, t, lr, b1, b2, eps, decay):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g * g
    return w - lr * (m / (1 - b1**t) / (np.sqrt(v) + eps) + decay * w), m, v


def sd_cont(epoch, rate, factor, every):
    return rate * factor ** (epoch / every)


def sd_lin(epoch, rate, factor, every):
    return rate * factor * (epoch // every)


def sd_late(epoch, rate, factor, every):
    return rate * factor ** ((epoch + 1) // every)


def sd_one(epoch, rate, factor, every):
    return rate * factor ** (epoch // every + 1)


def sd_once(epoch, rate, factor, every):
    return rate * factor


def sd_exp(epoch, rate, factor, every):
    return rate * math.exp(-factor * (epoch // every))


def di_no2(p, t, smooth):
    return 1 - (np.sum(p * t) + smooth) / (p.sum() + t.sum() + smooth)


def di_noc(p, t, smooth):
    return (2 * np.sum(p * t) + smooth) / (p.sum() + t.sum() + smooth)


def di_nos(p, t, smooth):
    return 1 - 2 * np.sum(p * t) / (p.sum() + t.sum())


def di_den(p, t, smooth):
    return 1 - (2 * np.sum(p * t)) / (p.sum() + t.sum() + smooth)


def di_sq(p, t, smooth):
    return 1 - (2 * np.sum(p * t) + smooth) / ((p**2).sum() + (t**2).sum() + smooth)


def di_jac(p, t, smooth):
    return 1 - (np.sum(p * t) + smooth) / (p.sum() + t.sum() - np.sum(p * t) + smooth)


def se_sd(x):
    return x.std(ddof=1)


def se_n(x):
    return x.std(ddof=1) / len(x)


def se_pop(x):
    return x.std() / np.sqrt(len(x))


def se_var(x):
    return x.var(ddof=1) / len(x)


def se_mad(x):
    return np.mean(abs(x - x.mean())) / np.sqrt(len(x))


def gr_swapz(h, x, z, r, W, U):
    return z * h + (1 - z) * np.tanh(W @ x + U @ (r * h))


def gr_nor(h, x, z, r, W, U):
    return (1 - z) * h + z * np.tanh(W @ x + U @ h)


def gr_rout(h, x, z, r, W, U):
    return (1 - z) * h + z * np.tanh(W @ x + r * (U @ h))


def gr_sig(h, x, z, r, W, U):
    return (1 - z) * h + z / (1 + np.exp(-(W @ x + U @ (r * h))))


def gr_zr(h, x, z, r, W, U):
    return (1 - r) * h + r * np.tanh(W @ x + U @ (z * h))


def gr_new(h, x, z, r, W, U):
    return np.tanh(W @ x + U @ (r * h))


def gr_ut(h, x, z, r, W, U):
    return (1 - z) * h + z * np.tanh(W @ x + U.T @ (r * h))


def tr_rect(y, dx):
    return dx * np.sum(y)


def tr_left(y, dx):
    return dx * np.sum(y[:-1])


def tr_nodx(y, dx):
    return np.sum(y) - (y[0] + y[-1]) / 2


def tr_ends(y, dx):
    return dx * (np.sum(y) - y[0] - y[-1])


def tr_mean(y, dx):
    return dx * np.mean(y)


def tr_plus(y, dx):
    return dx * (np.sum(y) + (y[0] + y[-1]) / 2)


def mh_sq(x, mu, S):
    d = x - mu
    return d @ np.linalg.solve(S @ S.T + np.eye(len(d)), d)


def mh_eu(x, mu, S):
    return np.linalg.norm(x - mu)


def mh_mult(x, mu, S):
    d = x - mu
    return math.sqrt(d @ (S @ S.T + np.eye(len(d))) @ d)


def mh_sts(x, mu, S):
    d = x - mu
    return math.sqrt(d @ np.linalg.solve(S.T @ S + np.eye(len(d)), d))


def mh_nomu(x, mu, S):
    return math.sqrt(x @ np.linalg.solve(S @ S.T + np.eye(len(x)), x))


def mh_plus(x, mu, S):
    d = x + mu
    return math.sqrt(d @ np.linalg.solve(S @ S.T + np.eye(len(d)), d))


def pl_noclip(logp, advantage, old, clip):
    return -np.mean(np.exp(logp - old) * advantage)


def pl_max(logp, advantage, old, clip):
    r = np.exp(logp - old)
    return -np.mean(np.maximum(r * advantage, np.clip(r, 1 - clip, 1 + clip) * advantage))


def pl_sign(logp, advantage, old, clip):
    r = np.exp(logp - old)
    return np.mean(np.minimum(r * advantage, np.clip(r, 1 - clip, 1 + clip) * advantage))


def pl_rev(logp, advantage, old, clip):
    r = np.exp(old - logp)
    return -np.mean(np.minimum(r * advantage, np.clip(r, 1 - clip, 1 + clip) * advantage))


def pl_noexp(logp, advantage, old, clip):
    r = logp - old
    return -np.mean(np.minimum(r * advantage, np.clip(r, 1 - clip, 1 + clip) * advantage))


def pl_only(logp, advantage, old, clip):
    return -np.mean(np.clip(np.exp(logp - old), 1 - clip, 1 + clip) * advantage)


def pl_fix(logp, advantage, old, clip):
    r = np.exp(logp - old)
    return -np.mean(np.minimum(r * advantage, np.clip(r, 0.8, 1.2) * advantage))


def tp_swap(a, p, n, margin):
    d = ((a - n) ** 2).sum(1) - ((a - p) ** 2).sum(1)
    return np.mean(np.maximum(d + margin, 0))


def tp_nomargin(a, p, n, margin):
    d = ((a - p) ** 2).sum(1) - ((a - n) ** 2).sum(1)
    return np.mean(np.maximum(d, 0))


def tp_root(a, p, n, margin):
    d = np.linalg.norm(a - p, axis=1) - np.linalg.norm(a - n, axis=1)
    return np.mean(np.maximum(d + margin, 0))


def tp_cut(a, p, n, margin):
    d = ((a - p) ** 2).sum(1) - ((a - n) ** 2).sum(1)
    return np.mean(d + margin)


def tp_minus(a, p, n, margin):
    d = ((a - p) ** 2).sum(1) - ((a - n) ** 2).sum(1)
    return np.mean(np.maximum(d - margin, 0))


def tp_pn(a, p, n, margin):
    d = ((a - p) ** 2).sum(1) - ((p - n) ** 2).sum(1)
    return np.mean(np.maximum(d + margin, 0))


def tp_sum(a, p, n, margin):
    d = ((a - p) ** 2).sum(1) - ((a - n) ** 2).sum(1)
    return np.sum(np.maximum(d + margin, 0))


LAST = (
    ("pearson", pe_cov, ""),
    ("pearson", pe_noc, ""),
    ("pearson", pe_sq, "squared"),
    ("pearson", pe_noroot, "root-left-out"),
    ("pearson", pe_slope, ""),
    ("pearson", pe_spearman, ""),
    ("polynomial", po_rev, "reversed"),
    ("polynomial", po_from1, "times"),
    ("polynomial", po_nolast, "without-the-last"),
    ("polynomial", po_deriv, ""),
    ("polynomial", po_mul, ""),
    ("polynomial", po_sum, "taken-as-one"),
    ("moving_average", ma_short, "without-the-last term-left-out"),
    ("moving_average", ma_sum, "sum-for-mean times"),
    ("moving_average", ma_same, ""),
    ("moving_average", ma_med, "median-for-mean"),
    ("moving_average", ma_wide, "one-more"),
    ("moving_average", ma_cum, ""),
    ("adamw", aw_l2, ""),
    ("adamw", aw_nolr, "factor-misses-a-term"),
    ("adamw", aw_none, "ignored term-left-out"),
    ("adamw", aw_t0, "one-less"),
    ("adamw", aw_after, ""),
    ("adamw", aw_onlym, "no-bias-correction"),
    ("step_decay", sd_cont, ""),
    ("step_decay", sd_lin, "product-for-power"),
    ("step_decay", sd_late, "one-more"),
    ("step_decay", sd_one, "times exponent-one-more"),
    ("step_decay", sd_once, "power-left-out"),
    ("step_decay", sd_exp, ""),
    ("dice_loss", di_no2, "factor-left-out"),
    ("dice_loss", di_noc, "complement"),
    ("dice_loss", di_nos, "ignored"),
    ("dice_loss", di_den, "term-left-out"),
    ("dice_loss", di_sq, ""),
    ("dice_loss", di_jac, ""),
    ("standard_error", se_sd, "division-left-out"),
    ("standard_error", se_n, "root-left-out"),
    ("standard_error", se_pop, "ddof"),
    ("standard_error", se_var, "squared"),
    ("standard_error", se_mad, ""),
    ("gru", gr_swapz, "complement weights-exchanged"),
    ("gru", gr_nor, "taken-as-one factor-left-out"),
    ("gru", gr_rout, ""),
    ("gru", gr_sig, ""),
    ("gru", gr_zr, "exchanged"),
    ("gru", gr_new, "taken-as-one"),
    ("gru", gr_ut, "transposed factor-transposed"),
    ("trapezoid", tr_rect, "term-left-out"),
    ("trapezoid", tr_left, ""),
    ("trapezoid", tr_nodx, "taken-as-one factor-left-out divided"),
    ("trapezoid", tr_ends, "division-left-out term-twice"),
    ("trapezoid", tr_mean, ""),
    ("trapezoid", tr_plus, "wrong-sign sum-for-difference"),
    ("mahalanobis", mh_sq, "squared root-left-out"),
    ("mahalanobis", mh_eu, "ignored"),
    ("mahalanobis", mh_mult, ""),
    ("mahalanobis", mh_sts, "transposed"),
    ("mahalanobis", mh_nomu, "ignored term-left-out"),
    ("mahalanobis", mh_plus, "negated wrong-sign sum-for-difference"),
    ("policy_loss", pl_noclip, ""),
    ("policy_loss", pl_max, "maximum-for-minimum"),
    ("policy_loss", pl_sign, "sign"),
    ("policy_loss", pl_rev, "exchanged difference-reversed"),
    ("policy_loss", pl_noexp, "exp-left-out"),
    ("policy_loss", pl_only, ""),
    ("policy_loss", pl_fix, "fixed"),
    ("triplet", tp_swap, "exchanged"),
    ("triplet", tp_nomargin, "ignored term-left-out"),
    ("triplet", tp_root, ""),
    ("triplet", tp_cut, "cut-left-out"),
    ("triplet", tp_minus, "negated wrong-sign"),
    ("triplet", tp_pn, "exchanged"),
    ("triplet", tp_sum, "sum-for-mean"),
)
