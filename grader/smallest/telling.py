"""An example as a student reads it: a call that can be pasted, what came back, and what is expected."""

from __future__ import annotations

from dataclasses import replace

from grader.asking import program
from grader.model import Asking, Case, Criterion, Observation, Part, Returned, ShownCase, Value
from grader.revealing import as_shown
from grader.showing import show
from grader.smallest.finding import Example
from grader.smallest.manner import manner

LONGEST = 400  # characters of one argument


def told(criterion: Criterion, part: Part, example: Example, want: Value) -> ShownCase | None:
    """The example; None where it is not wrong any more, say because the reference has changed."""
    if manner(criterion, part, example.seen, want) is None:
        return None
    seen, due = _single(criterion.ask, part, example, want)
    case = Case(id="", criterion=criterion.id, part=None, inputs=example.inputs, visible=True)
    shown = as_shown(criterion, part, case, seen, due, passed=False)
    call = _call(criterion.ask, example)
    return shown if call is None else replace(shown, call=call)


def _call(ask: Asking, example: Example) -> str | None:
    """The one call that was made; None where there were several."""
    steps, _ = program(ask, example.inputs)
    if len(steps) != 1:
        return None
    arguments = ", ".join(f"{name}={show(value, LONGEST)}" for name, value in steps[0].arguments.items())
    return f"{ask.name}({arguments})"


def _single(ask: Asking, part: Part, example: Example, want: Value) -> tuple[Observation, Value]:
    """Of a list of one result, that result: the call is shown as the student would make it."""
    steps, keep = program(ask, example.inputs)
    seen = example.seen
    alone = len(steps) == 1 and keep is not None and part.pick is None and isinstance(want, list) and len(want) == 1
    if not alone or not isinstance(seen, Returned) or not isinstance(seen.value, list) or len(seen.value) != 1:
        return seen, want
    return Returned(seen.value[0]), want[0]
