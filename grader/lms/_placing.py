"""A hand-in that came out of an export is put into submissions/NAME/, whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Literal, TypeAlias

from grader.intake.gathering import MAX_DEPTH, MAX_PATH

Change: TypeAlias = Literal["new", "changed", "as before"]
LONGEST = 255  # bytes of one name, on most disks


def put(folder: Path, files: Mapping[str, bytes]) -> Change:
    """Make a folder hold exactly these files; what it held before goes, and nothing is touched where it is the same."""
    if folder.is_dir() and _held(folder) == dict(files):
        return "as before"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".intake-", dir=folder.parent) as name:
        draft = Path(name) / "new"
        draft.mkdir()
        for path, data in files.items():
            target = draft / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        before = folder.exists()
        if before:
            folder.rename(Path(name) / "old")
        draft.rename(folder)
    return "changed" if before else "new"


def storable(path: str) -> bool:
    """Whether a path out of an archive can stand on a disk and be read by a person."""
    parts = PurePosixPath(path).parts
    short = len(path) <= MAX_PATH and len(parts) <= MAX_DEPTH and all(len(p.encode()) <= LONGEST for p in parts)
    return short and path.isprintable() and not any("\ud800" <= letter <= "\udfff" for letter in path)


def _held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in _files(folder)}


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
