"""An explanation holds all that a mark stands on, and reads well for every kind of answer."""

import json
import re
from fractions import Fraction

import pytest

from grader import marks
from grader.errors import RequestError
from grader.explain import meant
from grader.marks import Mark
from tests import courses
from tests.regrade.again import edit, grade, regrade
from tests.test_cli import typed


@pytest.fixture
def graded(tmp_path):
    course = courses.lay(tmp_path)
    courses.hand_in(course, "ada")
    courses.hand_in(course, "bob", courses.SQUARED)
    courses.hand_in(course, "cyd", "def double(x):\n    return 2 * x + 3e-6\n", "# answer\n41 or 43\n")
    courses.hand_in(course, "dee", "def double(x):\n    raise ValueError('not yet')\n", "")
    courses.hand_in(course, "eve", "def double(x):\n    while True:\n        pass\n", "")
    grade(course, smallest=False)
    return course


def explained(root, *words, status=0):
    """What is said, each line without its indent."""
    said = typed(root, "explain", *words)
    assert status == said.returncode, said.stderr + said.stdout
    return [" ".join(line.split()) for line in said.stdout.splitlines()]


def test_a_mark_stands_on_these(graded):
    text = "\n".join(explained(graded, "tiny/bob", "double"))

    order = [
        "For staff: this shows hidden cases and what was expected of them.",
        "bob, Twice",
        "~ partial: 1 of 3 points",
        "The parts earn core 0 of 2/3, edge 1/3 of 1/3.",
        "The student reads: Squaring is not doubling.",
        "What was asked (close, assignment.yaml line ",
        "Write `double(x)`, and write down what double(21) is.",
        "Part core: 0 of 4 cases right, 2/3 of the points",
        "judged by close, rtol 1e-06, atol 1e-09",
        "double/core/1 (visible)",
        "double(x=[1.0, 2.0])",
        "came back: [1.0, 4.0]",
        "expected (reference twice.double): [2.0, 4.0]",
        "double/core/2 (hidden)",
        "Part edge: 1 of 1 case right, 1/3 of the points",
        "→ squared (keeps 1/3): claimed: it alone explains every case",
        "What this mark was",
        "1 of 3 partial (squared), graded by prof",
        "Under which conditions",
        "seed: 7",
        "limits: seconds 2, total_seconds 10",
        "file solution.py: sha256 ",
        "assignment: sha256 ",
        "reference/: sha256 ",
        "To see it again:",
        "grader explain tiny/bob double --replay",
    ]
    places = [text.index(words) for words in order]
    assert sorted(places) == places


def test_the_margin_is_the_largest_error_against_what_was_allowed(graded):
    """3e-6 on values of 1 and 2: allowed are 1e-9 + 1e-6·|want|, so the smaller value is the worst."""
    lines = explained(graded, "tiny/cyd", "double")

    assert "error 3.00e-06 at [0], allowed 2.00e-06: 1.5 of it" in lines
    assert "largest error 3.00e-06 at [0], allowed 1.00e-09: 3e+03 of it" in lines  # the edge, where zero is due
    assert any(
        line.startswith("· squared (keeps 1/3): not claimed: in case double/core/1 it gives [1.0, 4.0], and [2.")
        for line in lines
    )


def test_a_right_answer_has_its_margin_too(graded):
    lines = explained(graded, "tiny/ada", "double")

    assert "error 0, allowed 2.00e-06" in [re.sub(r"4\.00", "2.00", line) for line in lines]
    assert "· squared (keeps 1/3): not considered: every case is right" in lines


@pytest.mark.parametrize(
    ("who", "what", "lines"),
    [
        ("dee", "double", ["what happened: `double` raised ValueError: not yet (solution.py, line 2)"]),
        ("eve", "double", ["no answer within 2 seconds", "✗ failed: 0 of 3 points"]),
        ("dee", "answer", ["○ missing: 0 of 1 points"]),
        (
            "cyd",
            "answer",
            ["came back: 41 or 43", "judged by number, atol 0.0", "expected (written in the assignment): 42"],
        ),
        (
            "ada",
            "answer",
            [
                "✓ Part core: 1 of 1 case right, all of the points",
                "came back: 42",
                "error 0, allowed 4.20e-13",
                "✓ passed: 1 of 1 points",
            ],
        ),
    ],
)
def test_every_ending_reads_well(graded, who, what, lines):
    said = explained(graded, f"tiny/{who}", what)

    for line in lines:
        assert any(line in one for one in said), (line, said)


