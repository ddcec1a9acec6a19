"""One sigmoid unit with a regularised loss, differentiated by the chain rule.

    z = w x + b,  y = sigmoid(z),  L = (y - t)**2 / 2,  R = w**2 / 2,  L_reg = L + lam R

Source: document 001, problem 3. All inputs are numbers.
"""

import math


def _sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def reg_grads(w: float, x: float, b: float, t: float, lam: float) -> dict[str, float]:
    """Every partial derivative of the regularised loss.

        dR = lam    dL = 1    dy = y - t    dz = dy y (1 - y)    dw = dz x + lam w    dx = dz w    db = dz

    Convention: L_reg = L + lam R with R = w**2/2. Rival: R = lam w**2/2, for which dR would be 1.
    Returns the derivatives of L_reg by R, L, y, z, w, x and b.

    >>> grads = reg_grads(w=0.0, x=2.0, b=0.0, t=1.0, lam=0.1)  # y = 1/2
    >>> grads["dy"], grads["dz"], grads["dw"], grads["dx"], grads["dR"]
    (-0.5, -0.125, -0.25, -0.0, 0.1)
    """
    y = _sigmoid(w * x + b)
    dy = y - t
    dz = dy * y * (1 - y)
    return {"dR": lam, "dL": 1.0, "dy": dy, "dz": dz, "dw": dz * x + lam * w, "dx": dz * w, "db": dz}


def gd_step(w: float, b: float, x: float, t: float, lam: float, lr: float) -> tuple[float, float]:
    """One step of gradient descent on L_reg, both numbers from the old ones.

        w <- w - lr dw          b <- b - lr db          the bias is not regularised

    Returns w and b. Rival: b updated with the new w.

    >>> gd_step(w=0.0, b=0.0, x=2.0, t=1.0, lam=0.1, lr=4.0)
    (1.0, 0.5)
    """
    grads = reg_grads(w, x, b, t, lam)
    return w - lr * grads["dw"], b - lr * grads["db"]
