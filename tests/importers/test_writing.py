"""What is written, and what stops an import before anything is."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from grader import roster
from grader.errors import InternalError, RequestError
from grader.importers._draft import Asked, Draft, HandIn, Row, Share, Skipped
from grader.importers._draft import Test as Case
from grader.importers._emitting import text
from grader.importers._telling import lines
from grader.importers._writing import write
from grader.places import SPEC, Place

TEST = Case(doctest=">>> square(2)\n4", visible=True)
ROW = Row(id="q1", points=Fraction(2), shares=(Share(id="core", weight=Fraction(1), tests=(TEST,)),))
DRAFT = Draft(
    name="hw",
    format="otter",
    source="hw/",
    questions=(Asked(id="q1", title="Squares", prompt="Write `square`.", rows=(ROW,)),),
    points=Fraction(3),
    skipped=(Skipped("q2", "it is locked", Fraction(1)),),
)


@pytest.fixture
def place(tmp_path):
    return Place("hw", tmp_path / "assignments" / "hw" / SPEC, tmp_path)


def test_points_that_do_not_add_up_stop_the_import(place):
    with pytest.raises(InternalError) as caught:
        write(replace(DRAFT, points=Fraction(4)), place)

    assert "hw/ is worth 4 points, but 2 were carried over and 1 are listed as left out" == str(caught.value)
    assert not place.spec.parent.exists()


def test_what_cannot_be_read_back_stops_the_import(place):
    odd = replace(DRAFT.questions[0], rows=(replace(ROW, at=" "),))

    with pytest.raises(
        InternalError, match=r"what was made of hw/ cannot be read back: .*: `at` is ' ', expected some"
    ):
        write(replace(DRAFT, questions=(odd,)), place)
    assert not place.spec.parent.exists()


def test_nothing_that_exists_is_overwritten(place):
    place.submissions.mkdir(parents=True)
    student = HandIn(student="ada", files={"a.py": b"x"})

    with pytest.raises(RequestError, match="hw is already there and nothing is overwritten; name another place"):
        write(replace(DRAFT, hand_ins=(student,)), place)
    assert write(DRAFT, place).files
    with pytest.raises(
        RequestError, match="is already there and nothing is overwritten; name another place with --into"
    ):
        write(DRAFT, place)


def test_a_roster_is_written_where_a_time_is_known(place):
    when = datetime(2026, 11, 20, 17, tzinfo=UTC)
    students = (HandIn(student="ada", files={"a.py": b"x"}, submitted_at=when), HandIn(student="bob", files={}))

    write(replace(DRAFT, hand_ins=students), place)
    held = roster.load(place.roster)

    assert ("otter", when, None) == (held.system, held.of("ada").submitted_at, held.of("bob").submitted_at)


def test_a_criterion_reads_like_one_written_by_hand():
    assert text(DRAFT, "hw").partition("criteria:\n")[2] == (
        "      - id: q1\n"
        "        points: 2\n"
        "        visibility: visible\n"
        "        test: any\n"
        "        cases:\n"
        "          - doctest: |-\n"
        "              >>> square(2)\n"
        "              4\n"
        "        judge: {kind: doctest}\n"
    )


def test_of_many_remarks_the_first_are_printed(place):
    students = tuple(HandIn(student=f"s{n}", files={"a.py": b""}, notes=("is odd",)) for n in range(25))
    done = write(replace(DRAFT, hand_ins=students), place)

    printed = list(lines(done.draft, "hw", done.assignment))

    assert "  and 5 more, in import.md" == printed[-1]
    assert "- s24: is odd" in (place.spec.parent / "import.md").read_text()
