"""The local pool ends when its batch does, whatever still runs in it."""

import time

import pytest

from grader import intake, pipeline
from grader.engines import Work, open_engine
from tests import courses


def test_closing_ends_what_runs_and_starts_nothing_anew(tmp_path):
    """As after Ctrl-C: nobody waits for the student's limit, and no second sandbox is started in its place."""
    course = courses.lay(tmp_path, courses.SPEC.replace("seconds: 2, total_seconds: 10", "seconds: 60"))
    courses.hand_in(course, "eve", "def double(x):\n    while True:\n        pass\n")
    plan = pipeline.prepare(course / "assignments" / "tiny" / "assignment.yaml", course)
    (arrival,) = intake.find([course / "submissions" / "tiny"])
    work = Work(asks=plan.asks, answers=plan.answers, limits=plan.assignment.limits, seed=7, trusted=True)

    with open_engine("local", work) as engine:
        running, waiting = (engine.submit(intake.open_arrival(arrival)) for _ in range(2))
        with pytest.raises(TimeoutError):
            running.result(timeout=3)
        began = time.monotonic()

    assert time.monotonic() - began < 30
    assert running.result().broken
    assert waiting.cancelled()
