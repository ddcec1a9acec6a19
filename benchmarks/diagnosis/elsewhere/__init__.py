# ruff: noqa: ARG001 -- who ignores an argument makes a mistake
"""Exercises that are not shipped, on which no cause was tried while it was made: wrong functions with labels."""

from __future__ import annotations

import math

import numpy as np


def _soft(Z, axis=1):
    E = np.exp(Z - Z.max())
    return E / E.sum(axis=axis, keepdims=True)


def softmax_columns(Z):
    return _soft(Z, axis=0)


def softmax_log(Z):
    return np.log(_soft(Z))


def softmax_everything(Z):
    E = np.exp(Z)
    return E / E.sum()


def softmax_unnormalised(Z):
    return np.exp(Z - Z.max(axis=1, keepdims=True))


def softmax_sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


def ce_sum(P, y):
    return -sum(math.log(P[i, c]) for i, c in enumerate(y))


def ce_positive(P, y):
    return np.log(P[range(len(y)), y]).mean()


def ce_bits(P, y):
    return -np.log2(P[np.arange(len(y)), y]).mean()


def ce_without_log(P, y):
    return -np.mean(P[np.arange(len(y)), y])


def ce_all_classes(P, y):
    return -np.mean(np.log(P))


def bce_one_sided(p, t):
    return -np.mean(t * np.log(p))


def bce_exchanged(p, t):
    p, t = t, np.clip(p, 1e-12, 1)
    with np.errstate(all="ignore"):
        return float(-np.mean(t * np.log(np.clip(p, 1e-12, None)) + (1 - t) * np.log(np.clip(1 - p, 1e-12, None))))


def bce_sum(p, t):
    return -np.sum(t * np.log(p) + (1 - t) * np.log(1 - p))


def bce_minus(p, t):
    return -np.mean(t * np.log(p) - (1 - t) * np.log(1 - p))


def grad_without_two(X, y, w):
    return X.T @ (X @ w - y) / len(y)


def grad_sum(X, y, w):
    return 2 * X.T @ (X @ w - y)


def grad_residual_reversed(X, y, w):
    return 2 / len(y) * X.T @ (y - X @ w)


def grad_without_target(X, y, w):
    return 2 / len(y) * X.T @ (X @ w)


def grad_columns_for_rows(X, y, w):
    return 2 / X.shape[1] * X.T @ (X @ w - y)


def ridge_without_penalty(X, y, lam):
    return np.linalg.lstsq(X, y, rcond=None)[0]


def ridge_scaled(X, y, lam):
    return np.linalg.inv(X.T @ X + len(X) * lam * np.eye(X.shape[1])) @ X.T @ y


def ridge_ones(X, y, lam):
    return np.linalg.solve(X.T @ X + lam, X.T @ y)


def ridge_squared(X, y, lam):
    return np.linalg.solve(X.T @ X + lam**2 * np.eye(X.shape[1]), X.T @ y)


def attention_unscaled(Q, K, V):
    return _soft(Q @ K.T) @ V


def attention_by_d(Q, K, V):
    return _rowwise(Q @ K.T / Q.shape[1]) @ V


def _rowwise(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def attention_without_softmax(Q, K, V):
    return Q @ K.T / np.sqrt(Q.shape[1]) @ V


def attention_times(Q, K, V):
    return _rowwise(Q @ K.T * np.sqrt(Q.shape[1])) @ V


def convolve_flipped(image, kernel):
    kernel = kernel[::-1, ::-1]
    r, c = kernel.shape
    return np.array(
        [
            [(image[i : i + r, j : j + c] * kernel).sum() for j in range(image.shape[1] - c + 1)]
            for i in range(image.shape[0] - r + 1)
        ]
    )


def convolve_mean(image, kernel):
    r, c = kernel.shape
    return np.array(
        [
            [(image[i : i + r, j : j + c] * kernel).mean() for j in range(image.shape[1] - c + 1)]
            for i in range(image.shape[0] - r + 1)
        ]
    )


def convolve_short(image, kernel):
    r, c = kernel.shape
    return np.array(
        [
            [(image[i : i + r, j : j + c] * kernel).sum() for j in range(image.shape[1] - c)]
            for i in range(image.shape[0] - r)
        ]
    )


def pool_mean(image, size):
    rows, columns = image.shape[0] // size, image.shape[1] // size
    return image.reshape(rows, size, columns, size).mean(axis=(1, 3))


def pool_minimum(image, size):
    rows, columns = image.shape[0] // size, image.shape[1] // size
    return image.reshape(rows, size, columns, size).min(axis=(1, 3))


def pool_absolute(image, size):
    rows, columns = image.shape[0] // size, image.shape[1] // size
    return np.abs(image).reshape(rows, size, columns, size).max(axis=(1, 3))


def pool_corner(image, size):
    return image[::size, ::size]


def norm_over_batch(X, gain, bias, eps):
    return gain * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps) + bias


