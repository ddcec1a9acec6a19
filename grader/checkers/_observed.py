"""What a test of another grader gave when it ran beside the student's code: read without trusting it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grader.model import Value
from grader.showing import show

BESIDE = "this check ran beside your code: it can be deceived"
PLAIN = frozenset({"NameError", "TypeError", "AttributeError", "ImportError", "ModuleNotFoundError"})
NO_TEST = "what came back is not what a test gives"


@dataclass(frozen=True, slots=True)
class Seen:
    """One piece of a test: what it printed, or what it raised."""

    printed: str = ""
    kind: str = ""  # the type of the exception; empty: none
    message: str = ""
    where: str = ""  # in the student's files
    line: int = 0  # of the test
    value: Value = None  # of the last expression, where it is a number


def seen(got: Value) -> tuple[Seen, ...] | None:
    """The pieces of a test in order; None for anything that no test gives."""
    if not isinstance(got, list) or not all(isinstance(piece, dict) for piece in got):
        return None
    return tuple(_one(piece) for piece in got)


def _one(piece: Mapping[Value, Value]) -> Seen:
    error = piece.get("raised")
    raised = error if isinstance(error, dict) else {}
    line, value = raised.get("line"), piece.get("value")
    return Seen(
        printed=_text(piece.get("printed")),
        kind=_text(raised.get("type")) or ("an exception" if raised else ""),
        message=_text(raised.get("message")),
        where=_text(raised.get("where")),
        line=line if type(line) is int else 0,
        value=value if type(value) in (int, float) else None,
    )


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""


def failure(piece: Seen) -> str:
    """What was raised, for a student: the words of a test's own assertion may hold what it expects, and stay out."""
    said = f": {piece.message}" if piece.message and (piece.where or piece.kind in PLAIN) else ""
    at = f" ({piece.where})" if piece.where else ""
    return show_line(f"raised {piece.kind}{said}{at}")


def told(got: Value) -> str:
    """All of it, for whoever may see the test."""
    lines = []
    for piece in seen(got) or ():
        lines += [piece.printed.rstrip("\n")] if piece.printed.strip() else []
        if piece.kind:
            at = f" (line {piece.line} of the test)" if piece.line and not piece.where else ""
            lines.append(": ".join(word for word in (piece.kind, piece.message) if word) + at)
        elif piece.value is not None:
            lines.append(repr(piece.value))
    return "\n".join(lines) or "nothing"


def show_line(text: str, limit: int = 300) -> str:
    """Text on one line that a terminal and a page can take."""
    flat = " ".join("".join(c if c.isprintable() or c.isspace() else "\ufffd" for c in text[: 4 * limit]).split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def quoted(text: str) -> str:
    """Printed text with its ends visible."""
    return show(text, 300)
