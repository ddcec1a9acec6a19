"""The local pool ends when its batch does, whatever still runs in it."""

import threading

from grader import intake, pipeline, runners, sandbox
from grader.engines import Work, open_engine
from grader.errors import InternalError
from grader.model import Limits, Submission
from grader.sandbox import box as boxes
from tests import courses

PATIENCE = 300  # seconds, on a machine that has much else to do


def test_closing_ends_what_runs_and_starts_nothing_anew(tmp_path, monkeypatch):
    """As after Ctrl-C: nobody waits for the student's limit, and no second sandbox is started in its place."""
    limits = "seconds: 2, total_seconds: 10", "seconds: 600, total_seconds: 600"
    course = courses.lay(tmp_path, courses.SPEC.replace(*limits))
    courses.hand_in(course, "eve", "def double(x):\n    while True:\n        pass\n")
    plan = pipeline.prepare(course / "assignments" / "tiny" / "assignment.yaml", course)
    (arrival,) = intake.find([course / "submissions" / "tiny"])
    work = Work(asks=plan.asks, answers=plan.answers, limits=plan.assignment.limits, seed=7, trusted=True)

    handed_over, plain = threading.Event(), boxes.converse
    monkeypatch.setattr(boxes, "converse", lambda run: handed_over.set() or plain(run))

    with open_engine("local", work) as engine:
        running, waiting = (engine.submit(intake.open_arrival(arrival)) for _ in range(2))
        assert handed_over.wait(PATIENCE)

    assert running.result().broken  # and not stopped, as it would be after its ten minutes
    assert waiting.cancelled()


def test_a_sandbox_that_is_still_starting_is_closed_as_soon_as_it_has_started(monkeypatch):
    """Or it would run its hand-in to the end, and Ctrl-C would wait for that."""
    begun, closed, observed = threading.Barrier(3), threading.Event(), []

    class Box:
        def __init__(self) -> None:
            self.open = True

        def close(self) -> None:
            self.open = False
            closed.set()

    made = [Box(), Box()]
    waiting = iter(made)

    def open_box(*_, **__):
        box = next(waiting)
        if box is made[1]:
            begun.wait(PATIENCE)
            closed.wait(PATIENCE)
        return box

    def observe(submission, asks, limits, seed, box, *, answers):
        observed.append(box)
        begun.wait(PATIENCE)
        closed.wait(PATIENCE)

    monkeypatch.setattr(sandbox, "open_box", open_box)
    monkeypatch.setattr(runners, "observe", observe)
    work = Work(asks=(), answers=(), limits=Limits(), seed=0, jobs=2)

    with open_engine("local", work) as engine:
        hand_ins = [engine.submit(Submission(id=name, files={}, digests={})) for name in "ab"]
        begun.wait(PATIENCE)  # one box is at work, the other is still starting

    assert [False, False] == [box.open for box in made]
    assert 1 == len(observed)
    (late,) = [error for error in (one.exception() for one in hand_ins) if error]
    assert isinstance(late, InternalError)
    assert "the batch was stopped while its sandbox was starting" == str(late)