def norm_unbiased(X, gain, bias, eps):
    mean, var = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True, ddof=1)
    return gain * (X - mean) / np.sqrt(var + eps) + bias


def norm_eps_outside(X, gain, bias, eps):
    mean, std = X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True)
    return gain * (X - mean) / (std + eps) + bias


def norm_plain(X, gain, bias, eps):
    mean, var = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True)
    return (X - mean) / np.sqrt(var + eps)


def norm_bias_inside(X, gain, bias, eps):
    mean, var = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True)
    return gain * ((X - mean) / np.sqrt(var + eps) + bias)


def rnn_without_last(xs, W, U, b):
    h = np.zeros(len(b))
    for x in xs[:-1]:
        h = np.tanh(W @ x + U @ h + b)
    return h


def rnn_without_bias(xs, W, U, b):
    h = np.zeros(len(b))
    for x in xs:
        h = np.tanh(W @ x + U @ h)
    return h


def rnn_relu(xs, W, U, b):
    h = np.zeros(len(b))
    for x in xs:
        h = np.maximum(W @ x + U @ h + b, 0)
    return h


def rnn_transposed(xs, W, U, b):
    h = np.zeros(len(b))
    for x in xs:
        h = np.tanh(W @ x + U.T @ h + b)
    return h


def rnn_linear(xs, W, U, b):
    h = np.zeros(len(b))
    for x in xs:
        h = W @ x + U @ h + b
    return h


def rnn_forgets(xs, W, U, b):
    return np.tanh(W @ xs[-1] + b)


def schedule_without_half(step, steps, low, high):
    return low + (high - low) * (1 + math.cos(math.pi * step / steps))


def schedule_degrees(step, steps, low, high):
    return low + (high - low) * (1 + math.cos(180 * step / steps)) / 2


def schedule_rising(step, steps, low, high):
    return high + (low - high) * (1 + math.cos(math.pi * step / steps)) / 2


def schedule_late(step, steps, low, high):
    return low + (high - low) * (1 + math.cos(math.pi * (step + 1) / steps)) / 2


def schedule_linear(step, steps, low, high):
    return high + (low - high) * step / steps


def warmup_from_zero(step, steps, rate):
    return rate * min(1.0, step / steps)


def warmup_uncapped(step, steps, rate):
    return rate * (step + 1) / steps


def warmup_maximum(step, steps, rate):
    return rate * max(1.0, (step + 1) / steps)


def covariance_numpy(X):
    return np.cov(X.T)


def covariance_not_centred(X):
    return X.T @ X / len(X)


def covariance_sum(X):
    centred = X - X.mean(axis=0)
    return centred.T @ centred


def covariance_correlation(X):
    return np.corrcoef(X.T)


def cosine_dot(a, b):
    return float(a @ b)


def cosine_one_norm(a, b):
    return float(a @ b / np.linalg.norm(a))


def cosine_distance(a, b):
    return 1 - float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))


def cosine_angle(a, b):
    return math.acos(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))


def discounted_forwards(rewards, gamma):
    out, total = [], 0.0
    for reward in rewards:
        total = reward + gamma * total
        out.append(total)
    return np.array(out)


def discounted_undiscounted(rewards, gamma):
    return np.cumsum(rewards[::-1])[::-1]


def discounted_unreversed(rewards, gamma):
    out, total = [], 0.0
    for reward in rewards[::-1]:
        total = reward + gamma * total
        out.append(total)
    return np.array(out)


