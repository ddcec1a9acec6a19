"""Wrong moments and wrong steps that look right. Each says in its first line what was done instead."""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]
Moments = dict[str, Float]
Step = tuple[Float, Float, Float]


def _moments(grads: Float, b1: float, b2: float, m: Float | float = 0.0, v: Float | float = 0.0) -> tuple[Float, Float]:
    """The raw moments after every gradient, from any start."""
    first, second = [], []
    for g in grads:
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g**2
        first.append(m)
        second.append(v)
    return np.array(first), np.array(second)


def _steps(grads: Float) -> Float:
    """The column 1, 2, …, T."""
    return np.arange(1.0, len(grads) + 1)[:, np.newaxis]


def _all(m: Float, v: Float, m_hat: Float, v_hat: Float) -> Moments:
    return {"m": m, "v": v, "m_hat": m_hat, "v_hat": v_hat}


def moments_uncorrected(grads: Float, b1: float, b2: float) -> Moments:
    """The raw moments are handed back as the corrected ones."""
    m, v = _moments(grads, b1, b2)
    return _all(m, v, m, v)


def moments_next_t(grads: Float, b1: float, b2: float) -> Moments:
    """The correction of the next step: t is counted one too high."""
    m, v = _moments(grads, b1, b2)
    t = _steps(grads) + 1
    return _all(m, v, m / (1 - b1**t), v / (1 - b2**t))


def moments_previous_t(grads: Float, b1: float, b2: float) -> Moments:
    """t is counted from zero, so the first correction divides by zero."""
    m, v = _moments(grads, b1, b2)
    t = _steps(grads) - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        return _all(m, v, m / (1 - b1**t), v / (1 - b2**t))


def moments_times_t(grads: Float, b1: float, b2: float) -> Moments:
    """b*t in place of the power b**t."""
    m, v = _moments(grads, b1, b2)
    t = _steps(grads)
    with np.errstate(divide="ignore", invalid="ignore"):
        return _all(m, v, m / (1 - b1 * t), v / (1 - b2 * t))


def moments_last_t(grads: Float, b1: float, b2: float) -> Moments:
    """Every row is corrected with the last t."""
    m, v = _moments(grads, b1, b2)
    t = len(grads)
    return _all(m, v, m / (1 - b1**t), v / (1 - b2**t))


def moments_unsquared(grads: Float, b1: float, b2: float) -> Moments:
    """The second moment averages the gradients, not their squares."""
    m, _ = _moments(grads, b1, b2)
    v, _ = _moments(grads, b2, b2)
    t = _steps(grads)
    return _all(m, v, m / (1 - b1**t), v / (1 - b2**t))


def moments_swapped_betas(grads: Float, b1: float, b2: float) -> Moments:
    """b1 decays the second moment and b2 the first."""
    m, v = _moments(grads, b2, b1)
    t = _steps(grads)
    return _all(m, v, m / (1 - b2**t), v / (1 - b1**t))


def moments_swapped_weights(grads: Float, b1: float, b2: float) -> Moments:
    """b weighs the new gradient and 1 - b the memory."""
    m, v = np.zeros(grads.shape[1]), np.zeros(grads.shape[1])
    rows = []
    for t, g in enumerate(grads, start=1):
        m = (1 - b1) * m + b1 * g
        v = (1 - b2) * v + b2 * g**2
        rows.append((m, v, m / (1 - b1**t), v / (1 - b2**t)))
    m_all, v_all, m_hat, v_hat = (np.array(column) for column in zip(*rows, strict=True))
    return _all(m_all, v_all, m_hat, v_hat)


