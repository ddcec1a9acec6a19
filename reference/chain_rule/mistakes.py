"""Wrong derivatives and wrong steps of a sigmoid unit. Each says in its first line what was done instead."""

import numpy as np

from reference.chain_rule import gd_step, reg_grads

Grads = dict[str, float]
Step = tuple[float, float]


def _output(w: float, x: float, b: float) -> float:
    return float(1 / (1 + np.exp(-(w * x + b))))


def _from_dz(w: float, x: float, lam: float, dy: float, dz: float) -> Grads:
    return {"dR": lam, "dL": 1.0, "dy": dy, "dz": dz, "dw": dz * x + lam * w, "dx": dz * w, "db": dz}


def grads_document(w: float, x: float, b: float, t: float, lam: float) -> Grads:
    """As document 001 prints them: 1 for dR, and y - t for dz."""
    return reg_grads(w, x, b, t, lam) | {"dR": 1.0, "dz": _output(w, x, b) - t}


def grads_one_for_lambda(w: float, x: float, b: float, t: float, lam: float) -> Grads:
    """dL_reg/dR = 1 at the top, the rest right."""
    return reg_grads(w, x, b, t, lam) | {"dR": 1.0}


def grads_one_used(w: float, x: float, b: float, t: float, lam: float) -> Grads:
    """dL_reg/dR = 1, and used as such: the penalty's slope is w."""
    right = reg_grads(w, x, b, t, lam)
    return right | {"dR": 1.0, "dw": right["dz"] * x + w}


def grads_sign(w: float, x: float, b: float, t: float, lam: float) -> Grads:
    """t - y in place of y - t, all the way down."""
    y = _output(w, x, b)
    return _from_dz(w, x, lam, t - y, (t - y) * y * (1 - y))


def grads_without_sigmoid_slope(w: float, x: float, b: float, t: float, lam: float) -> Grads:
    """sigma' is left out from dz on."""
    y = _output(w, x, b)
    return _from_dz(w, x, lam, y - t, y - t)


def grads_error_doubled(w: float, x: float, b: float, t: float, lam: float) -> Grads:
    """The 1/2 of the squared error is ignored."""
    y = _output(w, x, b)
    return _from_dz(w, x, lam, 2 * (y - t), 2 * (y - t) * y * (1 - y))


def grads_penalty_doubled(w: float, x: float, b: float, t: float, lam: float) -> Grads:
    """2 lam w for the slope of lam w**2 / 2."""
    right = reg_grads(w, x, b, t, lam)
    return right | {"dw": right["dw"] + lam * w}


def grads_without_penalty(w: float, x: float, b: float, t: float, lam: float) -> Grads:
    """The second path to w, through R, is forgotten."""
    right = reg_grads(w, x, b, t, lam)
    return right | {"dw": right["dz"] * x}


def grads_bias_penalised(w: float, x: float, b: float, t: float, lam: float) -> Grads:
    """lam b is added to the derivative by b."""
    right = reg_grads(w, x, b, t, lam)
    return right | {"db": right["db"] + lam * b}


def grads_input_penalised(w: float, x: float, b: float, t: float, lam: float) -> Grads:
    """The penalty's slope is added to the derivative by x, too."""
    right = reg_grads(w, x, b, t, lam)
    return right | {"dx": right["dx"] + lam * w}


def step_bias_second(w: float, b: float, x: float, t: float, lam: float, lr: float) -> Step:
    """w first, then b with the new w."""
    new, _ = gd_step(w, b, x, t, lam, lr)
    y = _output(new, x, b)
    return new, b - lr * (y - t) * y * (1 - y)


def step_bias_penalised(w: float, b: float, x: float, t: float, lam: float, lr: float) -> Step:
    """The bias decays, too."""
    new, bias = gd_step(w, b, x, t, lam, lr)
    return new, bias - lr * lam * b


def step_without_sigmoid_slope(w: float, b: float, x: float, t: float, lam: float, lr: float) -> Step:
    """sigma' is left out."""
    error = _output(w, x, b) - t
    return w - lr * (error * x + lam * w), b - lr * error


def step_one_for_lambda(w: float, b: float, x: float, t: float, lam: float, lr: float) -> Step:
    """The penalty's slope is w, without lam."""
    new, bias = gd_step(w, b, x, t, 1.0, lr)
    return new, bias


def step_penalty_doubled(w: float, b: float, x: float, t: float, lam: float, lr: float) -> Step:
    """2 lam w for the slope of lam w**2 / 2."""
    return gd_step(w, b, x, t, 2 * lam, lr)


def step_ascending(w: float, b: float, x: float, t: float, lam: float, lr: float) -> Step:
    """A step up the loss."""
    return gd_step(w, b, x, t, lam, -lr)


def step_fixed_rate(w: float, b: float, x: float, t: float, lam: float, lr: float) -> Step:
    """The 0.1 of the worked example, whatever the rate is."""
    return gd_step(w, b, x, t, lam, 0.1)


def step_output_for_target(w: float, b: float, x: float, t: float, lam: float, lr: float) -> Step:
    """The network's own output in place of the target: no data gradient is left."""
    return w - lr * lam * w, b


def step_without_penalty(w: float, b: float, x: float, t: float, lam: float, lr: float) -> Step:
    """The penalty is forgotten."""
    return gd_step(w, b, x, t, 0.0, lr)
