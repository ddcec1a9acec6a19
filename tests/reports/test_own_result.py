"""Every format says with whose result a criterion was judged, also where it passed."""

import json
from dataclasses import replace

import pytest

from grader import kinds
from grader.model import Status
from grader.reports import json as as_json
from tests.reports import sample

SAID = "Judged with your own result from `table`: consistent."


@pytest.fixture
def report():
    row = sample.criterion("flips", finding=SAID, own_result="table")
    given = sample.honest()
    question = replace(given.questions[0], criteria=(row,))
    return replace(given, questions=(question,))


@pytest.mark.parametrize("name", ["terminal", "markdown"])
def test_a_passed_criterion_shows_the_sentence(report, name):
    assert report.criteria[0].status is Status.PASSED
    assert "Judged with your own result from `table`: consistent." in " ".join(
        kinds.find("reports", name).render(report).replace("\\", "").split()
    )


def test_the_page_shows_the_sentence(report):
    assert "Judged with your own result from <code>table</code>: consistent." in kinds.find("reports", "html").render(
        report
    )


def test_the_document_names_the_earlier_criterion(report):
    document = json.loads(as_json.render(report))

    assert document["questions"][0]["criteria"][0]["own_result"] == "table"
    assert as_json.to_report(document) == report


def test_documents_of_before_are_still_read(report):
    document = as_json.document(report)
    del document["questions"][0]["criteria"][0]["own_result"]

    assert as_json.to_report(document).criteria[0].own_result is None