def test_a_mark_by_hand_shows_who_and_which_points(graded):
    edit(
        graded,
        "judge: {kind: number, atol: 0}",
        "judge: {kind: rubric, key_points: [{id: a, say: It is 42.}, {id: b, say: Because.}]}",
    )
    mark = Mark(answer=marks.digest("42"), met=("a",), by="Ann", when="2026-11-20T09:00", comment="See §2.")
    marks.write(graded / "marks" / "tiny", "ada", {"answer": mark})
    grade(graded, smallest=False)

    lines = explained(graded, "tiny/ada", "answer")
    waiting = explained(graded, "tiny/bob", "answer")

    assert "A person decided: 1/2 of 1 points." in lines
    assert "Marked by Ann on 2026-11-20T09:00" in lines
    assert ["[x] It is 42.", "[ ] Because.", "“See §2.”"] == [line for line in lines if line[0:1] in "[“" and line]
    assert any("0.5 of 1 partial, decided by Ann, judged again by prof" in line for line in lines)
    assert "? undecided: ? of 1 points" in waiting
    assert "It waits for a person; no mark was lost." in waiting
    assert "· Because. (1)" in waiting


def test_a_mark_that_no_longer_counts_says_so(graded):
    mark = Mark(answer=marks.digest("another"), credit=Fraction(1), by="Ann")
    marks.write(graded / "marks" / "tiny", "ada", {"answer": mark})

    lines = explained(graded, "tiny/ada", "answer")

    assert "It was given to another answer, or by key points that are gone, and does not count." in lines


def test_a_mark_is_explained_by_the_text_that_gave_it(graded):
    edit(graded, "credit: 1/3", "credit: 2/3")

    lines = explained(graded, "tiny/bob", "double")

    assert "~ partial: 1 of 3 points" in lines
    assert any(
        "The assignment has changed since this mark was given. It is explained by the text" in one for one in lines
    )
    regrade(graded, apply=True, smallest=False)
    lines = explained(graded, "tiny/bob", "double")
    assert "~ partial: 2 of 3 points" in lines
    history = [line for line in lines if "of 3 partial (squared)" in line]
    assert ["1 of 3", "2 of 3"] == [line.split()[1] + " of 3" for line in history]
    assert history[1].endswith("judged by prof: the assignment changed")


def test_what_gave_a_mark_and_was_not_kept_is_said(graded):
    (graded / "reference" / "twice.py").write_text(courses.REFERENCE.replace("2 * x", "3 * x"))

    text = "\n".join(explained(graded, "tiny/ada", "double"))

    assert "reference/ has changed since this mark was given, and what gave it was not kept whole." in text
    assert "`grader regrade tiny ada` shows the difference." in text


def test_a_report_that_says_something_else_is_pointed_out(graded):
    mark = Mark(answer=marks.digest("42"), credit=Fraction(0), by="Ann")
    marks.write(graded / "marks" / "tiny", "ada", {"answer": mark})

    assert any("The report says something else than this" in line for line in explained(graded, "tiny/ada", "answer"))


def test_replaying_finds_the_same(graded):
    lines = explained(graded, "tiny/bob", "double", "--replay", "--trust")

    assert [f"✓ double/core/{n}: as before" for n in range(1, 5)] == [one for one in lines if "/core/" in one][-4:]


def test_replaying_finds_what_is_other(graded):
    (graded / "submissions" / "tiny" / "bob" / "solution.py").write_text(courses.RIGHT)

    lines = explained(graded, "tiny/bob", "double", "--replay", "--trust", status=1)

    assert "not as it was: solution.py changed" in lines
    assert "✗ double/core/1: DIFFERS: [2.0, 4.0]" in lines
    assert "✓ double/edge/1: as before" in lines


def test_code_that_counts_its_calls_is_put_as_in_grading(tmp_path):
    course = courses.lay(
        tmp_path,
        courses.SPEC.replace(
            "      - id: answer\n",
            "      - id: again\n        points: 2\n        call: double\n        cases: [{x: [4.0]}]\n"
            "        expect: {reference: twice.double}\n        judge: {kind: close, rtol: 1e-6, atol: 0}\n"
            "      - id: answer\n",
        ),
    )
    courses.hand_in(course, "ada", "n = 0\n\n\ndef double(x):\n    global n\n    n += 1\n    return 2 * x + n\n")
    grade(course, smallest=False)

    lines = explained(course, "tiny/ada", "again", "--replay", "--trust")

    assert "put alone it answered otherwise, so everything was put as in grading" in lines
    assert "✓ again/1: as before" in lines


