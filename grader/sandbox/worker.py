"""A worker's whole life: import, connect, take the limits, serve one hand-in. Runs on any system."""

import contextlib
import importlib
import json
import os
import socket
import sys
from typing import Any

from grader.probe import wire
from grader.sandbox import warming


def main() -> None:
    """What the grader's command line calls; the first line of standard input says where to connect."""
    told = json.loads(sys.stdin.readline())
    module = importlib.import_module(told["serve"])
    module.warm(list(told["warm"]))
    warming.rehearse(told["warm"])
    package = os.path.dirname(sys.modules["grader"].__path__[0])
    sys.path[:] = [path for path in sys.path if path != package]
    os.mkdir("work")
    os.chdir("work")
    link = Link(socket.create_connection(("127.0.0.1", told["port"])), told["token"])
    limits, _ = wire.unpack(link.receive(), 2**20)
    with contextlib.suppress(ImportError):  # Windows has no such limits
        _limit(limits["limits"])
    link.send(wire.pack({"locked": {}}, []))
    with contextlib.suppress(EOFError):
        module.serve(link.receive, link.send)
    os._exit(0)


class Link:
    """Frames to and from the grader."""

    def __init__(self, connection: socket.socket, token: str) -> None:
        self.connection = connection
        connection.sendall(token.encode())

    def receive(self) -> bytes:
        prefix = self._exactly(wire.PREFIX.size)
        return prefix + self._exactly(sum(wire.lengths(prefix, 2**30)))

    def send(self, frame: bytes) -> None:
        self.connection.sendall(frame)

    def _exactly(self, size: int) -> bytes:
        parts = []
        while size:
            part = self.connection.recv(min(size, 2**20))
            if not part:
                raise EOFError
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


def _limit(numbers: dict[str, Any]) -> None:
    import resource

    for name, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, numbers["cpu_seconds"]),
        (resource.RLIMIT_FSIZE, numbers["files_mib"] * 2**20),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(name, (most, most))
