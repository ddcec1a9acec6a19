"""The same hand-in, run another way, gets the same marks: as a notebook instead of a script, with two threads."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from grader.model import Submission
from grader.verify.bench import PATIENCE, Bench, Sample, differences
from grader.verify.keeping import Kept, submission_key
from grader.verify.proof import Proof

THREADS = {  # what a hand-in mentions → how it gets two threads there
    "torch": "import torch\ntorch.set_num_threads(2)\n",
    "numpy": """\
import ctypes, glob, os, numpy
for _path in glob.glob(os.path.dirname(numpy.__file__) + ".libs/*openblas*"):
    ctypes.CDLL(_path).scipy_openblas_set_num_threads64_(2)
""",
}


def prove_runners(bench: Bench, kept: Kept) -> Iterator[Proof]:
    """A row per right sample that can stand in another kind of file."""
    for sample in bench.solutions:
        bench.tell(f"runners: {sample.name}")
        other = turned(bench.opened(sample))
        if other is not None:
            yield _again(bench, kept, "runners", sample, other)


def prove_threads(bench: Bench, kept: Kept) -> Iterator[Proof]:
    """A row per right sample: one thread or two, the marks are the same."""
    for sample in bench.solutions:
        bench.tell(f"threads: {sample.name}")
        own = bench.opened(sample)
        code = b"".join(data for name, data in own.files.items() if name.endswith((".py", ".ipynb")))
        added = "".join(text for word, text in THREADS.items() if word.encode() in code)
        if added:
            yield _again(bench, kept, "threads", sample, _with_file(own, "_0_threads.py", added))


def _again(bench: Bench, kept: Kept, kind: str, sample: Sample, submission: Submission) -> Proof:
    def prove() -> Proof:
        wrong = differences(bench.grade(bench.plan, submission, PATIENCE), sample)
        return Proof(kind, sample.name, not wrong, "; ".join(wrong))

    return kept.or_else(kind, sample.name, submission_key(bench.plan, submission, kind), prove)


def turned(submission: Submission) -> Submission | None:
    """A script as a notebook, a cell per statement; a notebook as a script; None where neither can be."""
    code = [name for name in submission.files if name.endswith((".py", ".ipynb"))]
    if len(code) != 1:
        return None  # modules that import one another are files
    (name,) = code
    text = submission.files[name].decode("utf-8", "replace")
    stem = name.rpartition(".")[0]
    if name.endswith(".py"):
        cells = _statements(text)
        return _swapped(submission, name, f"{stem}.ipynb", notebook(cells)) if cells else None
    script = _script(text)
    return _swapped(submission, name, f"{stem}.py", script) if script else None


def _statements(text: str) -> list[str]:
    """The source of every statement at the top level, with the comments above it."""
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError):
        return []
    lines = text.splitlines(keepends=True)
    ends = [statement.end_lineno or 0 for statement in body]
    return ["".join(lines[start:end]) for start, end in zip([0, *ends[:-1]], ends, strict=True) if start < end]


def notebook(cells: list[str]) -> str:
    """The text of a notebook with these cells of code.

    >>> json.loads(notebook(["x = 1"]))["cells"][0]["source"]
    'x = 1'
    """
    made: dict[str, Any] = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"language_info": {"name": "python"}},
        "cells": [
            {
                "cell_type": "code",
                "id": f"cell-{i}",
                "metadata": {},
                "outputs": [],
                "execution_count": None,
                "source": s,
            }
            for i, s in enumerate(cells)
        ],
    }
    return json.dumps(made)


def _script(text: str) -> str | None:
    """The code of a notebook one after another; None where a cell holds what only notebooks know, or an answer."""
    try:
        cells = json.loads(text)["cells"]
        sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        answers = any(cell["cell_type"] == "markdown" and "".join(cell["source"]).startswith("#") for cell in cells)
        code = "\n\n".join(sources)
        ast.parse(code)
    except (ValueError, LookupError, TypeError, SyntaxError):
        return None
    return None if answers else code + "\n"


def _swapped(submission: Submission, old: str, new: str, text: str) -> Submission:
    files = {name: data for name, data in submission.files.items() if name != old}
    return _with_file(replace(submission, files=files), new, text)


def _with_file(submission: Submission, name: str, text: str) -> Submission:
    files: Mapping[str, bytes] = dict(sorted({**submission.files, name: text.encode()}.items()))
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    return replace(submission, files=files, digests=digests)
