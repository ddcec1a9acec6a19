"""Answers of several entries, and choices, changed in one place: an entry that is off, another option."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from string import ascii_lowercase
from typing import Any, TypeAlias

import numpy as np

from grader.checkers._cells import fold
from grader.model import Value
from grader.showing import show

Place: TypeAlias = tuple[str | int, ...]
LONGEST = 40  # characters of an entry in the name of a change


def changed(value: Value) -> Iterator[tuple[str, str, Value]]:
    """Where and what stands there, what instead, and the whole answer then; of an array, a table, or a list.

    >>> [(was, now) for was, now, _ in changed({"val": [True, 2]})]
    [('val 1: True', 'False'), ('val 2: 2', '3'), ('val 2: 2', '1')]
    """
    plain = value.tolist() if isinstance(value, np.ndarray) else value
    leaves = list(_leaves(plain))
    words = list(dict.fromkeys(leaf for _, leaf in leaves if isinstance(leaf, str)))
    for place, leaf in leaves:
        where = " ".join(str(step + 1) if isinstance(step, int) else step for step in place)
        for other in _others(leaf, words):
            made = _put(plain, place, other)
            yield f"{where}: {show(leaf, LONGEST)}", show(other, LONGEST), _like(value, made)


def chosen(options: Any, value: Value) -> Iterator[tuple[str, str, Value]]:
    """The same for a choice: every other option, or one more or one less where several are due.

    >>> [(was, now) for was, now, _ in chosen({"a": "L1", "b": "L2", "c": "dropout"}, "L2")]
    [('L2', 'a'), ('L2', 'c')]
    """
    names = [str(name) for name in options]
    texts = list(map(str, options.values())) if isinstance(options, Mapping) else names
    known = [{fold(word) for word in three} for three in zip(names, texts, _letters(options), strict=False)]
    due = [fold(str(one)) for one in value] if isinstance(value, list | tuple) else [fold(str(value))]
    right = [name for name, words in zip(names, known, strict=False) if words & set(due)]
    for name in names:
        if not isinstance(value, list | tuple):
            if name not in right:
                yield str(value), name, name
        else:
            now = [one for one in names if (one in right) is not (one == name)]
            yield show(right), show(now), now


def _letters(options: Any) -> Sequence[str]:
    return list(options) if isinstance(options, Mapping) else ascii_lowercase


def _leaves(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _leaves(item, (*place, name))
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _leaves(item, (*place, number))
    else:
        yield place, value


def _others(leaf: Any, words: Sequence[str]) -> Iterator[Any]:
    if isinstance(leaf, bool):
        yield not leaf
    elif isinstance(leaf, int | float):
        yield from (leaf + 1, leaf - 1)
    elif isinstance(leaf, str) and len(leaf) > 1 and set(leaf) <= {"0", "1"}:
        yield from (_flipped(leaf, 0), _flipped(leaf, len(leaf) - 1))
    elif isinstance(leaf, str):
        yield from [word for word in words if fold(word) != fold(leaf)][:1]


def _flipped(bits: str, at: int) -> str:
    return f"{bits[:at]}{'10'[int(bits[at])]}{bits[at + 1 :]}"


def _put(value: Any, place: Place, other: Any) -> Any:
    if not place:
        return other
    step, *rest = place
    if isinstance(value, Mapping):
        return {name: _put(item, tuple(rest), other) if name == step else item for name, item in value.items()}
    made = [_put(item, tuple(rest), other) if number == step else item for number, item in enumerate(value)]
    return tuple(made) if isinstance(value, tuple) else made


def _like(value: Value, made: Any) -> Value:
    return np.asarray(made) if isinstance(value, np.ndarray) else made
