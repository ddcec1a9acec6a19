"""Student code runs here and nowhere else: `open_box` gives a box, a box turns a Job into an Outcome.

Theory of operation, on Linux. The grader starts a *launcher* by exec, with a clean environment: it tries in processes
that are thrown away which locks this machine has, builds what the level needs, and stays to bury the rest. Inside the
namespaces it raises a *zygote*: an interpreter that imports everything once. Every box has a *twin* of it, and a twin
forks one *child* per job. Neither zygote nor twin ever sees a hand-in: the child locks itself, attacks its own locks,
reports what it found through a socket that only the grader and itself hold, and takes the work from there.

A child locks itself in this order, each step while it still can: its descriptors, its own mounts (an empty folder of
limited size, a /proc of its own), Landlock, resource limits, capabilities, unreadable to others, a death signal, and
last the filter on system calls. What the attacks found, and not what was asked for, is the level (see levels.py).

Whoever dies takes along what it started: the launcher watches the grader, the zygote is the first process of a
namespace and dies with the launcher, twins and children with the zygote. Elsewhere than on Linux each job has an
interpreter of its own, started in advance, and the level is none (see workers.py).

This module imports nothing: the part that runs beside student code comes through here as well.
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
