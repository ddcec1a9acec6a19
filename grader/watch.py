"""When somebody's files change: what `grader check --watch` waits for."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from grader.intake.gathering import ignored

SECONDS = 0.5  # between two looks

Stamps = Mapping[str, tuple[int, int]]


def changes(
    paths: Sequence[Path], apart_from: Path | None = None, pause: Callable[[float], None] = time.sleep
) -> Iterator[None]:
    """Comes back at once, and then each time a file has been written, added or taken away; it never ends.

    What lies in the folder `apart_from` does not count: reports are written there.
    """
    before: Stamps | None = None
    while True:
        now = _stamps(paths, apart_from)
        if now != before:
            before = now
            yield
        else:
            pause(SECONDS)


def _stamps(paths: Sequence[Path], apart_from: Path | None) -> Stamps:
    """Every file with when it was written and how long it is."""
    left_out = None if apart_from is None else apart_from.resolve()
    found: dict[str, tuple[int, int]] = {}
    for path in paths:
        for file in _files(path, left_out):
            try:
                about = os.stat(file)  # noqa: PTH116 -- a thousand of them, twice a second
            except OSError:
                continue  # an editor is just putting another in its place
            found[file] = (about.st_mtime_ns, about.st_size)
    return found


def _files(path: Path, left_out: Path | None) -> Iterator[str]:
    if not path.is_dir():
        yield str(path)
        return
    for folder, inner, names in os.walk(path):
        here = Path(folder)
        inner[:] = sorted(name for name in inner if not ignored(name) and (here / name).resolve() != left_out)
        if here.resolve() != left_out:
            yield from (str(here / name) for name in names if not ignored(name))
