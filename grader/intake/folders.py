"""The files of a folder, of its folders too; links, pipes and devices are left where they are."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from grader.intake.gathering import MAX_DEPTH, MAX_FILE, Gathering, ignored, normal


def gather(root: Path, into: Gathering) -> None:
    """Take every regular file below a folder."""
    for path, entry in _walk(root, "", into):
        try:
            size = entry.stat(follow_symlinks=False).st_size
            if not into.wants(path, size):
                continue
            data = read(Path(entry.path), MAX_FILE)
        except OSError as error:
            into.leave_out(path, f"it cannot be read ({error.strerror or error})")
            continue
        into.take(path, data[:MAX_FILE])


def _walk(folder: Path, prefix: str, into: Gathering) -> Iterator[tuple[str, os.DirEntry[str]]]:
    try:
        with os.scandir(folder) as found:
            entries = sorted((entry for entry in found if not ignored(entry.name)), key=lambda entry: entry.name)
    except OSError as error:
        into.leave_out(prefix or ".", f"the folder cannot be read ({error.strerror or error})")
        return
    if prefix and any(entry.name == "pyvenv.cfg" for entry in entries):
        return  # a virtual environment, not the student's work
    for entry in entries:
        path = prefix + normal(entry.name)
        if entry.is_symlink():
            into.leave_out(path, "it is a link, and links are not followed")
        elif entry.is_dir(follow_symlinks=False):
            if path.count("/") >= MAX_DEPTH:
                into.leave_out(path, f"it lies more than {MAX_DEPTH} folders deep")
            else:
                yield from _walk(Path(entry.path), path + "/", into)
        elif entry.is_file(follow_symlinks=False):
            yield path, entry
        else:
            into.leave_out(path, "it is neither a file nor a folder")


def read(path: Path, limit: int) -> bytes:
    """At most `limit` + 1 bytes of a regular file; OSError for anything else, also when it was swapped just now."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(f"{path.name} is not a regular file")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(limit + 1)
    finally:
        os.close(descriptor)
