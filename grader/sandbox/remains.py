"""What a launcher puts on disk, and how it goes again: at the end, or at the next start after a kill -9.

And whoever was left behind, before the files go: nobody may be at work in a folder that is being removed.
"""

import contextlib
import os
import signal
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

from grader.sandbox.levels import Level

_PREFIX = "grader-box-"
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_PLACE = os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC  # opens what is closed to its owner, too


@dataclass(frozen=True, slots=True)
class Place:
    """A folder for work folders and a file that only its owner may read; both empty where nothing is needed."""

    work: str
    secret: str


@contextlib.contextmanager
def folder(level: Level) -> Iterator[Place]:
    """An isolated box needs nothing on disk; the others work in a folder in memory, if there is one."""
    if level == "isolated":
        yield Place("", "")
        return
    sweep()
    home = tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=ground())
    try:
        os.chmod(home, 0o711)  # noqa: S103 - the box's person must pass through; the names inside are not secret
        work, secret = os.path.join(home, "boxes"), os.path.join(home, "secret")
        os.mkdir(work, 0o700)
        with open(secret, "x") as file:
            file.write("whoever reads this is not held\n")
        os.chmod(secret, 0o600)
        yield Place(work, secret)
    finally:
        with contextlib.suppress(OSError):
            clear(home)


def clear(folder: str) -> None:
    """Remove a folder whatever a student built in it: nested without end, closed to its owner, full of links.

    Goes down and up by one open descriptor, so that neither our stack nor the length of a path counts.
    """
    here = _enter(folder)
    way = [("", _without_files(here))]
    try:
        while True:
            name, folders = way[-1]
            if folders:
                below = folders.pop()
                here = _step(here, below)
                way.append((below, _without_files(here)))
            elif len(way) > 1:
                here = _step(here, "..")
                os.rmdir(name, dir_fd=here)
                way.pop()
            else:
                break
    finally:
        os.close(here)
    os.rmdir(folder)


def _without_files(here: int) -> list[str]:
    """Unlink the files of a folder; the names of the folders in it."""
    found = []
    with os.scandir(here) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                found.append(entry.name)
            else:
                os.unlink(entry.name, dir_fd=here)
    return found


def _step(here: int, name: str) -> int:
    there = _enter(name, here)
    os.close(here)
    return there


def _enter(name: str, above: int | None = None) -> int:
    """An open folder, opened to its owner first; never one that a link leads to."""
    place = os.open(name, _PLACE, dir_fd=above)
    try:
        os.chmod(f"/proc/self/fd/{place}", 0o700)
        return os.open(f"/proc/self/fd/{place}", _FOLDER & ~os.O_NOFOLLOW)
    finally:
        os.close(place)


def end_descendants() -> None:
    """Kill and bury whoever is our child by now: where nothing forbids it, a child of ours may leave others behind."""
    children = f"/proc/self/task/{os.getpid()}/children"
    while os.path.exists(children):  # not every kernel lists them
        with open(children) as file:
            left = [int(pid) for pid in file.read().split()]
        if not left:
            return
        for pid in left:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def ground() -> str:
    """Where work folders stand: in memory if the machine has a folder for that."""
    shared = "/dev/shm"
    return shared if os.path.isdir(shared) and os.access(shared, os.W_OK) else tempfile.gettempdir()


def sweep() -> None:
    """Remove what killed launchers of ours left."""
    for name in os.listdir(ground()):
        pid = name.removeprefix(_PREFIX).partition("-")[0]
        if name.startswith(_PREFIX) and pid.isdigit() and not os.path.exists(f"/proc/{pid}"):
            path = os.path.join(ground(), name)
            with contextlib.suppress(OSError):  # another launcher sweeps, too
                if os.lstat(path).st_uid == os.geteuid():  # anybody may put a folder there
                    clear(path)
