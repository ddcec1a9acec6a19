"""One sandbox for all samples of a file: warming up PyTorch and the figures takes longer than grading fifty of them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from grader.model import Submission
from grader.pipeline import Plan
from grader.sandbox import open_box


def with_time_for(plan: Plan, one: Submission) -> Plan:
    """The plan for a hand-in: however busy the machine is, only who never ends meets the limit that is shipped."""
    if "endless" in one.id:
        return plan
    limits = replace(plan.assignment.limits, seconds=200, total_seconds=900)
    return replace(plan, assignment=replace(plan.assignment, limits=limits))


@pytest.fixture(scope="module")
def box() -> Iterator[Any]:
    with open_box(None, warm=frozenset({"torch", "IPython", "matplotlib"})) as opened:
        yield opened
