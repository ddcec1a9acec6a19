"""The files that make GitHub Classroom call the grader: classroom.yml today, autograding.json in older classrooms."""

from __future__ import annotations

import json
import math
import shlex
from typing import Any

from grader.model import Assignment
from grader.reports._numbers import number
from grader.reports._text import one_line

MINUTES_TO_START = 1  # for installing nothing and starting a sandbox
HEAD = """\
name: Autograding Tests
on: [push, workflow_dispatch]
permissions:
  checks: write
  actions: read
  contents: read
jobs:
  autograding:
    runs-on: ubuntu-latest
    if: github.actor != 'github-classroom[bot]'
    timeout-minutes: @MINUTES@
    steps:
"""
OWN = """\
      - uses: actions/checkout@v4
"""
COURSE = """\
      - uses: actions/checkout@v4
        with: {path: hand-in}
      - uses: actions/checkout@v4
        with: {path: course, repository: @COURSE@, token: "${{ secrets.COURSE_TOKEN }}", persist-credentials: false}
"""
TAIL = """\
      - uses: actions/setup-python@v5
        with: {python-version: "3.12"}
      - run: pip install @INSTALL@
      - id: grader
        run: @RUN@
      - uses: classroom-resources/autograding-grading-reporter@v1
        if: ${{ !cancelled() && steps.grader.outputs.result != '' }}
        env: {GRADER_RESULTS: "${{ steps.grader.outputs.result }}"}
        with: {runners: grader}
"""


def classroom(assignment: Assignment, install: str, course: str | None) -> str:
    """`.github/workflows/classroom.yml`; with a course, its repository is fetched beside the student's work."""
    run = f"cd course && grader lms github run {shlex.quote(assignment.id)} ../hand-in"
    filled = {
        "MINUTES": str(minutes(assignment) + 10),
        "COURSE": json.dumps(course or ""),
        "INSTALL": shlex.quote(install),
        "RUN": run if course else "grader lms github run assignment.yaml .",
    }
    text = HEAD + (COURSE if course else OWN) + TAIL
    for name, value in filled.items():
        text = text.replace(f"@{name}@", value)
    return text


def legacy(assignment: Assignment, install: str) -> str:
    """`.github/classroom/autograding.json`: a test per criterion, because its points are all or nothing."""
    tests: list[dict[str, Any]] = [
        {
            "name": one_line(f"{row.id}: {row.title}" if row.title else row.id),
            "setup": f"pip install {shlex.quote(install)}",
            "run": f"grader lms github run assignment.yaml . --must-pass {shlex.quote(row.id)}",
            "input": "",
            "output": "",
            "comparison": "included",
            "timeout": minutes(assignment) + 5,
            "points": number(row.points),
        }
        for row in assignment.criteria
    ]
    return json.dumps({"tests": tests}, indent=2, ensure_ascii=False) + "\n"


def minutes(assignment: Assignment) -> int:
    """How long grading may take; both files count in minutes."""
    return math.ceil(assignment.limits.total_seconds / 60) + MINUTES_TO_START
