"""Observations and their lines: evidence.json holds a line per observation, and equal lines are equal observations.

A line is decoded when its case is asked for. Which cases were asked for is noted, because a verdict depends on those
and on nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, Self

from grader.model import Missing, Observation, Raised, Returned, Stopped, Unreadable
from grader.probe import wire

_flat = json.JSONEncoder(allow_nan=False).encode


def lines_of(seen: Mapping[str, Observation]) -> Mapping[str, str]:
    """The line of every observation, by case."""
    return seen.lines if isinstance(seen, Lines) else {case: line(one) for case, one in seen.items()}


def line(seen: Observation) -> str:
    """An observation as it stands in its line."""
    return _flat(_kept(seen))


def _kept(seen: Observation) -> dict[str, Any]:
    if not isinstance(seen, Returned):
        return {"seen": type(seen).__name__.lower(), **asdict(seen)}
    buffers: list[bytes] = []
    tree = wire.encode(seen.value, buffers, 2**62, ours=True)
    arrays = [base64.b64encode(buffer).decode("ascii") for buffer in buffers]
    return {"seen": "returned", "value": tree, "arrays": arrays, "changed": list(seen.changed), "printed": seen.printed}


def observation(kept: dict[str, Any]) -> Observation:
    """One observation as it was saved; ValueError where it is none."""
    match kept:
        case {"seen": "returned", "value": tree, "arrays": arrays, "changed": changed, "printed": printed}:
            buffers = [memoryview(base64.b64decode(array)) for array in arrays]
            return Returned(wire.decode(tree, buffers), tuple(changed), printed)
        case {"seen": "raised", "type": kind, "message": message, "where": where, "traceback": traceback}:
            return Raised(kind, message, where, traceback)
        case {"seen": "missing", "name": name, "near": near, "reason": reason}:
            return Missing(name, tuple(near), reason)
        case {"seen": "stopped", "limit": limit, "detail": detail}:
            return Stopped(limit, detail, kept.get("loading") is True)
        case {"seen": "unreadable", "type": kind, "reason": reason}:
            return Unreadable(kind, reason)
    raise ValueError(f"an observation that is not one: {list(kept)}")


class Lines(Mapping[str, Observation]):
    """Observations by case, as lines of JSON until they are looked at."""

    def __init__(self, lines: Mapping[str, str], known: Mapping[str, Observation] | None = None) -> None:
        self.lines = lines
        self._decoded: dict[str, Observation] = dict(known or {})
        self._looked: set[str] | None = None

    @classmethod
    def of(cls, seen: Mapping[str, Observation]) -> Self:
        """Observations that were just made, and the lines that they will be."""
        return cls(lines_of(seen), seen)

    def __getitem__(self, case: str) -> Observation:
        if self._looked is not None:
            self._looked.add(case)
        if case not in self._decoded:
            self._decoded[case] = observation(json.loads(self.lines[case]))
        return self._decoded[case]

    def __iter__(self) -> Iterator[str]:
        if self._looked is not None:
            self._looked.update(self.lines)
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    @contextmanager
    def looking(self) -> Iterator[set[str]]:
        """The cases that are looked at while the block runs, also those that are not there."""
        looked = self._looked = set()
        try:
            yield looked
        finally:
            self._looked = None

    def digest(self, cases: tuple[str, ...]) -> bytes:
        """Equal for equal observations of these cases, and for no others."""
        made = hashlib.sha256()
        for case in cases:
            line = self.lines.get(case, "")
            made.update(f"{case}\0{len(line)}\0{line}".encode())
        return made.digest()

    def kinds(self, kind: str) -> bool:
        """Whether anything of this kind was seen; nothing is decoded for it."""
        return any(line.startswith(f'{{"seen": "{kind}"') for line in self.lines.values())
