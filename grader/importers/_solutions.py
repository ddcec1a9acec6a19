"""Solutions marked line by line, as Otter Assign has them: taken out for students, kept for the sample."""

from __future__ import annotations

import ast
import re

from grader.importers._python import statements

PROMPT = "..."
WITHOUT_PROMPT = ("# SOLUTION NO PROMPT", "# BEGIN PROMPT", "# END PROMPT", "# SEED")
_MARKED = re.compile(r" ?# ?SOLUTION")
_BLOCK = re.compile(r"(\s*)# BEGIN SOLUTION( NO PROMPT)?")
_IGNORED = re.compile(r"\s*#\s*BEGIN\s*IGNORE", re.I)
_TARGETS = re.compile(r"\s*[A-Za-z_][\w.]*(?:\[[^\]]*\])?(?:\s*,\s*[A-Za-z_][\w.]*(?:\[[^\]]*\])?)*\s*=(?!=)")


class Unpaired(Exception):
    """A block that begins and does not end, or ends and does not begin."""


def cut(source: str) -> str:
    """A cell as students get it.

    >>> print(cut("x = 1 # SOLUTION\\nif x:\\n    f(x) # SOLUTION\\ny = 2 # SOLUTION NO PROMPT\\nz = 3"))
    x = ...
    if x:
        ...
    z = 3
    """
    kept: list[str] = []
    inside = False
    for line in source.split("\n"):
        end = line.rstrip().endswith("# END SOLUTION")
        begin = _BLOCK.match(line)
        if end:
            if not inside:
                raise Unpaired("`# END SOLUTION` without its beginning")
            inside = False
        elif inside:
            if begin:
                raise Unpaired("`# BEGIN SOLUTION` inside another")
        elif begin:
            inside = True
            kept += [] if begin[2] else [begin[1] + PROMPT]
        elif not line.rstrip().endswith(WITHOUT_PROMPT):
            kept.append(_prompted(line))
    if inside:
        raise Unpaired("`# BEGIN SOLUTION` without its end")
    return "\n".join(kept)


def _prompted(line: str) -> str:
    """A marked line with `...` in the place of what solves it."""
    mark = _MARKED.search(line)
    if mark is None:
        return line
    code = line[: mark.start()]
    indent = line[: len(line) - len(line.lstrip())]
    return (_assignment(code, indent) or indent) + PROMPT


def _assignment(code: str, indent: str) -> str:
    """`x = ` of a line that assigns; nothing for any other."""
    body = statements(code.strip())
    if not body:
        targets = _TARGETS.match(code)
        return f"{targets[0].rstrip()} " if targets else ""
    if len(body) == 1 and isinstance(body[0], ast.Assign):
        targets_end = body[0].value.col_offset
        before = code.strip().encode()[:targets_end].decode().rstrip(" (")
        return f"{indent}{before} "
    return ""


def without_ignored(source: str) -> str:
    """A cell without the lines that are for its author alone."""
    kept, inside = [], False
    for line in source.split("\n"):
        bare = line.rstrip()
        if bare.endswith("# END IGNORE"):
            if not inside:
                raise Unpaired("`# END IGNORE` without its beginning")
            inside = False
        elif _IGNORED.match(line):
            inside = True
        elif not inside and not bare.endswith("# IGNORE"):
            kept.append(line)
    if inside:
        raise Unpaired("`# BEGIN IGNORE` without its end")
    return "\n".join(kept)
