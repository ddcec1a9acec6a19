"""What a teacher downloaded: a zip, or the folder that a browser has made of it.

Some browsers unpack a download at once. A folder is read with the same distrust: links are not followed, and what is
no plain file, or too large, is left out and listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from grader.errors import RequestError
from grader.intake import folders
from grader.intake.exports import MAX_ENTRIES, open_export
from grader.intake.gathering import MAX_FILE, ignored, mib, normal


class Download(Protocol):
    """Files by name, and what was not taken."""

    left_out: list[str]

    @property
    def path(self) -> Path: ...

    @property
    def names(self) -> tuple[str, ...]: ...

    def read(self, name: str) -> bytes: ...


@dataclass(slots=True)
class Folder:
    """A folder that was a zip."""

    path: Path
    files: dict[str, Path] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self.files))

    def read(self, name: str) -> bytes:
        """The bytes of one file; RequestError where it cannot be read."""
        try:
            return folders.read(self.files[name], MAX_FILE)
        except OSError as error:
            raise RequestError(f"{self.files[name]} cannot be read ({error.strerror or error})") from None


@contextmanager
def open_download(path: Path) -> Iterator[Download]:
    """The files of a zip or of a folder."""
    if not path.is_dir():
        with open_export(path) as export:
            yield export
        return
    folder = Folder(path)
    _walk(folder, path, "")
    yield folder


def _walk(found: Folder, at: Path, prefix: str) -> None:
    for entry in sorted(at.iterdir(), key=lambda entry: entry.name):
        name = prefix + normal(entry.name)
        if ignored(entry.name):
            continue
        if entry.is_symlink():
            raise RequestError(f"{found.path}: {name!r} is a link, and a download holds none; take it out")
        if entry.is_dir():
            _walk(found, entry, f"{name}/")
        elif not entry.is_file():
            found.left_out.append(f"{name!r}: it is neither a file nor a folder")
        elif entry.stat().st_size > MAX_FILE:
            found.left_out.append(f"{name!r}: it is larger than {mib(MAX_FILE)}")
        else:
            found.files[name] = entry
        if len(found.files) > MAX_ENTRIES:
            raise RequestError(f"{found.path} holds more than {MAX_ENTRIES} files; that is no download of a class")
