"""What became of Python files, as sentences for the student."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.evidence import Problem

MAX_NOTES = 30


def has_code(files: Mapping[str, bytes]) -> bool:
    """Whether there is anything to run."""
    return any(name.endswith((".py", ".ipynb")) for name in files)


def notes(problems: Sequence[Problem]) -> tuple[str, ...]:
    """One sentence for each problem, with its place.

    >>> notes([Problem(file="a.py", line=3, type="SyntaxError", message="'(' was never closed", whole=True)])
    ("a.py, line 3: '(' was never closed. Nothing in this file could be run.",)
    """
    sentences = list(dict.fromkeys(_sentence(problem) for problem in problems))
    more = len(sentences) - MAX_NOTES
    return tuple(sentences[:MAX_NOTES]) + (
        (f"{more} more problems came up while the files were loaded.",) if more > 0 else ()
    )


def _sentence(problem: Problem) -> str:
    place = ", ".join(part for part in (problem.file, f"line {problem.line}" if problem.line else "") if part)
    said = (problem.message.splitlines() or [""])[0].rstrip(". ")  # some libraries add paragraphs of advice
    if problem.type != "note" and not problem.whole:
        said = f"{problem.type}: {said}" if said else f"{problem.type} was raised"
    consequence = " Nothing in this file could be run." if problem.whole else ""
    if not consequence and problem.type != "note":
        what = "cells" if ", cell " in problem.file else "statements"
        consequence = f" The {what} after it were run all the same."
    stop = "" if said.endswith(("?", "!", "…")) else "."
    return (f"{place}: " if place else "") + said + stop + consequence
