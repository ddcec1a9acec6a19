"""The law `estimate`: Monte Carlo estimates for several seeds, against the mean and standard error they must have."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checkers import _probability
from grader.checkers._arrays import describe, numeric
from grader.model import Value, Verdict
from grader.showing import show

FEWEST = 3  # with fewer, two equal float32 estimates would not be surprising enough


def judge(got: Value, want: Value, false_alarm: float) -> Verdict:
    """Every estimate and their mean lie where they should, and they scatter as much as they should, not less."""
    law = _law(want)
    if law is None:
        return Verdict.undecided(f"the reference must give a dict of mean and standard_error, not {show(want)}")
    mean, error = law
    if not isinstance(got, list | tuple) and not (isinstance(got, np.ndarray) and got.ndim):
        return Verdict.failed(f"a list of estimates is due; you have {describe(got)}", f"got {show(got)}")
    if len(got) < FEWEST:
        return Verdict.undecided(f"{len(got)} estimates do not decide anything; ask for at least {FEWEST} seeds")
    odd = next((i for i, item in enumerate(got) if _number(item) is None), None)
    if odd is not None:
        return Verdict.failed(f"estimate {odd + 1} is no finite number: {show(got[odd], 60)}", f"got {show(got)}")
    values = np.array([_number(item) for item in got])
    return _scatter(values, mean, error, false_alarm)


def _law(want: Value) -> tuple[float, float] | None:
    laws = want if isinstance(want, list) and want else [want]
    if not all(isinstance(law, dict) and {"mean", "standard_error"} <= law.keys() for law in laws):
        return None
    numbers = {(_number(law["mean"]), _number(law["standard_error"])) for law in laws}
    mean, error = numbers.pop()
    return (mean, error) if not numbers and mean is not None and error is not None and error > 0 else None


def _number(value: Value) -> float | None:
    array: NDArray[Any] | None = numeric(value)
    return float(array) if array is not None and array.ndim == 0 and np.isfinite(array) else None


def _scatter(values: NDArray[np.float64], mean: float, error: float, false_alarm: float) -> Verdict:
    n = len(values)
    z = (values - mean) / error
    # Half of the false alarms is kept for estimates that are not quite normal; n + 3 tests share the rest.
    level = false_alarm / 2 / (n + 3)
    low, high = _probability.chi_square(float(np.sum(z**2)), n)
    detail = f"expected {mean:.10g} ± {error:.3g}, z = {show([float(v) for v in z], 400)}, level {level:.1e} per test"
    if len(np.unique(values)) <= n / 2:
        shown = show(float(values[0]))
        return Verdict.failed(f"different seeds give the same estimate ({shown}); draw anew for each", detail)
    if low < level:
        return Verdict.failed("your estimates scatter less than that many draws would: they are not drawn", detail)
    far = [float(value) for value, away in zip(values, z, strict=True) if _probability.normal(float(away)) < level]
    on_average = _probability.normal(float(np.sum(z)) / n**0.5) < level
    if far and (len(far) < n / 2 or not on_average):
        return Verdict.failed(f"{len(far)} of {n} estimates are off by far, such as {show(far[0])}", detail)
    if on_average:
        mean_of_yours = show(float(values.mean()))
        return Verdict.failed(f"your estimates are off on average over {n} seeds (yours is {mean_of_yours})", detail)
    if high < level:
        return Verdict.failed("your estimates scatter more than that many draws would", detail)
    return Verdict.passed()
