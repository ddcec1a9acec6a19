"""A report as build servers read it."""

from xml.etree import ElementTree

import pytest

from grader.reports import junit


def read(report):
    return ElementTree.fromstring(junit.render(report).encode("utf-8"))


def test_every_part_is_a_test_case(sample):
    root = read(sample.honest())
    cases = [(case.get("classname"), case.get("name"), [child.tag for child in case]) for case in root.iter("testcase")]

    assert cases == [
        ("upd.l2", "core", []),
        ("upd.l2", "edge", []),
        ("upd.l1", "core", ["failure"]),
        ("upd.l1", "edge", ["failure"]),
        ("step", "core", ["failure"]),
        ("why", "core", ["skipped"]),
    ]
    assert (root.get("tests"), root.get("failures"), root.get("skipped")) == ("6", "3", "1")
    assert [suite.get("tests") for suite in root] == ["4", "2"]


def test_the_points_of_a_suite_are_its_properties(sample):
    suite = read(sample.honest()).find("testsuite")

    assert ("properties", "testcase") == (suite[0].tag, suite[1].tag)
    assert {"points": "11", "score": "6.3333"} == {one.get("name"): one.get("value") for one in suite[0]}


def test_what_waits_because_the_grader_failed_is_an_error(sample):
    root = ElementTree.fromstring(junit.render(sample.honest(), "the zygote died\x07"))
    errors = list(root.iter("error"))

    assert [("grader", "the zygote died\\x07")] == [(one.get("type"), one.get("message")) for one in errors]
    assert ("1", "0") == (root.get("errors"), root.get("skipped"))


def test_a_failure_says_what_and_why(sample):
    failure = next(read(sample.honest()).iter("failure"))

    assert failure.get("message") == "16 of 18 values are off; at (0, 0) you have 0.3127"
    assert failure.text == (
        "This looks like: l1 update halved.\n"
        "The derivative of λ/(2m)·w² is λ/m·w; the 2 cancels, so `lam / (2 * m)` is half of it.\n"
        "1 of 9 cases right; 2.33 of 7 points"
    )


@pytest.mark.parametrize("which", ["honest", "hostile"])
def test_the_document_is_xml_whatever_students_write(sample, which):
    report = getattr(sample, which)()

    assert len(list(read(report).iter("testcase"))) == sum(len(c.parts) for c in report.criteria)
    assert sample.HIDDEN_TRUTH not in junit.render(report)


def test_the_same_report_gives_the_same_bytes(sample, tmp_path):
    first = junit.write(sample.hostile(), tmp_path / "a")

    assert (first.name, first.read_bytes()) == ("junit.xml", junit.render(sample.hostile()).encode("utf-8"))
