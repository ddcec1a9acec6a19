"""The corpus by which diagnosis is measured: what it holds, and that nothing false is said of a part of it."""

import pytest

from benchmarks.diagnosis import garbage, table
from benchmarks.diagnosis.declared import LABELS
from benchmarks.diagnosis.exercises import exercises, of
from benchmarks.diagnosis.fresh import FRESH
from benchmarks.diagnosis.right import RIGHT, dressed
from benchmarks.diagnosis.wrong import WRONG
from grader.model import Status


def test_every_declared_mistake_has_a_label():
    assert set(LABELS) == {mistake.id for one in exercises() for mistake in one.criterion.mistakes}


def test_the_corpus_is_wide():
    functions = {exercise.function for exercise in exercises()}

    assert len(functions) >= 30
    assert set(RIGHT) <= functions
    assert {function for function, _, _ in (*WRONG, *FRESH)} <= functions
    assert sum(not label for label in LABELS.values()) > 80  # many that no cause of the family says


@pytest.mark.parametrize("assignment", ["weight-decay", "adam-moments", "gaussian-dropout"])
def test_nothing_false_is_said_of_declared_mistakes(assignment):
    rows = [
        table._row(exercise, mistake.id, LABELS[mistake.id], exercise.mistaken(mistake.id))
        for exercise in exercises()
        if exercise.assignment == assignment
        for mistake in exercise.criterion.mistakes
    ]

    assert [] == [row for row in rows if row.said and not row.right]
    assert sum(row.right for row in rows) >= 0.8 * sum(bool(row.label) for row in rows)


def test_nothing_false_is_said_of_hand_written_slips():
    rows = [*table._written(WRONG, 0), *table.fresh(), *table.foreign()]

    assert [] == [row for row in rows if row.said and not row.right]
    assert sum(row.right for row in rows) >= 0.9 * sum(bool(row.label) for row in rows)


@pytest.mark.parametrize("function", sorted(RIGHT))
def test_a_right_answer_in_other_words_passes_and_is_not_diagnosed(function):
    """Single precision may be outside a tolerance or beside a threshold; it is not diagnosed all the same."""
    exercise = of(function)
    for name, student in (made for plain in RIGHT[function] for made in dressed(plain)):
        report = exercise.hand_in(student)
        assert report.cause is None, name
        assert report.status is Status.PASSED or "float32" in name, name


@pytest.mark.parametrize("function", ["adam_step", "l2_update", "drift", "mlp_param_count", "early_stopping", "hflip"])
def test_an_answer_without_a_cause_is_given_none(function):
    exercise = of(function)
    for name, answer in garbage.answers(exercise):
        report = exercise.told({case.id: answer(case) for case in exercise.cases})
        assert report.status is not Status.PASSED, name
        assert report.cause is None, name


def test_a_slip_that_is_spoilt_has_no_cause_any_more():
    exercise = of("l2_update")
    for mistake in exercise.criterion.mistakes:
        answers = exercise.answers(mistake.id)
        for draw in range(3):
            assert exercise.told({case: garbage.spoilt(value, draw) for case, value in answers.items()}).cause is None


def test_a_label_fits_its_kind_and_no_other():
    assert table.fits("lam-ignored", "ignored")
    assert table.fits("ignored", "ignored")
    assert not table.fits("ignored", "lam-ignored")
    assert not table.fits("b-one-more", "more-one")
