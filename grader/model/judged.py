"""What came of it: a report, down to the single visible case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from grader.model.asked import Visibility, Withheld
from grader.model.seen import Conditions
from grader.model.verdict import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCase:
    """A visible case as the student reads it."""

    call: str  # "l2_update(w=[1, -2], grad=[0.5, 0.5], lr=0.1, lam=0.3, m=10)"
    got: str
    want: str
    passed: bool
    returned: bool = True  # False: `got` tells what happened instead


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One curve of a plot: (epoch, value) pairs."""

    name: str
    values: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """A plot of what a student logged, one line per method."""

    title: str
    epochs: int  # of the longest run
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartReport:
    id: str
    status: Status
    weight: Fraction
    passed: int  # cases
    total: int
    visibility: Visibility
    finding: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionReport:
    id: str
    title: str
    kind: str
    points: Fraction
    score: Fraction
    credit: Fraction
    status: Status
    visibility: Visibility
    finding: str
    detail: str
    mistake: str | None
    parts: tuple[PartReport, ...]
    shown: tuple[ShownCase, ...] = ()
    curves: tuple[Curves, ...] = ()
    withheld: Withheld = field(default_factory=Withheld)
    smallest: tuple[ShownCase, ...] = ()  # a visible case that went wrong, made as small as it gets
    own_result: str | None = None  # the earlier criterion with the student's own result of which this was judged
    cause: str | None = None  # found by comparing where no declared mistake was recognised; begins with "looks-like:"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionReport:
    id: str
    title: str
    prompt: str
    conventions: tuple[str, ...]
    points: Fraction
    score: Fraction
    criteria: tuple[CriterionReport, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """One line between what the answers earned and the mark: a deduction for lateness, an extension, a cut-off."""

    kind: str  # "late", "grace", "extension", "cut-off"
    sentence: str  # for the student: what happened, by which rule, how much
    points: Fraction = Fraction(0)  # what the line changes, never above 0
    override: Fraction | None = None  # the score that it sets, whatever was earned; `points` is then the difference
    detail: str = ""  # for staff


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Verdicts, points, and everything needed to defend the mark."""

    assignment: str
    title: str
    digest: str
    submission: str
    submitters: tuple[str, ...]
    files: Mapping[str, str]
    conditions: Conditions
    points: Fraction
    score: Fraction  # after the adjustments
    status: Status
    questions: tuple[QuestionReport, ...]
    notes: tuple[str, ...] = ()
    printed: str = ""
    adjustments: tuple[Adjustment, ...] = ()

    @property
    def earned(self) -> Fraction:
        """What the answers are worth, before the adjustments."""
        return sum((question.score for question in self.questions), Fraction(0))

    @property
    def criteria(self) -> tuple[CriterionReport, ...]:
        return tuple(criterion for question in self.questions for criterion in question.criteria)
