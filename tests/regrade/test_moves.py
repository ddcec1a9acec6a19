"""Before and after, in numbers and in words."""

import csv
import io
import json
from fractions import Fraction

import pytest

from grader.errors import RequestError
from grader.model import Status
from grader.regrade import files, showing
from grader.regrade.moves import Share, Standing, Tally, Total, move
from grader.regrade.showing import Diff, ordered

P, F, U = Status.PASSED, Status.FAILED, Status.UNDECIDED


def share(score, points=4, status=P, mistake="", finding="x"):
    return Share(score=Fraction(score), points=Fraction(points), status=status, mistake=mistake, finding=finding)


def standing(**criteria):
    waits = any(one.status is U for one in criteria.values())
    total = Total(
        score=sum((one.score for one in criteria.values()), Fraction(0)),
        points=sum((one.points for one in criteria.values()), Fraction(0)),
        status=U if waits else P,
    )
    return Standing(total=total, criteria=criteria)


CASES = [
    # before                                     after                               kind        delta  because
    (standing(a=share(2)), standing(a=share(4)), "up", 2, "a +2"),
    (standing(a=share(4)), standing(a=share("4/3", status=F)), "down", "-8/3", "a −2.67 (passed → failed)"),
    (standing(a=share(2)), standing(a=share(2)), "same", 0, ""),
    (standing(a=share(2)), standing(a=share(2, mistake="halved")), "same", 0, ""),
    (standing(a=share(2)), standing(a=share(2, finding="y")), "same", 0, ""),
    (standing(a=share(0, status=U)), standing(a=share(3)), "decided", 3, "a +3 (undecided → passed)"),
    (standing(a=share(3)), standing(a=share(0, status=U)), "waits", -3, "a −3 (passed → undecided)"),
    (standing(a=share(2)), standing(a=share(3, points=6)), "up", 1, "a +1 (2 of 4 → 3 of 6)"),
    (standing(a=share(2)), standing(a=share(2), b=share(1)), "up", 1, "b is new: 1 of 4"),
    (standing(a=share(2), b=share(0)), standing(a=share(2)), "same", 0, "b is gone: it was 0 of 4"),
    (standing(a=share(2), b=share(1)), standing(a=share(4), b=share(0)), "up", 1, "a +2; b −1"),
    (
        standing(a=share(1, mistake="doubled", status=F)),
        standing(a=share(2, mistake="halved", status=F)),
        "up",
        1,
        "a +1 (doubled → halved)",
    ),
    (None, standing(a=share(2)), "new", 2, "it was not graded before"),
]


@pytest.mark.parametrize(("before", "after", "kind", "delta", "because"), CASES)
def test_a_move_says_how_far_and_why(before, after, kind, delta, because):
    one = move("ada", "run", ("it was not graded before",), before, after)

    assert (kind, Fraction(delta), because) == (one.kind, one.delta, showing.because(one))


def test_other_words_alone_are_counted_apart():
    words = move("ada", "judged", (), standing(a=share(2)), standing(a=share(2, finding="y")))
    points = move("bob", "judged", (), standing(a=share(2)), standing(a=share(2, points=8)))
    same = move("cyd", "judged", (), standing(a=share(2)), standing(a=share(2)))

    assert [(True, False), (False, True), (False, False)] == [(one.worded, one.counts) for one in (words, points, same)]


def test_a_finding_that_is_not_known_any_more_is_no_change():
    old = standing(a=share(2, finding=None))

    assert not move("ada", "judged", (), old, standing(a=share(2))).worded


