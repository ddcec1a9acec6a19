"""The student's process: lock up, attack the locks, report, and only then take the work from the grader's socket."""

import os
import signal
import stat
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn

from grader.probe import wire
from grader.sandbox import attack, capabilities, landlock, rlimits, seccomp, tree
from grader.sandbox.kernel import (
    CLONE_NEWNS,
    PR_SET_DUMPABLE,
    PR_SET_PDEATHSIG,
    Prepared,
    make,
    prctl,
    prepared,
)
from grader.sandbox.levels import Level

PROBE = 3  # the descriptor of the socket to the grader
MAX_WORK = 2**30  # bytes of one frame from the grader
_FIRST, _PIECE = 2**15, 2**20  # bytes to read at once: most frames are small, and large ones are long
_read, _write, _exit = os.read, os.write, os._exit  # bound once: student code may set them to anything
Serve = Callable[[Callable[[], bytes], Callable[[bytes], None]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Locks:
    """All that the zygote prepared once, so that every child only has to apply it."""

    level: Level
    attacks: Mapping[str, attack.Attack]
    rules: tuple[landlock.Rule, ...]
    landlock_abi: int
    steps: bytes  # of the filter on system calls
    filter: seccomp.Filter | None  # the same, ready, where the child's process id is known beforehand
    keep: tuple[int, ...]  # descriptors of read-only files that libraries hold open
    threads: int
    zygote: int  # its process id, where a child can see it; else 0


@dataclass(frozen=True, slots=True)
class Work:
    """What one child is started with; the student's files come later, through the socket."""

    box: str
    folders: tuple[str, ...]
    moves: bool  # every child has a box of its own, and its home with it
    mounts: tuple[Prepared, ...]
    limits: dict[int, tuple[int, int]]  # soft and hard, by resource
    attacks: Mapping[str, attack.Attack]  # on these limits

    @classmethod
    def within(cls, limits: Mapping[str, int], box: str, locks: Locks, held: int) -> "Work":
        """From what the grader allows; `held` are the bytes of private memory that a child starts with."""
        memory_mib, files_mib = limits["memory_mib"], limits["files_mib"]
        wanted = rlimits.limits(memory_mib, files_mib, limits["cpu_seconds"], held) | rlimits.tasks(locks.threads)
        apart = locks.level == "isolated"
        return cls(
            box,
            folders=tuple(f"{box}/{name}" for name in ("work", "home", "tmp")),
            moves=not apart,
            mounts=(prepared("unshare", CLONE_NEWNS), *tree.of_one_child(box, files_mib)) if apart else (),
            limits=rlimits.within(wanted),
            attacks=attack.on_the_limits(box, memory_mib, files_mib) if locks.level != "none" else {},
        )


def live(locks: Locks, work: Work, sockets: tuple[int, int], serve: Serve) -> NoReturn:
    """Everything a child does, from fork to exit."""
    status = 1
    try:
        _take_descriptors(sockets)
        _send(wire.pack({"locked": _lock(locks, work)}, []))
        serve(Inbox(), _send)
        status = 0
    except EOFError:
        status = 0
    except BaseException as error:  # noqa: BLE001 - the process ends here, whatever it was
        _say_why(error)
    finally:
        _exit(status)


def _lock(locks: Locks, work: Work) -> dict[str, str]:
    """Close every door in the order in which each still can be closed; give what the attacks found."""
    if locks.level == "isolated":
        private_files(work)
    _settle_in(work)
    if locks.level in ("isolated", "confined"):
        restrict_files(locks, work.box)
    _close_the_rest(_opened_anew(locks.keep))
    rlimits.apply(work.limits)
    if locks.level != "none":
        capabilities.drop()
        prctl(PR_SET_DUMPABLE, int(_may_be_watched(locks.level)))
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if locks.zygote and os.getppid() != locks.zygote:
        raise EOFError  # it was gone before we asked to go with it
    if locks.level == "none":
        return {}  # nothing was locked, and attacks would change this process
    filter_calls(locks)
    return attack.attack({**locks.attacks, **work.attacks})


def _may_be_watched(level: Level) -> bool:
    """On a shared disk an ordinary user must see which files a child holds; Landlock keeps all other children out."""
    return level == "confined" and os.geteuid() != 0


def private_files(work: Work) -> None:
    for step in work.mounts:
        make(step)


def restrict_files(locks: Locks, box: str) -> None:
    abi = locks.landlock_abi
    own = [landlock.allow(box, landlock.WRITE, abi), landlock.allow("/proc/self", landlock.READ, abi)]
    landlock.restrict([*locks.rules, *own], abi)
    for rule in own:
        os.close(rule.descriptor)


def filter_calls(locks: Locks) -> None:
    (locks.filter or seccomp.Filter.of(locks.steps, os.getpid())).install()


def _take_descriptors(sockets: tuple[int, int]) -> None:
    """0 is empty, 1 and 2 are the record of what is printed, 3 is the grader."""
    probe, record = sockets
    os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
    os.dup2(record, 1)
    os.dup2(record, 2)
    os.dup2(probe, PROBE, inheritable=False)


def _opened_anew(keep: tuple[int, ...]) -> tuple[int, ...]:
    """Those that are still files, each with an offset of its own: in a shared one a child could leave a word."""
    held = tuple(descriptor for descriptor in keep if _is_file(descriptor))
    for descriptor in held:
        own = os.open(f"/proc/self/fd/{descriptor}", os.O_RDONLY | os.O_CLOEXEC)
        os.lseek(own, os.lseek(descriptor, 0, os.SEEK_CUR), os.SEEK_SET)
        os.dup2(own, descriptor, inheritable=False)
        os.close(own)
    return held


def _is_file(descriptor: int) -> bool:
    """Matplotlib closes its fonts when it is forked, and the number may be something else by now."""
    try:
        return stat.S_ISREG(os.fstat(descriptor).st_mode)
    except OSError:
        return False


def _close_the_rest(keep: tuple[int, ...]) -> None:
    last = PROBE
    for descriptor in sorted(keep):
        os.closerange(last + 1, descriptor)
        last = descriptor
    os.closerange(last + 1, 2**20)


def _settle_in(work: Work) -> None:
    """Home, temporary files and caches are in the work folder, beside the folder where the student's files go."""
    for folder in work.folders:
        os.mkdir(folder)
    if work.moves:
        point_home(work.box)
    os.chdir(work.folders[0])


def point_home(box: str) -> None:
    """Name the work folder's parts to whoever asks the environment; a box that never moves is named once for all."""
    os.environ.update(HOME=f"{box}/home", TMPDIR=f"{box}/tmp", MPLCONFIGDIR=f"{box}/home")
    if "tempfile" in sys.modules:
        sys.modules["tempfile"].__dict__["tempdir"] = None  # it may have settled on the zygote's


class Inbox:
    """Frames from the grader; what came along with one of them is kept for the next time."""

    def __init__(self) -> None:
        self.held = b""

    def __call__(self) -> bytes:
        got = self.held or _read(PROBE, _FIRST)
        if len(got) < wire.PREFIX.size:
            got += _exactly(wire.PREFIX.size - len(got), got)
        size = wire.PREFIX.size + sum(wire.lengths(got[: wire.PREFIX.size], MAX_WORK))
        if len(got) < size:
            got += _exactly(size - len(got), got)
        self.held = got[size:]
        return got[:size]


def _exactly(size: int, before: bytes) -> bytes:
    if not before:
        raise EOFError
    parts = []
    while size:
        part = _read(PROBE, min(size, _PIECE))
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _send(frame: bytes) -> None:
    sent = _write(PROBE, frame)
    if sent < len(frame):
        view = memoryview(frame)[sent:]
        while view:
            view = view[_write(PROBE, view) :]


def _say_why(error: BaseException) -> None:
    import traceback

    text = "".join(traceback.format_exception(error))[-4000:]
    try:
        _send(wire.pack({"failed": text}, []))
    except OSError:
        _write(2, text.encode("utf-8", "replace"))
