"""One step of four optimisers, as Goodfellow, Bengio & Courville, Deep Learning (2016), chapter 8, print them."""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def sgd_step(theta: Float, per_example_grads: Float, lr: float) -> Float:
    """One step of stochastic gradient descent on a minibatch.

        theta <- theta - lr (1/m) sum_i g_i

    Source: Deep Learning (2016), algorithm 8.1.
    theta: (d,); per_example_grads: (m, d), a row per example, m >= 1, in loss per weight; lr > 0.
    Returns (d,). Rival: the sum over the batch, whose step grows with m.

    >>> sgd_step(np.array([1.0, 0.0]), np.array([[1.0, 2.0], [3.0, -2.0]]), lr=0.5)
    array([0., 0.])
    """
    mean = np.zeros(len(theta))
    for g in per_example_grads:
        mean = mean + g / len(per_example_grads)
    return theta - lr * mean


def standard_error_ratio(times: float) -> float:
    """By what factor the standard error of a mean falls if so many times as many examples are averaged.

        sigma / sqrt(m)  ÷  sigma / sqrt(times m)  =  sqrt(times)

    Source: Deep Learning (2016), equation 8.4 and the text below. times > 0.

    >>> standard_error_ratio(4.0)
    2.0
    """
    return float(np.sqrt(times))


def speed_up(alpha: float) -> float:
    """How many times as long a step is that momentum brings a constant gradient to.

        lr |g| (1 + alpha + alpha**2 + …) = lr |g| / (1 - alpha)

    Source: Deep Learning (2016), equation 8.17. alpha in [0, 1).

    >>> speed_up(0.5)
    2.0
    """
    return 1 / (1 - alpha)


def momentum_step(theta: Float, v: Float, grad: Float, lr: float, alpha: float) -> tuple[Float, Float]:
    """One step with momentum.

        v <- alpha v - lr grad          theta <- theta + v

    Source: Deep Learning (2016), algorithm 8.2; the velocity is a decaying *sum* of steps, so a constant gradient
    drives it to -lr grad / (1 - alpha).
    theta, v, grad: one shape; lr > 0; alpha in [0, 1). Returns theta and v.
    Rival: torch keeps v' = -v/lr; the path is the same, the state is not.

    >>> momentum_step(np.array([1.0]), np.array([2.0]), np.array([4.0]), lr=0.25, alpha=0.5)
    (array([1.]), array([0.]))
    """
    v = alpha * v - lr * grad
    return theta + v, v


def adagrad_step(theta: Float, r: Float, grad: Float, lr: float, delta: float) -> tuple[Float, Float]:
    """One step of AdaGrad.

        r <- r + grad**2                theta <- theta - lr / (delta + sqrt(r)) grad

    Source: Deep Learning (2016), algorithm 8.4; delta stands outside the root.
    theta, r, grad: one shape, r >= 0 in units of grad**2; lr > 0; delta > 0 in units of grad. Returns theta and r.

    >>> adagrad_step(np.array([1.0]), np.array([9.0]), np.array([4.0]), lr=0.5, delta=3.0)  # 1 - 0.5/8 * 4
    (array([0.75]), array([25.]))
    """
    r = r + grad**2
    return theta - lr / (delta + np.sqrt(r)) * grad, r


def rmsprop_step(theta: Float, r: Float, grad: Float, lr: float, rho: float, delta: float) -> tuple[Float, Float]:
    """One step of RMSProp.

        r <- rho r + (1 - rho) grad**2  theta <- theta - lr / sqrt(delta + r) grad

    Source: Deep Learning (2016), algorithm 8.5; delta stands inside the root, unlike that of AdaGrad.
    theta, r, grad: one shape, r >= 0 in units of grad**2; lr > 0; rho in [0, 1); delta > 0 in units of grad**2.
    Returns theta and r. Rival: torch puts its eps outside the root.

    >>> rmsprop_step(np.array([1.0]), np.array([2.0]), np.array([4.0]), lr=0.5, rho=0.5, delta=7.0)  # 1 - 0.5/4 * 4
    (array([0.5]), array([9.]))
    """
    r = rho * r + (1 - rho) * grad**2
    return theta - lr / np.sqrt(delta + r) * grad, r
