"""experiment: the logs of an experiment are those that a real run leaves.

What it checks
    Invariants of a results file, one after another; the right values of losses and errors are nobody's to know, so
    none is expected, and no method has to win. The file holds one object per method under `methods:`; a *curve* is a
    list of finite numbers, one per epoch. `of` says which methods an invariant is about; without it, all of `methods`.

    - `fields`: every method has these entries, each of its type: `curve`, `count` (a whole number from 0 on), `share`
      (an error as a fraction from 0 to 1), `positive` (a number above 0), `number`, `text`
    - `lengths`: these `curves` have as many entries as the field `by` says
    - `same`, `above`: the first of two `curves` equals the second at each epoch, or lies above it
    - `falls`: these `curves` end below where they began
    - `range`: a `field` (for a curve: its last value) lies between `low` and `high`
    - `smallest`: the field `at` is the epoch (0 for the first) at which the `curve` is smallest, the first of equals
    - `stopped`: a `curve` ends `patience` evaluations after its last strict minimum, or with the budget of epochs,
      the longest run of any method
    - `jump`: at the epoch in the field `at`, in the second half, the `curve` jumps up, more than it ever does in the
      five epochs before
    - `ranking`: the list under the key `key` names the methods from the smallest `by` on (ties in any order)
    - `best`: the name under `key` is the method with the smallest value on the curve `by`
    - `single_softmax`: with a small `error` (under 20 %) the `curve` gets below ln((e + 9)/e) = 1.461 for 10 `classes`,
      the least that a loss can reach that applies softmax to softmax outputs
    - `error_fits`: a wrong decision costs at least ln 2, so the loss on the `curve` is at least `slack`·`error`·ln 2
    - `recorded`: `curves` are not flat, not the same for two methods, and follow no simple formula

When to use it
    For logs that students hand in (`file: results.json`). What can be run again is better measured: let students write
    a training function, call it, and judge what comes back with `python` on data they never saw.

In a spec
    judge: {kind: experiment, methods: [none, l2], invariants: [{check: falls, curves: [train]}]}

    `plot: [train, val]` draws these curves in the report. Parts with a `judge:` of their own look at one group of
    invariants each. `expect:` is not needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grader.checkers._invariants import INVARIANTS, Fault
from grader.checkers._logs import Logs, Unusable
from grader.model import Curves, Line, Value, Verdict
from grader.showing import near

MOST = 3  # findings told at once
POINTS = 60  # of a drawn line


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    methods: tuple[str, ...]
    invariants: tuple[Mapping[str, Any], ...]
    plot: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.methods or len(set(self.methods)) < len(self.methods):
            raise ValueError(f"`methods` is {list(self.methods)}, expected different names")
        if not self.invariants:
            raise ValueError("there are no `invariants`, expected at least one {check: …}")
        for number, row in enumerate(self.invariants, 1):
            _known(number, row, self.methods)

    def judge(self, got: Value, want: Value) -> Verdict:  # noqa: ARG002 -- nothing is expected of a real experiment
        try:
            logs = Logs.read(got, self.methods)
        except Unusable as unusable:
            return Verdict.failed(str(unusable))
        found = dict.fromkeys(sentence for row in self.invariants for sentence in self._broken(logs, row))
        if not found:
            return Verdict.passed()
        told = list(found)[:MOST]
        more = f"; and {len(found) - MOST} more" if len(found) > MOST else ""
        return Verdict.failed("; ".join(told) + more, "\n".join(list(found)[:50]))

    def _broken(self, logs: Logs, row: Mapping[str, Any]) -> list[str]:
        settings = {key: value for key, value in row.items() if key not in ("check", "of", "say")}
        found: list[str] = []
        try:
            for fault in INVARIANTS[row["check"]].find(logs, tuple(row.get("of", self.methods)), settings):
                found.append(fault)
        except Fault as fault:
            found.append(str(fault))
        return [f"{sentence} ({row['say']})" if "say" in row else sentence for sentence in found]

    def curves(self, got: Value) -> tuple[Curves, ...]:
        """What a report draws: for each name in `plot` the lines of all methods that logged it."""
        try:
            logs = Logs.read(got, ())
        except Unusable:
            return ()
        drawn = []
        for name in self.plot:
            lines = [(method, logs.drawable(method, name)) for method in self.methods]
            kept = tuple(Line(name=method, values=_thinned(values)) for method, values in lines if values)
            if kept:
                drawn.append(Curves(title=name, epochs=max(len(v) for _, v in lines), lines=kept))
        return tuple(drawn)


def _thinned(values: list[float]) -> tuple[tuple[int, float], ...]:
    """At most so many (epoch, value) pairs, the first and the last among them."""
    step = max(1, -(-len(values) // POINTS))
    kept = sorted({*range(0, len(values), step), len(values) - 1})
    return tuple((epoch, values[epoch]) for epoch in kept)


def _known(number: int, row: Mapping[str, Any], methods: tuple[str, ...]) -> None:
    name = str(row.get("check", ""))
    if name not in INVARIANTS:
        hint = near(str(name), INVARIANTS)
        known = f"did you mean {hint[0]!r}?" if hint else f"there are {', '.join(INVARIANTS)}"
        raise ValueError(f"invariant {number} has the check {name!r}; {known}")
    kind = INVARIANTS[name]
    allowed = {"check", "of", "say", *kind.needs, *kind.may}
    unknown = sorted(set(row) - allowed)
    if unknown:
        raise ValueError(
            f"invariant {number} ({name}) has an unknown key {unknown[0]!r}; allowed: {', '.join(allowed)}"
        )
    lacking = [key for key in kind.needs if key not in row]
    if lacking:
        raise ValueError(f"invariant {number} ({name}) has no `{lacking[0]}`, expected {', '.join(kind.needs)}")
    for key, form in {**kind.needs, **kind.may, "of": "names", "say": "name"}.items():
        if key in row and not FORMS[form](row[key]):
            raise ValueError(f"`{key}` of invariant {number} ({name}) is {row[key]!r}, expected {WORDS[form]}")
    strange = [method for method in row.get("of", ()) if method not in methods]
    if strange:
        raise ValueError(f"invariant {number} ({name}) is about {strange[0]!r}, which is none of the `methods`")


def _names(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(item, str) for item in value)


def _pair(value: Any) -> bool:
    return _names(value) and len(value) == 2


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf")


def _types(value: Any) -> bool:
    words = ("curve", "count", "share", "positive", "number", "text")
    return isinstance(value, Mapping) and bool(value) and all(word in words for word in value.values())


FORMS = {
    "name": lambda value: isinstance(value, str) and bool(value),
    "names": _names,
    "pair": _pair,
    "number": _number,
    "count": lambda value: _number(value) and isinstance(value, int) and value > 0,
    "types": _types,
}
WORDS = {
    "name": "a text",
    "names": "a list of names",
    "pair": "two names",
    "number": "a number",
    "count": "a whole number above 0",
    "types": "a mapping of names to curve, count, share, positive, number or text",
}
