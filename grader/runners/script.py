"""What became of Python files, as sentences for the student."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.evidence import Problem

MAX_NOTES = 30
_STOPPED = {
    "seconds": "took longer than allowed and was stopped",
    "total_seconds": "took longer than allowed and was stopped",
    "memory": "needed more memory than allowed and was stopped",
    "files": "wrote more to disk than allowed and was stopped",
    "threads": "started more threads than allowed and was stopped",
    "output": "printed more than allowed and was stopped",
    "crash": "ended the whole Python process",
}


def has_code(files: Mapping[str, bytes]) -> bool:
    """Whether there is anything to run."""
    return any(name.endswith((".py", ".ipynb")) for name in files)


def unloaded(limit: str) -> tuple[str, ...]:
    """What to say when the files were stopped before anything could be asked.

    >>> unloaded("memory")[0]
    'Running your files from top to bottom needed more memory than allowed and was stopped, so nothing could be asked.'
    >>> unloaded("threads")[0].split(" bottom ")[1]
    'started more threads than allowed and was stopped, so nothing could be asked.'
    """
    if not limit:
        return ()
    deed = _STOPPED.get(limit, f"went beyond a limit ({limit}) and was stopped")
    said = f"Running your files from top to bottom {deed}, so nothing could be asked."
    return (said, "Look at the code that stands outside of functions: a loop, or training that starts by itself.")


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