@pytest.fixture
def diff():
    """One hand-in of each kind; the third has a name that a spreadsheet and a page would act on."""
    moves = [
        move("ada", "judged", ("the assignment changed",), standing(a=share(1)), standing(a=share(2))),
        move("bob", "judged", ("the assignment changed",), standing(a=share(4)), standing(a=share("4/3"))),
        move('=cmd|"<b>"', "run", ("case a/1 changed",), standing(a=share(1)), standing(a=share(0, status=U))),
        move("dee", "unchanged", (), standing(a=share(4)), standing(a=share(4))),
        move("eve", "run", ("it was not graded before",), None, standing(a=share(4))),
    ]
    tally = Tally()
    for one in moves:
        tally.add(one)
    return Diff(
        assignment="tiny",
        moves=ordered(moves),
        tally=tally,
        lines=("- points: 3", "+ points: 4  (line 9)"),
        conflicts=(("ada", "a: Ann marked it"),),
        because="<i>a reason</i>",
    )


def test_a_class_is_counted(diff):
    tally = diff.tally

    assert ({"up": 1, "down": 1, "waits": 1, "same": 1, "new": 1}, 5, 1) == (tally.kinds, tally.number, tally.waiting)
    assert {"a": [1, 2, 0]} == tally.criteria
    assert ([0.25, 1.0, 0.25, 1.0], [0.5, 1 / 3, 1.0, 1.0]) == (tally.before, tally.after)
    assert ["eve", "bob", '=cmd|"<b>"', "ada"] == [one.id for one in diff.moves]


def test_the_terminal_says_it_in_this_order(diff):
    text = showing.render(diff)

    order = [
        "tiny: 5 hand-ins",
        "+ points: 4 (line 9)",
        "– ",
        "it was not graded before",
        "1 goes up, 1 goes down, 1 waits for a person now, 1 is new, 1 keeps its mark.",
        "a: 1 up, 2 down",
        "mean 62.5 → 70.8, median 62.5 → 75.0 of the points",
        "2 judged from evidence:",
        "the assignment changed (ada, bob)",
        "2 run again:",
        "1 left as they are",
        "Marks by hand to look at:",
        "ada: a: Ann marked it",
    ]
    places = [text.index(words) for words in order]
    assert sorted(places) == places


def test_the_page_and_the_table_act_on_nothing_a_student_wrote(diff, tmp_path):
    files.write(diff, tmp_path / "diff.html")
    files.write(diff, tmp_path / "diff.csv")

    page = (tmp_path / "diff.html").read_text("utf-8")
    assert "<b>" not in page
    assert "<i>a reason" not in page
    assert "=cmd|" in page
    rows = list(csv.DictReader(io.StringIO((tmp_path / "diff.csv").read_text("utf-8-sig"))))
    assert ["eve", "bob", '\'=cmd|"<b>"', "ada"] == [row["submission"] for row in rows]
    assert ("4", "1.3333", "-2.6667", "a") == tuple(rows[1][key] for key in ("before", "after", "change", "criterion"))
    assert ("1", "", "undecided") == tuple(rows[2][key] for key in ("before", "after", "status_after"))


def test_the_document_holds_exact_numbers(diff, tmp_path):
    files.write(diff, tmp_path / "diff.json")

    document = json.loads((tmp_path / "diff.json").read_text())
    assert ("grader.regrade/1", 5, "-8/3") == (
        document["schema"],
        document["hand_ins"],
        document["moves"][1]["change"],
    )
    assert {"score": 2, "points": 4, "status": "passed", "mistake": None} == document["moves"][3]["criteria"][0][
        "after"
    ]
    assert [{"submission": "ada", "sentence": "a: Ann marked it"}] == document["conflicts"]


def test_another_kind_of_file_is_refused_before_anything_runs(tmp_path):
    with pytest.raises(RequestError, match=r"--diff .*diff.pdf ends in '.pdf', expected .html, .csv, .json"):
        files.check(tmp_path / "diff.pdf")
    files.check(tmp_path / "DIFF.HTML")


def test_nobody_at_all_is_said(tmp_path):
    empty = Diff(assignment="tiny", moves=(), tally=Tally())

    assert "No hand-in was graded here." in showing.render(empty)
    files.write(empty, tmp_path / "empty.html")
    assert "No mark changes." in (tmp_path / "empty.html").read_text("utf-8")
