"""Item analysis of a graded class: how hard each criterion was, whether it tells students apart, and what went wrong.

These are descriptions of homework, not of a test under equal conditions. A hand-in with an undecided criterion, or in
which nothing was found, is counted but left out of everything else: its zeros would be ours or would say nothing.
Every number is None where it would mean nothing: too few hand-ins, or no difference to explain.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from grader.model import CriterionReport, Report, Status, Visibility

FEWEST = 5  # hand-ins below which a correlation is noise
FEWEST_ITEMS = 3  # questions below which a reliability is not defined in a useful way
UPPER = Fraction(27, 100)  # Kelley's groups: where the difference of means is most precise


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One criterion over the class."""

    id: str
    title: str
    points: Fraction
    n: int
    facility: float | None  # mean credit
    spread: float | None  # its standard deviation
    item_rest: float | None
    upper_lower: float | None  # D27
    statuses: dict[Status, int]
    looked_right: int  # passed everything they could see, and failed something they could not
    seen: int  # hand-ins for which both were there to compare

    @property
    def nobody(self) -> bool:
        """Everybody failing is more often a fault of the criterion than of the class."""
        return self.n >= 3 and self.facility == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """How far the marks would be the same with other questions of this kind."""

    alpha: float
    low: float
    high: float
    error: float  # the standard error of measurement, in points


@dataclass(frozen=True, slots=True, kw_only=True)
class Classroom:
    """What a page about the class tells."""

    assignment: str
    title: str
    points: Fraction
    handed_in: int
    marked: int
    shares: tuple[float, ...]  # score ÷ points of the marked, in order of size
    mean: float | None
    median: float | None
    spread: float | None
    reliability: Reliability | None
    questions: int
    items: tuple[Item, ...]
    mistakes: tuple[tuple[str, str, int], ...]  # criterion, mistake, how many; the most frequent first
    waiting: tuple[tuple[str, tuple[str, ...]], ...]  # hand-ins that need a person, and for which criteria
    empty: tuple[str, ...]  # hand-ins in which nothing was found


@dataclass(slots=True)
class _Column:
    """What is kept of one criterion: numbers, eight bytes a hand-in."""

    title: str
    points: Fraction
    credits: array[float] = field(default_factory=lambda: array("d"))
    scores: array[float] = field(default_factory=lambda: array("d"))
    totals: array[float] = field(default_factory=lambda: array("d"))  # of the same hand-ins
    statuses: Counter[Status] = field(default_factory=Counter)
    looked_right: int = 0
    seen: int = 0


def of_class(reports: Iterable[Report]) -> Classroom:
    """The statistics of a class, from one pass over its reports."""
    columns: dict[str, _Column] = {}
    questions: dict[str, array[float]] = {}
    shares, mistakes, waiting, empty = array("d"), Counter[tuple[str, str]](), [], []
    first: Report | None = None
    handed_in = 0
    for report in reports:
        first = first or report
        handed_in += 1
        for criterion in report.criteria:
            _note(columns, criterion)
            if named := criterion.mistake or criterion.cause:
                mistakes[criterion.id, named] += 1
        if waits := tuple(row.id for row in report.criteria if row.status is Status.UNDECIDED):
            waiting.append((report.submission, waits))
        elif report.status is Status.MISSING:
            empty.append(report.submission)
        else:
            shares.append(float(report.score / report.points) if report.points else 0.0)
            _count(columns, questions, report)
    return Classroom(
        assignment=first.assignment if first else "",
        title=first.title if first else "",
        points=first.points if first else Fraction(0),
        handed_in=handed_in,
        marked=len(shares),
        shares=tuple(sorted(shares)),
        mean=mean(shares),
        median=median(shares),
        spread=spread(shares),
        reliability=reliability([scores for scores in questions.values() if len(scores) == len(shares)]),
        questions=len(questions),
        items=_items(columns),
        mistakes=tuple((*named, n) for named, n in sorted(mistakes.items(), key=lambda entry: (-entry[1], entry[0]))),
        waiting=tuple(waiting),
        empty=tuple(empty),
    )


def _note(columns: dict[str, _Column], criterion: CriterionReport) -> None:
    column = columns.setdefault(criterion.id, _Column(criterion.title, criterion.points))
    column.statuses[criterion.status] += 1


def _count(columns: dict[str, _Column], questions: dict[str, array[float]], report: Report) -> None:
    for question in report.questions:
        questions.setdefault(question.id, array("d")).append(float(question.score))
        for criterion in question.criteria:
            column = columns[criterion.id]
            column.credits.append(float(criterion.credit))
            column.scores.append(float(criterion.score))
            column.totals.append(float(report.earned))
            public = _public(criterion)
            if public is not None:
                column.seen += 1
                column.looked_right += public and criterion.status is not Status.PASSED


