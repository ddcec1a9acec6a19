"""One job on its way: the load, then the asks, each with a nonce; and what ends it.

The asks of one criterion go out together, so that nobody waits for the other side between them; those of the next one
only when all are answered, since an input there may give an answer away here. Nothing is believed but a frame that
repeats the nonce of the ask whose turn it is.
"""

import contextlib
import os
import secrets
import signal
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.model import Isolation, Job, Limits
from grader.probe import wire
from grader.sandbox import frames, words
from grader.sandbox.sources import Child

TOGETHER = 2  # all replies of a job may weigh as much as this many of the largest that is allowed
MAX_NAMES = 16_384  # of files and folders, as an isolated work folder has room for
MAX_TOGETHER = 2**14  # bytes of asks that are sent at once: a socket holds them while the child is busy, on any system
_END_SECONDS = 10.0  # what a child may take to end by itself, on a very busy machine; then it is killed


class Stop(Exception):
    """A limit ended the job; the limit "gone" means that the process ended, and its remains will tell why."""

    def __init__(self, limit: str, detail: str) -> None:
        super().__init__(detail)
        self.limit = limit
        self.detail = detail


@dataclass(slots=True)
class Run:
    """One job on its way."""

    job: Job
    child: Child
    deadline: float
    isolation: Isolation
    handed: int  # bytes of the hand-in's own files, which count for nobody
    replies: dict[str, bytes] = field(default_factory=dict)
    at: str = "load"
    weight: int = 0  # of the replies so far


def converse(run: Run) -> None:
    """The load, then the asks; the first one that goes wrong ends it."""
    load = secrets.token_hex(16)
    inbox = frames.Inbox(run.child.link)
    _put(run, inbox, {load: "load"}, words.load(run.job, load))
    for asked, frame in _groups(run.job):
        _put(run, inbox, asked, frame)
    _finish(run)


def _groups(job: Job) -> Iterator[tuple[dict[str, str], bytes]]:
    """The asks that go out together, by nonce, and the frames that ask them."""
    asked: dict[str, str] = {}
    together, criterion = b"", ""
    for ask in job.asks:
        nonce = secrets.token_hex(16)
        frame = words.ask(ask, nonce)
        if asked and (job.singly or ask.criterion != criterion or len(together) + len(frame) > MAX_TOGETHER):
            yield asked, together
            asked, together = {}, b""
        asked[nonce] = ask.id
        together += frame
        criterion = ask.criterion
    if asked:
        yield asked, together


def _finish(run: Run) -> None:
    """Say that this was all; whatever else is said before the end was said in secret."""
    deadline = min(run.deadline, time.monotonic() + _END_SECONDS)
    with contextlib.suppress(frames.Late, frames.Gone):
        frames.send(run.child.link, words.end(), deadline)
        if frames.more(run.child.link, deadline):
            raise Stop("reply", words.TWICE)


def _put(run: Run, inbox: frames.Inbox, asked: Mapping[str, str], frame: bytes) -> None:
    """Send what asks for these replies (nonce → name), and take them in this order."""
    most = run.job.limits.reply_mib * 2**20
    before = ""
    for nonce, name in asked.items():
        run.at = name
        with _patience(run) as deadline:
            if name == "load" and inbox.more():
                raise Stop("reply", "a reply came before anything was asked")
            if not before:
                frames.send(run.child.link, frame, deadline)
            reply = inbox.frame(deadline, most, lambda: _look(run))
        wrong = words.answers(reply, nonce, name, most, before)
        if wrong == words.TWICE:  # and nobody knows which of the two was meant
            run.at = asked[before]
            del run.replies[run.at]
        if wrong:
            raise Stop("reply", wrong)
        _keep(run, name, reply)
        before = nonce
    if inbox.more():
        del run.replies[run.at]
        raise Stop("reply", words.TWICE)
    _look(run)


@contextlib.contextmanager
def _patience(run: Run) -> Iterator[float]:
    """The deadline of the ask whose turn it is; whatever goes wrong with it becomes a Stop."""
    limits = run.job.limits
    deadline = min(run.deadline, time.monotonic() + limits.seconds)
    word, seconds = ("seconds", limits.seconds)
    if deadline == run.deadline:
        word, seconds = "total_seconds", limits.total_seconds
    try:
        yield deadline
    except frames.Late as late:
        if late.begun:
            raise Stop("reply", "half a reply, and then nothing") from None
        raise Stop(word, f"no answer within {seconds:g} seconds") from None
    except frames.Gone as gone:
        if gone.begun:
            raise Stop("reply", "half a reply, and then the end") from None
        run.child.ended(_END_SECONDS)  # a dying process closes its socket before it is dead: let it die its own death
        raise Stop("gone", "") from None
    except wire.WireError as error:
        raise Stop("reply", str(error)) from None


def _keep(run: Run, name: str, reply: bytes) -> None:
    """Each reply may be large, but not all of them."""
    if name != "load":
        run.weight += wire.weight(reply)
    most = TOGETHER * run.job.limits.reply_mib
    if run.weight > most * 2**20:
        raise Stop("reply", f"all answers together are larger than {most} MiB")
    run.replies[name] = reply


def _look(run: Run) -> None:
    """What no kernel limit ends: a record of printed text that is full, and a work folder on a shared disk."""
    most = run.job.limits.files_mib * 2**20
    if os.fstat(run.child.record).st_size >= most:
        raise Stop("output", f"more than {run.job.limits.files_mib} MiB was written to standard output")
    if not run.child.folder or run.isolation.level == "none":
        return
    room = most + run.handed
    beyond = "files" if _size(run.child.folder, room) > room else run.child.exceeds(most)
    if beyond == "threads":
        raise Stop("threads", "more threads were started than one hand-in may have")
    if beyond:
        raise Stop("files", f"more than {run.job.limits.files_mib} MiB was written, or more than {MAX_NAMES} files")


def _size(folder: str, most: int) -> int:
    """Bytes beneath a folder, as far as it takes to know that they are too many; links are not followed.

    A folder that cannot be listed, for it was closed or lies deeper than a path is long, is too much by itself.
    """
    total, names, folders = 0, 0, [folder]
    while folders and total <= most:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    total += _blocks(entry)
                    names += 1
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    if names > MAX_NAMES:
                        return most + 1
        except (FileNotFoundError, NotADirectoryError):
            continue  # it was removed since it was seen
        except OSError:
            return most + 1
    return total


def _blocks(entry: os.DirEntry[str]) -> int:
    try:
        return 512 + entry.stat(follow_symlinks=False).st_blocks * 512
    except FileNotFoundError:
        return 0


def why(remains: dict[str, Any], limits: Limits) -> tuple[str, str]:
    """The limit, and a sentence for staff, when a child ended by itself."""
    status = int(remains.get("gone", 0))
    signalled = status & 0x7F  # as wait() packs it, on every system
    if not signalled:
        return "crash", f"the process ended itself with status {status >> 8}"
    if remains["killed"]:
        return "crash", "the process closed its connection to the grader"
    name = next((known.name for known in signal.Signals if known == signalled), f"signal {signalled}")
    if name == "SIGXCPU" or (name == "SIGKILL" and remains.get("cpu", 0) >= limits.total_seconds):
        return "total_seconds", f"{remains.get('cpu', 0):.0f} seconds of CPU time"
    if name == "SIGKILL":
        return "memory", "the system ended the process for want of memory"
    return "crash", f"the process died of {name}"
