"""Answers that nobody could explain: unfinished functions, noise, and right answers that were spoilt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from benchmarks.diagnosis.exercises import Exercise
from grader.model import Case, Value
from grader.oracle import Failure

DRAWS = 4


def answers(exercise: Exercise) -> Iterator[tuple[str, Callable[[Case], Value]]]:
    """Ways to answer a case wrongly for no reason; each is given the expected value only to spoil it."""
    for name, spoil in SPOILT.items():
        yield name, lambda case, s=spoil: s(_due(exercise, case), _rng(case, 0))
    for draw in range(DRAWS):
        yield f"noise {draw}", lambda case, d=draw: _mapped(_due(exercise, case), _noise(_rng(case, d)))
        yield f"spoilt by noise {draw}", lambda case, d=draw: _mapped(_due(exercise, case), _blurred(_rng(case, d)))
        yield f"a formula of chance {draw}", lambda case, d=draw: _mapped(_due(exercise, case), _formula(d))


def spoilt(value: Value, draw: int) -> Value:
    """A wrong answer made wrong once more, in a way that has no name."""
    factor, offset = ((1.7, 0.0), (-0.6, 0.0), (3.0, -1.0))[draw]
    return value if isinstance(value, Failure) else _mapped(value, lambda x: _like(x, factor * np.asarray(x) + offset))


def _due(exercise: Exercise, case: Case) -> Value:
    part = next(one for one in exercise.criterion.parts if case.part in (None, one.id))
    return exercise.wants.want(exercise.criterion.id, part.id, case.id)


def _rng(case: Case, draw: int) -> np.random.Generator:
    return np.random.default_rng([draw, *case.id.encode()])


def _noise(rng: np.random.Generator) -> Callable[[Any], Any]:
    return lambda value: _like(value, rng.normal(size=np.shape(value)) * (1 + np.abs(value)))


def _blurred(rng: np.random.Generator) -> Callable[[Any], Any]:
    return lambda value: _like(value, value + 1 + rng.exponential(size=np.shape(value)))


def _formula(number: int) -> Callable[[Any], Any]:
    a, b = np.random.default_rng(number).uniform(0.2, 3, size=2)
    return lambda value: _like(value, a * np.asarray(value) + b)


def _like(value: Any, changed: Any) -> Any:
    """Whole numbers stay whole."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return round(float(changed)) if whole else np.asarray(changed) if isinstance(value, np.ndarray) else float(changed)


def _mapped(value: Value, function: Callable[[Any], Any]) -> Value:
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return function(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return function(value)
    if isinstance(value, dict):
        return {key: _mapped(item, function) for key, item in value.items()}
    return type(value)(_mapped(item, function) for item in value) if isinstance(value, list | tuple) else value


def _one_wrong(value: Value, rng: np.random.Generator) -> Value:
    """The first number is another one."""
    done = []

    def spoil(number: Any) -> Any:
        if done or not np.size(number):
            return number
        done.append(True)
        changed = np.array(number, dtype=float)
        changed.flat[0] += 0.7 + rng.random()
        return _like(number, changed if isinstance(number, np.ndarray) else float(changed))

    return _mapped(value, spoil)


SPOILT: dict[str, Callable[[Value, np.random.Generator], Value]] = {
    "zeros": lambda value, _: _mapped(value, lambda number: _like(number, 0 * np.asarray(number))),
    "ones": lambda value, _: _mapped(value, lambda number: _like(number, 0 * np.asarray(number) + 1)),
    "nothing": lambda _, __: None,
    "text": lambda _, __: "todo",
    "an empty list": lambda _, __: [],
    "42": lambda _, __: 42,
    "one wrong": _one_wrong,
}
