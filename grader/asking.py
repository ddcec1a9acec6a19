"""From a criterion and a case to an Ask: the little program that the probe runs beside the student's code.

The same program is run on the reference (oracle.py), so both sides are asked the same question:

    once               one call
    over: [a, b]       one call for each item along the leading axis of a and b together
    repeat: n          n calls
    carry: {w: 0}      from the second call on, w is item 0 of what the last call gave (null: all that it gave)

With `carry` the last result counts; without it, several calls give the list of their results.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from grader.checkers._examples import examples
from grader.model import Ask, Asking, Case, Criterion, Earlier, Inputs, Step, Value
from grader.probe.wire import Tensor

OBSERVED = "input"  # the argument of a module that is shown to it, not to its constructor


def ask(criterion: Criterion, case: Case) -> Ask | None:
    """What the probe is told to do for a case; None where the answer is read from the answer sheet alone."""
    asking = criterion.ask
    if asking.kind == "file":
        return Ask(id=case.id, steps=(Step(do="file", name=asking.name),))
    if asking.kind == "answer":
        printed = "printed" in asking.places
        return Ask(id=case.id, steps=(Step(do="printed"),)) if printed else None
    if asking.kind == "read":
        return Ask(id=case.id, steps=(Step(do="read", name=asking.name),))
    if asking.kind == "test":
        return Ask(id=case.id, steps=(Step(do="test", name=asking.name, arguments=_test(asking, case.inputs)),))
    if asking.kind == "module":
        return Ask(id=case.id, steps=_module(asking, case.inputs))
    steps, keep = program(asking, case.inputs)
    return Ask(id=case.id, steps=tuple(_sendable(asking, step) for step in steps), keep=keep)


def program(asking: Asking, inputs: Inputs) -> tuple[tuple[Step, ...], tuple[int, ...] | None]:
    """The calls to make, and which results count (None: the last)."""
    calls = _walk(asking, inputs) if asking.over else [inputs] * asking.repeat
    steps = tuple(_call(asking, arguments, number) for number, arguments in enumerate(calls))
    several = asking.over or asking.repeat > 1
    return steps, tuple(range(len(steps))) if several and not asking.carry else None


def item(value: Value) -> Value:
    """A step along an axis: a row stays an array, a single number becomes Python's own."""
    if isinstance(value, np.generic) or (isinstance(value, np.ndarray) and value.ndim == 0):
        return value.item()
    return value


def _call(asking: Asking, inputs: Inputs, number: int) -> Step:
    arguments: dict[str, Value | Earlier] = {name: inputs[name] for name in asking.arguments}
    if number:
        arguments |= {name: Earlier(number - 1, key) for name, key in asking.carry.items()}
    return Step(do="call", name=asking.name, arguments=arguments)


def _walk(asking: Asking, inputs: Inputs) -> list[Mapping[str, Value]]:
    length = min(len(inputs[name]) for name in asking.over)
    return [{**inputs, **{name: item(inputs[name][i]) for name in asking.over}} for i in range(length)]


def _test(asking: Asking, inputs: Inputs) -> Inputs:
    """What a test runs; of a doctest only the sources, what they must print stays here."""
    where = {"at": asking.at} if asking.at else {}
    if "doctest" not in inputs:
        return {**inputs, **where}
    return {"examples": [example.source for example in examples(inputs["doctest"])], **where}


def _module(asking: Asking, inputs: Inputs) -> tuple[Step, ...]:
    made = {name: inputs[name] for name in asking.arguments if name != OBSERVED}
    make = _sendable(asking, Step(do="make", name=asking.name, arguments=made))
    seen = {OBSERVED: _tensor(inputs[OBSERVED])} if OBSERVED in inputs else {}
    return make, Step(do="inspect", of=0, arguments=seen)


def _sendable(asking: Asking, step: Step) -> Step:
    """Arguments of type `tensor` are marked, so that they arrive as tensors; our side needs no torch for it."""
    tensors = {name for name in step.arguments if asking.arguments.get(name) == "tensor"}
    if not tensors:
        return step
    marked = {name: _tensor(value) if name in tensors else value for name, value in step.arguments.items()}
    return replace(step, arguments=marked)


def _tensor(value: Value | Earlier) -> Value | Earlier:
    """Floats in torch's own default precision; whole numbers stay, an embedding wants them."""
    if not isinstance(value, np.ndarray):
        return value
    return Tensor(value.astype(np.float32) if value.dtype.kind == "f" else value)
