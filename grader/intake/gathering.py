"""What is taken from a hand-in and what is left out: one set of rules for folders, archives and loose files."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import PurePosixPath

from grader.errors import SubmissionError
from grader.model import Submission

MAX_FILES = 2_000
MAX_FILE = 64 * 2**20
MAX_TOTAL = 256 * 2**20
MAX_PATH = 240
MAX_DEPTH = 12
MAX_NOTES = 20

IGNORED = frozenset({"__pycache__", "__MACOSX", "node_modules", "Thumbs.db", "desktop.ini", "Icon\r"})
IGNORED_SUFFIXES = (".pyc", ".pyo", "~")
ARCHIVES = (
    ".tar.gz",
    ".tar.bz2",
    ".tar.xz",
    ".tgz",
    ".tbz2",
    ".txz",
    ".zip",
    ".tar",
    ".gz",
    ".bz2",
    ".xz",
    ".rar",
    ".7z",
)


def ignored(name: str) -> bool:
    """Whether a file or folder of this name is left out without a word: caches, hidden files, traces of systems."""
    return name.startswith(".") or name in IGNORED or name.endswith(IGNORED_SUFFIXES)


def archive_suffix(name: str) -> str:
    """The suffix that makes a name that of an archive, or nothing."""
    return next((suffix for suffix in ARCHIVES if name.lower().endswith(suffix)), "")


def mib(size: int) -> str:
    return f"{size / 2**20:.0f} MiB"


class Gathering:
    """The files taken so far."""

    def __init__(self, called: str) -> None:
        self.called = called  # how the hand-in is called in messages
        self.files: dict[str, bytes] = {}
        self.folded: dict[str, str] = {}
        self.notes: list[str] = []
        self.count = 0
        self.total = 0

    def wants(self, path: str, size: int) -> bool:
        """Whether a file of this path and size is to be read; what is left out is noted, too much is refused."""
        self.count += 1
        if self.count > MAX_FILES:
            raise SubmissionError(f"{self.called} holds more than {MAX_FILES} files; hand in only your own")
        if not _plain(path):
            self.leave_out(path, "its name has characters that cannot be shown, or is too long; rename it")
        elif archive_suffix(path):
            self.leave_out(path, "an archive inside a hand-in is not opened; put its files beside the others")
        elif size > MAX_FILE:
            self.leave_out(path, f"it is larger than {mib(MAX_FILE)}")
        elif self.folded.get(path.casefold(), path) != path:
            self.leave_out(path, f"its name differs from {self.folded[path.casefold()]!r} in capitals only; rename one")
        else:
            return True
        return False

    def take(self, path: str, data: bytes) -> None:
        self.total += len(data)
        if self.total > MAX_TOTAL:
            raise SubmissionError(f"{self.called} is larger than {mib(MAX_TOTAL)} in all; hand in only your own files")
        self.files[path] = data
        self.folded[path.casefold()] = path

    def leave_out(self, path: str, why: str) -> None:
        if len(self.notes) < MAX_NOTES:
            self.notes.append(f"{path!r} was left out: {why}.")

    def unwrapped(self) -> dict[str, bytes]:
        """The files without the one folder that holds them all, if there is one."""
        tops = {PurePosixPath(path).parts[0] for path in self.files}
        if len(tops) != 1 or any("/" not in path for path in self.files):
            return self.files
        return {path.partition("/")[2]: data for path, data in self.files.items()}

    def submission(self, identity: str, files: dict[str, bytes]) -> Submission:
        ordered = {path: files[path] for path in sorted(files)}
        digests = {path: hashlib.sha256(data).hexdigest() for path, data in ordered.items()}
        notes = tuple(self.notes) if ordered else (*self.notes, f"{self.called} holds no files that could be graded.")
        return Submission(id=identity, files=ordered, digests=digests, notes=notes)


def normal(path: str) -> str:
    """One spelling for names that systems write differently (é as one or as two characters)."""
    return unicodedata.normalize("NFC", path)


def _plain(path: str) -> bool:
    short = path != "." and 0 < len(path) <= MAX_PATH and len(path.split("/")) <= MAX_DEPTH
    return short and path.isprintable() and "\\" not in path and not _unpaired(path)


def _unpaired(path: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in path)
