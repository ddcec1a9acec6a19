"""Starting a launcher and talking to the zygote it raises, from the grader's side."""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.sandbox.levels import Level
from grader.sandbox.sources import Broken, Refused

PACKAGE = Path(__file__).resolve().parent.parent
_COURSE = str(Path(__file__).resolve())  # a file of the clone: no box may open it
READY_SECONDS = 180.0
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
    "OMP_WAIT_POLICY": "passive",  # who asks for more threads all the same must not burn a core while they wait
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
        self.turn = threading.Lock()
        self.level: Level | None = None
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
        return self.hear_on(self.control)[0]

    def hear_on(self, control: socket.socket) -> tuple[dict[str, Any], list[int]]:
        """The next message of the zygote or a twin, and the descriptors that came with it."""
        try:
            control.settimeout(READY_SECONDS)
            text, handles, _, _ = socket.recv_fds(control, _MESSAGE, 1)
        except TimeoutError:
            raise Broken(f"the sandbox did not answer in {READY_SECONDS:g} seconds\n{self.last_words()}") from None
        except OSError:  # also where another thread has closed the box meanwhile
            text, handles = b"", []
        if not text:
            raise Broken(f"the sandbox ended\n{self.last_words()}")
        return json.loads(text), handles

    def ready(self) -> Level:
        """The level that the zygote was set up for."""
        with self.turn:
            if self.level is None:
                message = self.hear()
                if "refused" in message:
                    raise Refused(message["refused"])
                self.level = message["ready"]
            return self.level

    def twin(self) -> socket.socket:
        """The control socket of a new twin."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with self.turn, theirs, contextlib.suppress(OSError):
            socket.send_fds(self.control, [b"twin"], [theirs.fileno()])
        return ours

    def last_words(self) -> str:
        """The end of what launcher and zygote printed."""
        with contextlib.suppress(OSError):  # closed meanwhile
            return os.pread(self.record, 2**16, 0).decode(errors="replace")[-2000:]
        return ""

    def alive(self) -> bool:
        """Whether the launcher runs and the zygote has not closed its end."""
        if not self.turn.acquire(blocking=False):
            return self.process.poll() is None  # another box is talking to it
        try:
            return self.process.poll() is None and not closed(self.control)
        finally:
            self.turn.release()

    def close(self) -> None:
        """End the launcher and all it started; nothing is left when this returns."""
        self.control.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        os.close(self.record)


def closed(control: socket.socket) -> bool:
    """Whether the other side has gone."""
    if not readable(control, 0):
        return False
    try:
        return not control.recv(1, socket.MSG_PEEK)
    except OSError:
        return True


def readable(file: int | socket.socket, seconds: float) -> bool:
    """Whether there is something to read, or an end to see, within so many seconds."""
    waiting = select.poll()
    waiting.register(file, select.POLLIN)
    return bool(waiting.poll(1000 * seconds))
