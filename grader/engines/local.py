"""local: threads of this process, each driving a warm sandbox of its own."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from grader import runners, sandbox
from grader.engines import Engine, Work
from grader.errors import InternalError
from grader.model import Ask, Evidence, Limits, Submission

if TYPE_CHECKING:
    from grader.sandbox.box import Box


@contextmanager
def open_pool(address: str, work: Work) -> Iterator[Engine]:  # noqa: ARG001 -- there is one local
    """A pool of `work.jobs` threads."""
    boxes = Boxes(work)
    pool = ThreadPoolExecutor(work.jobs, thread_name_prefix="grade")
    try:
        yield Engine(pool=pool, see=boxes.see, ask=boxes.ask)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        boxes.close()  # which ends what runs in them
        pool.shutdown(wait=True)


class Boxes:
    """Warm sandboxes, opened when one is first needed, lent to one hand-in at a time."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._free: queue.LifoQueue[Box] = queue.LifoQueue()
        self._door = threading.Lock()
        self._opened: list[Box] = []
        self._closed = False

    def close(self) -> None:
        """Close them all; one that is still being opened is closed as soon as it is."""
        with self._door:
            self._closed = True
        for box in self._opened:
            box.close()

    def see(self, submission: Submission) -> Evidence:
        """Run one hand-in in a free box."""
        work = self._work
        return self._observe(submission, work.asks, work.limits, work.answers)

    def ask(self, submission: Submission, asks: tuple[Ask, ...], limits: Limits) -> Evidence:
        """Run one hand-in in a free box and put other asks to it."""
        return self._observe(submission, asks, limits, ())

    def _observe(
        self, submission: Submission, asks: tuple[Ask, ...], limits: Limits, answers: tuple[str, ...]
    ) -> Evidence:
        box = self._take()
        try:
            return runners.observe(submission, asks, limits, self._work.seed, box, answers=answers)
        finally:
            self._free.put(box)

    def _take(self) -> Box:
        try:
            return self._free.get_nowait()
        except queue.Empty:
            box = sandbox.open_box(self._work.isolation, warm=self._work.warm, trusted=self._work.trusted)
            with self._door:
                if not self._closed:
                    self._opened.append(box)
                    return box
            box.close()
            raise InternalError("the batch was stopped while its sandbox was starting") from None
