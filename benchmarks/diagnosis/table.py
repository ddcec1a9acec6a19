"""Runs the corpus and prints what was said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from benchmarks import tables
from benchmarks.diagnosis import garbage
from benchmarks.diagnosis.declared import LABELS
from benchmarks.diagnosis.elsewhere import ELSEWHERE
from benchmarks.diagnosis.elsewhere.last import LAST
from benchmarks.diagnosis.elsewhere.more import MORE
from benchmarks.diagnosis.exercises import Exercise, elsewhere, exercises, of
from benchmarks.diagnosis.fresh import FRESH
from benchmarks.diagnosis.right import RIGHT, dressed
from benchmarks.diagnosis.wrong import WRONG
from grader.diagnosis import PREFIX
from grader.model import CriterionReport, Status

Corpus: TypeAlias = Iterable[tuple[str, Callable[..., Any], str]]  # function, student, label
DRAWS = (1, 2, 3)
PRECISION = 0.99


@dataclass(frozen=True)
class Row:
    """One wrong function: its label, and what was said."""

    exercise: str
    name: str
    label: tuple[str, ...]
    said: str  # the id of the cause without its prefix; empty for none
    passed: bool  # no case tells it from the truth

    @property
    def right(self) -> bool:
        """A cause was named, and it is one of the label."""
        return bool(self.said) and any(fits(self.said, kind) for kind in self.label)


def fits(said: str, kind: str) -> bool:
    """Whether a cause is of a kind: "lam-ignored" is of the kind "ignored"."""
    return said == kind or said.endswith(f"-{kind}")


def seeded(draw: int = 0) -> Iterator[Row]:
    """Every wrong function of the first set."""
    for exercise in exercises(draw):
        for mistake in exercise.criterion.mistakes:
            yield _row(exercise, mistake.id, LABELS[mistake.id], exercise.mistaken(mistake.id))
    yield from _written(WRONG, draw)


def fresh(draw: int = 0) -> Iterator[Row]:
    """Those that were written after the family of causes was."""
    yield from _written(FRESH, draw)


def foreign() -> Iterator[Row]:
    """Those of exercises that are not shipped."""
    found = {exercise.function: exercise for exercise in elsewhere()}
    for function, student, label in (*ELSEWHERE, *MORE, *LAST):
        yield _row(found[function], student.__name__, label, found[function].hand_in(student))


def _written(corpus: Corpus, draw: int) -> Iterator[Row]:
    for function, student, label in corpus:
        exercise = of(function, draw)
        yield _row(exercise, student.__name__, label, exercise.hand_in(student))


def _row(exercise: Exercise, name: str, label: str, report: CriterionReport) -> Row:
    passed = report.status is Status.PASSED
    return Row(exercise.name, name, tuple(label.split()), (report.cause or "").removeprefix(PREFIX), passed)


def unexplained() -> Iterator[Row]:
    """Answers without a cause."""
    for exercise in exercises():
        for name, answer in garbage.answers(exercise):
            yield _row(exercise, name, "", exercise.told({case.id: answer(case) for case in exercise.cases}))


def twice_wrong(draws: int) -> Iterator[Row]:
    """The declared mistakes and the functions of the other course, made wrong once more."""
    found = {exercise.function: exercise for exercise in elsewhere()}
    for draw in range(draws):
        for exercise in exercises():
            for mistake in exercise.criterion.mistakes:
                values = exercise.answers(mistake.id)
                yield _row(exercise, mistake.id, "", exercise.told(_again(values, draw)))
        for function, student, _ in (*ELSEWHERE, *MORE, *LAST):
            exercise = found[function]
            yield _row(exercise, student.__name__, "", exercise.told(_again(exercise.run(student), draw)))


def _again(values: Mapping[str, Any], draw: int) -> dict[str, Any]:
    return {case: garbage.spoilt(value, draw) for case, value in values.items()}


def correct() -> Iterator[tuple[Row, Status]]:
    """Right functions, plain and in disguise, and what became of them."""
    for exercise in exercises():
        for function in RIGHT.get(exercise.function, ()):
            for name, disguised in dressed(function):
                report = exercise.hand_in(disguised)
                yield _row(exercise, name, "", report), report.status


def main(quick: bool) -> int:
    """Print the tables; not 0 where a target is missed."""
    first = list(seeded())
    tables.show(("cause", "seeded", "named"), recalled(first))
    missed = [_figures("wrong functions", first)]
    missed.append(_figures("wrong functions written later", list(fresh())))
    missed.append(_figures("wrong functions of exercises that are not shipped", list(foreign())))
    for draw in () if quick else DRAWS:
        missed.append(_figures(f"all of them with other inputs ({draw})", [*seeded(draw), *fresh(draw)]))
    nothing = [*unexplained(), *twice_wrong(1 if quick else 3)]
    right = list(correct())
    failed = sum(status is not Status.PASSED for _, status in right)
    blamed = [row for row in [*nothing, *(row for row, _ in right)] if row.said]
    print(f"\nanswers without a cause {len(nothing)}, right answers {len(right)}, of which {failed} fail")
    print(f"diagnosed of these: {len(blamed)} (target 0)")
    for row in blamed:
        print(f"    {row.exercise} {row.name}: said {row.said}")
    return sum(missed) + bool(blamed)


def _figures(title: str, rows: list[Row]) -> bool:
    """A paragraph on one set; whether it misses the target."""
    claims = [row for row in rows if row.said]
    false = [row for row in claims if not row.right]
    due = [row for row in rows if row.label and not row.passed]
    precision, recall = 1 - len(false) / len(claims), sum(row.right for row in due) / len(due)
    found = len({row.exercise for row in rows})
    print(f"\n{title}: {len(rows)} over {found} exercises, {len(due)} of a known cause")
    print(f"diagnosed {len(claims)}, falsely {len(false)}: precision {precision:.1%} (target {PRECISION:.0%})", end="")
    print(f", recall {recall:.1%}")
    for row in false:
        print(f"    {row.exercise} {row.name}: said {row.said}, label {' '.join(row.label) or 'none'}")
    return precision < PRECISION


def recalled(rows: list[Row]) -> list[tuple[str, str, str]]:
    """Per kind of cause (the first of a label): how many there are, and how many were named rightly."""
    due = Counter(row.label[0] for row in rows if row.label and not row.passed)
    named = Counter(row.label[0] for row in rows if row.label and row.right)
    return [(kind, str(due[kind]), str(named[kind])) for kind in sorted(due, key=lambda kind: (-due[kind], kind))]
