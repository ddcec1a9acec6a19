"""Criteria that run tests, as they stand in a file."""

from fractions import Fraction

import pytest

from grader import spec
from grader.asking import ask
from grader.cases import lay_out
from grader.edition import student_edition
from grader.errors import SpecError
from grader.model import Asking, Given, Written
from grader.oracle import Oracle

SOUND = """\
assignment: tiny
title: Tiny
seed: 1
questions:
  - id: q1
    title: Squares
    prompt: Write `square`.
    criteria:
      - id: q1
        points: 3
        test: problem1
        at: test-square
        parts:
          told: {weight: 0, visibility: visible, cases: [{doctest: ">>> square(2)\\n4"}]}
          kept: {weight: 1, cases: [{doctest: ">>> square(3)\\n9"}]}
        judge: {kind: doctest}
      - id: q2
        points: 1
        test: any
        cases: [{code: assert square(3) == 9, visible: true}, {code: "assert square(-3) == 9"}]
        judge: {kind: assertions, out_of: 1}
"""


def read(text):
    return spec.parse(text.encode(), "a.yaml")


def said(text):
    with pytest.raises(SpecError) as caught:
        read(text)
    return [str(fault) for fault in caught.value.faults]


def test_a_test_is_read_with_its_place_and_what_it_expects():
    first, second = read(SOUND).criteria

    assert Asking(kind="test", name="problem1", at="test-square", arguments={"doctest": "text"}) == first.ask
    assert [Fraction(0), Fraction(1)] == [part.weight for part in first.parts]
    assert (
        Written(inputs={"doctest": ">>> square(2)\n4"}, visible=True, want=Given(">>> square(2)\n4")),
    ) == first.parts[0].cases
    assert ("", "") == (second.ask.name, second.ask.at)
    assert [Given(None)] * 2 == [case.want for case in second.cases]


ROWS = [
    ("test: problem1", "test: a/b", "11:15: `test` is 'a/b', expected `any`, or a file's name without folders"),
    ('">>> square(3)\\n9"', "square", "15:47: `doctest` holds no example, expected a line that begins"),
    ('">>> square(3)\\n9"', '">>>square(3)"', "15:47: `doctest` cannot be read: line 1 of the docstring"),
    ('">>> square(3)\\n9"', "3", "15:47: `doctest` is 3, expected the text of the test in criterion 'q1'"),
    ("assert square(3) == 9", '""', "20:24: `code` is '', expected the text of the test in criterion 'q2'"),
    ("{code: assert square(3) == 9, ", "{code: a, doctest: b, ", "20:17: a case is no test, expected"),
    ("{code: assert square(3) == 9, ", "{x: a, ", "20:17: a case is no test, expected `doctest` or"),
    ("visible: true}", "visible: true, want: 3}", "20:17: `want` beside a test, expected what it prints"),
    ("kind: doctest", "kind: exact", "16:16: judge of kind exact in criterion 'q1', whose cases are `doctest`"),
    ("assertions, out_of: 1", "doctest", "21:16: judge of kind doctest in criterion 'q2', whose cases are `code`"),
    ("        test: any\n", "        call: f\n", "21:16: judge of kind assertions in criterion 'q2', which runs"),
    ("        test: any\n", "        read: x\n        at: c\n", "20:9: `at` in criterion 'q2', which runs no"),
    ("cases: [{code: assert square(3) == 9, visible: true}, {code: \"assert square(-3) == 9\"}]", "title: t",
     "17:9: criterion 'q2' runs tests but has no cases, expected `cases:` here or in its parts"),
    ("out_of: 1", "out_of: 0", "21:16: judge of kind assertions: out_of is 0, expected the points"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "fault"), ROWS, ids=[row[1][:40] for row in ROWS])
def test_a_fault_is_said_where_it_stands(old, new, fault):
    assert 1 == SOUND.count(old)

    faults = said(SOUND.replace(old, new))

    assert any(fault in line.removeprefix("a.yaml:") for line in faults), faults


def test_the_student_edition_holds_the_visible_tests_and_no_other(tmp_path):
    (tmp_path / "assignment.yaml").write_text(SOUND)

    edition = student_edition(spec.load(tmp_path), Oracle(tmp_path))
    first, second = read(edition).criteria

    assert "square(2)" in edition
    assert "assert square(3)" in edition
    assert "square(-3)" not in edition
    assert ">>> square(3)" not in edition
    assert ("problem1", "test-square", 1, 1) == (first.ask.name, first.ask.at, first.withheld.parts, len(first.parts))
    assert (Given(None), 1) == (
        second.cases[0].want if second.cases else second.parts[0].cases[0].want,
        second.withheld.cases,
    )


def test_what_a_doctest_expects_never_enters_the_sandbox():
    criterion = read(SOUND).criteria[0]
    cases = lay_out(read(SOUND), lambda path: None)[criterion.id]

    asked = [ask(criterion, case) for case in cases]

    assert [["square(2)\n"], ["square(3)\n"]] == [one.steps[0].arguments["examples"] for one in asked]
    assert [("problem1", "test-square")] * 2 == [(one.steps[0].name, one.steps[0].arguments["at"]) for one in asked]
    assert "9" not in repr(asked[1])
