"""A course whose only criterion is free text: whatever is handed in waits for a person."""

from pathlib import Path

from tests import courses

SPEC = """\
assignment: tiny
title: Why
seed: 7
questions:
  - id: why
    title: Say why
    prompt: Say why.
    criteria:
      - id: answer
        points: 2
        answer: typed
        judge: {kind: rubric, key_points: [{id: reason, say: It gives a reason.}]}
"""


def lay(root: Path) -> Path:
    return courses.lay(root, SPEC)


def hand_in(root: Path, name: str = "eve", text: str = "Because.") -> Path:
    return courses.hand_in(root, name, "", f"# answer\n{text}\n")