def moments_stored_back(grads: Float, b1: float, b2: float) -> Moments:
    """The corrected moments are kept as the state of the next step."""
    m, v = np.zeros(grads.shape[1]), np.zeros(grads.shape[1])
    rows = []
    for t, g in enumerate(grads, start=1):
        raw_m = b1 * m + (1 - b1) * g
        raw_v = b2 * v + (1 - b2) * g**2
        m, v = raw_m / (1 - b1**t), raw_v / (1 - b2**t)
        rows.append((raw_m, raw_v, m, v))
    m_all, v_all, m_hat, v_hat = (np.array(column) for column in zip(*rows, strict=True))
    return _all(m_all, v_all, m_hat, v_hat)


def moments_started_at_gradient(grads: Float, b1: float, b2: float) -> Moments:
    """The moments start at the first gradient and its square instead of at zero."""
    m, v = _moments(grads, b1, b2, grads[0], grads[0] ** 2)
    t = _steps(grads)
    return _all(m, v, m / (1 - b1**t), v / (1 - b2**t))


def moments_aliased(grads: Float, b1: float, b2: float) -> Moments:
    """One array is changed in place and listed T times, so every row of m and v shows the last moment."""
    m, v = _moments(grads, b1, b2)
    t = _steps(grads)
    last_m, last_v = np.tile(m[-1], (len(m), 1)), np.tile(v[-1], (len(v), 1))
    return _all(last_m, last_v, m / (1 - b1**t), v / (1 - b2**t))


def _raw(m: Float, v: Float, grad: Float, b1: float, b2: float) -> tuple[Float, Float]:
    return b1 * m + (1 - b1) * grad, b2 * v + (1 - b2) * grad**2


def step_uncorrected(
    theta: Float,
    m: Float,
    v: Float,
    grad: Float,
    t: int,
    lr: float,
    b1: float,
    b2: float,
    eps: float,
) -> Step:
    """No bias correction."""
    m, v = _raw(m, v, grad, b1, b2)
    return theta - lr * m / (np.sqrt(v) + eps), m, v


def step_uncorrected_v(
    theta: Float, m: Float, v: Float, grad: Float, t: int, lr: float, b1: float, b2: float, eps: float
) -> Step:
    """Only the first moment is corrected."""
    m, v = _raw(m, v, grad, b1, b2)
    return theta - lr * m / (1 - b1**t) / (np.sqrt(v) + eps), m, v


def step_next_t(
    theta: Float, m: Float, v: Float, grad: Float, t: int, lr: float, b1: float, b2: float, eps: float
) -> Step:
    """t is raised once more before the correction."""
    m, v = _raw(m, v, grad, b1, b2)
    m_hat, v_hat = m / (1 - b1 ** (t + 1)), v / (1 - b2 ** (t + 1))
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


def step_stored_back(
    theta: Float, m: Float, v: Float, grad: Float, t: int, lr: float, b1: float, b2: float, eps: float
) -> Step:
    """The corrected moments are handed back as the state: right for one step, wrong for the next."""
    m, v = _raw(m, v, grad, b1, b2)
    m, v = m / (1 - b1**t), v / (1 - b2**t)
    return theta - lr * m / (np.sqrt(v) + eps), m, v


def step_swapped_betas(
    theta: Float, m: Float, v: Float, grad: Float, t: int, lr: float, b1: float, b2: float, eps: float
) -> Step:
    """b1 decays the second moment and b2 the first."""
    m, v = _raw(m, v, grad, b2, b1)
    return theta - lr * m / (1 - b2**t) / (np.sqrt(v / (1 - b1**t)) + eps), m, v


def step_without_root(
    theta: Float, m: Float, v: Float, grad: Float, t: int, lr: float, b1: float, b2: float, eps: float
) -> Step:
    """Divided by the second moment itself, not by its root."""
    m, v = _raw(m, v, grad, b1, b2)
    return theta - lr * m / (1 - b1**t) / (v / (1 - b2**t) + eps), m, v


def step_eps_inside(
    theta: Float, m: Float, v: Float, grad: Float, t: int, lr: float, b1: float, b2: float, eps: float
) -> Step:
    """eps stands inside the root, as document 004 prints it."""
    m, v = _raw(m, v, grad, b1, b2)
    return theta - lr * m / (1 - b1**t) / np.sqrt(v / (1 - b2**t) + eps), m, v


