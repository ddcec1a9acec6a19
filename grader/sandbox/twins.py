"""One zygote per grader, however many boxes are open: each box has a twin of it, which costs next to no memory."""

import contextlib
import json
import os
import signal
import socket
import threading
from dataclasses import dataclass
from typing import Any

from grader.model import Limits
from grader.sandbox import hidden
from grader.sandbox.levels import Level
from grader.sandbox.sources import Broken, cpu_seconds
from grader.sandbox.start import Request, Zygote, closed, readable

_END_SECONDS = 2.0  # for a twin to end, and to take along what it started

_lock = threading.Lock()
_zygotes: dict[tuple[int, Request], Zygote] = {}  # by process too: a fork of ours must not speak on our sockets
_users: dict[Zygote, int] = {}


def _join(request: Request) -> Zygote:
    """The zygote that warms what is wanted, started if there is none."""
    with _lock:
        zygote = _zygotes.get((os.getpid(), request))
        if zygote is None or not zygote.alive():
            zygote = _zygotes[os.getpid(), request] = Zygote(request)
        _users[zygote] = _users.get(zygote, 0) + 1
    return zygote


def _leave(zygote: Zygote) -> None:
    """The last one turns off the light."""
    with _lock:
        _users[zygote] -= 1
        if _users[zygote]:
            return
        del _users[zygote]
        for key in [key for key, value in _zygotes.items() if value is zygote]:
            del _zygotes[key]
        zygote.close()


class Twin:
    """What makes the children of one box."""

    def __init__(self, request: Request) -> None:
        self._zygote = _join(request)
        self._control: socket.socket | None = None

    def ready(self) -> Level:
        level = self._zygote.ready()
        self._control = self._zygote.twin()
        self.hear()
        return level

    def alive(self) -> bool:
        return self._control is not None and self._zygote.alive() and not closed(self._control)

    def close(self) -> None:
        if self._control is not None:
            with contextlib.suppress(OSError):  # a time-out is one: whoever is left then goes with the zygote
                self._control.settimeout(_END_SECONDS)
                self._control.shutdown(socket.SHUT_WR)
                while self._control.recv(1024):  # until its end of the socket closes, with it and all it started
                    pass
            self._control.close()
        _leave(self._zygote)

    def hear(self) -> dict[str, Any]:
        """The twin's next message; raises Broken."""
        return self._hear()[0]

    def _hear(self) -> tuple[dict[str, Any], list[int]]:
        assert self._control is not None
        return self._zygote.hear_on(self._control)

    def child(self, limits: Limits) -> "Forked":
        """A child of the zygote."""
        link, theirs = socket.socketpair()
        record = os.memfd_create("printed")
        numbers = {
            "memory_mib": limits.memory_mib,
            "files_mib": limits.files_mib,
            "cpu_seconds": cpu_seconds(limits),
        }
        assert self._control is not None
        try:
            with contextlib.suppress(OSError):
                socket.send_fds(self._control, [json.dumps(numbers).encode()], [theirs.fileno(), record])
            message, handles = self._hear()
            if "failed" in message or not handles:
                raise Broken(message.get("failed", "no handle on the child arrived: too many open files"))
        except Broken:
            link.close()
            os.close(record)
            raise
        finally:
            theirs.close()
        link.setblocking(False)
        folder = message["child"]
        return Forked(self, link, record, handles[0], folder, hidden.used(folder) if folder else 0)


@dataclass(slots=True)
class Forked:
    """A child of the zygote, held by a process handle."""

    twin: Twin
    link: socket.socket
    record: int
    handle: int
    folder: str
    used: int  # of the folder's disk when it began

    def printed(self, size: int) -> bytes:
        return os.pread(self.record, size, 0)

    def ended(self, seconds: float) -> bool:
        return readable(self.handle, seconds)

    def exceeds(self, most: int) -> str:
        return hidden.exceeded(self.handle, most, grown=hidden.used(self.folder) - self.used > most)

    def end(self) -> dict[str, Any]:
        killed = not self.ended(0)
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.handle, signal.SIGKILL)
        os.close(self.handle)
        os.close(self.record)
        self.link.close()
        return {**self.twin.hear(), "killed": killed}