def discounted_first(rewards, gamma):
    return sum(reward * gamma**i for i, reward in enumerate(rewards))


def f_unweighted(tp, fp, fn, beta):
    p, r = tp / (tp + fp), tp / (tp + fn)
    return 2 * p * r / (p + r)


def f_exchanged(tp, fp, fn, beta):
    p, r = tp / (tp + fn), tp / (tp + fp)
    return (1 + beta**2) * p * r / (beta**2 * p + r)


def f_beta_unsquared(tp, fp, fn, beta):
    p, r = tp / (tp + fp), tp / (tp + fn)
    return (1 + beta) * p * r / (beta * p + r)


def f_percent(tp, fp, fn, beta):
    return 100 * (1 + beta**2) * tp / ((1 + beta**2) * tp + beta**2 * fn + fp)


def perplexity_sum(log_probs):
    return math.exp(-sum(log_probs))


def perplexity_base(log_probs):
    return 2 ** (-np.mean(log_probs))


def perplexity_log(log_probs):
    return -np.mean(log_probs)


def perplexity_sign(log_probs):
    return math.exp(np.mean(log_probs))


def nll_sum(x, mu, sigma):
    return float(np.sum(0.5 * np.log(2 * np.pi * sigma**2) + (x - mu) ** 2 / (2 * sigma**2)))


def nll_variance(x, mu, sigma):
    return float(np.mean(0.5 * np.log(2 * np.pi * sigma) + (x - mu) ** 2 / (2 * sigma)))


def nll_without_constant(x, mu, sigma):
    return float(np.mean((x - mu) ** 2 / (2 * sigma**2)))


def nll_likelihood(x, mu, sigma):
    return float(np.mean(-0.5 * np.log(2 * np.pi * sigma**2) - (x - mu) ** 2 / (2 * sigma**2)))


def power_once_more(A, v, steps):
    for _ in range(steps + 1):
        v = A @ v / np.linalg.norm(A @ v)
    return v


def power_squared_norm(A, v, steps):
    for _ in range(steps):
        v = A @ v
        v = v / (v @ v)
    return v


def power_unnormalised(A, v, steps):
    return np.linalg.matrix_power(A, steps) @ v


def power_transposed(A, v, steps):
    for _ in range(steps):
        v = v @ A
        v = v / np.linalg.norm(v)
    return v


def nesterov_classic(theta, v, grad, lr, mu):
    v = mu * v - lr * grad
    return theta + v, v


def nesterov_old(theta, v, grad, lr, mu):
    new = mu * v - lr * grad
    return theta + mu * v - lr * grad, new


def nesterov_sign(theta, v, grad, lr, mu):
    v = mu * v - lr * grad
    return theta + mu * v + lr * grad, v


def nesterov_order(theta, v, grad, lr, mu):
    v = mu * v - lr * grad
    return v, theta + mu * v - lr * grad


