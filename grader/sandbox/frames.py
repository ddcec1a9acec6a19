"""Frames on the grader's side of a socket, with a deadline; sizes are checked before anything is allocated."""

import select
import socket
import time
from collections.abc import Callable

from grader.probe import wire

_SLICE = 0.1  # seconds between two looks at what the child writes


class Late(Exception):
    """The deadline passed; `begun` says whether half a frame had arrived."""

    def __init__(self, begun: bool) -> None:
        super().__init__("half a frame" if begun else "nothing")
        self.begun = begun


class Gone(Exception):
    """The other side closed the socket; `begun` says whether half a frame had arrived."""

    def __init__(self, begun: bool) -> None:
        super().__init__("half a frame" if begun else "nothing")
        self.begun = begun


def receive(link: socket.socket, deadline: float, limit: int, look: Callable[[], None] = lambda: None) -> bytes:
    """One whole frame; raises Late, Gone or wire.WireError, and whatever `look` raises between two waits."""
    prefix = _fill(link, wire.PREFIX.size, deadline, False, look)
    header, body = wire.lengths(bytes(prefix), limit)
    return bytes(prefix + _fill(link, header + body, deadline, True, look))


def _fill(link: socket.socket, size: int, deadline: float, begun: bool, look: Callable[[], None]) -> bytearray:
    buffer = bytearray(size)
    view = memoryview(buffer)
    while view:
        _wait(link, select.POLLIN, deadline, begun, look)
        try:
            count = link.recv_into(view)
        except BlockingIOError:
            continue
        except OSError:
            count = 0
        if not count:
            raise Gone(begun)
        begun = True
        view = view[count:]
    return buffer


def send(link: socket.socket, frame: bytes, deadline: float) -> None:
    """Raises Late or Gone."""
    view = memoryview(frame)
    while view:
        _wait(link, select.POLLOUT, deadline, False, lambda: None)
        try:
            view = view[link.send(view) :]
        except BlockingIOError:
            continue
        except OSError:
            raise Gone(False) from None


def more(link: socket.socket, deadline: float) -> bool:
    """Whether anything arrives before the other side closes or the deadline passes; raises Late."""
    _wait(link, select.POLLIN, deadline, False, lambda: None)
    return waiting(link)


def waiting(link: socket.socket) -> bool:
    """Whether something has arrived that nobody asked for."""
    poll = select.poll()
    poll.register(link, select.POLLIN)
    ready = poll.poll(0)
    if not ready:
        return False
    try:
        return bool(link.recv(1, socket.MSG_PEEK))
    except OSError:
        return False


def _wait(link: socket.socket, event: int, deadline: float, begun: bool, look: Callable[[], None]) -> None:
    poll = select.poll()
    poll.register(link, event)
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            raise Late(begun)
        if poll.poll(1000 * min(left, _SLICE)):
            return
        look()
