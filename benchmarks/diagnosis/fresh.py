# ruff: noqa: ARG001 -- who ignores an argument makes a mistake, or knows that it cancels
"""A second set, written after the family of causes was: what its first run said is the figure to trust.

Half of it has no cause in the family: two slips at once, other formulas, misread questions.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np


def l2_two_slips(w, grad, lr, lam, m):
    return w + lr * (grad + lam / (2 * m) * w)


def l2_strength_in_exponent(w, grad, lr, lam, m):
    return w * np.exp(-lr * lam) - lr * grad / m


def l2_gradient_averaged(w, grad, lr, lam, m):
    return w - lr * (grad / m + lam / m * w)


def l2_normalised_gradient(w, grad, lr, lam, m):
    return w - lr * (grad / (np.linalg.norm(grad) + 1e-12) + lam / m * w)


def l2_gradient_forgotten(w, grad, lr, lam, m):
    return w - lr * lam / m * w


def l2_scalar_only(w, grad, lr, lam, m):
    return float(np.mean(w - lr * (grad + lam / m * w)))


def l2_rate_halved(w, grad, lr, lam, m):
    return w - 0.5 * lr * (grad + lam / m * w)


def l2_step_only(w, grad, lr, lam, m):
    return -lr * (grad + lam / m * w)


def l1_with_root(w, grad, lr, lam, m):
    return w - lr * (grad + np.sqrt(lam) / (2 * m) * np.sign(w))


def l1_tanh(w, grad, lr, lam, m):
    return w - lr * (grad + lam / (2 * m) * np.tanh(w))


def l1_sign_of_gradient(w, grad, lr, lam, m):
    return w - lr * (grad + lam / (2 * m) * np.sign(grad))


def l1_m_squared(w, grad, lr, lam, m):
    return w - lr * (grad + lam / (2 * m**2) * np.sign(w))


def decay_m_minus_one(w, grad, eta, lam, m):
    return w - eta * grad - (eta * lam / (m - 1) * w if m > 1 else np.inf)


def decay_exchanged(w, grad, eta, lam, m):
    return w - lam * (grad + eta / m * w)


def decay_and_rounding(w, grad, eta, lam, m):
    return np.round(w - eta * (grad + lam / (2 * m) * w), 3)


def l2_loss_root(base_loss, weights, lam, m):
    return base_loss + lam / (2 * m) * np.sqrt(sum(np.sum(W**2) for W in weights))


def l2_loss_without_strength(base_loss, weights, lam, m):
    return base_loss + sum(np.sum(W**2) for W in weights) / (2 * m)


def l1_loss_count(base_loss, weights, lam, m):
    return base_loss + lam / (2 * m) * sum(W.size for W in weights)


def l1_loss_without_m(base_loss, weights, lam, m):
    return base_loss + lam / 2 * sum(np.abs(W).sum() for W in weights)


def lp_reciprocal(x, p):
    return np.sum(np.abs(x) ** (1 / p)) ** p


def lp_always_one(x, p):
    return float(np.sum(np.abs(x)))


def norms_of_transpose_swapped(W):
    return np.linalg.norm(W), np.abs(W).sum()


def norms_mean(W):
    return np.abs(W).mean(), np.sqrt((W**2).mean())


def flip_both(img):
    return img[::-1, ::-1]


def flip_half(img):
    out = img.copy()
    for j in range(img.shape[1] // 2):
        out[:, j] = img[:, -1 - j]
    return out


def flip_twice(img):
    return np.fliplr(np.fliplr(img))


def down_bigger_blocks(img):
    return img.reshape(7, 4, 7, 4).mean(axis=(1, 3)) * 4


def down_median(img):
    return np.median(img.reshape(7, 4, 7, 4).transpose(0, 2, 1, 3).reshape(7, 7, 16), axis=2)


def down_swapped_index(img):
    out = np.zeros((7, 7))
    for i in range(7):
        for j in range(7):
            out[j, i] = img[4 * i : 4 * i + 4, 4 * j : 4 * j + 4].mean()
    return out


def bn_absolute_deviation(X, gamma, beta, eps):
    return gamma * (X - X.mean(0)) / (np.abs(X - X.mean(0)).mean(0) + eps) + beta


def bn_gamma_outside(X, gamma, beta, eps):
    return gamma * ((X - X.mean(0)) / np.sqrt(X.var(0) + eps) + beta)


def bn_without_gamma(X, gamma, beta, eps):
    return (X - X.mean(0)) / np.sqrt(X.var(0) + eps) + beta


def bn_without_eps(X, gamma, beta, eps):
    with np.errstate(all="ignore"):
        return gamma * (X - X.mean(0)) / np.sqrt(X.var(0)) + beta


def bn_eval_two_slips(X, gamma, beta, run_mean, run_var, eps):
    return gamma * (X + run_mean) / (run_var + eps) + beta


def bn_eval_plus_mean(X, gamma, beta, run_mean, run_var, eps):
    return gamma * (X + run_mean) / np.sqrt(run_var + eps) + beta


def bn_eval_minus_beta(X, gamma, beta, run_mean, run_var, eps):
    return gamma * (X - run_mean) / np.sqrt(run_var + eps) - beta


def sgd_median(theta, per_example_grads, lr):
    return theta - lr * np.median(per_example_grads, axis=0)


def sgd_clipped(theta, per_example_grads, lr):
    return theta - lr * np.clip(per_example_grads.mean(axis=0), -0.5, 0.5)


def sgd_sum_up_the_hill(theta, per_example_grads, lr):
    return theta + lr * per_example_grads.sum(axis=0)


def sgd_unscaled(theta, per_example_grads, lr):
    return theta - per_example_grads.mean(axis=0)


def momentum_ema(theta, v, grad, lr, alpha):
    v = alpha * v + (1 - alpha) * grad
    return theta - lr * v, v


def momentum_nesterov(theta, v, grad, lr, alpha):
    v = alpha * v - lr * grad
    return theta + alpha * v - lr * grad, v


def momentum_velocity_unscaled(theta, v, grad, lr, alpha):
    v = alpha * v - grad
    return theta + v, v


def momentum_minus(theta, v, grad, lr, alpha):
    v = alpha * v - lr * grad
    return theta - v, v


def adagrad_average(theta, r, grad, lr, delta):
    r = (r + grad**2) / 2
    return theta - lr / (delta + np.sqrt(r)) * grad, r


def adagrad_plain_step(theta, r, grad, lr, delta):
    return theta - lr * grad, r + grad**2


def rmsprop_without_memory(theta, r, grad, lr, rho, delta):
    r = (1 - rho) * grad**2
    return theta - lr / np.sqrt(delta + r) * grad, r


def rmsprop_sign(theta, r, grad, lr, rho, delta):
    r = rho * r + (1 - rho) * grad**2
    return theta - lr * np.sign(grad), r


def adam_corrected_once(theta, m, v, grad, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad**2
    return theta - lr * m / (np.sqrt(v / (1 - b2**t)) + eps), m, v


def adam_maximum(theta, m, v, grad, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * grad
    v = np.maximum(b2 * v, np.abs(grad))
    return theta - lr * m / (1 - b1**t) / (v + eps), m, v


def adam_always_first(theta, m, v, grad, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad**2
    return theta - lr * m / (1 - b1) / (np.sqrt(v / (1 - b2)) + eps), m, v


def moments_without_square_or_correction(grads, b1, b2):
    rows, m, v = {"m": [], "v": [], "m_hat": [], "v_hat": []}, 0, 0
    for g in grads:
        m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g
        for name, value in zip(rows, (m, v, m, v), strict=True):
            rows[name].append(value)
    return {name: np.array(values) for name, values in rows.items()}


def moments_means(grads, b1, b2):
    t = np.arange(1, len(grads) + 1)[:, None]
    m, v = np.cumsum(grads, axis=0) / t, np.cumsum(grads**2, axis=0) / t
    return {"m": m, "v": v, "m_hat": m, "v_hat": v}


def moments_one_decay(grads, b1, b2):
    rows, m, v = {"m": [], "v": [], "m_hat": [], "v_hat": []}, 0, 0
    for t, g in enumerate(grads, 1):
        m, v = b1 * m + (1 - b1) * g, b1 * v + (1 - b1) * g**2
        for name, value in zip(rows, (m, v, m / (1 - b1**t), v / (1 - b1**t)), strict=True):
            rows[name].append(value)
    return {name: np.array(values) for name, values in rows.items()}


def v_mean_of_squares(grads, t, beta2):
    return np.mean(grads[:t] ** 2, axis=0) if t else np.zeros(grads.shape[1])


def v_root(grads, t, beta2):
    return np.sqrt(sum((1 - beta2) * beta2**i * grads[t - 1 - i] ** 2 for i in range(t)) + np.zeros(grads.shape[1]))


def gd_loss_without_half(w, x, y, alpha):
    return (y - w @ x) ** 2 + alpha / 2 * np.sum(w**2 * x**2)


def gd_loss_other_sign(w, x, y, alpha):
    return (y + w @ x) ** 2 / 2 + alpha / 2 * np.sum(w**2 * x**2)


def gd_grad_without_inputs_outside(w, x, y, alpha):
    return -(y - w @ x) + alpha * w * x**2


def gd_grad_averaged(w, x, y, alpha):
    return (-(y - w @ x) * x + alpha * w * x**2) / len(w)


def gd_fixed_normalised(w, x, y, alpha):
    return -(y - w @ x) * x / np.linalg.norm(x)


def step_relu(w, b, x, t, lam, lr):
    y = max(w * x + b, 0)
    dz = (y - t) * (y > 0)
    return w - lr * (dz * x + lam * w), b - lr * dz


def step_linear(w, b, x, t, lam, lr):
    dz = w * x + b - t
    return w - lr * (dz * x + lam * w), b - lr * dz


def step_rate_missing(w, b, x, t, lam, lr):
    y = 1 / (1 + math.exp(-(w * x + b)))
    dz = (y - t) * y * (1 - y)
    return w - (dz * x + lam * w), b - dz


def path_newton(H, w0, eps, t):
    return (1 - eps) ** t * w0


def path_transposed_twice(H, w0, eps, t):
    return np.linalg.matrix_power(np.eye(len(w0)) - eps * H, t) @ w0


def grad_squared(H, w):
    return 2 * H @ w**2


def grad_without_matrix(H, w):
    return 2 * w


def bound_negative(H):
    return -1 / np.linalg.eigvalsh(H)[-1]


def bound_mean(H):
    return 1 / np.mean(np.linalg.eigvalsh(H))


def newton_plus_gradient(H, w, eta):
    return w - eta * w - eta * H @ w


def kl_reversed_sign_of_second(rho, rho_hat):
    q = rho_hat
    return float(np.sum(rho * np.log(rho / q) - (1 - rho) * np.log((1 - rho) / (1 - q))))


def kl_without_rho(rho, rho_hat):
    q = rho_hat
    return float(np.sum(np.log(rho / q) + np.log((1 - rho) / (1 - q))))


def max_norm_first_column(W, c):
    out = W.copy()
    length = np.linalg.norm(W[:, 0])
    if length > c:
        out[:, 0] *= c / length
    return out


def max_norm_half(W, c):
    lengths = np.linalg.norm(W, axis=0)
    return W * np.minimum(1, 0.5 * c / np.maximum(lengths, 1e-300))


def threshold_minus(a, lam):
    return -math.copysign(max(abs(a) - lam, 0.0), a)


def slant_degrees_mirrored(img):
    y, x = np.mgrid[: img.shape[0], : img.shape[1]]
    total = img.sum()
    dx, dy = x - (x * img).sum() / total, y - (y * img).sum() / total
    return -math.degrees(0.5 * math.atan2(2 * (dx * dy * img).sum(), (dy * dy * img).sum() - (dx * dx * img).sum()))


def slant_squared_ink(img):
    img = img**2
    y, x = np.mgrid[: img.shape[0], : img.shape[1]]
    total = img.sum()
    dx, dy = x - (x * img).sum() / total, y - (y * img).sum() / total
    return 0.5 * math.atan2(2 * (dx * dy * img).sum(), (dy * dy * img).sum() - (dx * dx * img).sum())


def logistic_second_row(W, b):
    return W[1], b[1]


def logistic_negative_bias(W, b):
    return W[0] - W[1], b[1] - b[0]


def count_double(sizes):
    return 2 * sum((a + 1) * b for a, b in pairwise(sizes))


def count_units(sizes):
    return sum(sizes)


def mlp_forgets_input(n_in, n_hidden_layers, width, n_out):
    return (n_hidden_layers - 1) * (width + 1) * width + (width + 1) * n_out


def mlp_two_more(n_in, n_hidden_layers, width, n_out):
    return (n_in + 1) * width + (n_hidden_layers + 1) * (width + 1) * width + (width + 1) * n_out


def drift_squared(prev, cur):
    return float(np.mean(np.sum(np.asarray(prev) != np.asarray(cur), axis=1)) ** 2)


def drift_epochs_exchanged_sign(prev, cur):
    return float(np.mean(np.sum(np.asarray(cur) - np.asarray(prev), axis=1)))


def hamming_backwards(patterns):
    rows = np.asarray(patterns)[::-1]
    return [int(np.sum(rows[i] != rows[i + 1])) for i in range(len(rows) - 1)]


FRESH = (
    ("l2_update", l2_two_slips, ""),
    ("l2_update", l2_strength_in_exponent, ""),
    ("l2_update", l2_gradient_averaged, ""),
    ("l2_update", l2_normalised_gradient, ""),
    ("l2_update", l2_gradient_forgotten, "ignored term-left-out"),
    ("l2_update", l2_scalar_only, "averaged"),
    ("l2_update", l2_rate_halved, "halved"),
    ("l2_update", l2_step_only, "term-left-out"),
    ("l1_update", l1_with_root, "rooted"),
    ("l1_update", l1_tanh, ""),
    ("l1_update", l1_sign_of_gradient, ""),
    ("l1_update", l1_m_squared, ""),
    ("weight_decay_step", decay_m_minus_one, ""),
    ("weight_decay_step", decay_exchanged, "exchanged"),
    ("weight_decay_step", decay_and_rounding, ""),
    ("l2_loss", l2_loss_root, ""),
    ("l2_loss", l2_loss_without_strength, "taken-as-one factor-left-out"),
    ("l1_loss", l1_loss_count, ""),
    ("l1_loss", l1_loss_without_m, "taken-as-one factor-left-out"),
    ("lp_norm", lp_reciprocal, "reciprocal"),
    ("lp_norm", lp_always_one, "taken-as-one"),
    ("matrix_norms", norms_of_transpose_swapped, "results-exchanged"),
    ("matrix_norms", norms_mean, "mean-for-sum"),
    ("hflip", flip_both, "reversed"),
    ("hflip", flip_half, ""),
    ("hflip", flip_twice, "handed-back second-axis-reversed"),
    ("downsample", down_bigger_blocks, ""),
    ("downsample", down_median, "median-for-mean"),
    ("downsample", down_swapped_index, "transposed"),
    ("bn_train", bn_absolute_deviation, ""),
    ("bn_train", bn_gamma_outside, ""),
    ("bn_train", bn_without_gamma, "taken-as-one factor-left-out"),
    ("bn_train", bn_without_eps, "ignored term-left-out"),
    ("bn_eval", bn_eval_two_slips, ""),
    ("bn_eval", bn_eval_plus_mean, "negated wrong-sign sum-for-difference"),
    ("bn_eval", bn_eval_minus_beta, "negated wrong-sign"),
    ("sgd_step", sgd_median, ""),
    ("sgd_step", sgd_clipped, ""),
    ("sgd_step", sgd_sum_up_the_hill, ""),
    ("sgd_step", sgd_unscaled, "taken-as-one factor-left-out"),
    ("momentum_step", momentum_ema, ""),
    ("momentum_step", momentum_nesterov, ""),
    ("momentum_step", momentum_velocity_unscaled, "taken-as-one factor-left-out"),
    ("momentum_step", momentum_minus, "wrong-sign negated"),
    ("adagrad_step", adagrad_average, ""),
    ("adagrad_step", adagrad_plain_step, "division-left-out"),
    ("rmsprop_step", rmsprop_without_memory, "ignored term-left-out"),
    ("rmsprop_step", rmsprop_sign, ""),
    ("adam_step", adam_corrected_once, "no-bias-correction"),
    ("adam_step", adam_maximum, ""),
    ("adam_step", adam_always_first, "taken-as-one power-left-out"),
    ("adam_moments", moments_without_square_or_correction, ""),
    ("adam_moments", moments_means, ""),
    ("adam_moments", moments_one_decay, "in-both-places"),
    ("v_closed", v_mean_of_squares, ""),
    ("v_closed", v_root, "rooted"),
    ("expected_loss", gd_loss_without_half, "division-left-out"),
    ("expected_loss", gd_loss_other_sign, "negated wrong-sign sum-for-difference"),
    ("expected_grad", gd_grad_without_inputs_outside, "factor-left-out"),
    ("expected_grad", gd_grad_averaged, "mean-for-sum"),
    ("expected_grad_fixed_noise", gd_fixed_normalised, ""),
    ("gd_step", step_relu, ""),
    ("gd_step", step_linear, ""),
    ("gd_step", step_rate_missing, "taken-as-one factor-left-out"),
    ("w_at", path_newton, ""),
    ("w_at", path_transposed_twice, "halved"),
    ("grad_J", grad_squared, "squared"),
    ("grad_J", grad_without_matrix, "factor-left-out"),
    ("max_stable_lr", bound_negative, "sign"),
    ("max_stable_lr", bound_mean, ""),
    ("newton_step", newton_plus_gradient, ""),
    ("kl_sparsity", kl_reversed_sign_of_second, "wrong-sign"),
    ("kl_sparsity", kl_without_rho, ""),
    ("max_norm", max_norm_first_column, ""),
    ("max_norm", max_norm_half, "halved"),
    ("l1_minimiser", threshold_minus, "sign"),
    ("slant_angle", slant_degrees_mirrored, ""),
    ("slant_angle", slant_squared_ink, "squared"),
    ("softmax_to_logistic", logistic_second_row, ""),
    ("softmax_to_logistic", logistic_negative_bias, "sign difference-reversed"),
    ("count_params", count_double, "twice"),
    ("count_params", count_units, ""),
    ("mlp_param_count", mlp_forgets_input, "term-left-out"),
    ("mlp_param_count", mlp_two_more, "sum-for-difference wrong-sign"),
    ("drift", drift_squared, "squared"),
    ("drift", drift_epochs_exchanged_sign, ""),
    ("adjacent_hamming", hamming_backwards, "reversed"),
)
