"""The locked child attacks itself, before it has seen a line of anybody's code: what is open is found, not assumed.

An attack is one or more system calls, prepared by the zygote so that a child only has to make them, each with a word
on what the kernel's answer means. An attack that only one layer stops is worth most: it is how a layer that says "on"
and does nothing is caught.
"""

import contextlib
import ctypes
import errno
import mmap
import os
import signal
import socket
import struct
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from grader.sandbox import capabilities
from grader.sandbox.kernel import (
    AT_FDCWD,
    CLONE_NEWUSER,
    PR_GET_DUMPABLE,
    PR_GET_NO_NEW_PRIVS,
    Prepared,
    answer,
    call,
    prepared,
)

Through: TypeAlias = Callable[[int], bool]  # whether an answer means that the attack got through; cleans up if so
Attack: TypeAlias = tuple[tuple[Prepared, Through], ...]

_REFUSALS = frozenset(
    -code for code in (errno.EPERM, errno.EACCES, errno.ENOSYS, errno.ENOTSUP, errno.EAFNOSUPPORT, errno.ESRCH)
)
_READ, _CREATE = os.O_RDONLY | os.O_CLOEXEC, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC
_PTRACE_SEIZE = 0x4206  # stops nobody and ends with the tracer
_WRITABLE = mmap.PROT_READ | mmap.PROT_WRITE
_GROWING = 0x100
_CLOSED = 0o400  # the mode of a file that its owner may only read
_NOT_A_CALL = prepared("close", -1) if os.name == "posix" else ()
_status = ctypes.create_string_buffer(256)  # of a file; its inode number is the second word


@dataclass(frozen=True, slots=True)
class Facts:
    """What the child is told about the world outside, so that it can try to reach it."""

    strangers: tuple[int, ...]  # process ids outside: the grader, the launcher, the zygote
    course: str  # a file that everybody on the machine may read
    secret: str  # a file that only its owner may read
    folders: tuple[str, ...]  # folders outside the box
    unlisted: str  # a file inside the tree that no Landlock rule names; empty where there is no tree
    namespaces: Mapping[str, int]  # the grader's own


def attack(attacks: Mapping[str, Attack]) -> dict[str, str]:
    """What each attack came to, by its name: "stopped" or "open"."""
    found = {}
    for name, tries in attacks.items():
        found[name] = "stopped"
        for asked, through in tries:
            if through(answer(asked)):
                found[name] = "open"
                break
    return found


def rehearse(attacks: Mapping[str, Attack]) -> None:
    """Go through the motions with a call that always fails: code that has run before runs faster in every child."""
    attack({name: tuple((_NOT_A_CALL, through) for _, through in tries) for name, tries in attacks.items()})


def on_the_world(facts: Facts, own: int) -> dict[str, Attack]:
    """Whatever is outside of the box; `own` is the process id that the child will see itself by, 0 if unknown."""
    strangers = [pid for pid in facts.strangers if pid != own]
    looks = [f"/proc/{pid}/{name}" for pid in strangers for name in ("environ", "maps", "cmdline")]
    nothing = ctypes.create_string_buffer(16)  # reading from an address that is not there harms nobody
    left = [os.path.join(folder, f"left-by-a-grader-box-{os.getpid()}") for folder in facts.folders]
    return {
        "read the course": _all(_opened, (_open(path) for path in (facts.course, facts.unlisted) if path)),
        "read a secret": _all(_opened, [_open(facts.secret)] if facts.secret else []),
        # Landlock does not cover looking: only a mount namespace answers that there is no such file
        "find files outside": _all(_worked, [_look(facts.course)]),
        "write outside": tuple((_open(path, _CREATE), partial(_created, path)) for path in left),
        # nor does it cover modes and times
        "change outside": ((_close(facts.secret), partial(_closed, facts.secret)),) if facts.secret else (),
        "see processes": _all(_worked, (_look(f"/proc/{pid}") for pid in strangers)) + _a_proc_of(own),
        "read /proc of others": _all(_opened, map(_open, looks)),
        "signal the grader": _all(_worked, (prepared("kill", pid, 0) for pid in strangers)),
        "trace the grader": _all(_passed, (prepared("ptrace", _PTRACE_SEIZE, pid, 0, 0) for pid in strangers))
        + _all(_passed, (prepared("process_vm_readv", pid, nothing, 1, nothing, 1, 0) for pid in strangers)),
        "TCP": _all(_opened, [prepared("socket", socket.AF_INET, socket.SOCK_STREAM, 0)]),
        "UDP": _all(_opened, [prepared("socket", socket.AF_INET, socket.SOCK_DGRAM, 0)]),
        "local sockets": _all(_opened, [prepared("socket", socket.AF_UNIX, socket.SOCK_DGRAM, 0)]),
        "share the network": _shared(facts, "net"),
        "share namespaces": _shared(facts, "user", "mnt", "pid", "ipc", "uts"),
    }


