"""Frames on the grader's side of a socket, with a deadline; sizes are checked before anything is allocated."""

import select
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from grader.probe import wire

_SLICE = 0.1  # seconds between two looks at what the child writes
_FIRST = 2**16  # bytes to read at once
_ON_THE_WAY = 2**18  # bytes that a socket holds, at the least: they may have come before the deadline


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


@dataclass(slots=True)
class Inbox:
    """What the other side says, frame by frame; a frame that came along with the one before it is kept."""

    link: socket.socket
    held: bytes = b""

    def frame(self, deadline: float, limit: int, look: Callable[[], None] = lambda: None) -> bytes:
        """One whole frame; raises Late, Gone or wire.WireError, and what `look` raises while there is nothing."""
        got, self.held = self.held, b""
        if not got:
            _wait(self.link, False, deadline, False, look)
            got = _some(self.link, _FIRST, False)  # most frames are small and come in one piece
        while len(got) < wire.PREFIX.size:
            _wait(self.link, False, deadline, True, look)
            got += _some(self.link, _FIRST, True)
        size = wire.PREFIX.size + sum(wire.lengths(got[: wire.PREFIX.size], limit))
        if len(got) < size:
            return _rest(self.link, got, size, deadline, look)
        self.held = got[size:]
        return got[:size]

    def more(self) -> bool:
        """Whether something has arrived that nobody has read."""
        return bool(self.held) or waiting(self.link)


def _some(link: socket.socket, most: int, begun: bool) -> bytes:
    try:
        part = link.recv(most)
    except OSError:
        part = b""
    if not part:
        raise Gone(begun)
    return part


def _rest(link: socket.socket, begun: bytes, size: int, deadline: float, look: Callable[[], None]) -> bytes:
    frame = bytearray(size)
    frame[: len(begun)] = begun
    view = memoryview(frame)[len(begun) :]
    late = 0  # bytes that were read after the deadline
    while view:
        try:
            count = link.recv_into(view)
        except BlockingIOError:
            _wait(link, False, deadline, True, look)
            continue
        except OSError:
            count = 0
        if not count:
            raise Gone(True)
        view = view[count:]
        if time.monotonic() > deadline:
            late += count
            if view and late > _ON_THE_WAY:
                raise Late(True)
    return bytes(frame)


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
    if not _ready(link, False, 0):
        return False
    try:
        return bool(link.recv(1, socket.MSG_PEEK))
    except OSError:  # nobody is there
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
        if _ready(link, to_write, max(0.0, min(left, _SLICE))):  # also when we were held up and look too late
            return
        if left <= 0:
            raise Late(begun)
        look()
