"""The road of systems that cannot fork safely: single-use workers, level none, explicit trust."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.errors import RequestError
from grader.model import Ask, Job, Limits, Outcome, Step
from grader.sandbox import open_box, survey
from grader.sandbox.box import Box


@pytest.fixture(autouse=True)
def another_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


@pytest.fixture
def box(another_system: None) -> Iterator[Box]:
    with open_box(trusted=True) as box:
        yield box


def run(box: Box, source: str, **limits: float) -> Outcome:
    asks = (Ask(id="f", steps=(Step(do="call", name="f"),)),)
    allowed = Limits(**{"seconds": 60, "total_seconds": 300, **limits})  # type: ignore[arg-type]
    return box.run(Job(files={"s.py": source.encode()}, asks=asks, limits=allowed))


def test_a_job_runs_at_level_none(box: Box) -> None:
    outcome = run(box, "def f():\n    return 1\n")

    assert (outcome.ended, outcome.isolation.level, list(outcome.replies)) == ("finished", "none", ["load", "f"])


def test_every_job_has_a_fresh_worker(box: Box) -> None:
    source = "import os, sys\nsys.seen = getattr(sys, 'seen', 0) + 1\nopen('x', 'x')\ndef f():\n    return sys.seen\n"

    first, second = run(box, source), run(box, source)

    assert b'["i", "1"]' in first.replies["f"]
    assert b'["i", "1"]' in second.replies["f"]


@pytest.mark.parametrize(
    ("body", "limit", "detail"),
    [
        ("while True: pass", "seconds", "no answer within 2 seconds"),
        ("import os; os._exit(3)", "crash", "the process ended itself with status 3"),
        ("import ctypes; ctypes.string_at(0)", "crash", "the process died of SIGSEGV"),
        ("import os; os.closerange(3, 99)", "crash", "the process ended itself with status 1"),
    ],
)
def test_a_job_that_goes_wrong_is_stopped(box: Box, body: str, limit: str, detail: str) -> None:
    outcome = run(box, f"def f():\n    {body}\n", seconds=2 if limit == "seconds" else 60)

    assert (outcome.ended, outcome.limit, outcome.at, outcome.detail) == ("stopped", limit, "f", detail)
    assert run(box, "def f():\n    return 1\n").ended == "finished"


def test_nothing_is_left_on_disk(box: Box, tmp_path: Path) -> None:
    run(box, "open('x', 'x')\ndef f():\n    return 1\n")

    box.close()

    assert list(tmp_path.iterdir()) == []


def test_the_course_is_not_on_the_import_path(box: Box) -> None:
    outcome = run(box, "def f():\n    import reference\n")

    assert b'"type": "ModuleNotFoundError"' in outcome.replies["f"]


def test_without_trust_it_is_refused() -> None:
    with pytest.raises(
        RequestError, match=r"cannot be held on darwin: .* unless you say .I trust these files.: pass --trust"
    ):
        open_box()


def test_a_stronger_level_is_refused() -> None:
    with pytest.raises(RequestError, match=r"there is no level 'isolated' on darwin, only \"none\""):
        open_box("isolated", trusted=True)


def test_the_survey_promises_nothing() -> None:
    assert survey() == {"platform": "darwin", "features": {}, "possible": ["none"], "level": "none"}


def test_a_worker_that_cannot_start_breaks_its_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.sandbox.workers._START", "raise SystemExit('no such thing')")

    with open_box(trusted=True) as box:
        outcome = run(box, "def f(): pass")

    assert outcome.ended == "broken"
    assert outcome.detail == "a worker ended before it was warm\nno such thing\n"
