"""Files of results: JSON that students hand in, read as data and never run.

A file is found by its name, in whatever folder it lies. It is read here, on the trusted side, so its size, its depth
and the number of its values are limited. NaN and Infinity are read as such; whoever judges says what is
wrong with them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Any

from grader.evidence import clean
from grader.model import Missing, Observation, Returned, Unreadable

MAX_BYTES = 4 * 2**20
MAX_VALUES = 200_000
MAX_DEPTH = 12
MAX_NAME = 200  # characters of a key


class _Refused(ValueError):
    """A file that is not read; the message is for the student."""


def read(files: Mapping[str, bytes], wanted: Mapping[str, str]) -> dict[str, Observation]:
    """Case id → what its file holds; `wanted` is case id → file name.

    >>> read({"out/results.json": b'{"epochs": 3}'}, {"moons/1": "results.json"})
    {'moons/1': Returned(value={'epochs': 3}, changed=(), printed='')}
    """
    return {case: _seen(files, name) for case, name in wanted.items()}


def _seen(files: Mapping[str, bytes], name: str) -> Observation:
    found = {path: data for path, data in files.items() if PurePosixPath(path).name == name}
    if not found:
        others = [PurePosixPath(path).name for path in files]
        return Missing(name, tuple(clean(near) for near in get_close_matches(name, others, n=1, cutoff=0.7)))
    if len(set(found.values())) > 1:
        return Unreadable("file", f"{len(found)} different files have this name; hand in one of them")
    try:
        return Returned(_value(next(iter(found.values()))))
    except _Refused as refused:
        return Unreadable("file", str(refused))


def _value(data: bytes) -> Any:
    if len(data) > MAX_BYTES:
        raise _Refused(f"it holds {len(data)} bytes, and {MAX_BYTES} are read")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _Refused("it is not UTF-8 text") from None
    if max(text.count("["), text.count("{")) > MAX_VALUES:
        raise _Refused(f"it holds more than {MAX_VALUES} values")
    try:
        value = json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise _Refused(f"line {error.lineno}, column {error.colno}: this is not JSON") from None
    except RecursionError:
        raise _Refused("it is nested too deeply") from None
    except _Refused:
        raise
    except ValueError:  # an integer of more digits than Python reads
        raise _Refused("it holds a number of thousands of digits") from None
    _measure(value)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        double = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise _Refused(f"the key {clean(double)[:MAX_NAME]!r} stands twice in one object")
    return made


def _measure(value: Any) -> None:
    """Refuses what is deep or has too many values; walks level by level, so depth costs no stack."""
    level, depth, count = [value], 0, 0
    while level:
        count += len(level)
        if count > MAX_VALUES:
            raise _Refused(f"it holds more than {MAX_VALUES} values")
        if depth > MAX_DEPTH:
            raise _Refused("it is nested too deeply")
        below: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                below += item.values()
            elif isinstance(item, list):
                below += item
        level, depth = below, depth + 1
