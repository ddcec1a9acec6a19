"""Starting a launcher and talking to the zygote it raises, from the grader's side."""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.model import Limits
from grader.sandbox.levels import Level
from grader.sandbox.sources import Broken, Refused, cpu_seconds

PACKAGE = Path(__file__).resolve().parent.parent
_COURSE = str(Path(__file__).resolve())  # a file of the clone: no box may open it
_READY_SECONDS = 180.0
_MESSAGE = 2**16
# finds this package by its own folder, however it was installed; the current folder is never on the import path
START = "import sys; sys.path.insert(0, sys.argv[1]); from grader.sandbox.launcher import start; start()"
ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "USER": "student",
    "LOGNAME": "student",
    "MPLBACKEND": "Agg",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",  # sets of words come in one order, today and tomorrow
}


@dataclass(frozen=True, slots=True)
class Request:
    levels: tuple[str, ...]  # any of these, strongest first
    warm: tuple[str, ...]
    serve: str = "grader.probe.serve"
    survey: bool = False


class Zygote:
    """A running launcher, and the control socket to its zygote."""

    def __init__(self, request: Request) -> None:
        self.record = os.memfd_create("zygote")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control = ours
        command = [sys.executable, "-P", "-s", "-B", "-c", START, str(PACKAGE.parent), str(theirs.fileno())]
        try:
            self.process = subprocess.Popen(
                command,
                env=ENVIRONMENT,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=self.record,
                stderr=self.record,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C is for the grader, which then ends us
            )
        finally:
            theirs.close()
        asked = {
            "grader": os.getpid(),
            "levels": request.levels,
            "warm": request.warm,
            "serve": request.serve,
            "survey": request.survey,
            "course": _COURSE,
        }
        with contextlib.suppress(OSError):  # whoever listens next will hear that there is nobody
            self.control.send(json.dumps(asked).encode())

    def hear(self) -> dict[str, Any]:
        """The next message; raises Broken when there is none."""
        return self._hear()[0]

    def _hear(self) -> tuple[dict[str, Any], list[int]]:
        self.control.settimeout(_READY_SECONDS)
        try:
            text, handles, _, _ = socket.recv_fds(self.control, _MESSAGE, 1)
        except TimeoutError:
            raise Broken(f"the sandbox did not answer in {_READY_SECONDS:g} seconds\n{self.last_words()}") from None
        except OSError:
            text, handles = b"", []
        if not text:
            raise Broken(f"the sandbox ended\n{self.last_words()}")
        return json.loads(text), handles

    def ready(self) -> Level:
        """The level that the zygote was set up for."""
        message = self.hear()
        if "refused" in message:
            raise Refused(message["refused"])
        level: Level = message["ready"]
        return level

    def child(self, limits: Limits) -> "Forked":
        """A child of the zygote."""
        link, theirs = socket.socketpair()
        record = os.memfd_create("printed")
        numbers = {
            "memory_mib": limits.memory_mib,
            "files_mib": limits.files_mib,
            "cpu_seconds": cpu_seconds(limits),
        }
        try:
            with contextlib.suppress(OSError):
                socket.send_fds(self.control, [json.dumps(numbers).encode()], [theirs.fileno(), record])
            message, handles = self._hear()
            if "failed" in message:
                raise Broken(message["failed"])
        except Broken:
            link.close()
            os.close(record)
            raise
        finally:
            theirs.close()
        link.setblocking(False)
        return Forked(self, link, record, handles[0], message["child"])

    def last_words(self) -> str:
        """The end of what launcher and zygote printed."""
        return os.pread(self.record, 2**16, 0).decode(errors="replace")[-2000:]

    def alive(self) -> bool:
        """Whether the launcher runs and the zygote has not closed its end."""
        return self.process.poll() is None and not readable(self.control, 0)

    def close(self) -> None:
        """End the launcher and all it started; nothing is left when this returns."""
        self.control.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        os.close(self.record)


@dataclass(slots=True)
class Forked:
    """A child of the zygote, held by a process handle."""

    zygote: Zygote
    link: socket.socket
    record: int
    handle: int
    folder: str

    def printed(self, size: int) -> bytes:
        return os.pread(self.record, size, 0)

    def ended(self, seconds: float) -> bool:
        return readable(self.handle, seconds)

    def end(self) -> dict[str, Any]:
        killed = not self.ended(0)
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.handle, signal.SIGKILL)
        os.close(self.handle)
        os.close(self.record)
        self.link.close()
        return {**self.zygote.hear(), "killed": killed}


def readable(file: int | socket.socket, seconds: float) -> bool:
    """Whether there is something to read, or an end to see, within so many seconds."""
    waiting = select.poll()
    waiting.register(file, select.POLLIN)
    return bool(waiting.poll(1000 * seconds))
