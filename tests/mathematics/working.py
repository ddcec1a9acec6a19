"""How much work one judgement is, in calls of functions: the same on every machine, however busy it is."""

import sys
from types import FrameType
from typing import Any

from grader.model import Checker, Verdict

SECOND = 4_000_000  # calls; a second holds about as many of the short ones that reading and counting are made of


def worked(checker: Checker, got: Any, want: Any) -> tuple[Verdict, int]:
    """The verdict, and how many functions were called for it, those written in C included."""
    calls = 0

    def count(_: FrameType, event: str, __: object) -> None:
        nonlocal calls
        calls += event.endswith("call")

    sys.setprofile(count)
    try:
        verdict = checker.judge(got, want)
    finally:
        sys.setprofile(None)
    return verdict, calls
