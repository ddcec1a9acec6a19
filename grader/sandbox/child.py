"""The student's process: lock up, attack the locks, report, and only then take the work from the grader's socket."""

import os
import signal
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NoReturn

from grader.probe import wire
from grader.sandbox import attack, capabilities, landlock, rlimits, seccomp, tree
from grader.sandbox.kernel import CLONE_NEWNS, PR_SET_DUMPABLE, PR_SET_PDEATHSIG, prctl, unshare
from grader.sandbox.levels import Level

PROBE = 3  # the descriptor of the socket to the grader
MAX_WORK = 2**30  # bytes of one frame from the grader
Serve = Callable[[Callable[[], bytes], Callable[[bytes], None]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Locks:
    """All that the zygote prepared once, so that every child only has to apply it."""

    level: Level
    facts: attack.Facts
    rules: tuple[landlock.Rule, ...]
    landlock_abi: int
    filter: bytes
    keep: tuple[int, ...]  # descriptors of read-only files that libraries hold open
    threads: int
    zygote: int  # its process id, where a child can see it; else 0


@dataclass(frozen=True, slots=True)
class Work:
    """What one child is started with; the student's files come later, through the socket."""

    memory_mib: int
    files_mib: int
    cpu_seconds: int
    box: str
    held: int  # bytes of private memory that it starts with


def live(locks: Locks, work: Work, sockets: tuple[int, int], serve: Serve) -> NoReturn:
    """Everything a child does, from fork to exit."""
    status = 1
    try:
        _take_descriptors(sockets)
        _send(wire.pack({"locked": _lock(locks, work)}, []))
        serve(_receive, _send)
        status = 0
    except EOFError:
        status = 0
    except BaseException as error:  # noqa: BLE001 - the process ends here, whatever it was
        _say_why(error)
    finally:
        os._exit(status)


def _lock(locks: Locks, work: Work) -> dict[str, str]:
    """Close every door in the order in which each still can be closed; give what the attacks found."""
    facts = replace(locks.facts, box=work.box, memory_mib=work.memory_mib, files_mib=work.files_mib)
    if locks.level == "isolated":
        private_files(work)
    _settle_in(work.box)
    limits = rlimits.limits(work.memory_mib, work.files_mib, work.cpu_seconds, work.held)
    limits |= rlimits.tasks(locks.threads)
    if locks.level in ("isolated", "confined"):
        restrict_files(locks, work.box)
    _close_the_rest(_opened_anew(locks.keep))
    rlimits.apply(limits)
    if locks.level != "none":
        capabilities.drop()
        prctl(PR_SET_DUMPABLE, int(_may_be_watched(locks.level)))
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if locks.zygote and os.getppid() != locks.zygote:
        raise EOFError  # it was gone before we asked to go with it
    if locks.level != "none":
        filter_calls(locks.filter)
    return attack.attack(facts) if locks.level != "none" else {}  # without locks they would change this process


def _may_be_watched(level: Level) -> bool:
    """On a shared disk an ordinary user must see which files a child holds; Landlock keeps all other children out."""
    return level == "confined" and os.geteuid() != 0


def private_files(work: Work) -> None:
    unshare(CLONE_NEWNS)
    tree.fresh_box(work.box, work.files_mib)
    tree.fresh_proc()


def restrict_files(locks: Locks, box: str) -> None:
    abi = locks.landlock_abi
    own = [landlock.allow(box, landlock.WRITE, abi), landlock.allow("/proc/self", landlock.READ, abi)]
    landlock.restrict([*locks.rules, *own], abi)
    for rule in own:
        os.close(rule.descriptor)


def filter_calls(steps: bytes) -> None:
    seccomp.install(steps, os.getpid())


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


def _settle_in(box: str) -> None:
    """Home, temporary files and caches are in the work folder, beside the folder where the student's files go."""
    for name in ("work", "home", "tmp"):
        os.mkdir(f"{box}/{name}")
    if os.environ["HOME"] != f"{box}/home":
        point_home(box)
    os.chdir(f"{box}/work")


def point_home(box: str) -> None:
    """Name the work folder's parts to whoever asks the environment; a box that never moves is named once for all."""
    os.environ.update(HOME=f"{box}/home", TMPDIR=f"{box}/tmp", MPLCONFIGDIR=f"{box}/home")
    if "tempfile" in sys.modules:
        sys.modules["tempfile"].__dict__["tempdir"] = None  # it may have settled on the zygote's


def _receive() -> bytes:
    prefix = _exactly(wire.PREFIX.size)
    header, body = wire.lengths(prefix, MAX_WORK)
    return prefix + _exactly(header + body)


def _exactly(size: int) -> bytes:
    parts = []
    while size:
        part = os.read(PROBE, min(size, 2**20))
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _send(frame: bytes) -> None:
    view = memoryview(frame)
    while view:
        view = view[os.write(PROBE, view) :]


def _say_why(error: BaseException) -> None:
    import traceback

    text = "".join(traceback.format_exception(error))[-4000:]
    try:
        _send(wire.pack({"failed": text}, []))
    except OSError:
        os.write(2, text.encode("utf-8", "replace"))
