# ruff: noqa: ARG001 -- who ignores an argument makes a mistake, or knows that it cancels
"""Right answers in other words: loops, other orders of summation, single precision, torch. Nothing may be said of them.

Where single precision is outside a tolerance, such an answer may fail; it must not be diagnosed all the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import torch


def l2_loops(w, grad, lr, lam, m):
    flat = [a - lr * g - lr * lam * a / m for a, g in zip(w.ravel(), grad.ravel(), strict=True)]
    return np.array(flat[::-1][::-1]).reshape(w.shape)


def l2_torch(w, grad, lr, lam, m):
    parameter = torch.nn.Parameter(torch.tensor(w))
    parameter.grad = torch.tensor(grad)
    torch.optim.SGD([parameter], lr=lr, weight_decay=lam / m).step()
    return parameter.detach().numpy()


def decay_factored(w, grad, eta, lam, m):
    return (1 - eta * lam / m) * w - eta * grad


def l1_where(w, grad, lr, lam, m):
    pull = np.where(w > 0, 1.0, np.where(w < 0, -1.0, 0.0)) * lam / m / 2
    return w - lr * grad - lr * pull


def l2_loss_vdot(base_loss, weights, lam, m):
    return base_loss + sum(np.vdot(W, W) for W in weights) * lam / m / 2


def l1_loss_reordered(base_loss, weights, lam, m):
    return math.fsum([base_loss, *(lam / (2 * m) * abs(v) for W in weights[::-1] for v in W.ravel()[::-1].tolist())])


def lp_numpy(x, p):
    return np.linalg.norm(x, ord=p)


def norms_of_ravel(W):
    return np.linalg.norm(W.ravel(), 1), np.linalg.norm(W)


def flip_numpy(img):
    return np.flip(img, 1)


def down_torch(img):
    return torch.nn.functional.avg_pool2d(torch.tensor(img)[None, None], 4)[0, 0].numpy()


def bn_torch(X, gamma, beta, eps):
    made = torch.nn.functional.batch_norm(
        torch.tensor(X), None, None, torch.tensor(gamma), torch.tensor(beta), training=len(X) > 1, eps=eps
    ) if len(X) > 1 else torch.tensor(gamma * 0 / np.sqrt(eps) + beta)[None]  # fmt: skip
    return made.numpy()


def bn_eval_factored(X, gamma, beta, run_mean, run_var, eps):
    scale = gamma / np.sqrt(run_var + eps)
    return X * scale + (beta - run_mean * scale)


def sgd_einsum(theta, per_example_grads, lr):
    return theta - lr / len(per_example_grads) * np.einsum("ij->j", per_example_grads[::-1])


def momentum_written_out(theta, v, grad, lr, alpha):
    return theta + alpha * v - lr * grad, alpha * v - lr * grad


def adagrad_power(theta, r, grad, lr, delta):
    total = r + grad * grad
    return theta - lr * grad / (total**0.5 + delta), total


def rmsprop_mean(theta, r, grad, lr, rho, delta):
    r = r + (1 - rho) * (grad * grad - r)
    return theta - lr * grad * (r + delta) ** -0.5, r


def adam_lerp(theta, m, v, grad, t, lr, b1, b2, eps):
    m, v = m + (1 - b1) * (grad - m), v + (1 - b2) * (grad * grad - v)
    return theta - lr / (1 - b1**t) * m / (eps + (v / (1 - b2**t)) ** 0.5), m, v


def moments_closed(grads, b1, b2):
    T = len(grads)
    ages = np.arange(T)[:, None] - np.arange(T)[None]
    first = np.where(ages >= 0, (1 - b1) * b1 ** np.maximum(ages, 0), 0) @ grads
    second = np.where(ages >= 0, (1 - b2) * b2 ** np.maximum(ages, 0), 0) @ grads**2
    t = np.arange(1, T + 1)[:, None]
    return {"m": first, "v": second, "m_hat": first / (1 - b1**t), "v_hat": second / (1 - b2**t)}


def v_recursive(grads, t, beta2):
    v = np.zeros(grads.shape[1])
    for g in grads[:t]:
        v = beta2 * v + (1 - beta2) * g * g
    return v


def gd_loss_variance(w, x, y, alpha):
    return 0.5 * ((y - np.dot(x[::-1], w[::-1])) ** 2 + alpha * float(np.dot((w * x), (w * x))))


def gd_grad_loop(w, x, y, alpha):
    s = y
    for a, b in zip(w, x, strict=True):
        s -= a * b
    return [-s * b + alpha * a * b * b for a, b in zip(w, x, strict=True)]


def gd_fixed(w, x, y, alpha):
    return (w @ x - y) * x


def grads_autograd(w, x, b, t, lam):
    y = 1 / (1 + math.exp(-(w * x + b)))
    dz = (y - t) * (y - y * y)
    return {"dR": lam, "dL": 1, "dy": y - t, "dz": dz, "dw": lam * w + x * dz, "dx": w * dz, "db": dz}


def step_tanh(w, b, x, t, lam, lr):
    y = (1 + math.tanh((w * x + b) / 2)) / 2
    dz = (y - t) * y * (1 - y)
    return w * (1 - lr * lam) - lr * dz * x, b - lr * dz


def grad_symmetric(H, w):
    return (H + H.T) @ w


def path_eigen(H, w0, eps, t):
    values, Q = np.linalg.eigh(H)
    return Q @ ((1 - 2 * eps * values) ** t * (Q.T @ w0))


def bound_norm(H):
    return 1 / np.linalg.norm(H, 2)


def newton_short(H, w, eta):
    return (1 - eta) * w


def kl_arrays(rho, rho_hat):
    q = np.asarray(rho_hat)[::-1]
    return rho * np.log(rho) * len(q) - rho * np.log(q).sum() + ((1 - rho) * (np.log1p(-rho) - np.log1p(-q))).sum()


def max_norm_torch(W, c):
    return torch.renorm(torch.tensor(W), 2, 1, c).numpy()


def threshold_cases(a, lam):
    return a - lam if a > lam else a + lam if a < -lam else 0.0


def slant_eigen(img):
    y, x = np.mgrid[: img.shape[0], : img.shape[1]]
    mass = img.sum()
    cov = np.cov(np.stack([x.ravel(), y.ravel()]), aweights=img.ravel(), ddof=0) if mass else np.eye(2)
    vx, vy = np.linalg.eigh(cov)[1][:, -1]
    return math.atan(vx / vy) if vy else math.pi / 2


def logistic_vector(W, b):
    return np.array([1, -1]) @ W, np.array([1, -1]) @ b


def hamming_xor(patterns):
    bits = np.asarray(patterns)
    return np.sum(bits[1:] ^ bits[:-1], axis=1).tolist() if len(bits) > 1 else []


def drift_xor(prev, cur):
    return float((np.asarray(prev) ^ np.asarray(cur)).sum(axis=1).mean())


def count_dot(sizes):
    return int(np.dot(np.array(sizes[:-1]) + 1, sizes[1:]))


def mlp_list(n_in, n_hidden_layers, width, n_out):
    return count_dot([n_in] + [width] * n_hidden_layers + [n_out])


def stop_scan(val_losses, patience):
    best = 0
    for i, loss in enumerate(val_losses):
        if loss < val_losses[best]:
            best = i
        elif i and i - best == patience:
            return best, i
    return best, None


def diagnose_ordered(train_acc, val_acc, human=1.0):
    bias, variance = human - train_acc, train_acc - val_acc
    return "underfit" if bias > 0.1 else "overfit" if variance > 0.1 else "good"


RIGHT: dict[str, tuple[Callable[..., Any], ...]] = {
    "l2_update": (l2_loops, l2_torch),
    "weight_decay_step": (decay_factored,),
    "l1_update": (l1_where,),
    "l2_loss": (l2_loss_vdot,),
    "l1_loss": (l1_loss_reordered,),
    "lp_norm": (lp_numpy,),
    "matrix_norms": (norms_of_ravel,),
    "hflip": (flip_numpy,),
    "downsample": (down_torch,),
    "bn_train": (bn_torch,),
    "bn_eval": (bn_eval_factored,),
    "sgd_step": (sgd_einsum,),
    "momentum_step": (momentum_written_out,),
    "adagrad_step": (adagrad_power,),
    "rmsprop_step": (rmsprop_mean,),
    "adam_step": (adam_lerp,),
    "adam_moments": (moments_closed,),
    "v_closed": (v_recursive,),
    "expected_loss": (gd_loss_variance,),
    "expected_grad": (gd_grad_loop,),
    "expected_grad_fixed_noise": (gd_fixed,),
    "reg_grads": (grads_autograd,),
    "gd_step": (step_tanh,),
    "grad_J": (grad_symmetric,),
    "w_at": (path_eigen,),
    "max_stable_lr": (bound_norm,),
    "newton_step": (newton_short,),
    "kl_sparsity": (kl_arrays,),
    "max_norm": (max_norm_torch,),
    "l1_minimiser": (threshold_cases,),
    "slant_angle": (slant_eigen,),
    "softmax_to_logistic": (logistic_vector,),
    "adjacent_hamming": (hamming_xor,),
    "drift": (drift_xor,),
    "count_params": (count_dot,),
    "mlp_param_count": (mlp_list,),
    "early_stopping": (stop_scan,),
    "diagnose": (diagnose_ordered,),
}


def dressed(function: Callable[..., Any]) -> Iterator[tuple[str, Callable[..., Any]]]:
    """A right function as it is, in single precision, and with its result as lists."""
    yield function.__name__, function
    yield f"{function.__name__}, float32", lambda **given: _single(function(**_singles(given)))
    yield f"{function.__name__}, lists", lambda **given: _listed(function(**given))


def _singles(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _single(value) for name, value in given.items()}


def _single(value: Any) -> Any:
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return value.astype(np.float32)
    if isinstance(value, float | np.floating):
        return float(np.float32(value))
    if isinstance(value, dict):
        return {key: _single(item) for key, item in value.items()}
    return type(value)(map(_single, value)) if isinstance(value, list | tuple) else value


def _listed(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, dict):
        return {key: _listed(item) for key, item in value.items()}
    return [_listed(item) for item in value] if isinstance(value, tuple) else value
