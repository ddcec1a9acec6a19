"""One sigmoid unit with a squared error and an L2 penalty, differentiated by the chain rule.

    z = w x + b,   y = sigma(z),   L = (y - t)**2 / 2,   R = w**2 / 2,   L_reg = L + lam R

Source: document 001, problem 3. The penalty's factor lam stands outside R, so dL_reg/dR = lam; with R = lam w**2 / 2
and L_reg = L + R it would be 1, and the other derivatives would be the same.
"""

import numpy as np


def reg_grads(w: float, x: float, b: float, t: float, lam: float) -> dict[str, float]:
    """All derivatives of L_reg, from the loss back to the inputs.

        dR = lam,   dL = 1,   dy = y - t,   dz = dy y (1 - y)
        dw = dz x + lam w,   dx = dz w,   db = dz

    w, x, b, t numbers of either sign, lam >= 0. Returns a dict with the keys dR, dL, dy, dz, dw, dx, db; each is the
    derivative of L_reg by that quantity. Rival: the derivatives of L alone, which lack lam w.

    >>> grads = reg_grads(w=2.0, x=1.0, b=-2.0, t=1.0, lam=0.5)  # z = 0, y = 1/2
    >>> [grads[name] for name in ("dR", "dL", "dy", "dz", "dw", "dx", "db")]
    [0.5, 1.0, -0.5, -0.125, 0.875, -0.25, -0.125]
    """
    y = _sigmoid(w * x + b)
    dy = y - t
    dz = dy * y * (1 - y)
    return {"dR": float(lam), "dL": 1.0, "dy": dy, "dz": dz, "dw": dz * x + lam * w, "dx": dz * w, "db": dz}


def gd_step(w: float, b: float, x: float, t: float, lam: float, lr: float) -> tuple[float, float]:
    """One step of gradient descent on L_reg for w and b, both from the old values.

        w <- w - lr ((y - t) y (1 - y) x + lam w)        b <- b - lr (y - t) y (1 - y)

    Source: document 001, problem 3c. t is the target; b is not penalised. lr > 0. Returns the new w and b.
    Rival: updating w first and b with the new w.

    >>> gd_step(w=2.0, b=-2.0, x=1.0, t=1.0, lam=0.5, lr=2.0)
    (0.25, -1.75)
    """
    grads = reg_grads(w, x, b, t, lam)
    return w - lr * grads["dw"], b - lr * grads["db"]


def _sigmoid(z: float) -> float:
    return float(1 / (1 + np.exp(-z)))