ELSEWHERE = (
    ("softmax", softmax_columns, "wrong-axis"),
    ("softmax", softmax_log, "logarithm"),
    ("softmax", softmax_everything, "no-axis"),
    ("softmax", softmax_unnormalised, "normalisation-left-out"),
    ("softmax", softmax_sigmoid, ""),
    ("cross_entropy", ce_sum, "sum-for-mean"),
    ("cross_entropy", ce_positive, "sign"),
    ("cross_entropy", ce_bits, "base-2"),
    ("cross_entropy", ce_without_log, "logarithm-left-out"),
    ("cross_entropy", ce_all_classes, ""),
    ("binary_cross_entropy", bce_one_sided, "term-left-out"),
    ("binary_cross_entropy", bce_exchanged, ""),
    ("binary_cross_entropy", bce_sum, "sum-for-mean"),
    ("binary_cross_entropy", bce_minus, "wrong-sign"),
    ("mse_gradient", grad_without_two, "half"),
    ("mse_gradient", grad_sum, "sum-for-mean"),
    ("mse_gradient", grad_residual_reversed, "sign difference-reversed"),
    ("mse_gradient", grad_without_target, "ignored term-left-out"),
    ("mse_gradient", grad_columns_for_rows, "other-length"),
    ("ridge", ridge_without_penalty, "ignored term-left-out"),
    ("ridge", ridge_scaled, ""),
    ("ridge", ridge_ones, "factor-left-out"),
    ("ridge", ridge_squared, "squared"),
    ("attention", attention_unscaled, "division-left-out"),
    ("attention", attention_by_d, "root-left-out"),
    ("attention", attention_without_softmax, ""),
    ("attention", attention_times, "multiplied"),
    ("convolve", convolve_flipped, ""),
    ("convolve", convolve_mean, "mean-for-sum"),
    ("convolve", convolve_short, ""),
    ("max_pool", pool_mean, "mean-for-maximum"),
    ("max_pool", pool_minimum, "minimum-for-maximum"),
    ("max_pool", pool_absolute, "absolute"),
    ("max_pool", pool_corner, ""),
    ("layer_norm", norm_over_batch, "wrong-axis"),
    ("layer_norm", norm_unbiased, "ddof"),
    ("layer_norm", norm_eps_outside, "outside-the-root"),
    ("layer_norm", norm_plain, "both-left-out"),
    ("layer_norm", norm_bias_inside, ""),
    ("rnn", rnn_without_last, "without-the-last"),
    ("rnn", rnn_without_bias, "ignored term-left-out"),
    ("rnn", rnn_relu, ""),
    ("rnn", rnn_transposed, "transposed factor-transposed"),
    ("rnn", rnn_linear, "tanh-left-out"),
    ("rnn", rnn_forgets, "ignored last-only"),
    ("cosine_schedule", schedule_without_half, "division-left-out factor-left-out"),
    ("cosine_schedule", schedule_degrees, "in-degrees"),
    ("cosine_schedule", schedule_rising, "exchanged"),
    ("cosine_schedule", schedule_late, "one-more"),
    ("cosine_schedule", schedule_linear, ""),
    ("warmup", warmup_from_zero, "one-less term-left-out"),
    ("warmup", warmup_uncapped, "cut-left-out"),
    ("warmup", warmup_maximum, "maximum-for-minimum"),
    ("covariance", covariance_numpy, "ddof"),
    ("covariance", covariance_not_centred, "term-left-out"),
    ("covariance", covariance_sum, "sum-for-mean"),
    ("covariance", covariance_correlation, ""),
    ("cosine_similarity", cosine_dot, "division-left-out"),
    ("cosine_similarity", cosine_one_norm, "factor-left-out"),
    ("cosine_similarity", cosine_distance, "complement"),
    ("cosine_similarity", cosine_angle, ""),
    ("discounted", discounted_forwards, ""),
    ("discounted", discounted_undiscounted, "taken-as-one"),
    ("discounted", discounted_unreversed, "reversed"),
    ("discounted", discounted_first, "first-only"),
    ("f_score", f_unweighted, "taken-as-one"),
    ("f_score", f_exchanged, "exchanged"),
    ("f_score", f_beta_unsquared, "square-left-out rooted"),
    ("f_score", f_percent, "percent"),
    ("perplexity", perplexity_sum, "sum-for-mean"),
    ("perplexity", perplexity_base, ""),
    ("perplexity", perplexity_log, "logarithm exp-left-out"),
    ("perplexity", perplexity_sign, "minus-left-out reciprocal negated"),
    ("gaussian_nll", nll_sum, "sum-for-mean"),
    ("gaussian_nll", nll_variance, "square-left-out rooted"),
    ("gaussian_nll", nll_without_constant, "term-left-out"),
    ("gaussian_nll", nll_likelihood, "sign"),
    ("power_iteration", power_once_more, "one-more one-turn-more"),
    ("power_iteration", power_squared_norm, ""),
    ("power_iteration", power_unnormalised, "division-left-out normalisation-left-out"),
    ("power_iteration", power_transposed, "transposed factor-transposed order-exchanged"),
    ("nesterov", nesterov_classic, "stale"),
    ("nesterov", nesterov_old, "stale"),
    ("nesterov", nesterov_sign, "wrong-sign"),
    ("nesterov", nesterov_order, "results-exchanged"),
)