def on_the_kernel() -> dict[str, Attack]:
    """What nobody in a box may ask for."""
    return {
        "fork": _all(_forked, [prepared("clone", signal.SIGCHLD, 0, 0, 0, 0)]),
        "run a program": _all(_passed, [prepared("execve", b"/there/is/no/such/program", 0, 0)]),
        "make namespaces": _all(_passed, [prepared("unshare", CLONE_NEWUSER)]),
        "io_uring": _all(_passed, [prepared("io_uring_setup", 0, 0)]),
        "keyrings": _all(_passed, [prepared("keyctl", 0, 2**32 - 3, 0, 0, 0)]),
        "mount": _all(_passed, [prepared("mount", b"none", b"/", b"", 1 << 18, b"")]),
        "be root": _all(_is_nought, [prepared("geteuid")]),
        "keep privileges": (
            (capabilities.QUESTION, lambda result: result < 0 or capabilities.answered() != 0),
            (prepared("prctl", PR_GET_NO_NEW_PRIVS), lambda held: held != 1),
        ),
        "be inspected": _all(_is_not_nought, [prepared("prctl", PR_GET_DUMPABLE)]),
        "hog shared memory": _mapped(2**20, mmap.MAP_SHARED | mmap.MAP_ANONYMOUS),
        "hog growing memory": _mapped(2**20, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | _GROWING),
    }


def on_the_limits(box: str, memory_mib: int, files_mib: int) -> dict[str, Attack]:
    """More memory and larger files than this child may have."""
    large = os.path.join(box, "large")
    return {
        "hog memory": _mapped(memory_mib * 2**20 + 2**24, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS),
        "write a large file": ((_open(large, _CREATE), partial(_grown, large, files_mib * 2**20 + 2**20)),),
        "fill the disk": ((_NOT_A_CALL, lambda _: _disk(box) > files_mib * 2**20 + 2**20),),
    }


def _all(through: Through, calls: Iterable[Prepared]) -> Attack:
    return tuple((asked, through) for asked in calls)


def _open(path: str, flags: int = _READ) -> Prepared:
    return prepared("openat", AT_FDCWD, os.fsencode(path), flags, 0o600)


def _look(path: str) -> Prepared:
    return prepared("newfstatat", AT_FDCWD, os.fsencode(path), _status, 0)


def _close(path: str) -> Prepared:
    return prepared("fchmodat", AT_FDCWD, os.fsencode(path), _CLOSED)


def _a_proc_of(own: int) -> Attack:
    """Whether /proc is that of another process namespace, where this process bears another number."""
    name = b"%d" % own
    asked = prepared("readlinkat", AT_FDCWD, b"/proc/self", _status, 16)
    return ((asked, lambda size: size > 0 and _status.raw[:size] != name),) if own else ()


def _mapped(size: int, flags: int) -> Attack:
    """Reserve without touching: the limit counts what may be written."""
    return ((prepared("mmap", 0, size, _WRITABLE, flags, -1, 0), partial(_unmapped, size)),)


def _shared(facts: Facts, *names: str) -> Attack:
    """Whether the child is still in one of the grader's own namespaces."""
    return tuple((_look(f"/proc/self/ns/{name}"), partial(_is_the_one, facts.namespaces.get(name))) for name in names)


def _worked(result: int) -> bool:
    return result >= 0


def _passed(result: int) -> bool:
    """It got past the guards: it worked, or failed for its arguments rather than for lack of a right."""
    return result not in _REFUSALS


def _is_nought(result: int) -> bool:
    return result == 0


def _is_not_nought(result: int) -> bool:
    return result != 0


def _is_the_one(inode: int | None, result: int) -> bool:
    return result < 0 or struct.unpack_from("Q", _status, 8)[0] == inode


def _opened(result: int) -> bool:
    if result < 0:
        return False
    os.close(result)
    return True


def _created(path: str, result: int) -> bool:
    if not _opened(result):
        return False
    with contextlib.suppress(FileNotFoundError):  # a sibling was here and has tidied up
        os.unlink(path)
    return True


def _closed(path: str, _: int) -> bool:
    """Looked up, for the call says that it worked in either case."""
    if os.stat(path).st_mode & 0o777 != _CLOSED:
        return False
    os.chmod(path, 0o600)
    return True


def _grown(path: str, size: int, result: int) -> bool:
    if result < 0:
        return False  # nowhere to write at all
    try:
        os.ftruncate(result, size)
    except OSError:
        return False
    else:
        return True
    finally:
        os.close(result)
        os.unlink(path)


def _unmapped(size: int, result: int) -> bool:
    if result < 0:
        return False
    call("munmap", result, size)
    return True


def _forked(result: int) -> bool:
    if result == 0:
        os._exit(0)
    if result > 0:
        os.waitpid(result, 0)
    return result > 0


def _disk(box: str) -> int:
    try:
        disk = os.statvfs(box)
    except OSError:
        return 0
    return disk.f_blocks * disk.f_frsize
