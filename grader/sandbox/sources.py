"""Where the children of a box come from: a zygote that forks them, or workers that were started in advance."""

import os
import socket
from typing import Any, Protocol

from grader.model import Limits
from grader.sandbox.levels import Level


class Refused(Exception):
    """The machine offers less than was wanted; the reasons are for the person who asked."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class Broken(Exception):
    """The box failed, through no fault of a student."""


class Child(Protocol):
    """A process that runs one job, seen from the grader."""

    link: socket.socket
    record: int  # the file where it prints
    folder: str  # its work folder, where nothing but us limits its size; else empty

    def printed(self, size: int) -> bytes:
        """The beginning of what it printed."""

    def ended(self, seconds: float) -> bool:
        """Whether it ends by itself within so many seconds."""

    def exceeds(self, most: int) -> str:
        """The limit that it exceeds where no folder shows it, "files" (of so many bytes) or "threads"; else empty."""

    def end(self) -> dict[str, Any]:
        """Kill what is left of it, and give status, CPU seconds and memory; raises Broken."""


class Source(Protocol):
    """What makes children."""

    def ready(self) -> Level:
        """Wait until it is warm; the level it was set up for. Raises Refused or Broken."""

    def child(self, limits: Limits) -> Child:
        """A new child, whose first frame reports its locks; raises Broken."""

    def alive(self) -> bool: ...

    def close(self) -> None:
        """End it and all it started."""


def cpu_seconds(limits: Limits) -> int:
    """A ceiling on CPU time, for the day when nobody is left to look at the clock."""
    return int(limits.total_seconds * (os.cpu_count() or 1)) + 2
