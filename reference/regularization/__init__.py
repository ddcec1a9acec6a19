"""Penalties on the size of the weights, averaged over the m training examples as data losses are."""

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
