"""Saved evidence, decoded only where somebody looks: a class is read in less time than a student's code takes to run.

evidence.json holds a line per observation. The lines are kept as text, and a line is decoded when its case is asked
for. Which cases were asked for is noted, because a verdict depends on those and on nothing else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader import evidence as keeping
from grader.errors import InternalError
from grader.model import Evidence, Observation
from grader.reports._files import write_bytes_atomically

_NAME = json.JSONDecoder()
_OPENING = '"observations": {\n'
_CLOSING = "\n}}\n"


class Lines(Mapping[str, Observation]):
    """Observations by case, as lines of JSON until they are looked at."""

    def __init__(self, lines: Mapping[str, str]) -> None:
        self.lines = lines
        self._decoded: dict[str, Observation] = {}
        self._looked: set[str] | None = None

    def __getitem__(self, case: str) -> Observation:
        if self._looked is not None:
            self._looked.add(case)
        if case not in self._decoded:
            self._decoded[case] = keeping.observation(json.loads(self.lines[case]))
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


@dataclass(frozen=True, slots=True)
class Kept:
    """The evidence of one hand-in as it stands on disk."""

    about: Mapping[str, Any]  # everything but the observations
    seen: Lines

    def evidence(self) -> Evidence:
        """The same as a value; the notebooks as they ran stay on disk."""
        return keeping.of_parts(self.about, self.seen)

    def narrowed(self, cases: Iterable[str]) -> Kept:
        """Only what was seen of these cases, in their order."""
        return Kept(self.about, Lines({case: self.seen.lines[case] for case in cases if case in self.seen.lines}))

    def write(self, folder: Path) -> None:
        """Put it back, whole or not at all."""
        write_bytes_atomically(folder / keeping.FILE, keeping.lay_out(self.about, self.seen.lines).encode("ascii"))


def read(folder: Path) -> Kept:
    """The evidence in a folder; InternalError with a sentence where there is none that can be read."""
    path = folder / keeping.FILE
    try:
        text = path.read_text("ascii")
        head, opening, body = text.partition(_OPENING)
        if opening and body.endswith(_CLOSING):
            about, lines = json.loads(head.rstrip().rstrip(",") + "}"), _by_case(body.removesuffix(_CLOSING))
        else:
            about, lines = _laid_out_otherwise(text)
        if about["schema"] != keeping.SCHEMA:
            raise ValueError(f"it is of the format {about['schema']!r}, expected {keeping.SCHEMA!r}")
    except FileNotFoundError:
        raise InternalError("no evidence was kept") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InternalError(f"its evidence cannot be read: {error}") from None
    return Kept(about, Lines(lines))


def _by_case(body: str) -> dict[str, str]:
    """Case id → its line, without decoding what it says."""
    lines = {}
    for row in body.split("\n"):
        if row:
            case, end = _NAME.raw_decode(row)
            lines[case] = row[end + 2 :].removesuffix(",")
    return lines


def _laid_out_otherwise(text: str) -> tuple[dict[str, Any], dict[str, str]]:
    """The same from JSON with other line ends."""
    document = json.loads(text)
    seen = document.pop("observations")
    return document, {case: json.dumps(kept, allow_nan=False) for case, kept in seen.items()}
