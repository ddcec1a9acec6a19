"""What a training function reports, held against the weights that it returns: measured again, on our side.

Each function is given what came back and the inputs of the call, and answers with a credit and a sentence. The points
and digits on which it measures how well a net generalises have never been in the student's process.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from reference.experiments import (
    Float,
    Integers,
    cross_entropy,
    error_rate,
    logits,
    softmax,
    unseen_digits,
    unseen_moons,
)

Answer = tuple[bool, str]
LOGS_2D = ("train_total", "train_data", "val")
LOGS_IMAGES = ("train_loss", "val_loss")
CLOSE = 2e-3  # relative and absolute: float32, and logs of four digits
WORST_2D, WORST_IMAGES = 0.3, 0.3  # a net that has learned anything stays below
PATIENCE = 5
BUDGET = 300


class _Odd(Exception):
    """What came back cannot be measured; the message says why."""


def _judged(judge: Callable[..., Answer]) -> Callable[..., Answer]:
    def measured(got: Any, **inputs: Any) -> Answer:
        try:
            return judge(got, **inputs)
        except _Odd as odd:
            return False, str(odd)

    measured.__name__, measured.__doc__ = judge.__name__, judge.__doc__
    return measured


def _held(got: Any, name: str) -> Any:
    if not isinstance(got, dict):
        raise _Odd("a dict with the weights and the logs is due")
    if name not in got:
        raise _Odd(f"the dict has no {name!r}")
    return got[name]


def _numbers(value: Any, what: str) -> Float:
    try:
        numbers = np.asarray(value, np.float64)
    except (TypeError, ValueError, OverflowError):
        raise _Odd(f"{what} does not hold plain numbers") from None
    if not np.all(np.isfinite(numbers)):
        raise _Odd(f"{what} holds NaN or an infinity")
    return numbers


def _weights(got: Any, n_in: int, n_out: int) -> list[Float]:
    given = _held(got, "weights")
    if not isinstance(given, list | tuple) or len(given) != 4:
        raise _Odd("'weights' is a list of four: W1, b1, W2, b2")
    W1, b1, W2, b2 = (_numbers(one, f"weights[{i}]") for i, one in enumerate(given))
    hidden = W1.shape[1] if W1.ndim == 2 else 0
    due = [(n_in, hidden), (hidden,), (hidden, n_out), (n_out,)]
    have = [one.shape for one in (W1, b1, W2, b2)]
    if not hidden or have != due:
        raise _Odd(
            f"the weights have the shapes {have}; ({n_in}, hidden), (hidden,), (hidden, {n_out}), ({n_out},) are due"
        )
    return [W1, b1, W2, b2]


def _log(got: Any, name: str) -> Float:
    values = _numbers(_held(got, name), repr(name))
    if values.ndim != 1 or not 2 <= len(values) <= BUDGET:
        raise _Odd(f"{name!r} is a list with one number per epoch, 2 to {BUDGET} of them")
    return values


def _number(got: Any, name: str) -> float:
    value = _numbers(_held(got, name), repr(name))
    if value.size != 1:
        raise _Odd(f"{name!r} is one number")
    return float(value.ravel()[0])


def _near(told: float, measured: float) -> bool:
    return abs(told - measured) <= CLOSE * (1 + abs(measured))


def _epoch(got: Any, method: str, epochs: int) -> int:
    """The epoch whose weights are returned: the best one for early stopping, else the last."""
    if method != "early_stopping":
        return epochs - 1
    best = _number(got, "best_epoch")
    if best % 1 or not 0 <= best < epochs:
        raise _Odd("'best_epoch' is no epoch of the run, counted from 0")
    return int(best)


def _same_lengths(got: Any, names: tuple[str, ...]) -> Answer:
    lengths = {name: len(_log(got, name)) for name in names}
    if len(set(lengths.values())) > 1:
        return False, f"the logs have different lengths: {lengths}"
    return True, ""


@_judged
def form_2d(got: Any, **_inputs: Any) -> Answer:
    """The weights fit together, the logs are lists of finite numbers, equally long."""
    _weights(got, 2, 1)
    _number(got, "val_error")
    return _same_lengths(got, LOGS_2D)


@_judged
def form_images(got: Any, **_inputs: Any) -> Answer:
    """The same for the nets of 64 inputs and 10 classes."""
    _weights(got, 64, 10)
    _number(got, "val_error")
    return _same_lengths(got, LOGS_IMAGES)


def _generalises(z: Float, y: Integers, worst: float, chance: float) -> Answer:
    error = error_rate(z, y)
    if error < worst:
        return True, ""
    near = " (as good as guessing)" if error > 0.9 * chance else ""
    return False, f"on data that you never saw, the returned weights are wrong in {100 * error:.0f} % of cases{near}"


@_judged
def learns_2d(got: Any, **_inputs: Any) -> Answer:
    """The returned weights decide well on points that nobody has seen."""
    X, y = unseen_moons()
    return _generalises(logits(_weights(got, 2, 1), X), y, WORST_2D, 0.5)


@_judged
def learns_images(got: Any, **_inputs: Any) -> Answer:
    """The returned weights decide well on digits that nobody has seen."""
    X, y = unseen_digits()
    return _generalises(logits(_weights(got, 64, 10), X), y, WORST_IMAGES, 0.9)


def _error_is(told: float, z: Float, y: Integers) -> Answer:
    measured = error_rate(z, y)
    slack = 1.5 / len(y)  # a point on the border may fall to either side in another precision
    if abs(told - measured) <= slack:
        return True, ""
    if abs(told - 100 * measured) <= 100 * slack:
        return False, "'val_error' is in percent; a fraction from 0 to 1 is due"
    if abs(told - (1 - measured)) <= slack:
        return False, "'val_error' is the share of right decisions; the wrong ones are asked for"
    return False, f"'val_error' is {told:.4g}, but the returned weights give {measured:.4g} on X_val"


@_judged
def reported_2d(got: Any, *, X_val: Float, y_val: Integers, method: str, **_inputs: Any) -> Answer:
    """The reported error and loss are those of the returned weights."""
    z, val = logits(_weights(got, 2, 1), X_val), _log(got, "val")
    right, why = _error_is(_number(got, "val_error"), z, y_val)
    if not right:
        return right, why
    epoch, measured = _epoch(got, method, len(val)), cross_entropy(z, y_val)
    if _near(val[epoch], measured):
        return True, ""
    if method == "early_stopping" and _near(val[-1], measured):
        return False, "the returned weights are those of the last epoch; early stopping goes back to the best one"
    return False, f"'val' says {val[epoch]:.4g} at epoch {epoch}, but the returned weights give {measured:.4g} on X_val"


@_judged
def reported_images(got: Any, *, X_val: Float, y_val: Integers, **_inputs: Any) -> Answer:
    """The reported error is that of the returned weights."""
    return _error_is(_number(got, "val_error"), logits(_weights(got, 64, 10), X_val), y_val)


@_judged
def plain_loss(got: Any, *, X_val: Float, y_val: Integers, **_inputs: Any) -> Answer:
    """The validation loss is the cross-entropy of one softmax, without dropout and without a penalty."""
    z, told = logits(_weights(got, 64, 10), X_val), _log(got, "val_loss")[-1]
    if _near(told, cross_entropy(z, y_val)):
        return True, ""
    if _near(told, cross_entropy(softmax(z), y_val)):
        return False, "your loss applies softmax to outputs that are softmax already; give it the logits"
    return False, f"'val_loss' ends at {told:.4g}; the cross-entropy of the returned weights on X_val is another"


def _penalty(weights: list[Float], method: str) -> float:
    W1, _, W2, _ = weights
    if method == "l1":
        return float(np.abs(W1).sum() + np.abs(W2).sum())
    return float((W1**2).sum() + (W2**2).sum()) if method == "l2" else 0.0


@_judged
def penalised(got: Any, *, X: Float, y: Integers, method: str, **_inputs: Any) -> Answer:
    """The total loss is the data loss and lam times the penalty of the returned weights."""
    weights, total, data = _weights(got, 2, 1), _log(got, "train_total"), _log(got, "train_data")
    epoch = _epoch(got, method, min(len(total), len(data)))
    measured = cross_entropy(logits(weights, X), y)
    if not _near(data[epoch], measured):
        return (
            False,
            f"'train_data' says {data[epoch]:.4g} at epoch {epoch}; the returned weights give {measured:.4g} on X",
        )
    added = total[epoch] - data[epoch]
    if method not in ("l1", "l2"):
        return (
            (True, "") if abs(added) <= 1e-6 else (False, "there is no penalty, yet 'train_total' is not 'train_data'")
        )
    lam = _number(got, "lam")
    due = lam * _penalty(weights, method)
    if lam > 0 and abs(added - due) <= 0.01 * due + 1e-6:
        return True, ""
    what = "Σ|w|" if method == "l1" else "Σw²"
    if lam > 0 and abs(added - due / 2) <= 0.005 * due:
        return False, f"'train_total' − 'train_data' is half of lam·{what}; here λ stands without ½"
    other = lam * _penalty(weights, "l2" if method == "l1" else "l1")
    if lam > 0 and abs(added - other) <= 0.01 * other:
        return False, f"the penalty of {method} is lam·{what}; yours is that of the other norm"
    return False, f"'train_total' − 'train_data' is {added:.4g}, which is not lam·{what} of the returned weights"


@_judged
def stopped(got: Any, *, method: str, **_inputs: Any) -> Answer:
    """Early stopping ends five evaluations after the last strict minimum, or with the budget."""
    val = _log(got, "val")
    best = int(np.argmin(val))
    if _epoch(got, method, len(val)) != best:
        return False, "'best_epoch' is not the epoch with the smallest validation loss, counted from 0"
    low, waited = np.inf, 0
    for epoch, value in enumerate(val):
        low, waited = (value, 0) if value < low else (low, waited + 1)
        if waited == PATIENCE and epoch < len(val) - 1:
            return False, f"the run went on after {PATIENCE} evaluations without a new minimum"
    if waited < PATIENCE and len(val) < BUDGET:
        return False, f"the run ended {waited} evaluations after its last new minimum; patience is {PATIENCE}"
    return True, ""


def _norms(W: Float) -> npt.NDArray[np.float64]:
    return np.asarray(np.sqrt((W**2).sum(axis=0)), np.float64)


@_judged
def bounded(got: Any, *, c: float, **_inputs: Any) -> Answer:
    """No unit of either layer has incoming weights longer than c."""
    W1, _, W2, _ = _weights(got, 64, 10)
    longest = max(_norms(W1).max(), _norms(W2).max())
    if longest > c * (1 + 1e-3):
        if 0.99 * c <= max(np.abs(W1).max(), np.abs(W2).max()) <= c * (1 + 1e-3):
            return (
                False,
                f"a unit's incoming weights have the norm {longest:.3g}; single weights are clamped at c instead",
            )
        return False, f"a unit's incoming weights have the norm {longest:.3g}, above c"
    return True, ""


@_judged
def late_l1(got: Any, **_inputs: Any) -> Answer:
    """The L1 penalty begins in the second half, with a jump of the training loss."""
    loss = _log(got, "train_loss")
    start = _number(got, "l1_start_epoch")
    if start % 1 or not len(loss) / 2 <= start < len(loss):
        return False, f"'l1_start_epoch' is {start:g} of {len(loss)} epochs; the second half is meant, counted from 0"
    at = int(start)
    if loss[at] <= loss[at - 1]:
        return False, f"'train_loss' shows no jump at epoch {at}, where the L1 penalty begins"
    return True, ""
