"""A sitting with free text: every key does what it says, and nothing typed is lost."""

import os
import select
import sys
import time
from fractions import Fraction
from pathlib import Path

import pytest

from grader import batch, intake, marking, marks, pipeline, places, similar, spec
from grader.marking import Sitting
from tests import courses
from tests.test_marks import SPEC

ROOT = Path(__file__).parent.parent
TEXTS = {
    "ada": "It decays because the slope is proportional.",
    "bob": "No idea at all.",
    "cyd": "It decays since the slope is proportional!",
    "dee": "No idea at all.",
}


@pytest.fixture
def place(tmp_path):
    root = courses.lay(tmp_path, SPEC)
    for name, text in TEXTS.items():
        courses.hand_in(root, name, sheet=f"# why\n\n{text}\n")
    grade(root)
    return places.locate("tiny", root)


def grade(root):
    plan = pipeline.prepare(root / "assignments" / "tiny" / "assignment.yaml", root)
    options = batch.Options(out=root / "reports" / "tiny", marks=root / "marks" / "tiny", trusted=True)
    return {row.id: row for row in batch.run(plan, intake.find([root / "submissions" / "tiny"]), options)}


def collect(place, **more):
    return marking.collect(spec.load(place.spec), place.reports, place.marks, **more)


def sit(place, keys, lines=(), **more):
    """A person who types these keys; what they saw, and how many answers they marked."""
    typed, written, said = iter(keys), iter(lines), []
    sitting = Sitting(
        waiting=collect(place, **more),
        folder=place.marks,
        by="T. Eacher",
        now=lambda: "2026-11-21T10:00:00+01:00",
        key=lambda: next(typed),
        line=lambda text: next(written),
        say=said.append,
    )
    return sitting.run(), "\n".join(said)


def test_the_same_words_are_one_answer_and_similar_ones_are_neighbours(place):
    waiting = collect(place)

    assert [TEXTS["ada"], TEXTS["cyd"], TEXTS["bob"]] == [item.text for item in waiting]
    assert ("bob", "dee") == waiting[2].submissions


def test_a_mark_goes_to_everybody_who_wrote_these_words(place):
    marked, _ = sit(place, ["1", "2", "\r", "1", "\r", "\r"])

    rows = grade(place.root)
    assert 4 == marked
    assert {"ada": 4, "bob": 0, "cyd": 2, "dee": 0} == {name: row.line.score for name, row in rows.items()}


def test_names_are_not_shown(place):
    _, said = sit(place, ["s", "s", "s"])

    assert not [name for name in TEXTS if name in said]
    assert "handed in word for word by 1 more" in said


def test_a_key_pressed_twice_takes_its_point_back(place):
    sit(place, ["1", "2", "1", "\r", "q"])

    assert ("b",) == marks.read(place.marks, "ada")["why"].met


def test_quitting_keeps_what_was_marked_and_the_next_sitting_goes_on(place):
    marked, _ = sit(place, ["1", "\r", "q"])

    assert 1 == marked
    assert [TEXTS["cyd"], TEXTS["bob"]] == [item.text for item in collect(place)]


def test_back_returns_to_the_answer_before(place):
    sit(place, ["s", "b", "1", "\r", "q"])

    assert ("a",) == marks.read(place.marks, "ada")["why"].met


def test_a_fatal_error_and_a_comment_stand_with_the_mark(place):
    sit(place, ["1", "f", "c", "\r", "q"], ["It shrinks."])

    mark = marks.read(place.marks, "ada")["why"]
    assert (True, "It shrinks.", "T. Eacher") == (mark.fatal, mark.comment, mark.by)


def test_a_comment_is_offered_again_by_its_number(place):
    _, said = sit(place, ["c", "\r", "c", "\r", "q"], ["Read 7.1 again.", "1"])

    assert "Read 7.1 again." == marks.read(place.marks, "cyd")["why"].comment
    assert "  1  Read 7.1 again." in said


def test_an_unknown_key_shows_the_keys(place):
    _, said = sit(place, ["x", "9", "q"])

    assert 3 == said.count("that is the mark; go on")


def test_the_worth_of_the_decision_is_always_in_sight(place):
    _, said = sit(place, ["1", "2", "f", "q"])

    assert ["  = 0 of 4", "  = 2 of 4", "  = 4 of 4", "  = 0 of 4"] == [
        line for line in said.splitlines() if line.startswith("  = ")
    ]


def test_marked_answers_can_be_looked_at_again(place):
    sit(place, ["1", "\r", "1", "\r", "1", "\r"])

    assert [] == collect(place)
    _, said = sit(place, ["\r", "q"], again=True)
    assert "  1 [x] It decays." in said


@pytest.mark.skipif(os.name == "nt", reason="pty is POSIX")
def test_the_command_is_typed_in_a_terminal(place):
    import pty

    keys = [b"1", b"\r", b"q"]
    said = b""
    command = [sys.executable, "-m", "grader", "mark", "tiny", "--by", "me"]
    child, terminal = pty.fork()
    if child == 0:  # pragma: no cover -- another process
        os.chdir(place.root)
        os.execve(sys.executable, command, {**os.environ, "PYTHONPATH": str(ROOT)})
    try:
        for key in keys:
            said += _until_a_key_is_awaited(terminal)
            os.write(terminal, key)
            said += _read(terminal)  # the next picture, which is drawn before the next key is awaited
        while chunk := _read(terminal):
            said += chunk
    finally:
        _, status = os.waitpid(child, 0)
        os.close(terminal)

    assert 1 == os.waitstatus_to_exitcode(status), said
    assert b"1 answers marked, 2 wait." in said
    assert ("a",) == marks.read(place.marks, "ada")["why"].met


def _until_a_key_is_awaited(terminal: int) -> bytes:
    """What is drawn until the terminal is put into the mode in which a single key counts."""
    import termios

    said = b""
    deadline = time.monotonic() + 600
    while termios.tcgetattr(terminal)[3] & termios.ICANON:
        assert time.monotonic() < deadline, said
        if select.select([terminal], [], [], 0.05)[0]:
            said += _read(terminal)
    return said


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux's way to say that the other end is gone
        return b""


def test_the_order_holds_every_text_once():
    texts = ["aaa", "bbb", "aab", "", "bba"]

    assert [0, 1, 2, 3, 4] == sorted(similar.in_order(texts))
    assert [] == similar.in_order([])


def test_likeness_is_a_share():
    assert Fraction(1) == similar.likeness(similar.grams("Same"), similar.grams("same "))
    assert 0 == similar.likeness(similar.grams("xyz"), similar.grams("abc"))
