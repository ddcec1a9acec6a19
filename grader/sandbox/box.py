"""A box: what the trusted process holds of a sandbox. It hands over one job at a time and tells what came of it.

Whatever the student's process does ends here as an Outcome: finished; stopped, by a limit, at an ask; or broken, when
the box itself failed.
"""

import contextlib
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Self

from grader.errors import RequestError
from grader.model import Isolation, Job, Limits, Outcome, Usage
from grader.probe import wire
from grader.sandbox import frames, levels, words
from grader.sandbox.conversation import Run, Stop, converse, why
from grader.sandbox.sources import Broken, Child, Refused, Source

_LOCK_SECONDS = 60.0  # what a child may take to lock itself, on a very busy machine
_TRUST = 'it does not run unless you say "I trust these files": pass --trust'


class Box:
    """A sandbox for one thread, used as a context manager; its source starts with it and again whenever it died."""

    def __init__(self, start: Callable[[], Source], wanted: levels.Level | None, trusted: bool) -> None:
        self._new_source = start
        self._wanted = wanted
        self._trusted = trusted
        self._source: Source | None = None
        self._closed = False
        self._planned: levels.Level = "none"
        self._isolation = Isolation(level="none")
        with contextlib.suppress(Broken):  # every run tries again, and says why it fails
            self._start()

    @property
    def isolation(self) -> Isolation:
        """The level that the last locked child proved, and what its attacks came to."""
        return self._isolation

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End whatever makes the children; nothing is left behind."""
        self._closed = True  # also for a thread that is in the middle of a run: it must not start anew
        self._drop()

    def _drop(self) -> None:
        source, self._source = self._source, None
        if source is not None:
            source.close()

    def run(self, job: Job) -> Outcome:
        """Load the files and put the asks; never raises for what a student does."""
        try:
            run = self._child(self._ready(), job)
        except (Broken, RequestError, OSError) as error:  # OSError: this process has no more descriptors or memory
            if isinstance(error, Broken):
                self._drop()
            return Outcome(ended="broken", replies={}, isolation=self._isolation, detail=str(error))
        stop, broken, began = None, "", time.monotonic()  # what came before was our time, not the hand-in's
        try:
            converse(run)
        except Stop as error:
            stop = error
        except (wire.Unsendable, words.Astray) as error:
            broken = f"what we were given cannot be sent: {error}"
        return self._outcome(run, stop, broken, time.monotonic() - began)

    def _outcome(self, run: Run, stop: Stop | None, broken: str, seconds: float) -> Outcome:
        printed = run.child.printed(1024 * run.job.limits.output_kib)
        try:
            remains = run.child.end()
        except Broken as error:
            remains, broken = {}, broken or str(error)
            self._drop()
        if self._closed:  # by whoever holds it, and what was killed with it looks like a hand-in that crashed
            broken = broken or "the box was closed"
        if stop is not None and stop.limit == "gone":
            stop = Stop(*why(remains, run.job.limits))
        usage = Usage(
            cpu_seconds=remains.get("cpu", 0.0),
            wall_seconds=seconds,
            peak_mib=remains.get("peak_kib", 0) / 1024,
        )
        return Outcome(
            ended="broken" if broken else "stopped" if stop else "finished",
            replies=run.replies,
            isolation=run.isolation,
            limit=stop.limit if stop and not broken else "",
            at=run.at if stop and not broken else "",
            detail=broken or (stop.detail if stop else ""),
            printed=printed,
            usage=usage,
        )

    def _ready(self) -> Source:
        source = self._source
        if source is None or not source.alive():
            self._drop()
            source = self._start()
        return source

    def _start(self) -> Source:
        """Start the source, and let a first child prove the level before anybody's code runs."""
        source = self._source = self._new_source()
        try:
            if self._closed:
                raise Broken("the box was closed")
            self._planned = source.ready()
            self._child(source, Job(files={}, asks=(), limits=Limits())).child.end()
        except Refused as refused:
            self._drop()
            raise RequestError(_refusal(self._wanted or "limited", refused.reasons)) from None
        except (Broken, RequestError):
            self._drop()
            raise
        return source

    def _child(self, source: Source, job: Job) -> Run:
        """A locked child that has proved its level; raises Broken, or RequestError when the level is too low."""
        handed = sum(map(len, job.files.values()))
        child = source.child(_with_room(job.limits, handed))
        try:
            self._isolation = self._proved(child)
        except (Broken, RequestError):
            with contextlib.suppress(Broken):
                child.end()
            raise
        return Run(job, child, time.monotonic() + job.limits.total_seconds, self._isolation, handed)

    def _proved(self, child: Child) -> Isolation:
        try:
            frame = frames.Inbox(child.link).frame(time.monotonic() + _LOCK_SECONDS, 0)
        except (frames.Late, frames.Gone, wire.WireError) as error:
            said = child.printed(2000).decode(errors="replace")
            raise Broken(f"a child did not report its locks ({error}) {said}") from None
        header, _ = wire.unpack(frame, 0)
        if "locked" not in header:
            raise Broken(f"a child could not lock itself: {header.get('failed')}")
        attacks = header["locked"]
        isolation = Isolation(level=levels.in_force(self._planned, attacks), attacks=attacks)
        least = self._wanted or ("none" if self._trusted else "limited")
        if not levels.reaches(isolation.level, least):
            self._isolation = isolation
            came = ", ".join(levels.came_through(least, attacks))
            raise RequestError(_refusal(least, [f"the locked child's own attack came through: {came}"]))
        return isolation


def _with_room(limits: Limits, handed: int) -> Limits:
    """The limits of a child whose hand-in has so many bytes: what it may write comes on top of them."""
    whole = -(-handed // 2**20) if handed >= 2**20 else 0  # small ones fit, and a class keeps the same limits
    return replace(limits, files_mib=limits.files_mib + whole) if whole else limits


def _refusal(wanted: str, reasons: list[str]) -> str:
    reason = "; ".join(reasons) or "this system has none of what it is made of"
    return f"this machine does not hold student code at level {wanted!r}: {reason}; {_TRUST}"
