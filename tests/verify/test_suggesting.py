"""A suggested case is one line at the end of one list; everything else stays as it was, or nothing is written."""

import pytest

from grader import spec
from grader.verify.suggesting import Suggestion, Unplaced, add
from tests import courses
from tests.test_cli import typed
from tests.verify.test_verify import refer, respell

CASE = "{x: [4.0, 5.0]}"


def written(tmp_path, text=courses.SPEC):
    path = tmp_path / "assignment.yaml"
    path.write_text(text)
    return path


def inputs(path, part):
    (double, _) = spec.load(path).criteria
    cases = double.cases if part is None else next(one.cases for one in double.parts if one.id == part)
    return [one.inputs["x"].tolist() for one in cases if hasattr(one, "inputs")]


def test_a_case_is_added_after_the_last_item_of_a_list(tmp_path):
    path = written(tmp_path)

    told = add(path, [Suggestion("double", "core", CASE)])

    added = f"              - {CASE}\n"
    after = "              - draw: {x: {normal: [3]}}\n                times: 3\n"
    assert courses.SPEC.replace(after, after + added) == path.read_text()
    assert [[1.0, 2.0], [4.0, 5.0]] == inputs(path, "core")
    assert "+              - {x: [4.0, 5.0]}" in told.splitlines()
    assert "+++ assignment.yaml, with the suggested cases" in told


def test_a_case_is_added_within_brackets(tmp_path):
    path = written(tmp_path)

    add(path, [Suggestion("double", "edge", CASE)])

    assert "            cases: [{x: [0.0]}, {x: [4.0, 5.0]}]\n" in path.read_text()
    assert [[0.0], [4.0, 5.0]] == inputs(path, "edge")


@pytest.mark.parametrize(
    ("cases", "expected"),
    [
        ("[{x: [0.0]} ]  # here", "[{x: [0.0]} , {x: [4.0, 5.0]}]  # here"),
        ("[{x: [0.0]},\n              {x: [1.0]}]", "[{x: [0.0]},\n              {x: [1.0]}, {x: [4.0, 5.0]}]"),
        ('[{"x": [0.0], visible: true}]', '[{"x": [0.0], visible: true}, {x: [4.0, 5.0]}]'),
    ],
)
def test_brackets_are_found_however_they_are_written(tmp_path, cases, expected):
    path = written(tmp_path, courses.SPEC.replace("[{x: [0.0]}]", cases))

    add(path, [Suggestion("double", "edge", CASE)])

    assert f"cases: {expected}\n" in path.read_text()


def test_comments_and_a_missing_last_newline_stay(tmp_path):
    text = courses.SPEC.replace(
        "cases: [{x: [0.0]}]", "cases:\n              - {x: [0.0]}  # nought\n              # the end\n"
    )
    path = written(tmp_path, text)
    add(path, [Suggestion("double", "edge", CASE)])
    assert f"- {{x: [0.0]}}  # nought\n              - {CASE}\n              # the end\n" in path.read_text()

    whole = "assignment: a\ntitle: A\nseed: 1\nquestions:\n- id: q\n  title: Q\n  prompt: P\n  criteria:\n  - {head}"
    head = "id: double\n    points: 1\n    call: double\n    expect: {reference: a.b}\n    judge: {kind: exact}\n"
    path = written(tmp_path, whole.format(head=head + "    cases:\n    - {x: [0.0]}"))
    add(path, [Suggestion("double", None, CASE)])
    assert path.read_text().endswith("    - {x: [0.0]}\n    - {x: [4.0, 5.0]}\n")


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("{y: [1.0]}", "could not be added to criterion 'double', part 'core',: "),
        ("{x: [1.0]}\n              - {x: [2.0]}", "by itself; do it by hand"),
        ("{x: [1.0", "could not be added"),
    ],
)
def test_what_would_say_more_than_one_case_is_not_written(tmp_path, case, said):
    path = written(tmp_path)

    with pytest.raises(Unplaced) as refused:
        add(path, [Suggestion("double", "core", case)])

    assert said in str(refused.value)
    assert courses.SPEC == path.read_text()


def test_a_part_without_cases_has_no_place_for_one(tmp_path):
    path = written(tmp_path)

    with pytest.raises(Unplaced, match="criterion 'double' has no list `cases:` to add"):
        add(path, [Suggestion("double", None, CASE)])


def test_the_command_writes_what_tells_a_survivor_and_the_mutant_loses_marks(course):
    refer(course, "def double(x):\n    return 2 * x if x[0] <= 1 else 3 * x\n")
    respell(course, "{x: [1.0, 2.0], visible: true}", "{x: [3.0, 2.0], visible: true}")
    spec_file = course / "assignments" / "tiny" / "assignment.yaml"
    before = spec_file.read_text()

    first = typed(course, "verify", "tiny", "--only", "mutants", "--suggest")
    again = typed(course, "verify", "tiny", "--only", "mutants", "--suggest")

    assert "x[0] <= 1 → x[0] < 1" in first.stdout
    assert "Written. Verify again" in first.stdout
    assert len(before.splitlines()) <= len(spec_file.read_text().splitlines())
    assert "x[0] <= 1 → x[0] < 1" not in again.stdout


def test_the_command_says_when_there_is_nothing_to_suggest(course):
    before = (course / "assignments" / "tiny" / "assignment.yaml").read_text()

    said = typed(course, "verify", "tiny", "--only", "mutants", "--suggest")

    assert "No case to suggest." in said.stdout
    assert before == (course / "assignments" / "tiny" / "assignment.yaml").read_text()
