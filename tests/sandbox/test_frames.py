"""What a deadline means: the other side had so long, and a pause of ours takes nothing from it."""

import socket
import time

import pytest

from grader.probe import wire
from grader.sandbox import frames

FRAME = wire.pack({"seen": "returned"}, [])
PASSED = time.monotonic() - 1


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    with ours, theirs:
        yield ours, theirs


def test_a_reply_that_waits_for_us_is_not_late(ends):
    """We were held up, by other hand-ins or by the machine, and look after the deadline."""
    ours, theirs = ends
    theirs.sendall(FRAME)

    assert FRAME == frames.Inbox(ours).frame(PASSED, 0)


@pytest.mark.parametrize(("sent", "begun"), [(b"", False), (FRAME[:5], True), (FRAME[:-1], True)])
def test_what_has_not_come_by_then_is_late(ends, sent, begun):
    ours, theirs = ends
    theirs.sendall(sent)

    with pytest.raises(frames.Late) as caught:
        frames.Inbox(ours).frame(PASSED, 0)

    assert begun == caught.value.begun


class Endless:
    """There is always a little more to read, so nobody ever waits."""

    given = 0

    def recv_into(self, view):
        self.given += min(len(view), 1000)
        return min(len(view), 1000)


def test_a_reply_that_never_stops_coming_is_late():
    link = Endless()

    with pytest.raises(frames.Late) as caught:
        frames._rest(link, b"", 2**26, PASSED, lambda: None)

    assert caught.value.begun
    assert link.given < 2**20


def test_a_large_reply_that_comes_in_time_is_taken():
    assert bytes(2**22) == frames._rest(Endless(), b"", 2**22, float("inf"), lambda: None)


def test_whoever_reads_nothing_is_late(ends):
    with pytest.raises(frames.Late):
        frames.send(ends[0], bytes(2**26), PASSED)
