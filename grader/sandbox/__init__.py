"""Student code runs here and nowhere else: `open_box` gives a box, a box turns a Job into an Outcome.

Four levels of isolation, proved from inside by every child before it is given any work (see levels.py). This module
imports nothing: the part that runs beside student code comes through here as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grader.sandbox.box import Box


def open_box(level: str | None = None, *, warm: frozenset[str] = frozenset(), trusted: bool = False) -> Box:
    """A box at the best level this machine offers, or at the one named; raises RequestError where it has less.

    `warm` names modules worth importing once. Level none, where nothing but time-outs holds the code, needs `trusted`.
    """
    from grader.sandbox.opening import open_box

    return open_box(level, warm=warm, trusted=trusted)


def survey() -> dict[str, Any]:
    """What this machine offers and which level a locked child proves, for `grader doctor`."""
    from grader.sandbox.opening import survey

    return survey()
