"""Wrong steps that look right. Each says in its first line what was done instead."""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]

Step = tuple[Float, Float]


def _mean(rows: Float) -> Float:
    mean: Float = rows.mean(axis=0)
    return mean


def sgd_sum(theta: Float, per_example_grads: Float, lr: float) -> Float:
    """The sum over the batch instead of the mean."""
    return theta - lr * len(per_example_grads) * _mean(per_example_grads)


def sgd_mean_of_everything(theta: Float, per_example_grads: Float, lr: float) -> Float:
    """One number, the mean over examples and weights, for all weights."""
    return theta - lr * float(np.mean(per_example_grads))


def sgd_first_example(theta: Float, per_example_grads: Float, lr: float) -> Float:
    """Only the first example of the batch."""
    return theta - lr * _mean(per_example_grads[:1])


def sgd_ascending(theta: Float, per_example_grads: Float, lr: float) -> Float:
    """A step up the loss."""
    return theta + lr * _mean(per_example_grads)


def momentum_averaged(theta: Float, v: Float, grad: Float, lr: float, alpha: float) -> Step:
    """The gradient is weighed with 1 - alpha, which loses the speed-up."""
    v = alpha * v - (1 - alpha) * lr * grad
    return theta + v, v


def momentum_wrong_sign(theta: Float, v: Float, grad: Float, lr: float, alpha: float) -> Step:
    """The velocity points up the loss."""
    v = alpha * v + lr * grad
    return theta + v, v


def momentum_old_velocity(theta: Float, v: Float, grad: Float, lr: float, alpha: float) -> Step:
    """The step is taken with the velocity from before this gradient."""
    return theta + v, alpha * v - lr * grad


def momentum_torch_state(theta: Float, v: Float, grad: Float, lr: float, alpha: float) -> Step:
    """The state of torch, a decaying sum of gradients, multiplied with the rate only in the step."""
    v = alpha * v + grad
    return theta - lr * v, v


def momentum_forgotten(theta: Float, v: Float, grad: Float, lr: float, alpha: float) -> Step:
    """Plain gradient descent; the velocity is only written down."""
    return theta - lr * grad, alpha * v - lr * grad


def adagrad_delta_inside(theta: Float, r: Float, grad: Float, lr: float, delta: float) -> Step:
    """delta stands inside the root."""
    r = r + grad**2
    return theta - lr / np.sqrt(delta + r) * grad, r


def adagrad_without_root(theta: Float, r: Float, grad: Float, lr: float, delta: float) -> Step:
    """Divided by the accumulator itself."""
    r = r + grad**2
    return theta - lr / (delta + r) * grad, r


def adagrad_absolute(theta: Float, r: Float, grad: Float, lr: float, delta: float) -> Step:
    """|g| is accumulated instead of its square."""
    r = r + np.abs(grad)
    return theta - lr / (delta + np.sqrt(r)) * grad, r


def adagrad_read_before(theta: Float, r: Float, grad: Float, lr: float, delta: float) -> Step:
    """The accumulator is used before this gradient is in it."""
    return theta - lr / (delta + np.sqrt(r)) * grad, r + grad**2


def adagrad_shared(theta: Float, r: Float, grad: Float, lr: float, delta: float) -> Step:
    """One accumulator, the squared norm, for all weights."""
    r = r + float(np.sum(grad**2))
    return theta - lr / (delta + np.sqrt(r)) * grad, r


def rmsprop_delta_outside(theta: Float, r: Float, grad: Float, lr: float, rho: float, delta: float) -> Step:
    """delta stands outside the root, as torch has it."""
    r = rho * r + (1 - rho) * grad**2
    return theta - lr / (delta + np.sqrt(r)) * grad, r


def rmsprop_without_root(theta: Float, r: Float, grad: Float, lr: float, rho: float, delta: float) -> Step:
    """Divided by the average itself."""
    r = rho * r + (1 - rho) * grad**2
    return theta - lr / (delta + r) * grad, r


def rmsprop_swapped_weights(theta: Float, r: Float, grad: Float, lr: float, rho: float, delta: float) -> Step:
    """rho weighs the new square and 1 - rho the memory."""
    r = (1 - rho) * r + rho * grad**2
    return theta - lr / np.sqrt(delta + r) * grad, r


def rmsprop_summed(theta: Float, r: Float, grad: Float, lr: float, rho: float, delta: float) -> Step:
    """The factor 1 - rho is missing."""
    r = rho * r + grad**2
    return theta - lr / np.sqrt(delta + r) * grad, r


def rmsprop_read_before(theta: Float, r: Float, grad: Float, lr: float, rho: float, delta: float) -> Step:
    """The average is used before this gradient is in it."""
    return theta - lr / np.sqrt(delta + r) * grad, rho * r + (1 - rho) * grad**2
