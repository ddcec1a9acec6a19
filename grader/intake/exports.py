"""The zip that an LMS exports: many hand-ins in one archive, opened with the distrust that a single one gets.

    with open_export(path) as export:
        export.names           the files in it, sorted, without folders and what systems leave behind
        export.read(name)      the bytes of one of them, counted as they come out
        export.left_out        what was not taken and why, for the teacher

What could be written outside of a folder, or stand for another file, is refused by its name: an honest export holds
none of it, and one entry can be taken out by hand. Files that no hand-in may have are left out and listed.
"""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from grader.errors import RequestError
from grader.intake.archives import MAX_RATIO
from grader.intake.gathering import MAX_FILE, ignored, mib, normal

MAX_ENTRIES = 200_000
MAX_TOTAL = 16 * 2**30
FREE = 2**30  # up to which nobody asks for the ratio: logs of a whole class pack well, and one file is held at a time
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, LookupError, NotImplementedError, RuntimeError)
_NAMED_IN_UTF8 = 0x800  # of an entry's flags; where it is missing, the name is CP437 by the book and often UTF-8
_ENCRYPTED = 0x1


@dataclass(slots=True)
class Export:
    """An open export; read it within the `with` that opened it."""

    path: Path
    archive: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        """The files, by path with `/` and in one spelling of accents."""
        return tuple(sorted(self.members))

    def read(self, name: str) -> bytes:
        """The bytes of one file; RequestError where it is damaged or is not what its header says."""
        member = self.members[name]
        try:
            with self.archive.open(member) as file:
                data = file.read(member.file_size + 1)
                more = file.read(1)
        except _BROKEN as error:
            raise RequestError(f"{self.path}: {name!r} is damaged ({error}); download the export again") from None
        if more or len(data) != member.file_size:
            raise RequestError(f"{self.path}: {name!r} is not as long as the export says; download the export again")
        return data


@contextmanager
def open_export(path: Path) -> Iterator[Export]:
    """The files of an export; RequestError with the name of the entry for which it is refused."""
    try:
        archive = zipfile.ZipFile(path)
    except _BROKEN as error:
        raise RequestError(f"{path} is not a zip that can be opened ({error}); download the export again") from None
    except OSError as error:
        raise RequestError(f"{path} cannot be read ({error.strerror or error}); name the export's zip") from None
    with archive:
        export = Export(path, archive)
        _look_through(export)
        yield export


def _look_through(export: Export) -> None:
    members = export.archive.infolist()
    if len(members) > MAX_ENTRIES:
        raise RequestError(f"{export.path} holds more than {MAX_ENTRIES} files; that is no export of a class")
    unpacked = sum(member.file_size for member in members)
    packed = export.path.stat().st_size
    if unpacked > MAX_TOTAL or (unpacked > FREE and unpacked > MAX_RATIO * packed):
        largest = max(members, key=lambda member: member.file_size)
        raise RequestError(
            f"{export.path} unpacks to {mib(unpacked)}, {unpacked // packed} times its size, most of it in "
            f"{_name(largest)!r}; take that out of the zip"
        )
    folded: dict[str, str] = {}
    for member in members:
        path = _inside(export, member)
        if member.is_dir() or any(ignored(part) for part in PurePosixPath(path).parts):
            continue
        if path in export.members:
            raise _refused(export, path, "is there twice, and nobody knows which one counts")
        if folded.setdefault(path.casefold(), path) != path:
            first = folded[path.casefold()]
            export.left_out.append(f"{path!r}: its name differs from {first!r} in capitals only")
        elif member.file_size > MAX_FILE:
            export.left_out.append(f"{path!r}: it is larger than {mib(MAX_FILE)}")
        else:
            export.members[path] = member


def _inside(export: Export, member: zipfile.ZipInfo) -> str:
    """The path of an entry; refused where it leads away, or is no plain file of this zip."""
    path = normal(_name(member).replace("\\", "/"))
    if path.startswith("/") or re.match(r"[A-Za-z]:", path) or ".." in PurePosixPath(path).parts or "\0" in path:
        raise _refused(export, path, "has a name that leads out of the folder it would be unpacked in")
    if stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise _refused(export, path, "is a link or a device")
    if member.flag_bits & _ENCRYPTED:
        raise _refused(export, path, "is encrypted")
    return str(PurePosixPath(path))


def _name(member: zipfile.ZipInfo) -> str:
    """An entry's name as its author wrote it.

    >>> member = zipfile.ZipInfo("Müller".encode().decode("cp437"))
    >>> _name(member)
    'Müller'
    """
    name = member.orig_filename
    if member.flag_bits & _NAMED_IN_UTF8:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _refused(export: Export, path: str, why: str) -> RequestError:
    return RequestError(f"{export.path}: the entry {path!r} {why}; the export is refused, take the entry out of it")
