"""The curves that a student logged stand in the report: drawn, described, and as a table."""

import dataclasses
import itertools
import re

import pytest

from grader.model import Curves, Line
from grader.reports import html, json
from grader.reports._plots import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, drawing
from tests.reports.sample import honest

FALLING = Line(name="none", values=((0, 1.0), (1, 0.5), (2, 0.25)))
RISING = Line(name="l2", values=((0, 0.25), (1, 0.3), (2, 0.75)))
PLOT = Curves(title="val", epochs=3, lines=(FALLING, RISING))


def with_curves(*curves):
    report = honest()
    question = report.questions[0]
    criterion = dataclasses.replace(question.criteria[0], curves=curves)
    question = dataclasses.replace(question, criteria=(criterion, *question.criteria[1:]))
    return dataclasses.replace(report, questions=(question, *report.questions[1:]))


def test_higher_values_are_drawn_higher_and_later_epochs_further_right():
    first, second = (
        [tuple(map(float, pair.split(","))) for pair in line["points"].split()] for line in drawing(PLOT)["lines"]
    )

    assert [x for x, _ in first] == sorted({x for x, _ in first})
    assert [y for _, y in first] == sorted({y for _, y in first})
    assert first[-1][1] > second[-1][1]


@pytest.mark.parametrize(
    "values",
    [(1.0,), (2.0, 2.0), (0.0, 0.0), (1e-9, 1e9), (-5.0, 5.0), (1e308, -1e308), (5e-324, 1e300), (1e15, 1e15 + 1)],
)
def test_whatever_was_logged_stays_inside_the_canvas(values):
    made = drawing(Curves(title="t", epochs=len(values), lines=(Line(name="a", values=tuple(enumerate(values))),)))

    for pair in made["lines"][0]["points"].split():
        x, y = map(float, pair.split(","))
        assert LEFT <= x <= WIDTH - RIGHT
        assert TOP - 0.1 <= y <= HEIGHT - BOTTOM + 0.1


def test_names_that_end_at_one_height_do_not_cover_each_other():
    lines = tuple(Line(name=f"m{i}", values=((0, 1.0), (1, 0.0))) for i in range(6))
    heights = [name["y"] for name in drawing(Curves(title="t", epochs=2, lines=lines))["names"]]

    assert all(b - a >= 12 for a, b in itertools.pairwise(heights))
    assert heights[-1] <= HEIGHT - BOTTOM + 0.1


def test_the_page_holds_the_drawing_its_description_and_its_table():
    page = html.render(with_curves(PLOT))

    assert '<title id="plot-1-1-1-title">val over the epochs</title>' in page
    assert "none runs from 1 to 0.25, at its lowest 0.25." in page
    assert re.search(r'<th scope="row">1</th><td class="number">0.5</td><td class="number">0.3</td>', page)


def test_a_report_with_curves_survives_json():
    report = with_curves(PLOT)

    assert report == json.to_report(json.document(report))
