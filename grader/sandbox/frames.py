"""Frames on the grader's side of a socket, with a deadline; sizes are checked before anything is allocated."""

import select
import socket
import sys
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
    if not begun:
        _wait(link, False, deadline, begun, look)  # the rest of a frame is there as a rule
    while view:
        try:
            count = link.recv_into(view)
        except BlockingIOError:
            _wait(link, False, deadline, begun, look)
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
        try:
            view = view[link.send(view) :]
        except BlockingIOError:
            _wait(link, True, deadline, False, lambda: None)
        except OSError:
            raise Gone(False) from None


def more(link: socket.socket, deadline: float) -> bool:
    """Whether anything arrives before the other side closes or the deadline passes; raises Late."""
    _wait(link, False, deadline, False, lambda: None)
    return waiting(link)


def waiting(link: socket.socket) -> bool:
    """Whether something has arrived that nobody asked for."""
    try:
        return bool(link.recv(1, socket.MSG_PEEK))
    except OSError:  # nothing there, or nobody
        return False


def _ready(link: socket.socket, to_write: bool, seconds: float) -> bool:
    if sys.platform == "win32":
        return any(select.select([] if to_write else [link], [link] if to_write else [], [], seconds))
    poll = select.poll()
    poll.register(link, select.POLLOUT if to_write else select.POLLIN)
    return bool(poll.poll(1000 * seconds))


def _wait(link: socket.socket, to_write: bool, deadline: float, begun: bool, look: Callable[[], None]) -> None:
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            raise Late(begun)
        if _ready(link, to_write, min(left, _SLICE)):
            return
        look()
