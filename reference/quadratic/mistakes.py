"""Wrong answers about J = w^T H w. Each says in its first line what was done instead."""

import numpy as np
import numpy.typing as npt

from reference.quadratic import w_at

Float = npt.NDArray[np.float64]


def grad_halved(H: Float, w: Float) -> Float:
    """H w, the gradient of J/2."""
    return H @ w


def grad_scalar(H: Float, w: Float) -> float:
    """2 w^T H w, a number."""
    return float(2 * w @ H @ w)


def grad_value(H: Float, w: Float) -> float:
    """J itself."""
    return float(w @ H @ w)


def grad_elementwise(H: Float, w: Float) -> Float:
    """2 H * w, which multiplies the columns and does not add them up."""
    return 2 * H * w


def grad_negative(H: Float, w: Float) -> Float:
    """The direction of descent in place of the gradient."""
    return -2 * H @ w


def path_half_gradient(H: Float, w0: Float, eps: float, t: int) -> Float:
    """(I - eps H)^t: the 2 of the gradient is missing."""
    return w_at(H, w0, eps / 2, t)


def path_ascending(H: Float, w0: Float, eps: float, t: int) -> Float:
    """(I + 2 eps H)^t."""
    return w_at(H, w0, -eps, t)


def path_one_step(H: Float, w0: Float, eps: float, t: int) -> Float:
    """A single step."""
    return w_at(H, w0, eps, 1)


def path_one_step_more(H: Float, w0: Float, eps: float, t: int) -> Float:
    """t + 1 steps."""
    return w_at(H, w0, eps, t + 1)


def path_one_step_less(H: Float, w0: Float, eps: float, t: int) -> Float:
    """t - 1 steps."""
    return w_at(H, w0, eps, t - 1)


def path_elementwise_power(H: Float, w0: Float, eps: float, t: int) -> Float:
    """Every entry of I - 2 eps H is raised to the power t."""
    return (np.eye(len(w0)) - 2 * eps * H) ** t @ w0


def path_times_t(H: Float, w0: Float, eps: float, t: int) -> Float:
    """I - 2 eps t H: the first gradient, t times."""
    return w_at(H, w0, eps * t, 1)


def path_eigenvalues_in_place(H: Float, w0: Float, eps: float, t: int) -> Float:
    """The eigenvalues are used on the components of w0 itself, without Q and Q^T."""
    return (1 - 2 * eps * np.linalg.eigvalsh(H)) ** t * w0


def bound_doubled(H: Float) -> float:
    """2/lambda_max, the bound for J/2."""
    return float(2 / np.linalg.eigvalsh(H)[-1])


def bound_halved(H: Float) -> float:
    """1/(2 lambda_max), where the fastest component is wiped out in one step."""
    return float(1 / (2 * np.linalg.eigvalsh(H)[-1]))


def bound_smallest(H: Float) -> float:
    """1/lambda_min."""
    return float(1 / np.linalg.eigvalsh(H)[0])


def bound_trace(H: Float) -> float:
    """1/trace, which is safe but not the largest."""
    return float(1 / np.trace(H))


def bound_frobenius(H: Float) -> float:
    """1/Frobenius norm, which is safe but not the largest."""
    return float(1 / np.sqrt(np.sum(H**2)))


def bound_best(H: Float) -> float:
    """1/(lambda_min + lambda_max), the step with the fastest convergence."""
    values = np.linalg.eigvalsh(H)
    return float(1 / (values[0] + values[-1]))


def bound_largest_eigenvalue(H: Float) -> float:
    """lambda_max itself."""
    return float(np.linalg.eigvalsh(H)[-1])


def newton_half_hessian(H: Float, w: Float, eta: float) -> Float:
    """H^-1 in place of (2H)^-1: (1 - 2 eta) w."""
    return (1 - 2 * eta) * w


def newton_half_gradient(H: Float, w: Float, eta: float) -> Float:
    """H w for the gradient, 2 H for the Hessian: (1 - eta/2) w."""
    return (1 - eta / 2) * w


def newton_undamped(H: Float, w: Float, eta: float) -> Float:
    """eta is left out: always 0."""
    return 0 * w


def newton_is_descent(H: Float, w: Float, eta: float) -> Float:
    """A step of gradient descent."""
    return w - 2 * eta * H @ w


def newton_not_inverted(H: Float, w: Float, eta: float) -> Float:
    """The Hessian multiplies the gradient, its inverse should."""
    return w - eta * 2 * H @ (2 * H @ w)


def newton_ascending(H: Float, w: Float, eta: float) -> Float:
    """The step is added."""
    return (1 + eta) * w
