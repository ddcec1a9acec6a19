"""Every format for people shows the smallest failing example, and says what it is."""

import json
from dataclasses import replace

import pytest

from grader import kinds
from grader.model import ShownCase
from grader.reports import json as as_json
from tests.reports import sample

EXAMPLE = ShownCase(call="l2_update(w=[1.0], lr=1.0)", got="[0.5]", want="[0.0]", passed=False)


@pytest.fixture
def report():
    row = sample.criterion("upd", credit=0, finding="4 values are off", smallest=(EXAMPLE,))
    given = sample.honest()
    return replace(given, questions=(replace(given.questions[0], criteria=(row,)),))


@pytest.mark.parametrize("name", ["terminal", "markdown"])
def test_text_shows_the_call_what_came_back_and_what_is_expected(report, name):
    words = " ".join(kinds.find("reports", name).render(report).replace("`", "").replace("\\", "").split())

    assert "The same on the smallest example:" in words
    assert (
        words.index("smallest")
        < words.index("l2_update(w=[1.0], lr=1.0)")
        < words.index("[0.5]")
        < words.index("[0.0]")
    )


def test_the_page_shows_it_under_a_heading(report):
    page = kinds.find("reports", "html").render(report)

    assert "<h4>The same on the smallest example</h4>" in page
    assert "<code>l2_update(w=[1.0], lr=1.0)</code>" in page


def test_the_document_holds_it_and_gives_it_back(report):
    document = json.loads(as_json.render(report))

    (row,) = document["questions"][0]["criteria"]
    assert row["smallest"] == [
        {"call": "l2_update(w=[1.0], lr=1.0)", "got": "[0.5]", "want": "[0.0]", "passed": False, "returned": True}
    ]
    assert as_json.to_report(document) == report


@pytest.mark.parametrize("name", ["terminal", "markdown", "html"])
def test_without_one_nothing_is_said(name):
    assert "smallest" not in kinds.find("reports", name).render(sample.honest())
