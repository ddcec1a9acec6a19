"""What students start from: stubs, the same as a notebook, an answer sheet, and a page that says how to begin."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from typing import Any

from grader import late
from grader.asking import OBSERVED
from grader.model import Assignment, Criterion, Question

WIDTH = 96


def files(assignment: Assignment) -> dict[str, str]:
    """File name → text, for whatever the assignment asks for."""
    made = {"README.md": readme(assignment)}
    if any(_coded(row) or (row.ask.kind == "answer" and "printed" in row.ask.places) for row in assignment.criteria):
        made["solution.py"] = script(assignment)
        made["solution.ipynb"] = notebook(assignment)
    if any(_typed(row) for row in assignment.criteria):
        made["answers.md"] = sheet(assignment)
    return made


def script(assignment: Assignment) -> str:
    """solution.py: a stub for everything that is called, made or read."""
    blocks = [f'"""{_quotable(assignment.title)}"""\n', "import numpy as np\n"]
    for question in assignment.questions:
        blocks += stubs(question)
    return "\n\n".join(block.rstrip("\n") + "\n" for block in blocks)


def notebook(assignment: Assignment) -> str:
    """solution.ipynb: the same, question by question."""
    cells = [_cell("markdown", f"**{assignment.title}**", 0), _cell("code", "import numpy as np", 1)]
    for question in assignment.questions:
        code = stubs(question)
        if code or any("printed" in row.ask.places for row in question.criteria if row.ask.kind == "answer"):
            cells.append(_cell("markdown", _told(question), len(cells)))
        cells += [_cell("code", block.rstrip("\n"), len(cells) + number) for number, block in enumerate(code)]
    book = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(book, indent=1, ensure_ascii=False) + "\n"


def sheet(assignment: Assignment) -> str:
    """answers.md: a heading for every written answer; what stands in a comment is no part of it."""
    blocks = [
        "<!-- Write each answer below its heading and leave the headings as they are.\n"
        "     Comments like this one do not count. -->"
    ]
    for question in assignment.questions:
        rows = [row for row in question.criteria if _typed(row)]
        if rows:
            blocks.append(f"<!--\n{textwrap.indent(_commented(_told(question)), '    ')}\n-->")
        for row in rows:
            blocks.append(f"# {row.id}" + (f": {row.title}" if row.title else "") + "\n")
    return "\n\n".join(blocks) + "\n"


def readme(assignment: Assignment) -> str:
    """README.md: the command, the files, the questions."""
    blocks = [
        f"# {assignment.title}",
        "    grader check",
        "compares your work with the cases you may see. Run it in this folder, as often as you like.",
        _how(assignment),
        *_when(assignment),
        "More cases wait in the real grading: passing here is needed, but it is not everything.",
    ]
    for question in assignment.questions:
        points = sum(row.points for row in question.criteria)
        blocks.append(f"## {question.title} ({_points(points)})")
        blocks.append(question.prompt)
        blocks += ["\n".join(f"- {line}" for line in question.conventions)] if question.conventions else []
    return "\n\n".join(blocks) + "\n"


def _when(assignment: Assignment) -> list[str]:
    """By when it is due, and what it costs to come later."""
    said = [f"Due on {late.moment(assignment.due, assignment.due)}."] if assignment.due else []
    if assignment.late:
        said.append(late.rule(assignment.late, assignment.points))
    return [" ".join(said)] if said else []


def stubs(question: Question) -> list[str]:
    """One stub for each name that the question's criteria ask for."""
    found: dict[str, str] = {}
    for row in question.criteria:
        if row.ask.kind in ("call", "module"):
            found.setdefault(row.ask.name, _function(question, row))
        elif row.ask.kind == "read":
            found.setdefault(row.ask.name, _variable(question, row))
    return list(found.values())


def _function(question: Question, row: Criterion) -> str:
    names = ", ".join(name for name in row.ask.arguments if row.ask.kind == "call" or name != OBSERVED)
    told = textwrap.indent(_quotable(_told(question)), "    ")
    prefix = "r" if "\\" in told else ""
    return f'def {row.ask.name}({names}):\n    {prefix}"""{told.lstrip()}\n    """\n    raise NotImplementedError\n'


def _variable(question: Question, row: Criterion) -> str:
    told = textwrap.indent(_told(question), "# ", lambda _: True).replace("# \n", "#\n")
    return f"{told}\n{row.ask.name} = None\n"


def _told(question: Question) -> str:
    """The prompt and the conventions, wrapped."""
    lines = [textwrap.fill(line, WIDTH) for line in question.prompt.split("\n")]
    conventions = [textwrap.fill(f"- {line}", WIDTH, subsequent_indent="  ") for line in question.conventions]
    return "\n".join([*lines, *(["", *conventions] if conventions else [])])


def _how(assignment: Assignment) -> str:
    made = list(_deeds(assignment))
    return "\n".join(f"- {deed}" for deed in made)


def _deeds(assignment: Assignment) -> Iterator[str]:
    if any(map(_coded, assignment.criteria)):
        yield "Write your code in `solution.py` or in `solution.ipynb`; leave the other one as it is, or delete it."
        yield "Keep the names and the arguments of the functions; add whatever else you need."
    if any(part.arguments_unchanged for row in assignment.criteria for part in row.parts):
        yield "Do not change what a function is given, work on copies: it is looked at, and may cost points."
    if any(_typed(row) for row in assignment.criteria):
        yield "Write your answers into `answers.md`, each below its heading."
    named = dict.fromkeys(f"`{row.ask.name}`" for row in assignment.criteria if row.ask.kind == "file")
    if named:
        yield f"Put the results of your experiments here as {' and '.join(named)}."
    yield "Hand in this folder, or its files as a zip."


def _coded(row: Criterion) -> bool:
    return row.ask.kind in ("call", "module", "read")


def _typed(row: Criterion) -> bool:
    return row.ask.kind == "answer" and "typed" in row.ask.places


def _points(points: Any) -> str:
    shown = f"{float(points):g}"
    return f"{shown} point" if shown == "1" else f"{shown} points"


def _quotable(text: str) -> str:
    return text.replace('"""', "'''")


def _commented(text: str) -> str:
    return text.replace("-->", "→").replace("<!--", "")


def _cell(kind: str, text: str, number: int) -> dict[str, Any]:
    lines = text.splitlines(keepends=True)
    cell: dict[str, Any] = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": lines}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})
