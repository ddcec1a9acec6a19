"""The quadratic J = w^T H w: its gradient, gradient descent and Newton's method on it.

Source: document 001, problem 5. H is symmetric, H = Q Lambda Q^T. J has no 1/2, so its gradient is 2 H w, its Hessian
2 H, and the largest stable step 1/lambda_max; with J = w^T H w / 2 these would be H w, H and 2/lambda_max.
"""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def grad_J(H: Float, w: Float) -> Float:  # noqa: N802 the letters of the document
    """The gradient of J.

        dJ/dw = (H + H^T) w = 2 H w   for symmetric H

    H: (n, n), symmetric, definite or not; w: (n,). Returns (n,) in units of J per weight.

    >>> grad_J(np.diag([1.0, 3.0]), np.array([2.0, -1.0]))
    array([ 4., -6.])
    """
    return 2 * H @ w


def w_at(H: Float, w0: Float, eps: float, t: int) -> Float:
    """The point after t steps of gradient descent with step size eps.

        w_t = Q (I - 2 eps Lambda)^t Q^T w_0,   from   w <- w - eps 2 H w

    H: (n, n), symmetric; w0: (n,); t >= 0. Returns (n,). Here the loop, which needs no eigenvalues.

    >>> w_at(np.diag([1.0, 2.0]), np.array([8.0, 8.0]), eps=0.25, t=2)
    array([2., 0.])
    """
    w = w0.copy()
    for _ in range(int(t)):
        w = w - eps * grad_J(H, w)
    return w


def max_stable_lr(H: Float) -> float:
    """The supremum of the step sizes with which gradient descent on J converges.

        |1 - 2 eps lambda_i| < 1 for all i   if and only if   0 < eps < 1/lambda_max

    H: (n, n), symmetric and positive definite. Returns a positive number.

    >>> max_stable_lr(np.diag([1.0, 4.0]))
    0.25
    """
    return float(1 / np.linalg.eigvalsh(H)[-1])


def newton_step(H: Float, w: Float, eta: float) -> Float:
    """One damped step of Newton's method on J.

        w - eta (2 H)^-1 2 H w = (1 - eta) w

    H: (n, n), symmetric and invertible; it cancels. w: (n,). Returns (n,): 0 for eta = 1, whatever H is.

    >>> newton_step(np.diag([1.0, 3.0]), np.array([2.0, -1.0]), eta=0.25)
    array([ 1.5 , -0.75])
    """
    return w - eta * np.linalg.solve(2 * H, grad_J(H, w))


def spread(rng: np.random.Generator, size: int, low: float = 0.3, high: float = 3.0) -> Float:
    """A symmetric matrix with eigenvalues from low to high, both taken, in a random basis.

    >>> np.linalg.eigvalsh(spread(np.random.default_rng(1), 3, 0.5, 2.0))[[0, -1]].round(9)
    array([0.5, 2. ])
    """
    Q, _ = np.linalg.qr(rng.normal(size=(size, size)))
    values = np.concatenate([[low, high][: min(size, 2)], rng.uniform(low, high, size=max(size - 2, 0))])
    H = Q @ np.diag(values) @ Q.T
    return np.asarray((H + H.T) / 2)


def point(rng: np.random.Generator, size: int, low: float = 0.3, high: float = 3.0) -> dict[str, Float]:
    """A matrix and a point that is far from zero.

    >>> sorted(point(np.random.default_rng(1), 2))
    ['H', 'w']
    """
    return {"H": spread(rng, size, low, high), "w": _far(rng, size)}


def damped(rng: np.random.Generator, size: int, low: float = 0.3, high: float = 3.0) -> dict[str, Float | float]:
    """A matrix, a point and a step size for Newton's method.

    >>> sorted(damped(np.random.default_rng(1), 2))
    ['H', 'eta', 'w']
    """
    return {**point(rng, size, low, high), "eta": float(rng.uniform(0.2, 0.8))}


def descent(
    rng: np.random.Generator, size: int, steps: int, low: float = 0.3, high: float = 3.0
) -> dict[str, Float | float]:
    """A matrix, a start, a stable step size and a number of steps.

    >>> descent(np.random.default_rng(1), 2, 5)["t"]
    5
    """
    eps = float(rng.uniform(0.3, 0.85)) / high
    return {"H": spread(rng, size, low, high), "w0": _far(rng, size), "eps": eps, "t": steps}


def matrix(rng: np.random.Generator, size: int, low: float = 0.3, high: float = 3.0) -> dict[str, Float]:
    """A matrix alone.

    >>> matrix(np.random.default_rng(1), 4)["H"].shape
    (4, 4)
    """
    return {"H": spread(rng, size, low, high)}


def _far(rng: np.random.Generator, size: int) -> Float:
    far: Float = rng.uniform(1, 3, size=size) * rng.choice([-1.0, 1.0], size=size)
    return far
