"""Saved evidence, decoded only where somebody looks: to read a class takes less time than to run one student."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader import evidence as keeping
from grader.errors import InternalError
from grader.lines import Lines
from grader.model import Evidence
from grader.reports._files import write_bytes_atomically

_NAME = json.JSONDecoder()
_OPENING = '"observations": {\n'
_CLOSING = "\n}}\n"


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
