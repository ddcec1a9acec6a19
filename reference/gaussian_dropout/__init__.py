"""A linear unit whose weights carry Gaussian noise as large as themselves.

    J1 = (y - sum_k (w_k + delta_k) x_k)**2 / 2,   delta_k ~ N(0, alpha w_k**2), independent

Source: document 001, problem 6; Srivastava et al., Dropout, JMLR 15 (2014), section 10; Kingma, Salimans & Welling,
Variational Dropout, arXiv:1506.02557v2, section 3, where the same noise is written as a factor N(1, alpha).
"""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def expected_loss(w: Float, x: Float, y: float, alpha: float) -> float:
    """The mean of J1 over the noise.

        E[J1] = (y - sum_k w_k x_k)**2 / 2 + alpha/2 sum_k w_k**2 x_k**2

    E[delta_k] = 0 removes the cross terms; E[delta_k**2] = alpha w_k**2 leaves an L2 penalty that weighs each weight
    by the energy of its input. w, x: (n,), n >= 1; y a number; alpha >= 0, a variance relative to w_k**2.
    Returns a number in units of y**2.

    >>> expected_loss(np.array([1.0, -2.0]), np.array([3.0, 1.0]), y=2.0, alpha=0.5)  # 1/2 + 1/4 (9 + 4)
    3.75
    """
    clean = (y - np.sum(w * x)) ** 2 / 2
    penalty = alpha / 2 * np.sum(w**2 * x**2)
    return float(clean + penalty)


def expected_grad(w: Float, x: Float, y: float, alpha: float) -> Float:
    """The mean gradient of J1 when the noise follows the weights, delta_k = sqrt(alpha) w_k eps_k, eps_k ~ N(0, 1).

        E[dJ1/dw_k] = -(y - sum_j w_j x_j) x_k + alpha w_k x_k**2   = d E[J1] / dw_k

    This is what back-propagation through multiplicative noise gives. w, x: (n,); alpha >= 0.
    Returns (n,) in loss per weight. Rival: `expected_grad_fixed_noise`.

    >>> expected_grad(np.array([1.0, -2.0]), np.array([3.0, 1.0]), y=2.0, alpha=0.5)
    array([ 1.5, -2. ])
    """
    error = y - np.sum(w * x)
    return -error * x + alpha * w * x**2


def expected_grad_fixed_noise(w: Float, x: Float, y: float, alpha: float) -> Float:
    """The mean gradient of J1 when delta_k is held constant in the differentiation, and averaged afterwards.

        E[-(y - sum_j (w_j + delta_j) x_j) x_k] = -(y - sum_j w_j x_j) x_k

    Since E[delta_j] = 0 nothing of the noise is left: read this way it does not regularise.
    w, x: (n,); alpha >= 0, without influence. Returns (n,) in loss per weight. Rival: `expected_grad`.

    >>> expected_grad_fixed_noise(np.array([1.0, -2.0]), np.array([3.0, 1.0]), y=2.0, alpha=0.5)
    array([-3., -1.])
    """
    error = y - np.sum(w * x)
    return -error * x


def mc_loss_law(w: Float, x: Float, y: float, alpha: float, n: int, seed: int) -> dict[str, float]:
    """Mean and standard error of the average of J1 over n independent draws of the noise, for any seed.

        s = y - sum_k w_k x_k,  D = sum_k delta_k x_k ~ N(0, q),  q = alpha sum_k w_k**2 x_k**2
        E[J1] = (s**2 + q)/2         Var[J1] = Var[(s - D)**2]/4 = s**2 q + q**2/2

    Var[(s - D)**2] = 4 s**2 q + 2 q**2, since D and D**2 are uncorrelated and Var[D**2] = 2 q**2.
    w, x: (inputs,); alpha >= 0; n >= 1 draws. Returns {"mean", "standard_error"}, both in units of y**2.

    >>> mc_loss_law(np.array([1.0]), np.array([1.0]), y=1.0, alpha=2.0, n=200, seed=1)  # s = 0, q = 2, Var = 2
    {'mean': 1.0, 'standard_error': 0.1}
    """
    s = y - np.sum(w * x)
    q = alpha * np.sum(w**2 * x**2)
    variance = s**2 * q + q**2 / 2
    return {"mean": float((s**2 + q) / 2), "standard_error": float(np.sqrt(variance / n))}


def repeatable(
    got: list[float], *, w: Float, x: Float, y: float, alpha: float, n: int, seed: npt.NDArray[np.int64]
) -> tuple[Float, str]:
    """How far estimates with equal seeds lie apart, and without noise from the loss that they must then be.

    got: one estimate per entry of seed. Returns the residuals, in units of y**2, and what they say.

    >>> inputs = {"w": np.ones(1), "x": np.ones(1), "y": 0.0, "n": 10}
    >>> repeatable([0.7, 0.4, 0.9], alpha=0.1, seed=np.array([1, 2, 1]), **inputs)[0].round(9)
    array([0. , 0. , 0.2])
    """
    if alpha == 0:
        return np.array(got, np.float64) - expected_loss(
            w, x, y, alpha
        ), "without noise every estimate is the loss itself"
    first: dict[int, float] = {}
    for number, estimate in zip(seed.tolist(), got, strict=True):
        first.setdefault(number, float(estimate))
    apart = [float(estimate) - first[number] for number, estimate in zip(seed.tolist(), got, strict=True)]
    return np.array(apart), "the same seed must give the same estimate"
