"""Verdicts add up to a report; points are exact fractions until somebody prints them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from grader.model import Adjustment, Assignment, CriterionReport, Evidence, QuestionReport, Report, Status


def score(assignment: Assignment, criteria: Sequence[CriterionReport], evidence: Evidence) -> Report:
    """The report on one hand-in."""
    by_id = {report.id: report for report in criteria}
    questions = []
    for question in assignment.questions:
        rows = tuple(by_id[criterion.id] for criterion in question.criteria if criterion.id in by_id)
        if not rows:
            continue
        questions.append(
            QuestionReport(
                id=question.id,
                title=question.title,
                prompt=question.prompt,
                conventions=question.conventions,
                points=_sum(row.points for row in rows),
                score=_sum(row.score for row in rows),
                criteria=rows,
            )
        )
    return Report(
        assignment=assignment.id,
        title=assignment.title,
        digest=assignment.digest,
        submission=evidence.submission,
        submitters=evidence.submitters,
        files=evidence.files,
        conditions=evidence.conditions,
        points=_sum(row.points for row in criteria),
        score=_sum(row.score for row in criteria),
        status=overall(criteria),
        questions=tuple(questions),
        notes=evidence.notes,
        printed=evidence.printed,
    )


def again(report: Report, rows: Mapping[str, CriterionReport]) -> Report:
    """The same report with some criteria replaced, and every sum taken anew.

    Adjustments depend on what was earned, so they are left out until somebody works them out again.
    """
    questions = []
    for question in report.questions:
        criteria = tuple(rows.get(row.id, row) for row in question.criteria)
        questions.append(replace(question, criteria=criteria, score=_sum(row.score for row in criteria)))
    everything = [row for question in questions for row in question.criteria]
    return replace(
        report,
        questions=tuple(questions),
        score=_sum(row.score for row in everything),
        status=overall(everything),
        adjustments=(),
    )


def adjusted(report: Report, adjustments: Sequence[Adjustment]) -> Report:
    """The report with these adjustments and no others; a score never falls below zero."""
    total = report.earned
    for line in adjustments:
        total = max(Fraction(0), total + line.points) if line.override is None else line.override
    return replace(report, score=total, adjustments=tuple(adjustments))


def overall(criteria: Sequence[CriterionReport]) -> Status:
    """One word for a whole hand-in: doubt first, then full, nothing there, nothing right, or something between.

    Of no criteria nothing was decided: so is a check where nothing is visible.
    """
    found = {row.status for row in criteria}
    if Status.UNDECIDED in found or not found:
        return Status.UNDECIDED
    if len(found) == 1:
        return found.pop()
    return Status.PARTIAL if any(row.score for row in criteria) else Status.FAILED


def _sum(values: Iterable[Fraction]) -> Fraction:
    return sum(values, Fraction(0))