def _public(criterion: CriterionReport) -> bool | None:
    """Whether everything the student could try was right; None where there was nothing, or nothing else."""
    visible = [part for part in criterion.parts if part.visibility is Visibility.VISIBLE]
    tried = [case.passed for case in criterion.shown] + [part.status is Status.PASSED for part in visible]
    everything = len(visible) == len(criterion.parts)
    return all(tried) if tried and not everything else None


def _items(columns: dict[str, _Column]) -> tuple[Item, ...]:
    return tuple(
        Item(
            id=name,
            title=column.title,
            points=column.points,
            n=len(column.credits),
            facility=mean(column.credits),
            spread=spread(column.credits),
            item_rest=item_rest(column.scores, column.totals),
            upper_lower=upper_lower(column.credits, column.totals),
            statuses={status: column.statuses[status] for status in Status},
            looked_right=column.looked_right,
            seen=column.seen,
        )
        for name, column in columns.items()
    )


def mean(values: Sequence[float]) -> float | None:
    """The arithmetic mean, correctly rounded."""
    return math.fsum(values) / len(values) if values else None


def median(values: Sequence[float]) -> float | None:
    """The middle value, or the mean of the two in the middle."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return mean(ordered[half : half + 1] if len(ordered) % 2 else ordered[half - 1 : half + 1]) if ordered else None


def variance(values: Sequence[float]) -> float | None:
    """The unbiased sample variance."""
    middle = mean(values)
    if middle is None or len(values) < 2:
        return None
    return math.fsum((value - middle) ** 2 for value in values) / (len(values) - 1)


def spread(values: Sequence[float]) -> float | None:
    """The sample standard deviation."""
    found = variance(values)
    return None if found is None else math.sqrt(found)


def correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Pearson's r; None below FEWEST pairs or where one side does not vary.

    >>> correlation([1, 2, 3, 4, 5], [2, 4, 6, 8, 10])
    1.0
    """
    left, right = mean(one), mean(other)
    if left is None or right is None or len(one) < FEWEST:
        return None
    xs, ys = [x - left for x in one], [y - right for y in other]
    size = math.fsum(x * x for x in xs) * math.fsum(y * y for y in ys)
    if size <= 1e-18 * len(xs) ** 2:  # the differences are rounding errors
        return None
    return math.fsum(x * y for x, y in zip(xs, ys, strict=True)) / math.sqrt(size)


def item_rest(scores: Sequence[float], totals: Sequence[float]) -> float | None:
    """The correlation of a criterion with the rest of the points.

    With the total itself it would be inflated, the more the fewer criteria there are.
    """
    return correlation(scores, [total - score for score, total in zip(scores, totals, strict=True)])


def upper_lower(credits: Sequence[float], totals: Sequence[float]) -> float | None:  # noqa: A002 - the noun of the house
    """D27: mean credit of the best 27 % less that of the weakest 27 %; equal totals share their credit equally."""
    if len(credits) < FEWEST:
        return None
    level: dict[float, list[float]] = {}
    for credit, total in zip(credits, totals, strict=True):
        level.setdefault(round(total, 9), []).append(credit)
    ordered = [math.fsum(level[total]) / len(level[total]) for total in sorted(level) for _ in level[total]]
    group = max(1, round(UPPER * len(ordered)))
    return math.fsum(ordered[-group:]) / group - math.fsum(ordered[:group]) / group


def cronbach_alpha(items: Sequence[Sequence[float]]) -> float | None:
    """Cronbach's alpha, k/(k-1) · (1 - Σ var(item) / var(total)), one sequence of scores per item.

    Refused (None) for fewer than three items, fewer than FEWEST hand-ins, or a class in which all totals are equal.
    """
    if len(items) < FEWEST_ITEMS or len(items[0]) < FEWEST:
        return None
    total = variance([math.fsum(row) for row in zip(*items, strict=True)]) or 0.0
    if total <= 1e-18:
        return None
    within = math.fsum(variance(item) or 0.0 for item in items)
    return len(items) / (len(items) - 1) * (1 - within / total)


def reliability(items: Sequence[Sequence[float]]) -> Reliability | None:
    """Alpha with a 95 % interval and the standard error of measurement, SD · sqrt(1 - alpha).

    The interval is Bonett's (Sample size requirements for testing and estimating coefficient alpha, 2002):
    ln(1 - alpha) is nearly normal with variance 2k / ((k - 1)(n - 2)).
    """
    alpha = cronbach_alpha(items)
    if alpha is None or alpha >= 1:
        return None
    k, n = len(items), len(items[0])
    half = 1.959963984540054 * math.sqrt(2 * k / ((k - 1) * (n - 2)))
    deviation = spread([math.fsum(row) for row in zip(*items, strict=True)]) or 0.0
    return Reliability(
        alpha=alpha,
        low=1 - (1 - alpha) * math.exp(half),
        high=1 - (1 - alpha) * math.exp(-half),
        error=deviation * math.sqrt(1 - alpha),
    )
