"""exact: what came back is the expected value itself: counts, truth values, words, and lists and dicts of them.

What it checks
    Numbers by value: an integral float is accepted where a whole number is due (3.0 for 3), at any size.
    Truth values are not numbers: True is not 1, and 1 is not True. Text letter by letter. None only for None.
    Lists, tuples and arrays may stand for one another; their order matters unless `ignore_order` is set, which
    holds for the outermost list. A dict holds every expected key; others are ignored. A NaN in the reference is
    our fault.

When to use it
    Counts, indices, patterns, labels, structures of these. For results of floating-point arithmetic use `close`;
    for answers typed as text `number`, `table` or `choice`.

In a spec
    judge: {kind: exact}
    judge: {kind: exact, ignore_order: true}
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checkers._arrays import place
from grader.checkers._structure import missing_keys
from grader.model import Value, Verdict
from grader.showing import show

WHOLE = 2**53  # beyond it a float cannot tell neighbouring whole numbers apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    ignore_order: bool = False

    def judge(self, got: Value, want: Value) -> Verdict:
        got, want = _unpacked(got), _unpacked(want)
        if _undecidable(want):
            return Verdict.undecided(f"the reference gave a NaN: {show(want)}")
        if self.ignore_order and isinstance(want, list | tuple | np.ndarray):
            return _unordered(got, want)
        found = _Differences()
        found.compare(got, want, ())
        return found.verdict(got, want)


class _Differences:
    """Walks both values together; remembers the first difference and counts the values that are off."""

    def __init__(self) -> None:
        self.off = 0
        self.values = 0
        self.where: tuple[Value, ...] = ()
        self.what = ""  # the sentence about the first difference; one of structure goes before those of values
        self.structural = False

    def verdict(self, got: Value, want: Value) -> Verdict:
        if not self.what:
            return Verdict.passed()
        at = f"at {_path(self.where)}" if self.where else ""
        if self.structural or self.values == 1:
            finding = f"{at}: {self.what}" if at else self.what
        else:
            off = f"{self.off} of {self.values} values {'is' if self.off == 1 else 'are'} off"
            finding = f"{off}; the first is {at}, where {self.what}"
        return Verdict.failed(finding, f"expected {show(want)}, got {show(got)}")

    def compare(self, got: Value, want: Value, at: tuple[Value, ...]) -> None:
        got, want = _unpacked(got), _unpacked(want)
        if isinstance(want, dict):
            self._dict(got, want, at)
        elif isinstance(want, np.ndarray) and isinstance(got, np.ndarray):
            self._arrays(got, want, at)
        elif isinstance(want, list | tuple | np.ndarray):
            self._items(got, want, at)
        else:
            self._scalar(got, want, at)

    def _dict(self, got: Value, want: dict[Value, Value], at: tuple[Value, ...]) -> None:
        if not isinstance(got, dict):
            self._structure(at, f"a dict is due; you have {kind_of(got)}")
            return
        lack = missing_keys(got, want)
        if lack:
            self._structure(at, lack)
            return
        for key, due in want.items():
            self.compare(got[key], due, (*at, key))

    def _items(self, got: Value, want: Any, at: tuple[Value, ...]) -> None:
        if not isinstance(got, list | tuple | np.ndarray):
            self._structure(at, f"a list is due; you have {kind_of(got)}")
        elif len(got) != len(want):
            self._structure(at, f"{len(want)} item{'s' * (len(want) != 1)} due; you have {len(got)}")
        else:
            for i in range(len(want)):
                self.compare(got[i], want[i], (*at, i))

    def _arrays(self, got: NDArray[Any], want: NDArray[Any], at: tuple[Value, ...]) -> None:
        if got.shape != want.shape:
            self._structure(at, f"the shape {want.shape} is due; you have {got.shape}")
            return
        if (got.dtype.kind == "b") is not (want.dtype.kind == "b"):
            due, mine = ("truth values", "numbers") if want.dtype.kind == "b" else ("numbers", "truth values")
            self._structure(at, f"{due} are due; you have {mine}")
            return
        wrong = np.argwhere(~_equal(got, want))
        self.values += want.size
        self.off += len(wrong)
        if len(wrong):
            index = tuple(int(i) for i in wrong[0])
            self._value((*at, *index), f"you have {show(got[index].item())}")

    def _scalar(self, got: Value, want: Value, at: tuple[Value, ...]) -> None:
        self.values += 1
        if not _same(got, want):
            self.off += 1
            self._value(at, _hint(got, want))

    def _value(self, at: tuple[Value, ...], sentence: str) -> None:
        if not self.what:
            self.where, self.what = at, sentence

    def _structure(self, at: tuple[Value, ...], sentence: str) -> None:
        if not self.structural:
            self.where, self.what, self.structural = at, sentence, True


def _equal(got: NDArray[Any], want: NDArray[Any]) -> NDArray[np.bool_]:
    """Element by element; a float against a whole number only where the float can tell its neighbours apart."""
    with np.errstate(invalid="ignore"):
        same = np.asarray(got == want)
    if got.dtype.kind != want.dtype.kind and "f" in (got.dtype.kind, want.dtype.kind):
        for index in np.argwhere(same & (np.abs(want.astype(np.float64)) >= WHOLE)):
            at = tuple(index)
            same[at] = got[at].item() == want[at].item()  # Python compares int with float exactly
    return same


def _same(got: Value, want: Value) -> bool:
    if isinstance(want, bool) or isinstance(got, bool) or want is None or isinstance(want, str):
        return type(got) is type(want) and bool(got == want)
    if isinstance(want, int | float):
        return isinstance(got, int | float) and got == want
    return isinstance(want, complex) and isinstance(got, complex | int | float) and got == want


def _hint(got: Value, want: Value) -> str:
    due = KINDS.get(type(want), "another value")  # not "None": that is the expected value itself
    if KINDS.get(type(got)) != KINDS.get(type(want)):
        return f"{due} is due; you have {kind_of(got)}"
    if isinstance(want, str) and isinstance(got, str) and _folded(got) == _folded(want):
        return f"you have {show(got, 80)}; only capitals or blanks differ"
    if not isinstance(want, str | bool) and isinstance(want, int) and isinstance(got, float) and not got.is_integer():
        return f"you have {show(got)}, and a whole number is due"
    return f"you have {show(got, 80)}"


KINDS = {bool: "a truth value", int: "a number", float: "a number", complex: "a complex number", str: "text"}


def kind_of(value: Value) -> str:
    """A value with its kind in words, for a student.

    >>> kind_of(True), kind_of(None), kind_of([1])
    ('the truth value True', 'None (is a `return` missing?)', 'a list')
    """
    if value is None:
        return "None (is a `return` missing?)"
    word = KINDS.get(type(value))
    if word is not None:
        return f"{word.replace('a ', 'the ', 1) if word != 'text' else 'the text'} {show(value, 60)}"
    return "an array" if isinstance(value, np.ndarray) else f"a {type(value).__name__}"


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()


def _path(at: tuple[Value, ...]) -> str:
    if all(isinstance(step, int) for step in at):
        return place(at)
    return "".join(f"[{show(step, 60)}]" for step in at)


def _unpacked(value: Value) -> Value:
    """A 0-d array or numpy scalar as Python's own number."""
    if isinstance(value, np.generic) or (isinstance(value, np.ndarray) and value.ndim == 0):
        return value.item()
    return value


