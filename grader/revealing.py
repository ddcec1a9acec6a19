"""What a student may see of the cases: visible ones whole, hidden ones not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.checkers._examples import examples
from grader.comparing import Verdicts, Wants, picked, wanted
from grader.findings import explain
from grader.model import Asking, Case, Checker, Criterion, Curves, Observation, Part, Returned, ShownCase, Status, Value
from grader.showing import show


def shown(criterion: Criterion, verdicts: Verdicts, wants: Wants) -> tuple[ShownCase, ...]:
    """Every visible case once: the call, what came back, and what was expected."""
    cases: dict[str, ShownCase] = {}
    for part in criterion.parts:
        for judged in verdicts[part.id]:
            if not judged.case.visible:
                continue
            passed = judged.verdict.status is Status.PASSED
            before = cases.get(judged.case.id)
            if before is None or (before.passed and not passed):
                want = wants.want(criterion.id, part.id, judged.case.id)
                cases[judged.case.id] = as_shown(criterion, part, judged.case, judged.seen, want, passed)
    return tuple(cases.values())


def logged(criterion: Criterion, cases: Sequence[Case], seen: Mapping[str, Observation]) -> tuple[Curves, ...]:
    """The curves that a student logged, where the checker knows of any; their own, so nothing is revealed."""
    draw = getattr(criterion.judge, "curves", None)
    found = [seen.get(case.id) for case in cases[:1]]
    if draw is None or not found or not isinstance(found[0], Returned):
        return ()
    curves: tuple[Curves, ...] = draw(found[0].value)
    return curves


def as_shown(
    criterion: Criterion, part: Part, case: Case, seen: Observation | None, want: Value, passed: bool
) -> ShownCase:
    """A case with what came back and what is expected, the share of them that the part looks at.

    Where six digits of both are the same and the answer is still not right, all digits are shown.
    """
    checker, expected = part.judge or criterion.judge, wanted(part, want)
    got, right = came_back(criterion, part, seen), due(checker, expected)
    if not passed and got.removeprefix(f"{part.pick}: ") == right:
        got, right = came_back(criterion, part, seen, exact=True), due(checker, expected, exact=True)
    return ShownCase(
        call=call(criterion.ask, case),
        got=got,
        want=right,
        passed=passed,
        returned=isinstance(seen, Returned),
    )


def call(ask: Asking, case: Case, limit: int = 120) -> str:
    """A case as a student could type it."""
    if ask.kind == "answer":
        return "your answer"
    if ask.kind in ("read", "file"):
        return ask.name
    if ask.kind == "test":
        return " ⏎ ".join(line.strip() for line in _typed(case) if line.strip())
    arguments = ", ".join(f"{name}={show(value, limit)}" for name, value in case.inputs.items())
    text = f"{ask.name}({arguments})"
    if ask.over:
        text += f", once for each of {' and '.join(ask.over)}"
    if ask.carry:
        text += f", carrying {' and '.join(ask.carry)} along"
    return text


def _typed(case: Case) -> list[str]:
    """The lines of a test that somebody could type."""
    if "doctest" in case.inputs:
        return [line for example in examples(case.inputs["doctest"]) for line in example.source.splitlines()]
    return str(case.inputs["code"]).splitlines()


def came_back(
    criterion: Criterion, part: Part, seen: Observation | None, limit: int = 200, *, exact: bool = False
) -> str:
    """What was seen of a case, the share of it that the part looks at."""
    if seen is None:
        return "nothing was observed"
    if not isinstance(seen, Returned):
        return explain(criterion.ask, seen).finding
    told = getattr(part.judge or criterion.judge, "told", None)
    if told is not None:
        return str(told(seen.value))
    if part.pick is None:
        return show(seen.value, limit, exact=exact)
    found, value = picked(seen.value, part.pick)
    return f"{part.pick}: {show(value, limit, exact=exact)}" if found else show(value, limit, exact=exact)


def due(checker: Checker, want: Value, limit: int = 200, *, exact: bool = False) -> str:
    """An expected value as it stands; a relation and a law in words."""
    if callable(want):
        return "any answer that fits the question"
    words = getattr(checker, "words", None)
    return (words(want) if words else None) or show(want, limit, exact=exact)
