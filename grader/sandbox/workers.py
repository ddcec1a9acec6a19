"""Children where a process cannot be forked safely: interpreters started in advance, each for one job.

This is level none: nothing but time-outs and, where the system has them, resource limits. It is what macOS and
Windows have, and it needs an explicit word of trust.
"""

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import Any

from grader.model import Limits
from grader.probe import wire
from grader.sandbox import frames
from grader.sandbox.levels import Level
from grader.sandbox.sources import Broken, cpu_seconds
from grader.sandbox.start import ENVIRONMENT, PACKAGE, Request

_START = "import sys; sys.path.insert(0, sys.argv[1]); from grader.sandbox.worker import main; main()"
_KEPT = ("SYSTEMROOT", "PATH", "TEMP", "TMP")  # without the first, Windows has no sockets
_WARM_SECONDS = 180.0


class Workers:
    """Starts the next worker while the present one is at work."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._next: Worker | None = Worker(request)

    def ready(self) -> Level:
        return "none"

    def alive(self) -> bool:
        return True

    def child(self, limits: Limits) -> "Worker":
        worker, self._next = self._next or Worker(self._request), None
        try:
            worker.begin(limits)
        except Broken:
            worker.end()
            raise
        self._next = Worker(self._request)
        return worker

    def close(self) -> None:
        if self._next is not None:
            self._next.end()
            self._next = None


@dataclass(init=False, slots=True)
class Worker:
    """One interpreter, which connects to a socket of ours once it is warm and proves by a token that it is the one."""

    link: socket.socket
    record: int
    folder: str

    _process: subprocess.Popen[bytes]
    _door: socket.socket
    _token: str

    def __init__(self, request: Request) -> None:
        self.folder = tempfile.mkdtemp(prefix="grader-worker-")
        self.record = os.open(os.path.join(self.folder, "printed"), os.O_RDWR | os.O_CREAT)
        self._token = secrets.token_hex(16)
        self._door = socket.create_server(("127.0.0.1", 0))
        self.link = self._door
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-B", "-c", _START, str(PACKAGE.parent)],
            env={**ENVIRONMENT, **kept},
            cwd=self.folder,
            stdin=subprocess.PIPE,
            stdout=self.record,
            stderr=self.record,
            start_new_session=True,
        )
        told = {"port": self._door.getsockname()[1], "token": self._token, "warm": request.warm, "serve": request.serve}
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # it has ended already, and says so below
            self._process.stdin.write(json.dumps(told).encode() + b"\n")
            self._process.stdin.close()

    def begin(self, limits: Limits) -> None:
        """Wait until it is warm, and tell it its limits."""
        deadline = time.monotonic() + _WARM_SECONDS
        self._door.settimeout(0.1)
        while self.link is self._door:
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise Broken(f"a worker ended before it was warm\n{self.printed(2000).decode(errors='replace')}")
            with contextlib.suppress(TimeoutError):
                self._welcome(self._door.accept()[0])
        numbers = {"memory_mib": limits.memory_mib, "files_mib": limits.files_mib, "cpu_seconds": cpu_seconds(limits)}
        with contextlib.suppress(frames.Late, frames.Gone):
            frames.send(self.link, wire.pack({"limits": numbers}, []), deadline)

    def _welcome(self, guest: socket.socket) -> None:
        guest.settimeout(5)
        try:
            said = guest.recv(len(self._token), socket.MSG_WAITALL)
        except OSError:
            said = b""
        if not secrets.compare_digest(said, self._token.encode()):
            guest.close()
            return
        self._door.close()
        guest.setblocking(False)
        self.link = guest

    def printed(self, size: int) -> bytes:
        with open(os.path.join(self.folder, "printed"), "rb") as file:
            return file.read(size)

    def ended(self, seconds: float) -> bool:
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def exceeds(self, most: int) -> str:  # noqa: ARG002
        return ""  # at level none nothing is promised about disks

    def end(self) -> dict[str, Any]:
        killed = self._process.poll() is None
        with contextlib.suppress(OSError):
            if sys.platform == "win32":
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)
        code = self._process.wait()
        self.link.close()
        os.close(self.record)
        shutil.rmtree(self.folder, ignore_errors=True)
        return {"gone": -code if code < 0 else code << 8, "killed": killed}
