"""Trials in processes of their own: what a changed reference does there, be it endless or greedy, ends with it.

A trial is a function without arguments that gives something JSON can hold. It runs in a fork of this process, so it
knows everything that is known here and leaves nothing behind. On systems without fork it runs here, and is given up
after as much processor time.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.diagnosis.deadline import Late, within

Trial = Callable[[], Any]
FORKS = sys.platform == "linux"
MEMORY_MIB = 2048  # on top of what this process holds


@dataclass(frozen=True, slots=True)
class Lost:
    """A trial that gave nothing: stopped by a limit, or ended by a crash."""

    why: str  # "time" or "crash"


@dataclass(slots=True)
class _Running:
    index: int
    pid: int
    deadline: float
    said: bytearray


def outcomes(trials: Sequence[Trial], seconds: float, jobs: int | None = None) -> Iterator[tuple[int, Any]]:
    """The number of each trial and what it gave, or Lost; as they finish. `seconds` is the time of one trial."""
    if not FORKS:
        yield from ((index, _here(trial, seconds)) for index, trial in enumerate(trials))
        return
    running: dict[int, _Running] = {}
    waiting = list(enumerate(trials))[::-1]
    try:
        while waiting or running:
            while waiting and len(running) < (jobs or os.cpu_count() or 1):
                index, trial = waiting.pop()
                pipe, child = _start(index, trial, seconds)
                running[pipe] = child
            yield from _look(running)
    finally:
        for pipe, child in running.items():
            _end(pipe, child)


def _look(running: dict[int, _Running]) -> Iterator[tuple[int, Any]]:
    """Read what there is, and tell of those that have finished or are late."""
    patience = max(0.0, min(child.deadline for child in running.values()) - time.monotonic())
    for pipe in select.select(list(running), [], [], patience)[0]:
        child = running[pipe]
        piece = os.read(pipe, 1 << 16)
        child.said += piece
        if piece:
            continue
        del running[pipe]
        _end(pipe, child)
        yield child.index, _read(child.said)
    for pipe, child in list(running.items()):
        if time.monotonic() >= child.deadline:
            del running[pipe]
            _end(pipe, child)
            yield child.index, Lost("time")


def _read(said: bytearray) -> Any:
    try:
        return json.loads(said)
    except ValueError:
        return Lost("crash")


def _end(pipe: int, child: _Running) -> None:
    os.close(pipe)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child.pid, signal.SIGKILL)
    os.waitpid(child.pid, 0)


def _start(index: int, trial: Trial, seconds: float) -> tuple[int, _Running]:
    ours, theirs = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        os.close(ours)
        _child(trial, theirs, seconds)
    os.close(theirs)
    # a machine under load may give a process a fraction of its time; the limit proper is on processor time
    return ours, _Running(index, pid, time.monotonic() + 60 + 20 * seconds, bytearray())


def _child(trial: Trial, pipe: int, seconds: float) -> None:
    """The life of a fork; never returns."""
    try:
        _limit(seconds)
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        warnings.simplefilter("ignore")
        said = json.dumps(trial()).encode()
        view = memoryview(said)
        while view:
            view = view[os.write(pipe, view) :]
    finally:
        os._exit(0)


def _limit(seconds: float) -> None:
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = used.ru_utime + used.ru_stime  # a fork begins with 0, but be sure
    whole = int(spent + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 1))
    held = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (held + MEMORY_MIB * 2**20,) * 2)


def _here(trial: Trial, seconds: float) -> Any:
    """Where nothing can be forked: in this process, with an end where there are signals."""
    try:
        with within(seconds), warnings.catch_warnings(action="ignore"):
            return trial()
    except Late:
        return Lost("time")
