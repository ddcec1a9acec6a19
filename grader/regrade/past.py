"""The marks of one hand-in over time, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from grader import history
from grader.regrade import moves, showing
from grader.reports._text import one_line
from grader.showing import near


def lines(entries: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A paragraph for each mark, the oldest first: what it was, how it came about, and what was new."""
    before = None
    for entry in entries:
        mark = moves.of_entry(entry)
        yield f"{entry['when']}  {showing.total(mark.total)}  {mark.total.status.value}"
        yield f"  {' '.join(_how(entry))}"
        if entry.get("because"):
            yield f"  reason given: {one_line(entry['because'])}"
        for reason in entry.get("why", ()):
            yield f"  {one_line(reason)}"
        yield f"  version {entry['version'] or 'unknown'}, assignment {entry['assignment'][:16]}"
        if before is not None:
            told = showing.because(moves.move(entry["submission"], "judged", (), before, mark))
            yield f"  {told or 'no criterion changed'}"
        decided = {name: row["by"] for name, row in entry["criteria"].items() if "by" in row}
        if decided:
            yield "  by hand: " + ", ".join(f"{one_line(name)} ({one_line(by)})" for name, by in decided.items())
        before = mark


def _how(entry: Mapping[str, Any]) -> Iterator[str]:
    if entry["how"] == history.FOUND:
        yield f"a mark from before this history, noted when {one_line(entry['by'])} regraded"
        return
    how = showing.HOW.get(entry["how"], entry["how"])
    yield f"{how} by `grader {entry['with']}`, typed by {one_line(entry['by'])}"


def unknown(path: Path, whose: str) -> str:
    """Why there is no history of that name."""
    known = sorted({entry["submission"] for entry in history.entries(path)})
    close = near(whose, known)
    hint = f"did you mean {close[0]!r}?" if close else f"it knows {len(known)} hand-ins"
    return f"{path} has no mark of {whose!r}; {hint}"
