"""What must hold of the logs of any real experiment, one function each; what is broken comes as sentences."""

from __future__ import annotations

import itertools
import math
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from grader.checkers._curves import formula, is_flat, is_rounded, same_course
from grader.checkers._logs import Fault, Logs
from grader.showing import near, show

__all__ = ["INVARIANTS", "Fault", "Invariant"]

ROUNDED = 1e-3  # relative: logs are often written with four digits
Methods = tuple[str, ...]
Settings = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Invariant:
    """A check, the settings it needs and those it may have, each with its form."""

    find: Callable[[Logs, Methods, Settings], Iterator[str]]
    needs: Mapping[str, str]
    may: Mapping[str, str] = field(default_factory=dict)


def _fields(logs: Logs, methods: Methods, settings: Settings) -> Iterator[str]:
    for method in methods:
        for name, word in settings["fields"].items():
            try:
                yield from _typed(logs, method, name, word)
            except Fault as fault:
                yield str(fault)


def _typed(logs: Logs, method: str, name: str, word: str) -> Iterator[str]:
    if word == "curve":
        logs.curve(method, name)
    elif word == "count":
        logs.count(method, name)
    elif word == "text":
        if not isinstance(logs.entry(method, name), str):
            yield f"`{name}` of `{method}` is {show(logs.entry(method, name), 40)}; a text is due"
    else:
        value = logs.number(method, name)
        if word == "share" and 1 < value <= 100:
            yield f"`{name}` of `{method}` is {show(value)}, which looks like percent; a fraction from 0 to 1 is due"
        elif word == "share" and not 0 <= value <= 1:
            yield f"`{name}` of `{method}` is {show(value)}; a fraction from 0 to 1 is due"
        elif word == "positive" and value <= 0:
            yield f"`{name}` of `{method}` is {show(value)}; a number above 0 is due"


def _lengths(logs: Logs, methods: Methods, settings: Settings) -> Iterator[str]:
    for method in methods:
        due = logs.count(method, settings["by"])
        for name in settings["curves"]:
            have = len(logs.curve(method, name))
            if have != due:
                yield f"`{method}` says {due} under `{settings['by']}`, but `{name}` has {have} entries"


def _two(logs: Logs, method: str, names: tuple[str, str]) -> tuple[list[float], list[float]]:
    left, right = (logs.curve(method, name) for name in names)
    if len(left) != len(right):
        raise Fault(f"`{names[0]}` and `{names[1]}` of `{method}` have {len(left)} and {len(right)} entries")
    return left, right


def _same(logs: Logs, methods: Methods, settings: Settings) -> Iterator[str]:
    first, second = settings["curves"]
    for method in methods:
        pairs = zip(*_two(logs, method, (first, second)), strict=True)
        at = next((i for i, (a, b) in enumerate(pairs) if abs(a - b) > ROUNDED * max(abs(a), abs(b))), None)
        if at is not None:
            yield f"`{first}` and `{second}` of `{method}` differ at epoch {at}; without a penalty they are the same"


def _above(logs: Logs, methods: Methods, settings: Settings) -> Iterator[str]:
    first, second = settings["curves"]
    for method in methods:
        pairs = zip(*_two(logs, method, (first, second)), strict=True)
        at = next((i for i, (a, b) in enumerate(pairs) if a <= b), None)
        if at is not None:
            yield f"`{first}` of `{method}` is not above `{second}` at epoch {at}; a penalty adds something"


def _falls(logs: Logs, methods: Methods, settings: Settings) -> Iterator[str]:
    for method in methods:
        for name in settings["curves"]:
            values = logs.curve(method, name)
            if len(values) < 2 or values[-1] >= values[0]:
                yield f"`{name}` of `{method}` does not end below where it began; nothing was learned"


