"""report.json says everything, obeys its schema, reads back, and is the same bytes every time."""

import json
from fractions import Fraction

import jsonschema
import pytest

from grader.errors import InternalError
from grader.reports import json as format


@pytest.fixture(params=["honest", "hostile"])
def report(request, sample):
    return getattr(sample, request.param)()


def test_every_report_obeys_the_published_schema(report):
    jsonschema.Draft202012Validator.check_schema(format.schema())

    jsonschema.Draft202012Validator(format.schema()).validate(json.loads(format.render(report)))


@pytest.mark.parametrize(
    "change", [{"extra": 1}, {"score": -1}, {"status": "fine"}, {"questions": [{}]}, {"schema": ""}]
)
def test_the_schema_refuses_other_documents(sample, change):
    document = {**format.document(sample.honest()), **change}

    assert not jsonschema.Draft202012Validator(format.schema()).is_valid(document)


def test_an_honest_report_reads_back_as_it_was(sample, tmp_path):
    report = sample.honest()

    assert report == format.read(format.write(report, tmp_path))


def test_a_hostile_report_reads_back_with_its_surrogates_spelled_out(sample):
    read = format.to_report(json.loads(format.render(sample.hostile())))

    assert sample.NASTY.replace("\ud800", "\\ud800") == read.notes[0]


def test_the_same_report_gives_the_same_bytes_whatever_the_order_of_its_mappings(sample, tmp_path):
    first = sample.honest()
    second = sample.report(
        *first.questions,
        **{
            "title": first.title,
            "submission": first.submission,
            "submitters": first.submitters,
            "files": dict(reversed(first.files.items())),
            "status": first.status,
            "notes": first.notes,
            "printed": first.printed,
        },
    )

    assert format.render(first).encode() == format.write(second, tmp_path).read_bytes()


def test_the_file_is_utf8_and_holds_nothing_that_steers_a_terminal(sample, tmp_path):
    text = format.write(sample.hostile(), tmp_path).read_bytes().decode("utf-8")

    assert [c for c in text if c != "\n" and (ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066\ufeff")] == []


def test_thirds_are_rounded_once_and_stand_beside_their_exact_value(sample):
    criterion = format.document(sample.honest())["questions"][0]["criteria"][1]

    assert (criterion["points"], criterion["score"], criterion["credit"]) == (7, 2.3333, 0.3333)
    assert criterion["exact"] == {"score": "7/3", "credit": "1/3"}


def test_numbers_that_four_decimals_hold_need_no_exact_value(sample):
    part = format.document(sample.honest())["questions"][0]["criteria"][0]["parts"][0]

    assert (part["weight"], "exact" in part) == (0.75, False)


@pytest.mark.parametrize("value", [Fraction(1, 10), Fraction(9999, 10000), Fraction(123456789, 4), Fraction(1, 3)])
def test_no_number_is_lost_on_the_way(sample, value):
    report = sample.report(sample.question(sample.criterion(credit=value, points=1)))

    assert value == format.to_report(json.loads(format.render(report))).score


def test_a_document_of_another_schema_is_refused():
    with pytest.raises(InternalError) as caught:
        format.to_report({"schema": "grader.report/9"})

    assert str(caught.value) == "a report of the schema 'grader.report/9' was found, 'grader.report/1' was expected"
