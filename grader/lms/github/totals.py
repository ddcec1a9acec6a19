"""What GitHub Classroom's reporter does: add up the runners and say it where Classroom reads it.

Classroom takes the points from the notice titled `Autograding report`: the sum of `tests[].score` over all runners
whose `max_score` is not 0.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from grader.errors import RequestError
from grader.lms.github.runner import inert
from grader.reports._numbers import decimal, number

STATUSES = ("pass", "fail", "error")


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    name: str
    status: str
    score: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """One runner's result."""

    name: str
    status: str
    most: Fraction
    tests: tuple[Test, ...]

    @property
    def score(self) -> Fraction:
        return sum((test.score for test in self.tests), Fraction(0))


def variable(runner: str) -> str:
    """The environment variable that holds a runner's result; hyphens stay.

    >>> variable("py-test")
    'PY-TEST_RESULTS'
    """
    return f"{runner.upper()}_RESULTS"


def read(runner: str, environment: Mapping[str, str]) -> Runner:
    """The result of a runner; RequestError that names it where there is none or it is no result."""
    where = f"runner {runner!r}"
    packed = environment.get(variable(runner), "").strip()
    if not packed:
        output = f"${{{{ steps.{runner}.outputs.result }}}}"
        raise RequestError(f"{where}: {variable(runner)} is empty; set it in `env:` to {output}")
    try:
        found = json.loads(base64.b64decode(packed, validate=True))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise RequestError(f"{where}: {variable(runner)} is no JSON in base64 ({error})") from None
    if not isinstance(found, dict) or not isinstance(found.get("tests"), list):
        raise RequestError(
            f"{where}: its result holds no list of tests; a runner that ran out of time leaves such a one"
        )
    return Runner(
        name=runner,
        status=_status(found, where),
        most=_number(found, "max_score", where),
        tests=tuple(_test(test, where) for test in found["tests"]),
    )


def table(runners: list[Runner]) -> Iterator[str]:
    """The lines for the log."""
    for runner in runners:
        yield f"{inert(runner.name)}: {decimal(runner.score)} of {decimal(runner.most)} points"
        for test in runner.tests:
            yield f"  {'✓' if test.status == 'pass' else '✗'} {inert(test.name)}: {decimal(test.score)}"


def notices(runners: list[Runner]) -> Iterator[str]:
    """The two lines that become annotations, of which Classroom reads the second."""
    counted = [runner for runner in runners if runner.most]
    if not counted:
        return
    total = sum((runner.score for runner in counted), Fraction(0))
    most = sum((runner.most for runner in counted), Fraction(0))
    yield f"::notice title=Autograding complete::Points {decimal(total, 4)}/{decimal(most, 4)}"
    report = json.dumps({"totalPoints": number(total), "maxPoints": number(most)}, separators=(",", ":"))
    yield f"::notice title=Autograding report::{report}"


def _test(found: Any, where: str) -> Test:
    if not isinstance(found, dict):
        raise RequestError(f"{where}: one of its tests is {found!r}, expected an object")
    return Test(
        name=str(found.get("name", ""))[:200], status=_status(found, where), score=_number(found, "score", where)
    )


def _status(found: Mapping[str, Any], where: str) -> str:
    status = found.get("status")
    if status not in STATUSES:
        raise RequestError(f"{where}: `status` is {str(status)[:40]!r}, expected {', '.join(STATUSES)}")
    return str(status)


def _number(found: Mapping[str, Any], key: str, where: str) -> Fraction:
    value = found.get(key, 0)
    if value is None:
        return Fraction(0)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise RequestError(f"{where}: `{key}` is {str(value)[:40]!r}, expected a number")
    return Fraction(str(value))
