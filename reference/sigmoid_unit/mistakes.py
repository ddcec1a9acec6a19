"""Wrong chain rules that look right. Each says in its first line what was done instead."""

import math

Grads = dict[str, float]


def _forward(w: float, x: float, b: float) -> float:
    return 1 / (1 + math.exp(-(w * x + b)))


def _all(dr: float, dy: float, dz: float, dw: float, dx: float, db: float) -> Grads:
    return {"dR": dr, "dL": 1.0, "dy": dy, "dz": dz, "dw": dw, "dx": dx, "db": db}


def grads_unit_penalty(w: float, x: float, b: float, t: float, lam: float) -> Grads:
    """dL_reg/dR = 1: the penalty's strength is put into R, though the decay keeps it."""
    y = _forward(w, x, b)
    dz = (y - t) * y * (1 - y)
    return _all(1.0, y - t, dz, dz * x + lam * w, dz * w, dz)


def grads_without_slope(w: float, x: float, b: float, t: float, lam: float) -> Grads:
    """The slope y (1 - y) of the sigmoid is forgotten."""
    dz = _forward(w, x, b) - t
    return _all(lam, dz, dz, dz * x + lam * w, dz * w, dz)


def grads_reversed(w: float, x: float, b: float, t: float, lam: float) -> Grads:
    """t - y for y - t."""
    y = _forward(w, x, b)
    dz = (t - y) * y * (1 - y)
    return _all(lam, t - y, dz, dz * x + lam * w, dz * w, dz)


def grads_doubled_penalty(w: float, x: float, b: float, t: float, lam: float) -> Grads:
    """The 1/2 of the penalty is ignored."""
    y = _forward(w, x, b)
    dz = (y - t) * y * (1 - y)
    return _all(lam, y - t, dz, dz * x + 2 * lam * w, dz * w, dz)


def grads_regularised_bias(w: float, x: float, b: float, t: float, lam: float) -> Grads:
    """The bias is regularised, too."""
    y = _forward(w, x, b)
    dz = (y - t) * y * (1 - y)
    return _all(lam, y - t, dz, dz * x + lam * w, dz * w, dz + lam * b)


def grads_penalty_by_input(w: float, x: float, b: float, t: float, lam: float) -> Grads:
    """The penalty is added to the derivative by x."""
    y = _forward(w, x, b)
    dz = (y - t) * y * (1 - y)
    return _all(lam, y - t, dz, dz * x + lam * w, dz * w + lam * w, dz)


def _step(grads: Grads, w: float, b: float, lr: float) -> tuple[float, float]:
    return w - lr * grads["dw"], b - lr * grads["db"]


def step_sequential(w: float, b: float, x: float, t: float, lam: float, lr: float) -> tuple[float, float]:
    """b is updated with the new w."""
    y = _forward(w, x, b)
    w = w - lr * ((y - t) * y * (1 - y) * x + lam * w)
    y = _forward(w, x, b)
    return w, b - lr * (y - t) * y * (1 - y)


def step_regularised_bias(w: float, b: float, x: float, t: float, lam: float, lr: float) -> tuple[float, float]:
    """The bias decays, too."""
    return _step(grads_regularised_bias(w, x, b, t, lam), w, b, lr)


def step_without_slope(w: float, b: float, x: float, t: float, lam: float, lr: float) -> tuple[float, float]:
    """The slope y (1 - y) of the sigmoid is forgotten."""
    return _step(grads_without_slope(w, x, b, t, lam), w, b, lr)


def step_unit_penalty(w: float, b: float, x: float, t: float, lam: float, lr: float) -> tuple[float, float]:
    """The decay without its strength: dL_reg/dR is taken for 1."""
    y = _forward(w, x, b)
    dz = (y - t) * y * (1 - y)
    return w - lr * (dz * x + w), b - lr * dz


def step_ascending(w: float, b: float, x: float, t: float, lam: float, lr: float) -> tuple[float, float]:
    """A step up the loss."""
    y = _forward(w, x, b)
    dz = (y - t) * y * (1 - y)
    return w + lr * (dz * x + lam * w), b + lr * dz


def step_fixed_rate(w: float, b: float, x: float, t: float, lam: float, lr: float) -> tuple[float, float]:
    """The learning rate 0.1 of the worked example, whatever was asked."""
    y = _forward(w, x, b)
    dz = (y - t) * y * (1 - y)
    return w - 0.1 * (dz * x + lam * w), b - 0.1 * dz
