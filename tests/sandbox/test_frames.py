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


def test_whoever_reads_nothing_is_late(ends):
    with pytest.raises(frames.Late):
        frames.send(ends[0], bytes(2**26), PASSED)
