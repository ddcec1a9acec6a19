"""Tests of the OK and otter formats as criteria: their cases as parts, weighed by their points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from grader.importers._draft import BESIDE, Row, Share, Skipped, Test, slug, unique
from grader.importers._ok import File, Found, Unread
from grader.importers._points import shared

NOTHING = "it is worth 0 points, and a criterion is worth something"


@dataclass(frozen=True, slots=True)
class Made:
    """The criterion of a test, what was left out of it, and what the whole test is worth."""

    row: Row | None
    points: Fraction
    skipped: tuple[Skipped, ...] = field(default=())


def row(file: File, name: str, at: str) -> Made:
    """A criterion for a test whose cases carry points, as otter gives them. Unread where the points contradict."""
    try:
        points = shared(file.points, [case.points for case in file.cases])
    except ValueError as error:
        raise Unread(f"its points cannot be shared: {error}") from None
    total = sum(points, Fraction(0))
    pairs = [(case, share) for case, share in zip(file.cases, points, strict=True) if not case.why_not]
    kept = sum((share for _, share in pairs), Fraction(0))
    skipped = tuple(_left_out(file, points))
    lost = any(case.why_not for case in file.cases)
    if file.all_or_nothing and lost:
        said = "a case of it cannot be run, and it is all or nothing"
        return Made(None, total, (*skipped, Skipped(f"test {file.name}", said, total)))
    if not kept:
        return Made(None, total, skipped if lost else (*skipped, Skipped(f"test {file.name}", NOTHING)))
    shares = _whole(pairs) if file.all_or_nothing else _each(pairs, kept)
    return Made(criterion(name, kept, shares, at), total, (*skipped, *_praised(file)))


def criterion(name: str, points: Fraction, shares: Sequence[Share], at: str) -> Row:
    """A criterion of tests; its title says where its comparisons are made."""
    tests = [test for share in shares for test in share.tests]
    title = f"{name} ({BESIDE})" if all(test.beside for test in tests) else ""
    return Row(id=name, points=points, shares=tuple(shares), title=title, at=at)


def test(case: Found) -> Test:
    """One case as ours."""
    return Test(doctest=case.doctest, code=case.code, call=case.call, visible=not case.hidden)


def _whole(pairs: Sequence[tuple[Found, Fraction]]) -> list[Share]:
    return [Share(id="all", weight=Fraction(1), tests=tuple(test(case) for case, _ in pairs))]


def _each(pairs: Sequence[tuple[Found, Fraction]], total: Fraction) -> list[Share]:
    taken: set[str] = set()
    return [
        Share(
            id=unique(slug(case.call) if case.call else f"test-{number}", taken),
            weight=points / total,
            tests=(test(case),),
            say=case.say,
        )
        for number, (case, points) in enumerate(pairs, 1)
    ]


def _left_out(file: File, points: Sequence[Fraction]) -> Iterator[Skipped]:
    for case, share in zip(file.cases, points, strict=True):
        if case.why_not:
            yield Skipped(
                f"{case.name}, a case of {file.name}", case.why_not, Fraction(0) if file.all_or_nothing else share
            )


def _praised(file: File) -> Iterator[Skipped]:
    for case in file.cases:
        if case.praise:
            yield Skipped(f"the success message of {case.name}", "nothing is said about a part that passes")
        if case.say and file.all_or_nothing:
            yield Skipped(f"the failure message of {case.name}", "an all-or-nothing test is one part")
