"""An end for a call of changed code, which may count much further than the teacher's own ever does."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Never


class Late(BaseException):  # not an Exception, so that nothing on the way swallows it
    """The processor time of a call is used up."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise Late after so much processor time; only in the main thread, where signals arrive, and not on Windows."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _late)
    outer, _ = signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, outer)  # one around this one goes on
        signal.signal(signal.SIGVTALRM, before)


def _late(*_: object) -> Never:
    raise Late
