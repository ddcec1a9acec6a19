"""Cells that nbgrader leaves to a person, as answers under their ids."""

import hashlib
import json

from grader.runners import typed
from tests.fakes import loaded

STUB = "YOUR ANSWER HERE"


def cell(source, kind="markdown", **marks):
    made = {"cell_type": kind, "metadata": {"nbgrader": marks} if marks else {}, "source": source}
    return made | ({"outputs": []} if kind == "code" else {})


def manual(source, name="why", kind="markdown", **marks):
    given = {"grade": True, "solution": True, "locked": False, "grade_id": name, "points": 2, "schema_version": 3}
    return cell(source, kind, **given | marks)


def checksum(source, name="why", kind="markdown"):
    """By the recipe of the format: text, type, the three flags as they hold, id, points."""
    return hashlib.md5(f"{source}{kind}TrueTrueFalse{name}2.0".encode()).hexdigest()


def answers(*cells, wanted=("why",), name="ps1.ipynb"):
    book = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    texts = [text for _, text in loaded({name: json.dumps(book)}).markdown]
    return {one: getattr(seen, "value", seen) for one, seen in typed.answers({}, {name: texts}, wanted).items()}


def test_a_manual_cell_is_the_answer_of_its_id():
    assert {"why": "Because."} == answers(cell("# Problem\nWhy?"), manual("Because."), cell("More text."))
    assert {"ps1.why": "Because."} == answers(manual("Because."), wanted=("ps1.why",))


def test_headings_in_an_answer_do_not_end_it():
    assert {"why": "\\# First\na\n\\## Second\n```\n# code\n```"} == answers(
        manual("# First\na\n## Second\n```\n# code\n```")
    )


def test_code_that_a_person_looks_at_is_an_answer():
    assert {"why": "```python\nx = 1\n```"} | answers(manual("x = 1", kind="code")) == {"why": "x = 1"}


def test_a_cell_as_it_was_given_out_is_no_answer():
    untouched = manual(STUB, checksum=checksum(STUB))

    assert {} == answers(untouched, cell("The next problem."))
    assert {"why": STUB + "!"} == answers(manual(STUB + "!", checksum=checksum(STUB)))
    assert {"why": STUB} == answers(manual(STUB))


def test_of_two_cells_with_one_id_the_last_counts():
    assert {"why": "second"} == answers(manual("first"), manual("second"))


def test_a_task_is_answered_by_what_stands_below_it():
    task = cell("Draw a plot.", grade=False, solution=False, locked=True, task=True, grade_id="plot", points=3)
    mine, code = cell("My plot:"), cell("plt.plot(x)", "code")
    other = cell("y", "code", grade=True, solution=False, locked=True, grade_id="t", points=1)

    found = answers(task, mine, code, other, cell("not mine"), wanted=("plot",))
    nothing = answers(task, other, wanted=("plot",))

    assert {"plot": "My plot:\n\n```python\nplt.plot(x)\n```"} == found
    assert {"plot": "(Nothing stands below the task; look at the whole notebook.)"} == nothing


def test_odd_marks_trouble_nobody():
    odd = [manual("a", points="many"), manual("b", name=""), cell("c", grade=1, solution=1, grade_id=3)]

    assert {"why": "a"} == answers(*odd)
