"""What a command and everybody it started cost, orphans included."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import subprocess
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
    before, began = _cpu(), time.monotonic()
    with subprocess.Popen(
        command,
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            said, _ = process.communicate(timeout=seconds)
            status: int | None = process.returncode
        except subprocess.TimeoutExpired:
            _end(process.pid)
            said, status = process.communicate()[0], None
    wall = time.monotonic() - began
    _bury()
    return Spent(status, wall, _cpu() - before, said[-4000:])


def _cpu() -> float:
    """CPU seconds of all that we have buried."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _end(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _bury() -> None:
    """End and bury those that the command left behind; they are our children now."""
    me = os.getpid()
    while left := Path(f"/proc/{me}/task/{me}/children").read_text().split():
        for pid in map(int, left):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)