def _undecidable(want: Value) -> bool:
    if isinstance(want, dict):
        return any(_undecidable(item) for item in want.values())
    if isinstance(want, list | tuple):
        return any(_undecidable(item) for item in want)
    if isinstance(want, np.ndarray | np.generic):
        return want.dtype.kind in "fc" and bool(np.isnan(want).any())
    return isinstance(want, float | complex) and want != want


def _unordered(got: Value, want: Any) -> Verdict:
    if not isinstance(got, list | tuple | np.ndarray):
        return Verdict.failed(f"a list is due; you have {kind_of(got)}", f"expected {show(want)}, got {show(got)}")
    if len(got) > 10 * len(want) + 1000:  # not worth the time it takes to sort them
        finding = f"{len(want)} items are due; you have {len(got)}"
        return Verdict.failed(finding, f"expected {show(want)} in any order, got {show(got)}")
    mine, due = Counter(map(_key, got)), Counter(map(_key, want))
    lacking, surplus = (due - mine).total(), mine - due
    if not lacking and not surplus:
        return Verdict.passed()
    wrong = []
    for item in reversed(got):  # the last ones of those that stand there too often
        if surplus[_key(item)] > 0:
            surplus[_key(item)] -= 1
            wrong.append(item)
    wrong.reverse()
    parts = [f"{lacking} of {len(want)} items missing" if lacking else "", f"not due: {_few(wrong)}" if wrong else ""]
    return Verdict.failed("; ".join(filter(None, parts)), f"expected {show(want)} in any order, got {show(got)}")


def _few(items: list[Value]) -> str:
    shown = ", ".join(show(_unpacked(item), 40) for item in items[:5])
    return f"{shown}, …" if len(items) > 5 else shown


def _key(value: Value) -> Any:
    """A hashable twin: equal exactly where the checker calls two values the same."""
    value = _unpacked(value)
    if isinstance(value, list | tuple | np.ndarray):
        return ("list", *map(_key, value))
    if isinstance(value, dict):
        return ("dict", frozenset((key, _key(item)) for key, item in value.items()))
    if isinstance(value, int | float | complex) and not isinstance(value, bool):
        return ("number", value if value == value else "nan")
    return (type(value).__name__, value)
