"""A box: what the trusted process holds of a sandbox. It hands over one job at a time and tells what came of it.

Whatever the student's process does ends here as an Outcome: finished; stopped, by a limit, at an ask; or broken, when
the box itself failed. Nothing is believed but frames that repeat the nonce of the ask that is open.
"""

import contextlib
import os
import secrets
import select
import signal
import socket
import time
from dataclasses import dataclass, field
from typing import Any, Self

from grader.errors import RequestError
from grader.model import Isolation, Job, Limits, Outcome, Usage
from grader.probe import wire
from grader.sandbox import frames, levels, words
from grader.sandbox.start import Broken, Refused, Request, Zygote

_LOCK_SECONDS = 60.0  # what a child may take to lock itself, on a very busy machine
_END_SECONDS = 0.2  # what it may take to end by itself; then it is killed
_TRUST = 'it does not run unless you say "I trust these files": pass --trust'


class _Stop(Exception):
    """A limit ended the job."""

    def __init__(self, limit: str, detail: str) -> None:
        super().__init__(detail)
        self.limit = limit
        self.detail = detail


@dataclass(slots=True)
class _Run:
    """One job on its way."""

    job: Job
    link: socket.socket
    record: int  # where the child prints
    child: int  # a handle on its first process
    folder: str  # its work folder, where nothing but us limits its size
    deadline: float
    isolation: Isolation
    replies: dict[str, bytes] = field(default_factory=dict)
    at: str = "load"


