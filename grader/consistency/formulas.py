"""A student's formula put in the place of a symbol of the teacher's; trees are exchanged, no text is pasted."""

from __future__ import annotations

from grader.mathematics.answers import answer
from grader.mathematics.compare import compare
from grader.mathematics.problems import ReadingError
from grader.mathematics.show import plain
from grader.mathematics.symbols import declare
from grader.mathematics.tree import ZERO, Name, Number, rebuild, walk
from grader.model import Criterion, Value


def due(formula: str, name: str, own: Value, later: Criterion) -> str | None:
    """The formula with an own result in it; None where the two cannot be joined.

    The text is read again before it is used: what cannot be written down and read back carries nothing.
    """
    written = getattr(later.judge, "symbols", {})
    symbols = declare(written)
    try:
        mine = answer(str(own), symbols).node
        whole = answer(formula, declare({**written, name: "real"})).node
        if not any(isinstance(node, Name) and node.name == name for node in walk(whole)):
            return None
        joined = rebuild(whole, lambda node: mine if isinstance(node, Name) and node.name == name else None)
        text = plain(joined)
        again = answer(text, symbols).node
    except (ReadingError, RecursionError, ValueError):
        return None
    return text if compare(again, joined, symbols).kind == "equal" else None


def constant(text: Value, criterion: Criterion) -> bool:
    """Whether a formula has the same value whatever its symbols are; so has one that cannot be read."""
    try:
        symbols = declare(getattr(criterion.judge, "symbols", {}))
        node = answer(str(text), symbols).node
    except (ReadingError, RecursionError):
        return True
    return isinstance(node, Number) or compare(node, ZERO, symbols, "constant").kind == "equal"


def bare(text: Value, criterion: Criterion) -> bool:
    """Whether a formula comes to one symbol alone, however it is written."""
    symbols = declare(getattr(criterion.judge, "symbols", {}))
    node = answer(str(text), symbols).node
    names = sorted({below.name for below in walk(node) if isinstance(below, Name)})
    return any(compare(node, Name(name), symbols).kind == "equal" for name in names)
