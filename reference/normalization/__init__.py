"""Batch normalisation in training and at test time (Ioffe & Szegedy, arXiv:1502.03167v3)."""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def bn_train(X: Float, gamma: Float, beta: Float, eps: float) -> Float:
    """A minibatch normalised by its own statistics, then scaled and shifted.

        y = gamma (x - mean) / sqrt(var + eps) + beta,   mean and var over the examples, var = (1/N) sum (x - mean)**2

    Source: Ioffe & Szegedy, Batch Normalization, arXiv:1502.03167v3, Algorithm 1: the biased variance, eps inside.
    X: (N, D), an example per row, N >= 1; gamma, beta: (D,); eps > 0 in units of X**2. Returns (N, D).
    Rival: the unbiased variance, which torch stores for test time but does not normalise with.

    >>> bn_train(np.array([[1.0], [5.0]]), gamma=np.array([2.0]), beta=np.array([1.0]), eps=0.0)
    array([[-1.],
           [ 3.]])
    """
    mean: Float = X.sum(axis=0) / len(X)
    var: Float = ((X - mean) ** 2).sum(axis=0) / len(X)
    return gamma * (X - mean) / np.sqrt(var + eps) + beta


def bn_eval(X: Float, gamma: Float, beta: Float, run_mean: Float, run_var: Float, eps: float) -> Float:
    """Examples normalised by statistics that were stored in training, then scaled and shifted.

        y = gamma (x - run_mean) / sqrt(run_var + eps) + beta

    Source: Ioffe & Szegedy, Batch Normalization, arXiv:1502.03167v3, Algorithm 2, line 11.
    X: (N, D), N >= 1, one example will do; the others (D,), run_var >= 0; eps > 0. Returns (N, D), each row
    independent of the others.

    >>> bn_eval(np.array([[5.0]]), np.array([2.0]), np.array([1.0]), np.array([3.0]), np.array([16.0]), eps=0.0)
    array([[2.]])
    """
    return gamma * (X - run_mean) / np.sqrt(run_var + eps) + beta
