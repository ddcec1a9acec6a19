"""What is written for people: conventions stand where something hangs on them, and no sentence gives an answer away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from grader.judging import judge
from grader.model import Criterion, CriterionReport, Given, Observation, Question, Returned, Value
from grader.pipeline import Plan
from grader.verify.bench import Bench
from grader.verify.imagined import imaginable, wrong
from grader.verify.keeping import Kept
from grader.verify.proof import Proof

NUMBER = re.compile(r"(?<![\w.])-?\d+(?:[.,]\d+)?(?:e-?\d+)?(?![\w.]*\w)", re.IGNORECASE)
KEEPING = re.compile(r"argument|stays? as|overwrit|in place|unchanged|a copy|, and so is")
DIGITS = 4  # a number with fewer figures is in a text by chance
MOST = 2000  # numbers of one value that are looked at


# ---- conventions ----


def prove_conventions(bench: Bench, kept: Kept) -> Iterator[Proof]:  # noqa: ARG001 -- every proof is asked alike
    """A row per question on which something hangs that its prompt may leave open."""
    for question in bench.plan.assignment.questions:
        hangs = [reason for criterion in question.criteria for reason in _hangs(criterion)]
        if hangs:
            yield _stated(question, hangs)


def _hangs(criterion: Criterion) -> Iterator[str]:
    """Why a criterion needs a sentence that settles something."""
    if any(part.arguments_unchanged for part in criterion.parts):
        yield "a call that alters its arguments loses marks"
    if any(getattr(judge, "rtol", 0) or getattr(judge, "atol", 0) for judge in _judges(criterion)):
        yield "numbers are compared within a tolerance"


def _judges(criterion: Criterion) -> list[Any]:
    return [criterion.judge, *(part.judge for part in criterion.parts if part.judge)]


def _stated(question: Question, hangs: list[str]) -> Proof:
    said = " ".join(question.conventions).lower()
    if not question.conventions:
        why = f"it has no `conventions`, yet {hangs[0]}; say which reading counts (order, shape, rounding, ties …)"
        return Proof("conventions", question.id, False, why)
    alters = any(part.arguments_unchanged for criterion in question.criteria for part in criterion.parts)
    if alters and not KEEPING.search(said):
        why = "a call that alters its arguments loses marks, and no convention says so; say that they stay as they are"
        return Proof("conventions", question.id, False, why)
    return Proof("conventions", question.id, True)


# ---- literals ----


def prove_literals(bench: Bench, kept: Kept) -> Iterator[Proof]:  # noqa: ARG001
    """A row per number that stands in the specification: a formula confirms it (which was checked on the way here)."""
    for criterion in bench.plan.assignment.criteria:
        given = criterion.expect
        if criterion.kind != "number" or not isinstance(given, Given) or given.value is None:
            continue
        if given.agrees_with is not None:
            yield Proof("literals", criterion.id, True)
        else:
            said = "no formula confirms the written value; add `agrees_with: {reference: …}`"
            yield Proof("literals", criterion.id, True, said, warns=True)


# ---- leaks ----


def prove_feedback(bench: Bench, kept: Kept) -> Iterator[Proof]:  # noqa: ARG001
    """A row per criterion: neither its texts nor the findings of wrong answers hold an expected value."""
    for question in bench.plan.assignment.questions:
        for criterion in question.criteria:
            hidden = _secrets(bench.plan, criterion)
            if hidden:
                said = [*_in_texts(question, criterion, hidden), *in_findings(bench, criterion, hidden)]
                yield Proof("feedback", criterion.id, not said, "; ".join(dict.fromkeys(said)))


def _secrets(plan: Plan, criterion: Criterion) -> set[float]:
    """The expected numbers of hidden cases that stand in none of the inputs or visible answers."""
    hidden: set[float] = set()
    known: set[float] = set()
    for part in criterion.parts:
        for case in plan.cases[criterion.id]:
            try:
                value = plan.wants.want(criterion.id, part.id, case.id)
            except KeyError:
                continue  # the case belongs to another part
            (known if case.visible else hidden).update(_numbers(value))
            known.update(number for given in case.inputs.values() for number in _numbers(given))
    return {number for number in hidden - known if _figures(f"{abs(number):.12g}") >= DIGITS}


def _numbers(value: Value) -> Iterator[float]:
    if isinstance(value, np.ndarray):
        if value.dtype.kind in "fiu":
            yield from map(float, value.reshape(-1)[:MOST])
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _numbers(item)
    elif isinstance(value, (list, tuple)):
        for item in value[:MOST]:
            yield from _numbers(item)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield float(value)


def _in_texts(question: Question, criterion: Criterion, hidden: set[float]) -> Iterator[str]:
    texts = {
        "the title": question.title,
        "the prompt": question.prompt,
        "a convention": " ".join(question.conventions),
        "its title": criterion.title,
        **{f"`say` of part {part.id}": part.say for part in criterion.parts},
        **{f"`say` of mistake {mistake.id}": mistake.say for mistake in criterion.mistakes},
    }
    for where, text in texts.items():
        for token in _told(text, hidden):
            yield f"{where} holds the expected value {token}; say it without"


def _told(text: str, secrets: set[float]) -> Iterator[str]:
    """The numbers in a text that are one of these, to all figures they have."""
    for token in NUMBER.findall(text):
        figures = _figures(token)
        if figures < DIGITS:
            continue
        value = float(token.replace(",", "."))
        if any(f"{secret:.{figures}g}" == f"{value:.{figures}g}" for secret in secrets):
            yield token


def _figures(token: str) -> int:
    """How many significant figures are written.

    >>> _figures("0.0250"), _figures("-79510"), _figures("1200")
    (3, 5, 4)
    """
    return len(re.sub(r"[^\d]", "", token.lower().partition("e")[0]).lstrip("0"))


def in_findings(bench: Bench, criterion: Criterion, hidden: set[float]) -> Iterator[str]:
    for who, seen, report in _reports(bench, criterion):
        own = {number for one in seen.values() if isinstance(one, Returned) for number in _numbers(one.value)}
        texts = [part.finding for part in report.parts] + ([] if report.mistake else [report.finding])
        for token in (token for text in texts for token in _told(text, hidden)):
            if not list(_told(token, own)):
                yield f"the finding on {who} holds the expected value {token}; this is ours to mend"


def _reports(bench: Bench, criterion: Criterion) -> Iterator[tuple[str, Mapping[str, Observation], CriterionReport]]:
    plan = bench.plan
    if imaginable(criterion):
        for mistake in criterion.mistakes:
            seen = wrong(plan, criterion, mistake)
            bare = replace(criterion, mistakes=())  # what is said where no mistake is recognised
            yield f"mistake {mistake.id}", seen, judge(bare, plan.cases[criterion.id], seen, plan.wants)