def step_unscaled_eps(
    theta: Float, m: Float, v: Float, grad: Float, t: int, lr: float, b1: float, b2: float, eps: float
) -> Step:
    """The reordered step of the paper's section 2 with eps instead of eps * sqrt(1 - b2**t)."""
    m, v = _raw(m, v, grad, b1, b2)
    rate = lr * np.sqrt(1 - b2**t) / (1 - b1**t)
    return theta - rate * m / (np.sqrt(v) + eps), m, v


def step_fixed_betas(
    theta: Float,
    m: Float,
    v: Float,
    grad: Float,
    t: int,
    lr: float,
    b1: float,
    b2: float,
    eps: float,
) -> Step:
    """0.9 and 0.999 are written into the function."""
    m, v = _raw(m, v, grad, 0.9, 0.999)
    return theta - lr * m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + eps), m, v


def step_old_moments(
    theta: Float, m: Float, v: Float, grad: Float, t: int, lr: float, b1: float, b2: float, eps: float
) -> Step:
    """The step is taken with the moments from before this gradient."""
    with np.errstate(invalid="ignore"):
        moved = theta - lr * m / (1 - b1**t) / (np.sqrt(v / (1 - b2**t)) + eps)
    return moved, *_raw(m, v, grad, b1, b2)


def step_ascending(
    theta: Float, m: Float, v: Float, grad: Float, t: int, lr: float, b1: float, b2: float, eps: float
) -> Step:
    """A step up the loss."""
    m, v = _raw(m, v, grad, b1, b2)
    return theta + lr * m / (1 - b1**t) / (np.sqrt(v / (1 - b2**t)) + eps), m, v


def v_one_term_more(grads: Float, t: int, beta2: float) -> Float:
    """t + 1 terms that begin with g^t: the next moment, as document 004 ends up with."""
    ages = np.arange(t + 1)
    return (1 - beta2) * (beta2**ages) @ grads[t - ages] ** 2


def v_reversed_weights(grads: Float, t: int, beta2: float) -> Float:
    """The oldest gradient weighs most."""
    return (1 - beta2) * (beta2 ** np.arange(t)) @ grads[:t] ** 2


def v_shifted(grads: Float, t: int, beta2: float) -> Float:
    """Gradients one too late: g^1 to g^t."""
    return (1 - beta2) * (beta2 ** np.arange(t)[::-1]) @ grads[1 : t + 1] ** 2


def v_unweighted(grads: Float, t: int, beta2: float) -> Float:
    """The factor 1 - beta2 is missing."""
    return (beta2 ** np.arange(t)[::-1]) @ grads[:t] ** 2


def v_corrected(grads: Float, t: int, beta2: float) -> Float:
    """Divided by 1 - beta2**t, which was not asked for."""
    weights = beta2 ** np.arange(t)[::-1]
    with np.errstate(invalid="ignore"):
        return (1 - beta2) * weights @ grads[:t] ** 2 / (1 - beta2**t)


def inside_uncorrected(
    theta: Float, m: Float, v: Float, grad: Float, t: int, lr: float, b1: float, b2: float, eps: float
) -> Step:
    """The variant with eps inside the root, but the raw moments instead of the corrected ones."""
    m, v = _raw(m, v, grad, b1, b2)
    return theta - lr * m / np.sqrt(v + eps), m, v


def inside_next_t(
    theta: Float, m: Float, v: Float, grad: Float, t: int, lr: float, b1: float, b2: float, eps: float
) -> Step:
    """The variant with eps inside the root, corrected with t + 1."""
    m, v = _raw(m, v, grad, b1, b2)
    return theta - lr * m / (1 - b1 ** (t + 1)) / np.sqrt(v / (1 - b2 ** (t + 1)) + eps), m, v
