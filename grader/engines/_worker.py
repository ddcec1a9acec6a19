"""What runs on a Dask worker: warm sandboxes that live as long as the worker does."""

from __future__ import annotations

from typing import Any

from distributed import WorkerPlugin, get_worker

from grader.engines import Work
from grader.engines.local import Boxes
from grader.model import Ask, Evidence, Limits, Submission

NAME = "homework-grader"


class Grading(WorkerPlugin):  # type: ignore[misc]  # distributed carries no types for it
    """Holds the asks of a batch on a worker, and its sandboxes between tasks."""

    def __init__(self, work: Work) -> None:
        self.name = NAME
        self.work = work

    def setup(self, worker: Any) -> None:  # noqa: ARG002 -- Dask's signature
        """Called once on every worker, also on those that join later."""
        self.boxes = Boxes(self.work)

    def teardown(self, worker: Any) -> None:  # noqa: ARG002
        """Called when the worker goes, or when another batch brings its own."""
        self.boxes.close()


def see(submission: Submission) -> Evidence:
    """Run one hand-in on the worker this is called on."""
    evidence: Evidence = get_worker().plugins[NAME].boxes.see(submission)
    return evidence


def ask(submission: Submission, asks: tuple[Ask, ...], limits: Limits) -> Evidence:
    """Run one hand-in on the worker this is called on, and put other asks to it."""
    evidence: Evidence = get_worker().plugins[NAME].boxes.ask(submission, asks, limits)
    return evidence
