"""Every format says what lies between the points of the criteria and the score."""

import csv
import json
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from grader.model import Adjustment
from grader.reports import csv as table
from grader.reports import html, junit, markdown, terminal
from grader.reports import json as document
from grader.scoring import adjusted
from grader.statistics import of_class

EXTENSION = Adjustment(kind="extension", sentence="An extension was given until Monday.", detail="STAFF ONLY")
LATE = Adjustment(kind="late", sentence="Handed in 1 day after the due time; 1.3333 points.", points=-Fraction(4, 3))
CUT_OFF = Adjustment(kind="cut-off", sentence="It came too late.", points=Fraction(-4), override=Fraction(0))
EARNED = "Your answers earned 4 points; 2.67 of them count."


@pytest.fixture
def late(sample):
    """Four points earned, a third of them lost."""
    return adjusted(sample.report(sample.question(sample.criterion())), (EXTENSION, LATE))


@pytest.mark.parametrize("render", [terminal.render, markdown.render, html.render])
def test_a_student_reads_every_line_and_no_detail(late, render):
    said = " ".join(render(late).replace("\\", "").split())

    for sentence in (EXTENSION.sentence, LATE.sentence, EARNED):
        assert sentence in said
    assert "STAFF ONLY" not in said


@pytest.mark.parametrize("render", [terminal.render, markdown.render, html.render])
def test_without_adjustments_nothing_is_said(sample, render):
    assert "earned" not in render(sample.report(sample.question(sample.criterion())))


def test_a_students_own_check_says_nothing_of_lateness(late):
    assert "Handed in" not in terminal.render(late, marks=False)


def test_the_summary_gives_the_reason(late, sample):
    nothing = adjusted(sample.report(sample.question(sample.criterion())), (CUT_OFF,))

    assert "late: -1.33 points" == terminal.row(late).why
    assert "cut-off: -4 points" == terminal.row(nothing).why


@pytest.mark.parametrize("line", [EXTENSION, LATE, CUT_OFF])
def test_json_keeps_them_to_the_last_fraction(sample, line):
    report = adjusted(sample.report(sample.question(sample.criterion())), (line,))

    assert report == document.to_report(json.loads(document.render(report)))


def test_json_of_before_there_were_any_can_still_be_read(sample):
    report = sample.report(sample.question(sample.criterion()))
    older = document.document(report)
    del older["adjustments"]

    assert report == document.to_report(older)


def test_criteria_and_adjusted_add_up_to_the_score_in_the_gradebook(late, tmp_path):
    gradebook, _ = table.write_class([late], tmp_path)
    with gradebook.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)

    assert ("2.6667", "-1.3333", "4") == (row["score"], row["adjusted"], row["upd.l2"])


def test_junit_holds_them_as_properties(late):
    found = ElementTree.fromstring(junit.render(late)).findall("properties/property")

    assert [("extension", EXTENSION.sentence), ("late", LATE.sentence)] == [
        (p.get("name"), p.get("value")) for p in found
    ]


def test_item_statistics_are_of_answers_and_not_of_punctuality(sample):
    """Were lateness in the totals, the late half would look weak everywhere else, too."""
    punctual = [sample.report(sample.question(sample.criterion(credit=Fraction(n, 9)))) for n in range(10)]
    mixed = [adjusted(report, (LATE,)) if n % 2 else report for n, report in enumerate(punctual)]

    assert [item.upper_lower for item in of_class(punctual).items] == [
        item.upper_lower for item in of_class(mixed).items
    ]
