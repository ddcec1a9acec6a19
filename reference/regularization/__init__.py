"""Penalties on the size of the weights, averaged over the m training examples as data losses are."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def l2_update(w: Float, grad: Float, lr: float, lam: float, m: int) -> Float:
    """One gradient descent step on the data loss plus an L2 penalty.

        L(w) + lam/(2m) sum w**2        w <- w - lr (grad + lam/m w) = (1 - lr lam/m) w - lr grad

    Source: Goodfellow, Bengio & Courville, Deep Learning (2016), equations 7.4 and 7.5, with alpha = lam/m;
    document 002, section 6.3. The derivative of w**2/2 is w, so no 2 is left.
    w, grad: any one shape, grad the data gradient at w in loss per weight; lr, lam >= 0; m >= 1 examples.
    Returns the new weights in the shape of w. Rivals: lam/2 sum w**2 without the average over m, and the decay of
    AdamW, which is not a gradient.

    >>> l2_update(np.array([1.0, -2.0]), np.array([0.5, 0.5]), lr=0.1, lam=0.3, m=10)
    array([ 0.947, -2.044])
    """
    return w - lr * (grad + lam / m * w)


def l1_update(w: Float, grad: Float, lr: float, lam: float, m: int) -> Float:
    """One subgradient descent step on the data loss plus an L1 penalty.

        L(w) + lam/(2m) sum |w|         w <- w - lr (grad + lam/(2m) sign(w)),  sign(0) = 0

    Source: Goodfellow, Bengio & Courville, Deep Learning (2016), equation 7.20, with alpha = lam/(2m);
    document 002, section 6.3. |w| has no 2 to lose to the derivative, so the 2 of the penalty stays.
    w, grad: any one shape, grad the data gradient at w in loss per weight; lr, lam >= 0; m >= 1 examples.
    Returns the new weights in the shape of w. Rival: the proximal step (soft threshold), which stops at zero where
    this step may cross it.

    >>> l1_update(np.array([1.0, -2.0, 0.0]), np.zeros(3), lr=0.1, lam=0.6, m=3)
    array([ 0.99, -1.99,  0.  ])
    """
    return w - lr * (grad + lam / (2 * m) * np.sign(w))


def weight_decay_step(w: Float, grad: Float, eta: float, lam: float, m: int) -> Float:
    """`l2_update` in the letters of document 003, question 1: eta is the learning rate.

    >>> weight_decay_step(np.array([1.0, -2.0]), np.array([0.5, 0.5]), eta=0.1, lam=0.3, m=10)
    array([ 0.947, -2.044])
    """
    return l2_update(w, grad, eta, lam, m)


def l1_loss(base_loss: float, weights: Sequence[Float], lam: float, m: int) -> float:
    """The data loss plus an L1 penalty on every weight matrix.

        base_loss + lam/(2m) sum over layers, rows, columns of |w|

    Source: document 002, section 4, with the plus that section 6 has. weights: matrices of any sizes, no biases;
    lam >= 0; m >= 1. Returns a number in units of base_loss.

    >>> l1_loss(1.0, [np.array([[1.0, -2.0]]), np.array([[3.0]])], lam=0.5, m=2)
    1.75
    """
    return float(base_loss + lam / (2 * m) * sum(np.sum(np.abs(W)) for W in weights))


def l2_loss(base_loss: float, weights: Sequence[Float], lam: float, m: int) -> float:
    """The data loss plus an L2 penalty on every weight matrix.

        base_loss + lam/(2m) sum over layers, rows, columns of w**2

    Source: document 002, section 5, with the plus that section 6 has; the norm is entrywise (Frobenius) and squared.
    weights: matrices of any sizes, no biases; lam >= 0; m >= 1. Returns a number in units of base_loss.

    >>> l2_loss(1.0, [np.array([[1.0, -2.0]]), np.array([[3.0]])], lam=0.5, m=2)
    2.75
    """
    return float(base_loss + lam / (2 * m) * sum(np.sum(W**2) for W in weights))


def l1_minimiser(a: Float, lam: float) -> Float:
    """Where a parabola with an L1 penalty is smallest.

        argmin over w of (w - a)**2 / 2 + lam |w| = sign(a) max(|a| - lam, 0)

    Source: Goodfellow, Bengio & Courville, Deep Learning (2016), equation 7.23, with H = 1. Exactly 0 where |a| <= lam.
    a: any shape, a number for each problem; lam >= 0 in units of a. Returns the shape of a.
    Rival: L2, whose minimiser a / (1 + lam) is never 0.

    >>> l1_minimiser(np.array([0.5, 3.0, -3.0]), lam=1.0) + 0.0
    array([ 0.,  2., -2.])
    """
    return np.sign(a) * np.maximum(np.abs(a) - lam, 0)
