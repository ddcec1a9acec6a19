"""Canvas's "Download Submissions": a flat zip whose names tell whose each file is.

    leeann_12_3456_hw1.py            the name (sortable, small, without blanks), the user, the attachment, the file
    leeann_LATE_12_3457_hw1-1.py     late; `-1` because it is the second attempt at hw1.py
    leeann_12_text.html              typed text; `link.html` is a page that leads to a handed-in address
    anon_aX3bq_3458_hw1.py           an anonymous assignment: no name, no user

The user's number alone says whose it is. The name only shows that a download is of another course, or of groups.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePosixPath

from grader.errors import RequestError
from grader.intake.gathering import normal
from grader.lms import _typed
from grader.lms._downloads import Download

NAMED = re.compile(
    r"(?:(?!LATE_anon_)(?P<name>.+?)_)?(?:(?P<late>LATE|late)_)?(?P<user>\d+|anon_[A-Za-z0-9]+)_"
    r"(?:(?P<attachment>\d+)_(?P<file>.+)|(?P<kind>text|link)\.html)",
    re.S,
)
NAMELESS = re.compile(r"(?:(?P<late>LATE|late)_)?(?P<user>\d+)_(?P<attachment>\d+)_(?P<file>.+)", re.S)
ANONYMOUS = re.compile(
    r"(?:(?P<late>LATE)_)?(?P<user>anon_[A-Za-z0-9]{5})_(?:(?P<attachment>\d+)_(?P<file>.+)|(?P<kind>text|link)\.html)",
    re.S,
)
AGAIN = re.compile(r"(?P<stem>.+)-(?P<number>\d{1,2})(?P<suffix>(?:\.[^.]+)*)", re.S)


@dataclass(slots=True)
class Incoming:
    """Everything of one user, who may stand for a group."""

    user: str  # a number, or anon_… where the assignment is anonymous
    name: str  # as `cleaned` gives it
    late: bool = False
    files: dict[str, str] = field(default_factory=dict)  # display name → entry
    texts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Read:
    """One way to read an entry's name."""

    user: str
    name: str
    late: bool
    file: str
    kind: str


def cleaned(name: str) -> str:
    """A sortable name as Canvas writes it into a zip.

    Letters of any script stay, and so do the marks that stand above or below them.

    >>> cleaned("Lee, Ann"), cleaned("O'Neil_7_Smith, Bob"), cleaned("李, 明"), cleaned("शर्मा, अंजलि")
    ('leeann', 'oneil7smithbob', '李明', 'शर्माअंजलि')
    """
    plain = "".join(filter(_of_a_word, normal(name).lower()))
    return normal(re.sub(r"_(\d+)_", r"\1", plain))


def _of_a_word(character: str) -> bool:
    return character == "_" or character.isalnum() or unicodedata.category(character).startswith("M")


def incoming(export: Download, fits: Callable[[str, str], bool]) -> list[Incoming]:
    """The hand-ins by user; RequestError for a name that Canvas would not write, or that can be read in two ways.

    `fits(user, name)` says whether there is such a user, and whether the zip may call them so.
    """
    found: dict[str, Incoming] = {}
    for entry in export.names:
        one = _read(export, entry, fits)
        mine = found.setdefault(one.user, Incoming(one.user, cleaned(one.name)))
        mine.late |= one.late
        if one.kind == "text":
            mine.texts.append(entry)
        elif one.kind == "link":
            mine.links.append(entry)
        elif one.file in mine.files:
            raise RequestError(f"{export.path}: {mine.files[one.file]!r} and {entry!r} are the same file of one user")
        else:
            mine.files[one.file] = entry
    return [found[user] for user in sorted(found)]


def _read(export: Download, entry: str, fits: Callable[[str, str], bool]) -> Read:
    name = PurePosixPath(entry).name  # Canvas packs no folders; a second packing may have put one around
    ways = [way for way in (_way(pattern, name) for pattern in (NAMED, NAMELESS, ANONYMOUS)) if way is not None]
    fitting = [way for way in ways if way.user.startswith("anon_") or fits(way.user, cleaned(way.name))]
    if not ways:
        raise RequestError(
            f'{export.path}: the entry {entry!r} is not named as in Canvas\'s "Download Submissions"; '
            "expected NAME_USER_ATTACHMENT_FILE"
        )
    if not fitting:
        return ways[0]
    if len({way.user for way in fitting}) > 1:
        both = " or ".join(way.user for way in fitting)
        raise RequestError(
            f"{export.path}: {entry!r} may be of user {both}; take it out of the zip and place it by hand"
        )
    return fitting[0]


def _way(pattern: re.Pattern[str], name: str) -> Read | None:
    match = pattern.fullmatch(name)
    if match is None:
        return None
    found = match.groupdict()
    return Read(
        user=found["user"],
        name=found.get("name") or "",
        late=bool(found["late"]),
        file=found["file"] or "",
        kind=found.get("kind") or "",
    )


def contents(one: Incoming, export: Download) -> dict[str, partial[bytes]]:
    """The files of a hand-in under the names that the student chose, and how to get at each."""
    files = {chosen: partial(export.read, one.files[given]) for given, chosen in own_names(list(one.files)).items()}
    files |= {f"link{n or ''}.html": partial(export.read, entry) for n, entry in enumerate(one.links)}
    typed = "\n\n".join(filter(None, (_typed.text(export.read(entry)) for entry in one.texts)))
    if typed:
        name = _typed.SHEET if _typed.SHEET not in files else "text.md"
        files.setdefault(name, partial(str.encode, f"{typed}\n"))
    return files


def own_names(given: Sequence[str]) -> dict[str, str]:
    """The names that students chose: a number that Canvas put behind a name on a second attempt is taken away.

    Where both names are there, they are two files of one attempt, and nothing is taken away.

    >>> own_names(["hw1-2.ipynb", "data-1.tar.gz", "a-1.py", "a.py"])
    {'hw1-2.ipynb': 'hw1.ipynb', 'data-1.tar.gz': 'data.tar.gz', 'a-1.py': 'a-1.py', 'a.py': 'a.py'}
    """
    plain = {}
    for name in given:
        match = AGAIN.fullmatch(name)
        plain[name] = f"{match['stem']}{match['suffix']}" if match else name
    meant = list(plain.values())
    return {name: plain[name] if meant.count(plain[name]) == 1 else name for name in given}


def attempt(one: Incoming) -> int | None:
    """Which attempt it is, as far as the names tell; a first one leaves no trace."""
    chosen = own_names(list(one.files))
    numbers = [int(match["number"]) for name in chosen if chosen[name] != name and (match := AGAIN.fullmatch(name))]
    return max(numbers) + 1 if numbers else None
