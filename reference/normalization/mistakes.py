"""Wrong normalisations that look right. Each says in its first line what was done instead."""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def _mean(X: Float) -> Float:
    mean: Float = X.mean(axis=0)
    return mean


def _var(X: Float) -> Float:
    return _mean((X - _mean(X)) ** 2)


def train_unbiased(X: Float, gamma: Float, beta: Float, eps: float) -> Float:
    """The variance is divided by N - 1."""
    return gamma * (X - _mean(X)) / np.sqrt(_var(X) * len(X) / (len(X) - 1) + eps) + beta


def train_eps_outside(X: Float, gamma: Float, beta: Float, eps: float) -> Float:
    """eps stands outside the root."""
    return gamma * (X - _mean(X)) / (np.sqrt(_var(X)) + eps) + beta


def train_other_axis(X: Float, gamma: Float, beta: Float, eps: float) -> Float:
    """The statistics of each example over its features."""
    return gamma * ((X.T - _mean(X.T)) / np.sqrt(_var(X.T) + eps)).T + beta


def train_unscaled(X: Float, gamma: Float, beta: Float, eps: float) -> Float:
    """gamma and beta are left out."""
    return (X - _mean(X)) / np.sqrt(_var(X) + eps)


def train_by_variance(X: Float, gamma: Float, beta: Float, eps: float) -> Float:
    """Divided by the variance instead of its root."""
    return gamma * (X - _mean(X)) / (_var(X) + eps) + beta


def eval_by_batch(X: Float, gamma: Float, beta: Float, run_mean: Float, run_var: Float, eps: float) -> Float:
    """The statistics of the batch at hand, also at test time."""
    return gamma * (X - _mean(X)) / np.sqrt(_var(X) + eps) + beta


def eval_by_variance(X: Float, gamma: Float, beta: Float, run_mean: Float, run_var: Float, eps: float) -> Float:
    """Divided by the variance instead of its root."""
    return gamma * (X - run_mean) / (run_var + eps) + beta


def eval_eps_outside(X: Float, gamma: Float, beta: Float, run_mean: Float, run_var: Float, eps: float) -> Float:
    """eps stands outside the root."""
    return gamma * (X - run_mean) / (np.sqrt(run_var) + eps) + beta


def eval_unscaled(X: Float, gamma: Float, beta: Float, run_mean: Float, run_var: Float, eps: float) -> Float:
    """gamma and beta are left out."""
    return (X - run_mean) / np.sqrt(run_var + eps)
