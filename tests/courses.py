"""A small course to run commands in: one function, one typed number, a few hand-ins."""

from pathlib import Path

SPEC = """\
assignment: tiny
title: Twice
seed: 7
limits: {seconds: 2, total_seconds: 10}
questions:
  - id: twice
    title: Double it
    prompt: Write `double(x)`, and write down what double(21) is.
    criteria:
      - id: double
        points: 3
        call: double
        parts:
          core:
            cases:
              - {x: [1.0, 2.0], visible: true}
              - draw: {x: {normal: [3]}}
                times: 3
          edge:
            weight: 1/3
            arguments_unchanged: true
            cases: [{x: [0.0]}]
        expect: {reference: twice.double}
        judge: {kind: close, rtol: 1e-6, atol: 1e-9}
        mistakes:
          - {expect: {reference: twice.squared}, credit: 1/3, say: Squaring is not doubling.}
      - id: answer
        points: 1
        answer: typed
        expect: {value: 42}
        judge: {kind: number, atol: 0}
"""

REFERENCE = '''\
"""Doubling."""


def double(x):
    return 2 * x


def squared(x):
    return x**2
'''

RIGHT = "def double(x):\n    return 2 * x\n"
SQUARED = "def double(x):\n    return x ** 2\n"
SHEET = "# answer\n42\n"


def lay(root: Path, spec: str = SPEC) -> Path:
    """A course in an empty folder, with no hand-ins yet."""
    folder = root / "assignments" / "tiny"
    folder.mkdir(parents=True)
    (folder / "assignment.yaml").write_text(spec)
    (root / "reference").mkdir()
    (root / "reference" / "__init__.py").write_text("")
    (root / "reference" / "twice.py").write_text(REFERENCE)
    (root / "submissions" / "tiny").mkdir(parents=True)
    return root


def hand_in(root: Path, name: str, code: str = RIGHT, sheet: str = SHEET) -> Path:
    """One student's folder."""
    folder = root / "submissions" / "tiny" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "solution.py").write_text(code)
    (folder / "answers.md").write_text(sheet)
    return folder