def _range(logs: Logs, methods: Methods, settings: Settings) -> Iterator[str]:
    low, high = settings.get("low", -math.inf), settings.get("high", math.inf)
    name = settings["field"]
    for method in methods:
        curved = isinstance(logs.entry(method, name), list)
        value = logs.curve(method, name)[-1] if curved else logs.number(method, name)
        if value > high:
            yield f"`{name}` of `{method}` is {show(value)}, above {show(high)}"
        elif value < low:
            yield f"`{name}` of `{method}` is {show(value)}, below {show(low)}"


def _smallest(logs: Logs, methods: Methods, settings: Settings) -> Iterator[str]:
    name, at = settings["curve"], settings["at"]
    for method in methods:
        values, told = logs.curve(method, name), logs.count(method, at)
        best = values.index(min(values))
        if is_rounded(values) and told < len(values) and values[told] == values[best]:
            continue  # what is equal on paper may have been smaller
        if told == best + 1:
            yield f"`{at}` of `{method}` is {told}, one too many; epochs are counted from 0"
        elif told != best:
            yield f"`{at}` of `{method}` is {told}, but `{name}` is smallest elsewhere"


def _stopped(logs: Logs, methods: Methods, settings: Settings) -> Iterator[str]:
    name, patience = settings["curve"], settings["patience"]
    budget = max(len(logs.drawable(method, name)) for method in logs.methods)
    for method in methods:
        values = logs.curve(method, name)
        longest = _waiting(values, operator.lt)
        shortest = _waiting(values, operator.le) if is_rounded(values) else longest  # equal on paper, or smaller
        if patience in shortest[:-1]:
            yield (
                f"`{method}` went on after epoch {shortest.index(patience)}, where `{name}` had been without a new "
                f"minimum {patience} times in a row"
            )
        elif longest[-1] < patience and len(values) < budget:
            times = f"{longest[-1]} evaluation{'s' if longest[-1] != 1 else ''}"
            yield f"`{method}` stopped {times} after its last new minimum of `{name}`; patience {patience} waits longer"


def _waiting(values: list[float], better: Callable[[float, float], bool]) -> list[int]:
    """How many evaluations lie between each epoch and the last new minimum before it."""
    best, waited, waits = math.inf, 0, []
    for value in values:
        best, waited = (value, 0) if better(value, best) else (best, waited + 1)
        waits.append(waited)
    return waits


def _jump(logs: Logs, methods: Methods, settings: Settings) -> Iterator[str]:
    name, at = settings["curve"], settings["at"]
    for method in methods:
        values, start = logs.curve(method, name), logs.count(method, at)
        if start >= len(values):
            yield f"`{at}` of `{method}` is {start}, and the run has {len(values)} epochs, counted from 0"
        elif 2 * start < len(values):
            yield f"`{at}` of `{method}` is {start}, in the first half of {len(values)} epochs; the end is meant"
        else:
            before = values[max(0, start - 6) : start]
            risen = [b - a for a, b in itertools.pairwise(before)]
            if start == 0 or values[start] - values[start - 1] <= max([0.0, *risen]):
                yield f"`{name}` of `{method}` shows no jump at epoch {start}, where a penalty begins"


def _ranking(logs: Logs, methods: Methods, settings: Settings) -> Iterator[str]:
    key, by = settings["key"], settings["by"]
    told = logs.top.get(key)
    if not isinstance(told, list) or not all(isinstance(name, str) for name in told):
        yield f"`{key}` is {show(told, 60)}; a list of method names is due"
        return
    missing = [name for name in methods if name not in told]
    if missing or len(told) != len(methods):
        strange = [name for name in told if name not in methods]
        what = f"leaves out `{missing[0]}`" if missing else "names a method twice or one too many"
        hint = near(missing[0], strange) if missing else ()
        yield f"`{key}` {what}" + (f"; you have `{hint[0]}`" if hint else "")
        return
    errors = [logs.number(name, by) for name in told]
    if len(set(errors)) > 1 and all(a >= b for a, b in itertools.pairwise(errors)):
        yield f"`{key}` runs from the largest `{by}` to the smallest; the smallest comes first"
        return
    for (one, left), (other, right) in _neighbours(told, errors):
        if left > right:
            yield f"`{key}` puts `{one}` before `{other}`, but its `{by}` is larger"
            return


