# ruff: noqa: ARG001 -- who ignores an argument makes a mistake, or knows that it cancels
"""Wrong hand-ins as students write them, with the kinds of cause that say what is wrong; "" for none of the family."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import torch

# ---------------------------------------------------------------- l2_update(w, grad, lr, lam, m)


def l2_in_place(w, grad, lr, lam, m):
    w -= lr * grad
    w -= lr * lam / m * w  # reads what it has just changed
    return w


def l2_column(w, grad, lr, lam, m):
    return (w - lr * (grad + lam / m * w)).reshape(-1, 1)


def l2_flat(w, grad, lr, lam, m):
    out = []
    for old, slope in zip(np.ravel(w), np.ravel(grad), strict=True):
        out.append(old - lr * slope - lr * lam * old / m)
    return out


def l2_m_plus_one(w, grad, lr, lam, m):
    count = 0
    for _ in range(m + 1):
        count += 1
    return w - lr * (grad + lam / count * w)


def l2_lam_squared(w, grad, lr, lam, m):
    return w - lr * grad - lr * (lam**2 / m) * w


def l2_rounded(w, grad, lr, lam, m):
    return np.around(w - lr * grad - lr * lam / m * w, decimals=2)


def l2_swapped_arguments(w, grad, lr, lam, m):
    return grad - lr * (w + lam / m * grad)


def l2_rate_for_strength(w, grad, lr, lam, m):
    lr, lam = lam, lr
    return (1 - lr * lam / m) * w - lr * grad


def l2_fixed_rate(w, grad, lr, lam, m):
    lr = 0.1
    return w - lr * (grad + lam / m * w)


def l2_not_updated(w, grad, lr, lam, m):
    step = lr * (grad + lam / m * w)
    new = w  # forgot to subtract
    return new + 0 * step


def l2_absolute(w, grad, lr, lam, m):
    return w - lr * (grad + lam / m * np.abs(w))


def l2_reciprocal_rate(w, grad, lr, lam, m):
    return w - (grad + lam / m * w) / lr


# ---------------------------------------------------------------- l1_update


def l1_with_l2_slope(w, grad, lr, lam, m):
    return w - lr * (grad + lam / (2 * m) * w)


def l1_truncated(w, grad, lr, lam, m):
    return (w - lr * (grad + lam / (2 * m) * np.sign(w))).astype(int)


def l1_without_gradient(w, grad, lr, lam, m):
    return w - lr * lam / (2 * m) * np.sign(w)


# ---------------------------------------------------------------- weight_decay_step(w, grad, eta, lam, m)


def decay_integer_strength(w, grad, eta, lam, m):
    return w - eta * (grad + int(lam) / m * w)


# ---------------------------------------------------------------- losses (base_loss, weights, lam, m)


def l2_loss_last_layer(base_loss, weights, lam, m):
    for W in weights:
        penalty = sum(v * v for v in np.ravel(W))
    return base_loss + lam * penalty / (2 * m)


def l2_loss_mean(base_loss, weights, lam, m):
    return base_loss + lam / (2 * m) * sum(np.mean(W**2) for W in weights)


def l1_loss_without_base(base_loss, weights, lam, m):
    total = 0.0
    for W in weights:
        for row in W:
            total += sum(abs(v) for v in row)
    return lam / (2 * m) * total


def l1_loss_squared(base_loss, weights, lam, m):
    return base_loss + lam / (2 * m) * sum(np.sum(W**2) for W in weights)


# ---------------------------------------------------------------- norms


def lp_mean(x, p):
    return np.mean(np.abs(x) ** p) ** (1 / p)


def lp_largest(x, p):
    return float(np.max(np.abs(x)))


def norms_squared_both(W):
    return np.sum(np.abs(W)) ** 2, np.sum(W**2)


def norms_of_rows(W):
    return np.abs(W).sum(axis=1), np.sqrt((W**2).sum(axis=1))


# ---------------------------------------------------------------- images


def flip_nothing(img):
    flipped = img.copy()
    return flipped


def flip_rolled(img):
    out = np.empty_like(img)
    width = img.shape[1]
    for j in range(width):
        out[:, (width - j) % width] = img[:, j]
    return out


def down_transposed(img):
    return img.reshape(7, 4, 7, 4).mean(axis=(1, 3)).T


def down_flat(img):
    return [img[4 * i : 4 * i + 4, 4 * j : 4 * j + 4].mean() for i in range(7) for j in range(7)]


def down_minimum(img):
    return img.reshape(7, 4, 7, 4).min(axis=(1, 3))


# ---------------------------------------------------------------- batch normalisation


def bn_deviation_twice(X, gamma, beta, eps):
    return gamma * (X - X.mean(0)) / np.sqrt(np.std(X, axis=0) + eps) + beta


def bn_torch_unbiased(X, gamma, beta, eps):
    if len(X) < 2:
        return np.full(X.shape, np.nan)  # as torch has it, which also warns
    X = torch.as_tensor(X)
    out = torch.as_tensor(gamma) * (X - X.mean(0)) / torch.sqrt(X.var(0) + eps) + torch.as_tensor(beta)
    return out.numpy()


def bn_without_beta(X, gamma, beta, eps):
    return gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps)


def bn_swapped(X, gamma, beta, eps):
    return beta * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps) + gamma


def bn_not_centred(X, gamma, beta, eps):
    return gamma * X / np.sqrt(X.var(axis=0) + eps) + beta


def bn_eval_without_mean(X, gamma, beta, run_mean, run_var, eps):
    return gamma * X / np.sqrt(run_var + eps) + beta


def bn_eval_deviation(X, gamma, beta, run_mean, run_var, eps):
    """Takes the stored variance for a standard deviation."""
    return gamma * (X - run_mean) / np.sqrt(run_var**2 + eps) + beta


def bn_eval_swapped(X, gamma, beta, run_mean, run_var, eps):
    return gamma * (X - run_var) / np.sqrt(run_mean + eps) + beta


# ---------------------------------------------------------------- optimisers


def sgd_loop_of_steps(theta, per_example_grads, lr):
    for g in per_example_grads:
        theta = theta - lr * g
    return theta


def sgd_one_less(theta, per_example_grads, lr):
    return theta - lr * per_example_grads.sum(axis=0) / (len(per_example_grads) - 1)


def sgd_last_dropped(theta, per_example_grads, lr):
    total = 0
    for i in range(len(per_example_grads) - 1):
        total = total + per_example_grads[i]
    return theta - lr * total / (len(per_example_grads) - 1)


def momentum_order(theta, v, grad, lr, alpha):
    v = alpha * v - lr * grad
    return v, theta + v


def momentum_not_stored(theta, v, grad, lr, alpha):
    new = alpha * v - lr * grad
    return theta + new, v


def momentum_alpha_complement(theta, v, grad, lr, alpha):
    v = (1 - alpha) * v - lr * grad
    return theta + v, v


def adagrad_not_stored(theta, r, grad, lr, delta):
    theta = theta - lr * grad / (delta + np.sqrt(r + grad**2))
    return theta, r


def adagrad_no_delta(theta, r, grad, lr, delta):
    r = r + grad * grad
    return theta - lr * grad / np.sqrt(r), r


def rmsprop_fixed_rho(theta, r, grad, lr, rho, delta):
    r = 0.9 * r + 0.1 * grad**2
    return theta - lr / np.sqrt(delta + r) * grad, r


def adam_t_minus_one(theta, m, v, grad, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad**2
    t = t - 1
    return theta - lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps), m, v


def adam_gradient_not_squared(theta, m, v, grad, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * np.abs(grad)
    return theta - lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps), m, v


def adam_without_eps(theta, m, v, grad, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad**2
    with np.errstate(all="ignore"):
        return theta - lr * (m / (1 - b1**t)) / np.sqrt(v / (1 - b2**t)), m, v


def moments_reversed(grads, b1, b2):
    out = {name: [] for name in ("m", "v", "m_hat", "v_hat")}
    m = v = 0
    for t, g in enumerate(grads[::-1]):
        m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g * g
        for name, value in zip(out, (m, v, m / (1 - b1 ** (t + 1)), v / (1 - b2 ** (t + 1))), strict=True):
            out[name].append(value)
    return {name: np.array(rows) for name, rows in out.items()}


def moments_transposed(grads, b1, b2):
    out = {name: [] for name in ("m", "v", "m_hat", "v_hat")}
    m = v = 0
    for t, g in enumerate(grads, 1):
        m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g * g
        for name, value in zip(out, (m, v, m / (1 - b1**t), v / (1 - b2**t)), strict=True):
            out[name].append(value)
    return {name: np.array(rows).T for name, rows in out.items()}


def moments_without_weight(grads, b1, b2):
    m, v, rows = 0, 0, {"m": [], "v": [], "m_hat": [], "v_hat": []}
    for t, g in enumerate(grads, 1):
        m, v = b1 * m + g, b2 * v + g**2
        rows["m"].append(m)
        rows["v"].append(v)
        rows["m_hat"].append(m / (1 - b1**t))
        rows["v_hat"].append(v / (1 - b2**t))
    return {name: np.array(values) for name, values in rows.items()}


def v_recursion_late(grads, t, beta2):
    v = np.zeros(grads.shape[1])
    for step in range(1, t):
        v = beta2 * v + (1 - beta2) * grads[step - 1] ** 2
    return v


def v_unsquared(grads, t, beta2):
    v = np.zeros(grads.shape[1])
    for g in grads[:t]:
        v = beta2 * v + (1 - beta2) * g
    return v


# ---------------------------------------------------------------- Gaussian dropout


def gd_loss_mean_penalty(w, x, y, alpha):
    return (y - w @ x) ** 2 / 2 + alpha / 2 * np.mean(w**2 * x**2)


def gd_loss_unsquared_error(w, x, y, alpha):
    return abs(y - w @ x) / 2 + alpha / 2 * np.sum(w**2 * x**2)


def gd_grad_swapped(w, x, y, alpha):
    w, x = x, w
    return -(y - w @ x) * x + alpha * w * x**2


def gd_grad_total(w, x, y, alpha):
    return float(np.sum(-(y - w @ x) * x + alpha * w * x**2))


def gd_fixed_without_target(w, x, y, alpha):
    return (w @ x) * x


# ---------------------------------------------------------------- chain rule


def step_simultaneous_sign(w, b, x, t, lam, lr):
    y = 1 / (1 + math.exp(-(w * x + b)))
    dz = (t - y) * y * (1 - y)
    return w - lr * (dz * x + lam * w), b - lr * dz


def step_without_input(w, b, x, t, lam, lr):
    y = 1 / (1 + math.exp(-(w * x + b)))
    dz = (y - t) * y * (1 - y)
    return w - lr * (dz + lam * w), b - lr * dz


def step_exchanged(w, b, x, t, lam, lr):
    y = 1 / (1 + math.exp(-(w * x + b)))
    dz = (y - t) * y * (1 - y)
    return b - lr * dz, w - lr * (dz * x + lam * w)


# ---------------------------------------------------------------- quadratic


def grad_row(H, w):
    return (2 * H @ w)[np.newaxis, :]


def grad_plus(H, w):
    return (H + H.T) @ w + w


def path_without_start(H, w0, eps, t):
    w = np.zeros_like(w0)
    for _ in range(t):
        w = w - 2 * eps * H @ w
    return w


def bound_rooted(H):
    return 1 / math.sqrt(np.linalg.eigvalsh(H)[-1])


def newton_whole(H, w, eta):
    return w - np.linalg.inv(H) @ (H @ w) * eta * eta


# ---------------------------------------------------------------- the rest


def kl_base_ten(rho, rho_hat):
    return float(sum(rho * math.log10(rho / q) + (1 - rho) * math.log10((1 - rho) / (1 - q)) for q in rho_hat))


def kl_per_unit(rho, rho_hat):
    return rho * np.log(rho / rho_hat) + (1 - rho) * np.log((1 - rho) / (1 - rho_hat))


def kl_negative(rho, rho_hat):
    return -sum(rho * np.log(rho / q) + (1 - rho) * np.log((1 - rho) / (1 - q)) for q in rho_hat)


def max_norm_always_c(W, c):
    lengths = np.linalg.norm(W, axis=0)
    return np.where(lengths > c, W / lengths, W)


def threshold_without_sign(a, lam):
    return max(abs(a) - lam, 0)


def slant_whole(img):
    """The slant without the 1/2, and mirrored."""
    y, x = np.mgrid[: img.shape[0], : img.shape[1]]
    total = img.sum()
    dx, dy = x - (x * img).sum() / total, y - (y * img).sum() / total
    return -np.arctan2(2 * (dx * dy * img).sum(), (dy * dy * img).sum() - (dx * dx * img).sum())


def logistic_stacked(W, b):
    return np.append(W[0] - W[1], b[0] - b[1])


def hamming_transposed(patterns):
    rows = np.asarray(patterns).T
    return [int(np.sum(rows[i] != rows[i + 1])) for i in range(len(rows) - 1)]


def drift_percent(prev, cur):
    return 100 * float(np.mean(np.sum(np.asarray(prev) != np.asarray(cur), axis=1)))


def count_plus_one(sizes):
    return 1 + sum((a + 1) * b for a, b in pairwise(sizes))


def mlp_swapped(n_in, n_hidden_layers, width, n_out):
    n_hidden_layers, width = width, n_hidden_layers
    return (n_in + 1) * width + (n_hidden_layers - 1) * (width + 1) * width + (width + 1) * n_out


def stop_impatient(val_losses, patience):
    best, since = 0, 0
    for i in range(1, len(val_losses)):
        if val_losses[i] < val_losses[best]:
            best, since = i, 0
        else:
            since += 1
            if since == max(patience - 1, 1):
                return best, i
    return best, None


def committee_of_means(P, method):
    """The right class by the mean, one too high: classes are counted from 1."""
    return np.argmax(P.mean(axis=0), axis=1) + 1


WRONG = (
    ("l2_update", l2_in_place, ""),
    ("l2_update", l2_column, ""),  # w is a matrix in most cases: no one reshape of the family fits all
    ("l2_update", l2_flat, "flattened"),
    ("l2_update", l2_m_plus_one, "one-more"),
    ("l2_update", l2_lam_squared, "squared"),
    ("l2_update", l2_rounded, "decimals-2"),
    ("l2_update", l2_swapped_arguments, "exchanged"),
    ("l2_update", l2_rate_for_strength, "exchanged"),
    ("l2_update", l2_fixed_rate, "fixed"),
    ("l2_update", l2_not_updated, "handed-back ignored"),
    ("l2_update", l2_absolute, ""),
    ("l2_update", l2_reciprocal_rate, "reciprocal divided"),
    ("l1_update", l1_with_l2_slope, "sign-left-out"),
    ("l1_update", l1_truncated, "truncated"),
    ("l1_update", l1_without_gradient, "ignored term-left-out"),
    ("weight_decay_step", decay_integer_strength, "truncated"),
    ("l2_loss", l2_loss_last_layer, "last-only"),
    ("l2_loss", l2_loss_mean, "mean-for-sum"),
    ("l1_loss", l1_loss_without_base, "ignored term-left-out"),
    ("l1_loss", l1_loss_squared, "square-for-absolute"),
    ("lp_norm", lp_mean, "mean-for-sum"),
    ("lp_norm", lp_largest, "maximum-for-sum"),
    ("matrix_norms", norms_squared_both, "squared"),
    ("matrix_norms", norms_of_rows, ""),
    ("hflip", flip_nothing, "handed-back second-axis-reversed"),
    ("hflip", flip_rolled, ""),
    ("downsample", down_transposed, "transposed"),
    ("downsample", down_flat, "flattened"),
    ("downsample", down_minimum, ""),
    ("bn_train", bn_deviation_twice, ""),
    ("bn_train", bn_torch_unbiased, "ddof"),
    ("bn_train", bn_without_beta, "ignored term-left-out"),
    ("bn_train", bn_swapped, "exchanged"),
    ("bn_train", bn_not_centred, ""),
    ("bn_eval", bn_eval_without_mean, "ignored term-left-out"),
    ("bn_eval", bn_eval_deviation, "squared"),
    ("bn_eval", bn_eval_swapped, "exchanged"),
    ("sgd_step", sgd_loop_of_steps, "sum-for-mean"),
    ("sgd_step", sgd_one_less, "ddof"),
    ("sgd_step", sgd_last_dropped, "without-the-last"),
    ("momentum_step", momentum_order, "results-exchanged"),
    ("momentum_step", momentum_not_stored, "not-updated handed-back"),
    ("momentum_step", momentum_alpha_complement, "complement"),
    ("adagrad_step", adagrad_not_stored, "not-updated handed-back"),
    ("adagrad_step", adagrad_no_delta, "ignored term-left-out"),
    ("rmsprop_step", rmsprop_fixed_rho, "fixed"),
    ("adam_step", adam_t_minus_one, "one-less"),
    ("adam_step", adam_gradient_not_squared, "absolute-for-square"),
    ("adam_step", adam_without_eps, "ignored term-left-out"),
    ("adam_moments", moments_reversed, "reversed"),
    ("adam_moments", moments_transposed, "transposed"),
    ("adam_moments", moments_without_weight, "factor-left-out"),
    ("v_closed", v_recursion_late, "one-less one-turn-less"),
    ("v_closed", v_unsquared, "square-left-out"),
    ("expected_loss", gd_loss_mean_penalty, "mean-for-sum"),
    ("expected_loss", gd_loss_unsquared_error, "absolute-for-square"),
    ("expected_grad", gd_grad_swapped, "exchanged"),
    ("expected_grad", gd_grad_total, "summed-up"),
    ("expected_grad_fixed_noise", gd_fixed_without_target, "ignored term-left-out"),
    ("gd_step", step_simultaneous_sign, "difference-reversed"),
    ("gd_step", step_without_input, "factor-left-out"),
    ("gd_step", step_exchanged, "results-exchanged"),
    ("grad_J", grad_row, "extra-axis"),
    ("grad_J", grad_plus, ""),
    ("w_at", path_without_start, ""),
    ("max_stable_lr", bound_rooted, "rooted"),
    ("newton_step", newton_whole, "squared extra-factor"),
    ("kl_sparsity", kl_base_ten, "base-10"),
    ("kl_sparsity", kl_per_unit, ""),
    ("kl_sparsity", kl_negative, "sign"),
    ("max_norm", max_norm_always_c, ""),
    ("l1_minimiser", threshold_without_sign, "absolute"),
    ("slant_angle", slant_whole, "negative-twice"),
    ("softmax_to_logistic", logistic_stacked, ""),
    ("adjacent_hamming", hamming_transposed, "transposed"),
    ("drift", drift_percent, "percent"),
    ("count_params", count_plus_one, "one-more"),
    ("mlp_param_count", mlp_swapped, "exchanged"),
    ("early_stopping", stop_impatient, ""),
    ("committee", committee_of_means, ""),
)
