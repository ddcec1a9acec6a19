"""A hand-in on which we fail, by a fault of ours that nobody has met yet, costs no other hand-in anything."""

from pathlib import Path
from typing import Any

import pytest

from grader import batch, intake, pipeline
from grader.model import Status, Submission
from tests import courses


@pytest.fixture
def course(tmp_path: Path) -> Path:
    root = courses.lay(tmp_path)
    for name in ("ada", "bob", "cleo"):
        courses.hand_in(root, name)
    return root


def graded(root: Path) -> dict[str, Status]:
    plan = pipeline.prepare(root / "assignments" / "tiny" / "assignment.yaml", root)
    arrivals = intake.find([root / "submissions" / "tiny"])
    options = batch.Options(out=root / "reports", marks=root / "marks", jobs=1, trusted=True)
    return {row.id: row.line.status for row in batch.run(plan, arrivals, options)}


def test_an_archive_that_trips_us_waits_for_a_person(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = intake.open_arrival

    def tripping(arrival: intake.Arrival) -> Submission:
        if arrival.id == "bob":
            raise ZeroDivisionError("a fault of ours")
        return plain(arrival)

    monkeypatch.setattr(intake, "open_arrival", tripping)

    assert {"ada": Status.PASSED, "bob": Status.UNDECIDED, "cleo": Status.PASSED} == graded(course)
    assert "a fault of ours" in (course / "reports" / "bob" / "report.json").read_text()


def test_an_answer_that_trips_us_waits_for_a_person(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = pipeline.judge

    def tripping(plan: Any, evidence: Any, *one: Any) -> Any:
        if evidence.submission == "bob" and evidence.observations:
            raise ZeroDivisionError("a fault of ours")
        return plain(plan, evidence, *one)

    monkeypatch.setattr(pipeline, "judge", tripping)

    assert {"ada": Status.PASSED, "bob": Status.UNDECIDED, "cleo": Status.PASSED} == graded(course)
    assert "a fault of ours" in (course / "reports" / "bob" / "report.json").read_text()