def test_files_elsewhere_are_named(graded, tmp_path):
    moved = (graded / "submissions" / "tiny" / "bob").rename(tmp_path / "elsewhere")

    said = typed(graded, "explain", "tiny/bob", "double", "--replay", "--trust")
    assert 2 == said.returncode
    assert "there are no files of 'bob' in " in said.stderr
    assert "name them with --files PATH" in said.stderr
    explained(graded, "tiny/bob", "double", "--replay", "--trust", "--files", str(moved))


def test_json_holds_the_same(graded, tmp_path):
    said = typed(graded, "explain", "tiny/bob", "double", "--json", "--html", str(tmp_path / "why.html"))

    document = json.loads(said.stdout)
    assert ("grader.explanation/1", "bob", "double", 1, 3, "squared") == tuple(
        document[key] for key in ("schema", "submission", "criterion", "score", "points", "mistake")
    )
    first = document["parts"][0]["cases"][0]
    assert ("double(x=[1.0, 2.0])", "[1.0, 4.0]", "[2.0, 4.0]", "failed") == tuple(
        first[key] for key in ("call", "got", "want", "status")
    )
    assert {"error": 1.0, "at": "[0]"}.items() <= first["margin"].items()
    assert [("squared", True)] == [(one["id"], one["claimed"]) for one in document["mistakes"]]
    page = (tmp_path / "why.html").read_text("utf-8")
    assert "For staff" in page
    assert "grader explain tiny/bob double --replay" in page


def test_nothing_of_a_student_acts_in_the_page(graded, tmp_path):
    courses.hand_in(graded, "ada", sheet="# answer\n<script>alert(1)</script>\x1b[31m\n")
    grade(graded, smallest=False)

    said = typed(graded, "explain", "tiny/ada", "answer", "--html", str(tmp_path / "why.html"))

    assert "<script>" not in (tmp_path / "why.html").read_text("utf-8")
    assert "\x1b[31m" not in said.stdout


def test_without_a_criterion_all_are_listed(graded):
    lines = explained(graded, "tiny/bob")

    assert ["double 1 of 3 partial (squared)", "answer 1 of 1 passed"] == lines[:2]
    assert "Name one: grader explain tiny/bob double" in lines


@pytest.mark.parametrize(
    "words", [("bob", "double"), ("bob", "double", "--assignment", "tiny"), ("reports/tiny/bob", "double")]
)
def test_a_hand_in_is_named_in_several_ways(graded, words):
    assert "bob, Twice" in explained(graded, *words)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("tiny/bobb", "double"), "is called 'bobb'; did you mean 'bob'?"),
        (("bobby", "double"), "did you mean 'bob'?"),
        (("tiny/bob", "dubble"), "tiny/bob has no criterion 'dubble'; did you mean 'double'?"),
        (("tinny/bob", "double"), "there is no assignment 'tinny'"),
    ],
)
def test_a_slip_is_answered_with_what_is_near(graded, words, sentence):
    said = typed(graded, "explain", *words)

    assert 2 == said.returncode
    assert sentence in said.stderr


def test_one_name_in_two_assignments_is_told_apart_by_the_criterion(graded):
    other = graded / "reports" / "other" / "bob"
    other.mkdir(parents=True)
    document = json.loads((graded / "reports" / "tiny" / "bob" / "report.json").read_text())
    (other / "report.json").write_text(json.dumps(document))
    with pytest.raises(RequestError, match=r"'bob' handed in more than once: other/bob, tiny/bob; name one of these"):
        meant.find("bob", graded, wanted="double")
    document["questions"][0]["criteria"] = []
    (other / "report.json").write_text(json.dumps(document))

    assert "tiny" == meant.find("bob", graded, wanted="double").place.name


def test_without_evidence_there_is_nothing_to_explain(graded):
    (graded / "reports" / "tiny" / "bob" / "evidence" / "evidence.json").unlink()

    said = typed(graded, "explain", "tiny/bob", "double")

    assert 2 == said.returncode
    assert "there is nothing to explain the mark by: " in said.stderr
