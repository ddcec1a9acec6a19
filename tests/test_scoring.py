"""Verdicts add up exactly."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from grader.model import (
    Asking,
    Assignment,
    Conditions,
    Criterion,
    CriterionReport,
    Evidence,
    Given,
    Isolation,
    Part,
    Question,
    Status,
    Verdict,
    Visibility,
)
from grader.scoring import overall, score

EVIDENCE = Evidence(
    submission="ada",
    files={},
    observations={},
    conditions=Conditions(isolation=Isolation(level="none"), versions={}, seed=1),
)


class Checker:
    def judge(self, got: object, want: object) -> Verdict:
        return Verdict.passed()


def row(name: str, points: Fraction = Fraction(1), credit: Fraction = Fraction(1), status: Status = Status.PASSED):
    return CriterionReport(
        id=name,
        title="",
        kind="close",
        points=points,
        score=points * credit,
        credit=credit,
        status=status,
        visibility=Visibility.HIDDEN,
        finding="",
        detail="",
        mistake=None,
        parts=(),
    )


def assignment(*names: str) -> Assignment:
    criteria = tuple(
        Criterion(
            id=name,
            points=Fraction(1),
            ask=Asking(kind="answer"),
            kind="number",
            judge=Checker(),
            expect=Given(1),
            parts=(Part(id="core", weight=Fraction(1)),),
        )
        for name in names
    )
    question = Question(id="q", title="Q", prompt="?", criteria=criteria)
    return Assignment(id="a", title="A", seed=1, questions=(question,), digest="d", file="a.yaml")


@given(some.lists(some.tuples(some.fractions(0, 100), some.fractions(0, 1)), min_size=1, max_size=30))
def test_thirds_and_sevenths_add_up_without_rounding(pairs):
    names = [f"c{n}" for n in range(len(pairs))]
    rows = [row(name, points, credit) for name, (points, credit) in zip(names, pairs, strict=True)]

    report = score(assignment(*names), rows, EVIDENCE)

    assert sum(points for points, _ in pairs) == report.points
    assert sum(points * credit for points, credit in pairs) == report.score == report.questions[0].score


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([Status.PASSED, Status.PASSED], Status.PASSED),
        ([Status.MISSING, Status.MISSING], Status.MISSING),
        ([Status.PASSED, Status.FAILED], Status.PARTIAL),
        ([Status.PASSED, Status.UNDECIDED, Status.FAILED], Status.UNDECIDED),
        ([], Status.UNDECIDED),
    ],
)
def test_one_word_sums_a_hand_in_up(statuses, expected):
    credits = {Status.PASSED: Fraction(1)}
    rows = [row(f"c{n}", credit=credits.get(s, Fraction(0)), status=s) for n, s in enumerate(statuses)]

    assert expected is overall(rows)


def test_nothing_right_and_something_missing_is_failed():
    nothing = Fraction(0)
    rows = [row("a", credit=nothing, status=Status.FAILED), row("b", credit=nothing, status=Status.MISSING)]

    assert Status.FAILED is overall(rows)
