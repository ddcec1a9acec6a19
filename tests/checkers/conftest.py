"""What every checker's case table has in common."""

from collections.abc import Callable
from typing import Any

import pytest

from grader.model import Checker, Status, Verdict

Judged = Callable[[Checker, Any, Any, Status], Verdict]


@pytest.fixture
def judged() -> Judged:
    """The verdict on an answer, having looked at what holds for every verdict."""

    def judge(checker: Checker, got: Any, want: Any, status: Status) -> Verdict:
        verdict = checker.judge(got, want)
        assert status is verdict.status, verdict
        assert status is Status.PASSED or verdict.finding
        assert {Status.PASSED: verdict.credit == 1, Status.PARTIAL: 0 < verdict.credit < 1}.get(
            status, verdict.credit == 0
        )
        return verdict

    return judge
