"""A value as a person writes it, and names that look alike. Text of a student is made harmless, never trusted."""

from __future__ import annotations

import difflib
import io
import math
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.model import Value

DEPTH = 12  # nested deeper than this, only "…" is shown
Digits = Callable[[float], str]
DIGITS = 40  # a whole number with more digits is shortened


def show(value: Value, limit: int = 200, *, exact: bool = False) -> str:
    """At most `limit` characters; small values can be pasted back as Python, and `exact` ones lose no digit by it.

    >>> show([1.0, -2.0, 1 / 3]), show({"m": (1, True)}), show("it's")
    ('[1.0, -2.0, 0.333333]', "{'m': (1, True)}", '"it\\'s"')
    """
    out = io.StringIO()
    for piece in _pieces(value, 0, repr if exact else _float):
        out.write(piece)
        if out.tell() > limit:
            return _shortened(out.getvalue(), value, limit)
    return out.getvalue()


def _shortened(text: str, value: Value, limit: int) -> str:
    shape = f" (shape {value.shape}, {value.dtype})" if isinstance(value, np.ndarray) and value.ndim else ""
    keep = max(limit - len(shape) - 1, 0)
    return f"{text[:keep]}…{shape}"[: max(limit, 1)]


def _pieces(value: Value, depth: int, digits: Digits) -> Iterator[str]:
    """The text of a value bit by bit, so that a huge one costs no more than what is shown of it."""
    if depth > DEPTH:
        yield "…"
    elif isinstance(value, np.ndarray | np.generic):
        yield from _array(np.asarray(value), digits)
    elif isinstance(value, list):
        yield from _row("[", (_pieces(item, depth + 1, digits) for item in value), "]")
    elif isinstance(value, tuple):
        yield from _row("(", (_pieces(item, depth + 1, digits) for item in value), ",)" if len(value) == 1 else ")")
    elif isinstance(value, dict):
        yield from _row("{", (_pair(key, item, depth, digits) for key, item in value.items()), "}")
    else:
        yield _scalar(value, digits)


def _pair(key: Value, item: Value, depth: int, digits: Digits) -> Iterator[str]:
    yield from _pieces(key, depth + 1, digits)
    yield ": "
    yield from _pieces(item, depth + 1, digits)


def _array(array: NDArray[Any], digits: Digits) -> Iterator[str]:
    if array.ndim == 0:
        yield _scalar(array.item(), digits)
    else:
        yield from _row("[", (_array(np.asarray(array[i]), digits) for i in range(len(array))), "]")


def _row(opening: str, items: Iterable[Iterator[str]], closing: str) -> Iterator[str]:
    yield opening
    for number, item in enumerate(items):
        if number:
            yield ", "
        yield from item
    yield closing


def _scalar(value: Value, digits: Digits) -> str:
    if isinstance(value, str):
        return quoted(value)
    if value is None or isinstance(value, bool):
        return str(value)
    if isinstance(value, int):
        return _whole(value)
    if isinstance(value, float):
        return digits(value)
    if isinstance(value, complex):
        imaginary = digits(value.imag)
        return f"({digits(value.real)}{'' if imaginary.startswith('-') else '+'}{imaginary}j)"
    return f"<{type(value).__name__}>"


def _float(value: float) -> str:
    """Six digits, and always recognisable as a float."""
    text = f"{value:.6g}"
    return text if not math.isfinite(value) or any(mark in text for mark in ".e") else f"{text}.0"


def _whole(value: int) -> str:
    if value.bit_length() <= 3 * DIGITS:
        return str(value)
    digits = int(value.bit_length() * math.log10(2)) + 1  # right to one digit, without writing all of them
    return f"<a {'negative ' * (value < 0)}whole number of about {digits} digits>"


def quoted(text: str) -> str:
    """Text in Python's quotes; whatever cannot be seen (controls, direction marks, half characters) becomes an escape.

    >>> quoted("a\\x1b[31m\\u202e")
    "'a\\\\x1b[31m\\\\u202e'"
    """
    if len(text) > 10_000:
        text = text[:10_000]
    plain = repr(text)
    return "".join(c if c == " " or unicodedata.category(c)[0] not in "CZ" else _escape(c) for c in plain)


def _escape(character: str) -> str:
    return character.encode("ascii", "backslashreplace").decode("ascii")


def near(word: str, names: Iterable[str]) -> tuple[str, ...]:
    """Up to three names that look like a word, the best first: "did you mean …?".

    >>> near("l2_updat", ["l1_update", "l2_update", "moments"])
    ('l2_update', 'l1_update')
    """
    known = sorted(set(names))
    folded = {name.casefold().replace("_", ""): name for name in reversed(known)}
    close = difflib.get_close_matches(word.casefold().replace("_", "")[:200], folded, n=3, cutoff=0.7)
    return tuple(folded[name] for name in close)
