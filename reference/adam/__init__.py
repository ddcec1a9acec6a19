"""Adam: adaptive steps from running moments of the gradient (Kingma & Ba, arXiv:1412.6980v9)."""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def adam_moments(grads: Float, b1: float, b2: float) -> dict[str, Float]:
    """Raw and bias-corrected first and second moments after every gradient.

        m_t = b1 m_{t-1} + (1 - b1) g_t         m_hat_t = m_t / (1 - b1**t)
        v_t = b2 v_{t-1} + (1 - b2) g_t**2      v_hat_t = v_t / (1 - b2**t)

    Source: Kingma & Ba, Adam, arXiv:1412.6980v9, Algorithm 1, with m_0 = v_0 = 0; the first gradient has t = 1.
    grads: (T, d), oldest first, T >= 1, in loss per weight; b1, b2 in [0, 1).
    Returns m, v, m_hat, v_hat, each (T, d); row t-1 belongs to step t; m in units of grads, v of grads**2.
    Rival: counting from t = 0, where the corrected moments of the first gradient are not defined.

    >>> moments = adam_moments(np.array([[3.0], [3.0]]), b1=0.5, b2=0.75)  # a constant is its own mean
    >>> moments["m"].tolist(), moments["m_hat"].tolist(), moments["v_hat"].tolist()
    ([[1.5], [2.25]], [[3.0], [3.0]], [[9.0], [9.0]])
    """
    m = v = np.zeros(grads.shape[1])
    rows: dict[str, list[Float]] = {"m": [], "v": [], "m_hat": [], "v_hat": []}
    for t, g in enumerate(grads, start=1):
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g**2
        rows["m"].append(m)
        rows["v"].append(v)
        rows["m_hat"].append(m / (1 - b1**t))
        rows["v_hat"].append(v / (1 - b2**t))
    return {name: np.array(values) for name, values in rows.items()}


def adam_step(
    theta: Float, m: Float, v: Float, grad: Float, t: int, lr: float, b1: float, b2: float, eps: float
) -> tuple[Float, Float, Float]:
    """One step of Adam with bias correction.

        m <- b1 m + (1 - b1) grad        v <- b2 v + (1 - b2) grad**2
        theta <- theta - lr m_hat / (sqrt(v_hat) + eps),   m_hat = m / (1 - b1**t),   v_hat = v / (1 - b2**t)

    Source: Kingma & Ba, Adam, arXiv:1412.6980v9, Algorithm 1; t = 1 at the first step, eps outside the root.
    theta, m, v, grad: one shape, v >= 0; lr > 0 in units of theta; b1, b2 in [0, 1); eps > 0 in units of grad.
    Returns theta and the *uncorrected* m and v, which the next step starts from.
    Rivals: eps inside the root (document 004), which matters where v_hat is about eps or less; the reordered step of
    section 2 of the paper, whose eps-hat is another number.

    >>> zero = np.zeros(1)
    >>> theta, m, v = adam_step(zero, zero, zero, np.array([4.0]), t=1, lr=0.5, b1=0.5, b2=0.75, eps=1.0)
    >>> theta, m, v  # 0.5 * 4 / (4 + 1)
    (array([-0.4]), array([2.]), array([4.]))
    """
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad**2
    m_hat = m / (1 - b1**t)
    v_hat = v / (1 - b2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


def adam_step_inside(
    theta: Float, m: Float, v: Float, grad: Float, t: int, lr: float, b1: float, b2: float, eps: float
) -> tuple[Float, Float, Float]:
    """One step of Adam with eps inside the root, as the head of document 004 prints it.

        theta <- theta - lr m_hat / sqrt(v_hat + eps),   all else as in `adam_step`

    A variant: for v_hat of eps or less it takes much smaller steps; eps is in units of grad**2 here.

    >>> zero = np.zeros(1)
    >>> adam_step_inside(zero, zero, zero, np.array([4.0]), t=1, lr=0.5, b1=0.5, b2=0.75, eps=9.0)[0]  # 0.5 * 4 / 5
    array([-0.4])
    """
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad**2
    m_hat = m / (1 - b1**t)
    v_hat = v / (1 - b2**t)
    return theta - lr * m_hat / np.sqrt(v_hat + eps), m, v


def v_closed(grads: Float, t: int, beta2: float) -> Float:
    """The second moment v^t without a recursion, in the indexing of document 004.

        v^t = (1 - beta2) sum over i = 0..t-1 of beta2**i (g^{t-1-i})**2,   v^0 = 0,  v^{t+1} uses g^t

    Source: Kingma & Ba, Adam, arXiv:1412.6980v9, equation 1, whose t is one higher for the same gradient.
    grads: (T, d), row j is g^j; 0 <= t <= T; beta2 in [0, 1). Returns (d,) in units of grads**2.
    Rival: t + 1 terms that begin with g^t, which is v^{t+1}.

    >>> v_closed(np.array([[2.0], [4.0], [100.0]]), t=2, beta2=0.5)  # 0.5 * (16 + 0.5 * 4)
    array([9.])
    """
    v = np.zeros(grads.shape[1])
    for i in range(t):
        v = v + (1 - beta2) * beta2**i * grads[t - 1 - i] ** 2
    return v
