"""Moodle's "Download all submissions": whose hand-ins are in the zip, by the numbers in its folders' names.

    Ann Lee_12_assignsubmission_file/solution.py     12 is the participant, of this assignment alone
    Team A_3_assignsubmission_file/solution.py       3 is the group, once for all of its members
    Default group_assignsubmission_file/…            a team's hand-in by those who are in no group: no number

Versions up to 4.0 end the folder's name in `_`; without folders the file's name follows the last `_`. Names lose some
characters on the way (see `cleaned`), so they are compared only to notice that two files are of different assignments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePosixPath

from grader.errors import RequestError
from grader.intake.gathering import normal
from grader.lms import _typed
from grader.lms._downloads import Download

FOLDER = re.compile(
    r"(?P<name>.+?)(?:_(?P<id>\d+))?_assign(?P<whose>submission|feedback)_(?P<plugin>[a-z]+)_?(?P<flat>.*)", re.S
)
REMOVED = re.compile(r"[&<>\"'`|:/\\\x00-\x1f\x7f]")  # from names, by Moodle; `_` becomes a space


@dataclass(slots=True)
class Incoming:
    """One folder of the zip, or all that belongs to it where there are no folders."""

    name: str  # as `cleaned` gives it, to be compared
    id: str  # empty for the default group
    folder: str  # as it stands there, without what tells the plugin, for the way back
    files: dict[str, str] = field(default_factory=dict)  # path → entry of the zip
    texts: list[str] = field(default_factory=list)  # entries of typed text


def cleaned(name: str) -> str:
    """A name as Moodle writes it into a zip.

    >>> cleaned("Bob_J O'Neil-Smith")
    'Bob J ONeil-Smith'
    """
    return " ".join(REMOVED.sub("", normal(name).replace("_", " ")).split())


def incoming(export: Download) -> list[Incoming]:
    """The hand-ins in the order of their names; RequestError for an entry that Moodle would not write."""
    found: dict[tuple[str, str], Incoming] = {}
    for path, entry in _rooted(export.names):
        first, _, rest = path.partition("/")
        match = FOLDER.fullmatch(first)
        if match is None or not (rest or match["flat"]):
            raise RequestError(
                f'{export.path}: the entry {entry!r} is not named as in Moodle\'s "Download all submissions"; '
                "expected NAME_NUMBER_assignsubmission_file/…"
            )
        if match["whose"] == "feedback":
            continue
        name, number = match["name"], match["id"] or ""
        folder = f"{name}_{number}" if number else name
        one = found.setdefault((name, number), Incoming(cleaned(name), number, folder))
        if match["plugin"] == "onlinetext":
            one.texts.append(entry)
        elif match["plugin"] == "file":
            one.files["/".join(filter(None, (match["flat"], rest)))] = entry
        else:
            export.left_out.append(f"{entry!r}: nothing is known of the plugin {match['plugin']!r}")
    return [found[key] for key in sorted(found)]


def _rooted(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Paths and entries; without the folder that a second packing has put around everything."""
    listed = list(names)
    tops = {PurePosixPath(name).parts[0] for name in listed}
    wrapped = len(tops) == 1 and not FOLDER.fullmatch(next(iter(tops))) and all("/" in name for name in listed)
    return ((name.partition("/")[2] if wrapped else name, name) for name in listed)


def contents(one: Incoming, export: Download) -> dict[str, partial[bytes]]:
    """The files of a hand-in and how to get at each; typed text is an answer sheet, unless one was handed in."""
    files = {path: partial(export.read, entry) for path, entry in one.files.items()}
    typed = "\n\n".join(filter(None, (_typed.text(export.read(entry)) for entry in one.texts)))
    if typed:
        name = _typed.SHEET if _typed.SHEET not in files else "onlinetext.md"
        files.setdefault(name, partial(str.encode, f"{typed}\n"))
    return files