class Box:
    """A sandbox for one thread, used as a context manager; its zygote starts with it and again whenever it died."""

    def __init__(self, request: Request, wanted: levels.Level | None, trusted: bool) -> None:
        self._request = request
        self._wanted = wanted
        self._trusted = trusted
        self._zygote: Zygote | None = None
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
        """End the zygote; nothing is left behind."""
        if self._zygote is not None:
            self._zygote.close()
            self._zygote = None

    def run(self, job: Job) -> Outcome:
        """Load the files and put the asks one at a time; never raises for what a student does."""
        began = time.monotonic()
        try:
            zygote = self._ready()
            run = self._child(zygote, job.limits, job)
        except Broken as error:
            self.close()
            return Outcome(ended="broken", replies={}, isolation=self._isolation, detail=str(error))
        except RequestError as error:
            return Outcome(ended="broken", replies={}, isolation=self._isolation, detail=str(error))
        stop, broken = None, ""
        try:
            _converse(run)
        except _Stop as error:
            stop = error
        except wire.Unsendable as error:
            broken = f"an input of ours cannot be sent: {error}"
        return self._outcome(zygote, run, stop, broken, began)

    def _outcome(self, zygote: Zygote, run: _Run, stop: _Stop | None, broken: str, began: float) -> Outcome:
        printed = os.pread(run.record, 1024 * run.job.limits.output_kib, 0)
        try:
            gone = _bury(zygote, run)
        except Broken as error:
            gone, broken = {}, broken or str(error)
            self.close()
        if stop is not None and stop.limit == "gone":
            stop = _Stop(*_why(gone, run.job.limits))
        usage = Usage(
            cpu_seconds=gone.get("cpu", 0.0),
            wall_seconds=time.monotonic() - began,
            peak_mib=gone.get("peak_kib", 0) / 1024,
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

    def _ready(self) -> Zygote:
        if self._zygote is None or not self._zygote.alive():
            self.close()
            self._start()
        assert self._zygote is not None
        return self._zygote

    def _start(self) -> None:
        """Raise a zygote, and let a first child prove the level before anybody's code runs."""
        self._zygote = Zygote(self._request)
        try:
            self._planned = self._zygote.ready()  # type: ignore[assignment]
            limits = Limits()
            run = self._child(self._zygote, limits, Job(files={}, asks=(), limits=limits))
            _bury(self._zygote, run)
        except Refused as refused:
            self.close()
            raise RequestError(_refusal(self._wanted or "limited", refused.reasons)) from None
        except (Broken, RequestError):
            self.close()
            raise

    def _child(self, zygote: Zygote, limits: Limits, job: Job) -> _Run:
        """A locked child that has proved its level; raises Broken, or RequestError when the level is too low."""
        link, theirs = socket.socketpair()
        record = os.memfd_create("printed")
        try:
            handle, folder = zygote.child(_numbers(limits), theirs, record)
        except Broken:
            link.close()
            os.close(record)
            raise
        finally:
            theirs.close()
        link.setblocking(False)
        run = _Run(job, link, record, handle, folder, time.monotonic() + limits.total_seconds, self._isolation)
        try:
            run.isolation = self._isolation = self._proved(run)
        except (Broken, RequestError):
            with contextlib.suppress(Broken):
                _bury(zygote, run)
            raise
        return run

    def _proved(self, run: _Run) -> Isolation:
        try:
            frame = frames.receive(run.link, time.monotonic() + _LOCK_SECONDS, 0)
        except (frames.Late, frames.Gone, wire.WireError) as error:
            said = os.pread(run.record, 2000, 0).decode(errors="replace")
            raise Broken(f"a child did not report its locks ({error}) {said}") from None
        header, _ = wire.unpack(frame, 0)
        if "locked" not in header:
            raise Broken(f"a child could not lock itself: {header.get('failed')}")
        attacks = header["locked"]
        level = levels.in_force(self._planned, attacks)
        isolation = Isolation(level=level, attacks=attacks)
        if self._wanted is not None and not levels.reaches(level, self._wanted):
            self._isolation = isolation
            came = ", ".join(levels.came_through(self._wanted, attacks))
            raise RequestError(_refusal(self._wanted, [f"the locked child's own attack came through: {came}"]))
        if level == "none" and not self._trusted:
            self._isolation = isolation
            came = ", ".join(levels.came_through("limited", attacks))
            raise RequestError(_refusal("limited", [f"the locked child's own attack came through: {came}"]))
        return isolation


def _refusal(wanted: str, reasons: list[str]) -> str:
    why = "; ".join(reasons) or "this system has none of what it is made of"
    return f"this machine does not hold student code at level {wanted!r}: {why}; {_TRUST}"


def _numbers(limits: Limits) -> dict[str, int]:
    """The limits that the kernel keeps; CPU time is for the day when nobody is left to look at the clock."""
    cpu = int(limits.total_seconds * (os.cpu_count() or 1)) + 2
    return {"memory_mib": limits.memory_mib, "files_mib": limits.files_mib, "cpu_seconds": cpu}


def _converse(run: _Run) -> None:
    """The load, then each ask; the first one that goes wrong ends it."""
    nonce = secrets.token_hex(16)
    _put(run, "load", nonce, words.load(run.job, nonce))
    for ask in run.job.asks:
        run.at = ask.id
        nonce = secrets.token_hex(16)
        _put(run, ask.id, nonce, words.ask(ask, nonce))
    _finish(run)


def _finish(run: _Run) -> None:
    """Say that this was all; whatever else is said before the end was said in secret."""
    deadline = min(run.deadline, time.monotonic() + _END_SECONDS)
    with contextlib.suppress(frames.Late, frames.Gone):
        frames.send(run.link, words.end(), deadline)
        if frames.more(run.link, deadline):
            raise _Stop("reply", "more than one reply to one ask")


def _put(run: _Run, name: str, nonce: str, frame: bytes) -> None:
    limits = run.job.limits
    deadline = min(run.deadline, time.monotonic() + limits.seconds)
    word, seconds = ("seconds", limits.seconds)
    if deadline == run.deadline:
        word, seconds = "total_seconds", limits.total_seconds
    most = limits.reply_mib * 2**20
    try:
        if frames.waiting(run.link):
            raise _Stop("reply", "a reply came before anything was asked")
        frames.send(run.link, frame, deadline)
        reply = frames.receive(run.link, deadline, most, lambda: _look(run))
    except frames.Late as late:
        if late.begun:
            raise _Stop("reply", "half a reply, and then nothing") from None
        raise _Stop(word, f"no answer within {seconds:g} seconds") from None
    except frames.Gone as gone:
        if gone.begun:
            raise _Stop("reply", "half a reply, and then the end") from None
        _await_end(run)
        raise _Stop("gone", "") from None
    except wire.WireError as error:
        raise _Stop("reply", str(error)) from None
    wrong = words.answers(reply, nonce, name, most)
    if wrong:
        raise _Stop("reply", wrong)
    if frames.waiting(run.link):
        raise _Stop("reply", "more than one reply to one ask")
    _look(run)
    run.replies[name] = reply


def _look(run: _Run) -> None:
    """What no kernel limit ends: a record of printed text that is full, and a work folder on a shared disk."""
    most = run.job.limits.files_mib * 2**20
    if os.fstat(run.record).st_size >= most:
        raise _Stop("output", f"more than {run.job.limits.files_mib} MiB was written to standard output")
    if run.folder and _size(run.folder, most) > most:
        raise _Stop("files", f"more than {run.job.limits.files_mib} MiB was written")


def _size(folder: str, most: int) -> int:
    """Bytes beneath a folder, as far as it takes to know that they are too many; links are not followed."""
    total, folders = 0, [folder]
    while folders and total <= most:
        with contextlib.suppress(OSError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                total += 512 + entry.stat(follow_symlinks=False).st_blocks * 512
    return total


def _bury(zygote: Zygote, run: _Run) -> dict[str, Any]:
    """Kill whatever is left of a job, close its descriptors, and give what it used; raises Broken."""
    status = select.poll()
    status.register(run.child, select.POLLIN)
    killed = not status.poll(0)
    with contextlib.suppress(ProcessLookupError):
        signal.pidfd_send_signal(run.child, signal.SIGKILL)
    for descriptor in (run.child, run.record):
        os.close(descriptor)
    run.link.close()
    return {**zygote.hear(), "killed": killed}


def _await_end(run: _Run) -> None:
    """A dying process closes its socket before it can be buried, and how it died must not be our own kill."""
    status = select.poll()
    status.register(run.child, select.POLLIN)
    status.poll(1000)


def _why(gone: dict[str, Any], limits: Limits) -> tuple[str, str]:
    """The limit, and a sentence for staff, when a child ended by itself."""
    status = int(gone.get("gone", 0))
    if os.WIFEXITED(status):
        return "crash", f"the process ended itself with status {os.WEXITSTATUS(status)}"
    if gone["killed"]:
        return "crash", "the process closed its connection to the grader"
    number = os.WTERMSIG(status)
    name = signal.Signals(number).name if number in set(signal.Signals) else f"signal {number}"
    if number == signal.SIGXCPU or (number == signal.SIGKILL and gone.get("cpu", 0) >= limits.total_seconds):
        return "total_seconds", f"{gone['cpu']:.0f} seconds of CPU time"
    if number == signal.SIGKILL:
        return "memory", "the system ended the process for want of memory"
    return "crash", f"the process died of {name}"
