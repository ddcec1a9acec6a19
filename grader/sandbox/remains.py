"""What a launcher puts on disk, and how it goes again: at the end, or at the next start after a kill -9."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

from grader.sandbox.levels import Level

_PREFIX = "grader-box-"


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
        shutil.rmtree(home, ignore_errors=True)


def ground() -> str:
    """Where work folders stand: in memory if the machine has a folder for that."""
    shared = "/dev/shm"
    return shared if os.path.isdir(shared) and os.access(shared, os.W_OK) else tempfile.gettempdir()


def sweep() -> None:
    """Remove what killed launchers of ours left."""
    for name in os.listdir(ground()):
        pid = name.removeprefix(_PREFIX).partition("-")[0]
        if name.startswith(_PREFIX) and pid.isdigit() and not os.path.exists(f"/proc/{pid}"):
            shutil.rmtree(os.path.join(ground(), name), ignore_errors=True)
