"""Criteria that run tests: `test:` with cases that are doctests or code, judged by `doctest` or `assertions`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.checkers._examples import examples
from grader.model import CaseSource, Given, Written
from grader.spec.compose import Map, Place, describe
from grader.spec.desk import Desk
from grader.spec.inputs import Entry

TESTS = ("doctest", "code")  # the forms of a test, and the key under which each stands
KINDS = {"doctest": "doctest", "code": "assertions"}  # the form of a test → the kind that judges it


def check(desk: Desk, cases: Sequence[Entry], owner: str) -> None:
    """Note what is wrong with the cases of a criterion that runs tests."""
    for case in cases:
        for at, message in _faults(case):
            desk.fault(at, f"{message} in {owner}")


def check_kind(desk: Desk, raw: Map, tested: bool, cases: Sequence[Entry], kind: str, owner: str) -> None:
    """Note a kind that cannot judge tests, or judges nothing else."""
    at = raw.values_at["judge"]
    if not tested:
        if kind in KINDS.values():
            desk.fault(at, f"judge of kind {kind} in {owner}, which runs no tests; expected `test:` there")
        return
    due = {KINDS[form] for case in cases for form in TESTS if form in case.inputs}
    if len(due) == 1 and kind not in due:
        form = next(form for form in TESTS if KINDS[form] in due)
        desk.fault(at, f"judge of kind {kind} in {owner}, whose cases are `{form}`; expected kind {KINDS[form]}")


def expecting(source: CaseSource) -> CaseSource:
    """A test holds its own expectation: a doctest in its text, code in what it does."""
    if isinstance(source, Written) and source.want is None and any(form in source.inputs for form in TESTS):
        return replace(source, want=Given(source.inputs.get("doctest")))
    return source


def _faults(case: Entry) -> Iterator[tuple[Place, str]]:
    forms = [form for form in TESTS if form in case.inputs]
    if case.kind != "written" or len(forms) != 1:
        yield case.inputs.at, "a case is no test, expected `doctest` or `code`"
        return
    allowed = {"doctest"} if forms == ["doctest"] else {"code", "call"}
    for key, value in case.inputs.items():
        at = case.inputs.values_at[key]
        if key not in allowed:
            yield case.inputs.keys_at[key], f"unknown key `{key}` of a test, expected {', '.join(sorted(allowed))}"
        elif not isinstance(value, str) or not value.strip():
            yield at, f"`{key}` is {describe(value)}, expected the text of the test"
        elif key == "doctest":
            yield from ((at, message) for message in _unreadable(value))
    if case.want is not None:
        yield case.inputs.at, "`want` beside a test, expected what it prints inside the doctest"


def _unreadable(text: str) -> Iterator[str]:
    try:
        if not examples(text):
            yield "`doctest` holds no example, expected a line that begins with `>>>`"
    except ValueError as error:
        yield f"`doctest` cannot be read: {error}"
