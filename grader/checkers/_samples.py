"""The law `samples`: numbers drawn from a named distribution."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checkers import _probability
from grader.checkers._arrays import describe, reals
from grader.model import Value, Verdict
from grader.showing import show

Cdf = Callable[[NDArray[np.float64]], NDArray[np.float64]]
FEWEST = 20


def judge(got: Value, want: Value, false_alarm: float) -> Verdict:
    """The empirical distribution is near the true one everywhere."""
    law = want if isinstance(want, dict) else {}
    try:
        cdf = None if law.get("law") == "bernoulli" else _cdf(law)
        shape = None if "shape" not in law else tuple(int(n) for n in law["shape"])
        p = float(law["p"]) if cdf is None else 0.0
    except (KeyError, TypeError, ValueError):
        return Verdict.undecided(f"the reference gave no law of samples: {show(want)}")
    array = _sampled(got)
    if array is None or not np.isfinite(array).all():
        odd = describe(got) if array is None else "NaN or infinity among them"
        return Verdict.failed(f"finite numbers are due; you have {odd}", f"expected {show(want)}, got {show(got)}")
    if shape is not None and array.shape != shape:
        return Verdict.failed(f"the shape {shape} is due; you have {array.shape}", f"expected {show(want)}")
    if array.size < FEWEST:
        return Verdict.failed(f"at least {FEWEST} draws are due; you have {array.size}", f"expected {show(want)}")
    if cdf is None:
        return _bernoulli(array, p, false_alarm)
    return _continuous(np.sort(array, axis=None).astype(np.float64), cdf, law, false_alarm)


def _sampled(got: Value) -> NDArray[Any] | None:
    if isinstance(got, np.ndarray) and got.dtype.kind == "b":
        return got.astype(np.float64)  # a draw of yes or no may be a truth value
    return reals(got)


def _cdf(law: Mapping[str, Any]) -> Cdf:
    match law.get("law"):
        case "normal":
            mean, sd = float(law.get("mean", 0.0)), _width(law.get("sd", 1.0))
            return lambda x: 0.5 * (1 + _erf((x - mean) / (sd * math.sqrt(2))))
        case "uniform":
            low = float(law["low"])
            width = _width(float(law["high"]) - low)
            return lambda x: np.clip((x - low) / width, 0.0, 1.0)
        case "exponential":
            scale = _width(law["mean"])
            return lambda x: -np.expm1(-np.maximum(x, 0.0) / scale)
    raise KeyError("law")


def _width(value: Any) -> float:
    width = float(value)
    if not 0 < width < math.inf:
        raise ValueError(f"{width!r} is no width")
    return width


_erf: Cdf = np.vectorize(math.erf, otypes=[np.float64])


def _continuous(ordered: NDArray[np.float64], cdf: Cdf, law: Mapping[str, Any], false_alarm: float) -> Verdict:
    n = len(ordered)
    due = cdf(ordered)
    steps = np.arange(n + 1) / n
    apart = float(max(np.max(steps[1:] - due), np.max(due - steps[:-1])))
    allowed = _probability.distance(n, false_alarm)
    if apart <= allowed:
        return Verdict.passed()
    yours = f"mean {show(float(ordered.mean()))}, standard deviation {show(float(ordered.std()))}"
    detail = f"expected {show(dict(law))}; distribution functions are {apart:.4g} apart, allowed {allowed:.4g}"
    return Verdict.failed(f"your {n} draws do not follow the distribution asked for (yours: {yours})", detail)


def _bernoulli(array: NDArray[Any], p: float, false_alarm: float) -> Verdict:
    flat = array.reshape(-1)
    odd = flat[(flat != 0) & (flat != 1)]
    if odd.size:
        return Verdict.failed(f"only 0 and 1 are due; you have {show(float(odd[0]))}")
    ones = int(np.count_nonzero(flat))
    chance = _probability.binomial(ones, flat.size, p)
    if chance >= false_alarm:
        return Verdict.passed()
    finding = f"{ones} of your {flat.size} draws are 1; that is not the share asked for"
    return Verdict.failed(finding, f"expected {p:g} of them, the chance of this count is {chance:.1e}")
