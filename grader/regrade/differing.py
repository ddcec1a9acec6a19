"""What is not as it was when a mark was given, in words."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path

from grader import versions
from grader.pipeline import Plan

LONGEST = 40  # changed lines that are shown
SEVERAL = 3  # names in one sentence


def lines(out: Path, name: str, plan: Plan) -> list[str]:
    """The lines of assignment.yaml that are not what they were, each with its number today."""
    try:
        before = (out / versions.FOLDER / name / versions.TEXT).read_text("utf-8").splitlines()
        after = Path(plan.assignment.file).read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return []
    found = []
    matched = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for what, i, j, k, m in matched.get_opcodes():
        if what != "equal":
            found += [f"- {_plain(row)}" for row in before[i:j]]
            found += [f"+ {_plain(row)}  (line {number})" for number, row in enumerate(after[k:m], k + 1)]
    more = len(found) - LONGEST
    return [*found[:LONGEST], f"… {more} more lines"] if more > 0 else found


def _plain(row: str) -> str:
    return " ".join(row.split())


def software(before: str, after: str) -> list[str]:
    """What was updated.

    >>> software("3.11.7 numpy 2.1.0 torch absent", "3.11.7 numpy 2.2.0 torch 2.13.0")
    ['numpy 2.1.0 → 2.2.0', 'torch absent → 2.13.0']
    """
    then, now = _named(before), _named(after)
    return [f"{name} {then.get(name, 'absent')} → {now[name]}" for name in now if then.get(name) != now[name]]


def _named(text: str) -> dict[str, str]:
    words = text.split()
    return {"Python": words[0], **dict(zip(words[1::2], words[2::2], strict=False))} if words else {}


def files(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Which files are new, changed or gone.

    >>> files({"a.py": "1", "b.py": "2"}, {"b.py": "3", "c.py": "4"})
    ['c.py is new', 'b.py changed', 'a.py is gone']
    """
    new = [f"{name} is new" for name in after if name not in before]
    changed = [f"{name} changed" for name in after if name in before and before[name] != after[name]]
    return [*new, *changed, *(f"{name} is gone" for name in before if name not in after)]


def listed(names: list[str]) -> str:
    """Some names, and how many more there are.

    >>> listed(["a", "b"]), listed(["a", "b", "c", "d", "e"])
    ('a, b', 'a, b, c and 2 more')
    """
    more = len(names) - SEVERAL
    return ", ".join(names[:SEVERAL]) + (f" and {more} more" if more > 0 else "")