def _best(logs: Logs, methods: Methods, settings: Settings) -> Iterator[str]:
    key, by = settings["key"], settings["by"]
    told = logs.top.get(key)
    if not isinstance(told, str) or told not in methods:
        yield f"`{key}` is {show(told, 60)}; one of the methods' names is due"
        return
    lowest = {name: min(logs.curve(name, by)) for name in methods}
    if lowest[told] > min(lowest.values()):
        yield f"`{key}` says `{told}`, but another method gets lower on `{by}`"


def _single_softmax(logs: Logs, methods: Methods, settings: Settings) -> Iterator[str]:
    floor = math.log((math.e + settings["classes"] - 1) / math.e)
    for method in methods:
        values, error = logs.curve(method, settings["curve"]), logs.number(method, settings["error"])
        if error < 0.2 and min(values) >= floor * (1 - ROUNDED):
            yield (
                f"`{settings['curve']}` of `{method}` never gets below {floor:.3f} although only {show(100 * error)} % "
                "are wrong; that is the floor of a loss that applies softmax to outputs that are softmax already"
            )


def _error_fits(logs: Logs, methods: Methods, settings: Settings) -> Iterator[str]:
    for method in methods:
        values, error = logs.curve(method, settings["curve"]), logs.number(method, settings["error"])
        due = settings.get("slack", 1) * error * math.log(2)
        if max(min(values), values[-1]) < due * (1 - ROUNDED):
            yield (
                f"`{settings['curve']}` of `{method}` is too small for its `{settings['error']}`: "
                "every wrong decision costs at least ln 2"
            )


def _recorded(logs: Logs, methods: Methods, settings: Settings) -> Iterator[str]:
    for name in settings["curves"]:
        curves = {method: logs.curve(method, name) for method in methods}
        for method, values in curves.items():
            if is_flat(values):
                yield f"`{name}` of `{method}` does not move; no training looks like this"
            elif said := formula(values):
                yield f"`{name}` of `{method}` follows {said} at every epoch; no training looks like this"
        names = list(curves)
        for i, one in enumerate(names):
            for other in names[i + 1 :]:
                if not is_flat(curves[one]) and same_course(curves[one], curves[other]):
                    yield f"`{name}` of `{one}` and `{other}` run the same course; each method needs a run of its own"


def _neighbours(names: list[str], values: list[float]) -> list[tuple[tuple[str, float], tuple[str, float]]]:
    """Neighbours in a list, each with its value."""
    pairs = list(zip(names, values, strict=True))
    return list(itertools.pairwise(pairs))


INVARIANTS: Mapping[str, Invariant] = MappingProxyType(
    {
        "fields": Invariant(_fields, {"fields": "types"}),
        "lengths": Invariant(_lengths, {"curves": "names", "by": "name"}),
        "same": Invariant(_same, {"curves": "pair"}),
        "above": Invariant(_above, {"curves": "pair"}),
        "falls": Invariant(_falls, {"curves": "names"}),
        "range": Invariant(_range, {"field": "name"}, {"low": "number", "high": "number"}),
        "smallest": Invariant(_smallest, {"curve": "name", "at": "name"}),
        "stopped": Invariant(_stopped, {"curve": "name", "patience": "count"}),
        "jump": Invariant(_jump, {"curve": "name", "at": "name"}),
        "ranking": Invariant(_ranking, {"key": "name", "by": "name"}),
        "best": Invariant(_best, {"key": "name", "by": "name"}),
        "single_softmax": Invariant(_single_softmax, {"curve": "name", "error": "name", "classes": "count"}),
        "error_fits": Invariant(_error_fits, {"curve": "name", "error": "name"}, {"slack": "number"}),
        "recorded": Invariant(_recorded, {"curves": "names"}),
    }
)
