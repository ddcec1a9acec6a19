"""What a command and everybody it started cost, orphans included."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Spent:
    """One command, ended."""

    status: int | None  # None where it had to be killed
    wall: float
    cpu: float
    said: str


def spend(command: Sequence[str], folder: Path, environment: Mapping[str, str], seconds: float = 300.0) -> Spent:
    """Run a command to its end, or kill it and all it started; whoever it leaves behind becomes ours to bury."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    others, before, began = _children(), _cpu(), time.monotonic()
    with tempfile.TemporaryFile() as said:  # a pipe would be held open by whoever is left behind
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        status: int | None = None
        with contextlib.suppress(subprocess.TimeoutExpired):
            status = process.wait(seconds)
        wall = time.monotonic() - began
        process.kill()
        process.wait()
        _bury(others)
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)  # other people's orphans are not ours
        said.seek(0)
        return Spent(status, wall, _cpu() - before, said.read()[-4000:].decode(errors="replace"))


def _cpu() -> float:
    """CPU seconds of all that we have buried."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _children() -> set[int]:
    me = os.getpid()
    return {int(pid) for pid in Path(f"/proc/{me}/task/{me}/children").read_text().split()}


def _bury(others: set[int]) -> None:
    """End and bury those that the command left behind; they are our children now, unlike the `others`."""
    while left := _children() - others:
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)
