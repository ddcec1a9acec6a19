"""Which hand-ins there are, without opening any.

A path is one hand-in (a file, an archive, a folder with files in it); a folder that holds only folders and archives is
a batch, each entry a hand-in; with `each`, loose files in a folder are one hand-in each.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.errors import RequestError
from grader.intake.gathering import archive_suffix, ignored

MAX_ID = 100
MAX_BYTES = 240  # of an id as a file system counts; 255 is the most that a folder's name may have
_FORBIDDEN = frozenset('/\\:*?"<>|')  # not in file names everywhere
# What stands beside the hand-ins' folders in reports/NAME/, and what Windows keeps for devices.
_TAKEN = frozenset({"gradebook.csv", "items.csv", "class.html", "batch.json", "con", "prn", "aux", "nul"}) | {
    "history.jsonl",
    "regrade.json",
    "versions",
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A hand-in that has come in: what it is called, and where it lies."""

    id: str
    path: Path


def find(paths: Iterable[Path], each: bool = False) -> tuple[Arrival, ...]:
    """The hand-ins that these paths mean, in order; RequestError where two have one id or a path leads nowhere."""
    known: dict[str, Arrival] = {}
    for path in paths:
        for arrival in _of(Path(path), each):
            before = known.setdefault(arrival.id.casefold(), arrival)
            if before.path != arrival.path:
                both = f"{_shown(before.path)} and {_shown(arrival.path)}"
                raise RequestError(f"two hand-ins are called {arrival.id!r}: {both}; rename one")
    return tuple(known.values())


def _of(path: Path, each: bool) -> Iterator[Arrival]:
    try:
        real = path.resolve(strict=True)  # a path that somebody typed may well be a link
        if not real.is_dir():
            yield Arrival(identity(path.name or real.name, folder=False), real)
            return
        entries = sorted((entry for entry in real.iterdir() if not ignored(entry.name)), key=lambda entry: entry.name)
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RequestError(f"{_shown(path)} cannot be read ({reason}); name a file, a folder or an archive") from None
    if not each and any(_loose(entry) for entry in entries):
        yield Arrival(identity(path.name or real.name, folder=True), real)
        return
    for entry in entries:
        yield Arrival(identity(entry.name, folder=entry.is_dir()), entry)


def _loose(entry: Path) -> bool:
    return not entry.is_dir() and not archive_suffix(entry.name)


def identity(name: str, *, folder: bool) -> str:
    """The id of a hand-in: its name without suffix, safe as the name of a folder and in a table.

    >>> identity("alice.tar.gz", folder=False), identity("j.smith", folder=True), identity("a\\nb.py", folder=False)
    ('alice', 'j.smith', 'a_b')
    """
    if not folder:
        suffix = archive_suffix(name) or Path(name).suffix
        name = name[: len(name) - len(suffix)] if suffix else name
    plain = unicodedata.normalize("NFC", name)
    plain = "".join("_" if character in _FORBIDDEN or not character.isprintable() else character for character in plain)
    plain = plain.strip(" .") or "hand-in"
    if plain.startswith("-"):
        plain = "_" + plain
    if len(plain) > MAX_ID or len(plain.encode()) > MAX_BYTES:
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        cut = plain[: MAX_ID - 9].encode()[: MAX_BYTES - 9].decode(errors="ignore")
        plain = f"{cut}-{digest}"
    return plain + "_" if plain.casefold() in _TAKEN else plain


def _shown(path: Path) -> str:
    """A path for a message: as it is, or in escapes where a terminal would stumble over it."""
    return str(path) if str(path).isprintable() else repr(str(path))
