"""No verdict depends on who is judged first, on how an answer was delivered, or on which worker ran it."""

import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader import intake, pipeline
from grader.model import Report, Submission
from grader.pipeline import Plan
from grader.runners.typed import look
from grader.sandbox import open_box

ROOT = Path(__file__).parents[1]
ASSIGNMENTS = sorted(path.parent.name for path in ROOT.glob("assignments/*/assignment.yaml"))
WARM = frozenset({"torch", "IPython", "matplotlib"})

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def boxes() -> Iterator[list[Any]]:
    with open_box(None, warm=WARM) as first, open_box(None, warm=WARM) as second:
        yield [first, second]


def verdicts(report: Report) -> dict[str, Any]:
    return {row.id: (row.status, row.score, row.mistake, row.finding) for row in report.criteria}


def marks(report: Report) -> dict[str, Any]:
    return {row.id: (row.status, row.score, row.mistake) for row in report.criteria}


def ready(name: str) -> Plan:
    """An assignment with time for everybody, however busy the machine is; who never ends is not among the samples."""
    plan = pipeline.prepare(ROOT / "assignments" / name, ROOT)
    patient = replace(plan.assignment.limits, seconds=120, total_seconds=600)
    return replace(plan, assignment=replace(plan.assignment, limits=patient))


def hand_in(files: dict[str, str | bytes]) -> Submission:
    contents = {name: text.encode() if isinstance(text, str) else text for name, text in sorted(files.items())}
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()}
    return Submission(id="one", files=contents, digests=digests)


def samples(name: str) -> list[Submission]:
    """The hand-ins of an assignment that are one script and at most one sheet."""
    found = []
    for place in (ROOT / "submissions" / name, ROOT / "assignments" / name / "samples"):
        for folder in sorted(path for path in place.glob("*") if path.is_dir()):
            one = intake.open_arrival(intake.Arrival(id=folder.name, path=folder))
            scripts = [file for file in one.files if file.endswith(".py")]
            if len(scripts) == 1 and not [file for file in one.files if file.endswith(".ipynb")]:
                found.append(one)
    stoppers = ("endless", "loop")  # they cost their whole time limit on every road
    chosen = [one for one in found if not any(word in one.id for word in stoppers)][:4]
    assert chosen, f"{name} has no sample that is one script"
    return chosen


def as_notebook(one: Submission, plan: Plan) -> Submission:
    """The same code in a cell, the same answers in Markdown cells."""
    (script,) = [file for file in one.files if file.endswith(".py")]
    cells = [
        {
            "cell_type": "code",
            "source": one.files[script].decode(),
            "metadata": {},
            "outputs": [],
            "execution_count": None,
        }
    ]
    for criterion, text in answers(one, plan).items():
        cells.append({"cell_type": "markdown", "source": f"## {criterion}\n\n{text}", "metadata": {}})
    document = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    others = {name: data for name, data in one.files.items() if name != script and not name.startswith("answers.")}
    return hand_in({**others, "solution.ipynb": json.dumps(document)})


def as_sheet(one: Submission, plan: Plan) -> Submission:
    """The same answers as YAML."""
    kept = {name: data for name, data in one.files.items() if not name.startswith("answers.")}
    given = answers(one, plan)
    return hand_in({**kept, "answers.yaml": json.dumps(given)} if given else kept)


def answers(one: Submission, plan: Plan) -> dict[str, str]:
    written = look(one.files, {}, plan.answers).found
    return {name: seen.value for name, seen in written.items() if isinstance(getattr(seen, "value", None), str)}


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_a_notebook_a_script_and_a_sheet_earn_the_same(name, boxes):
    plan = ready(name)
    for one in samples(name):
        plain = marks(pipeline.grade(plan, one, boxes[0]))

        assert plain == marks(pipeline.grade(plan, as_notebook(one, plan), boxes[0])), one.id
        assert plain == marks(pipeline.grade(plan, as_sheet(one, plan), boxes[0])), one.id


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_order_of_criteria_and_the_worker_decide_nothing(name, boxes):
    plan = ready(name)
    order = random.Random(7)
    questions = [
        replace(question, criteria=tuple(order.sample(question.criteria, len(question.criteria))))
        for question in order.sample(plan.assignment.questions, len(plan.assignment.questions))
    ]
    shuffled = replace(
        plan,
        assignment=replace(plan.assignment, questions=tuple(questions)),
        asks=tuple(order.sample(plan.asks, len(plan.asks))),
    )
    for one in samples(name):
        assert verdicts(pipeline.grade(plan, one, boxes[0])) == verdicts(pipeline.grade(shuffled, one, boxes[1])), (
            one.id
        )
