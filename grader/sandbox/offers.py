"""Which locks this kernel and this account offer, found out in processes that are thrown away.

A half-applied namespace cannot be taken back, so nothing is tried in a process that goes on living.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import NoReturn

from grader.sandbox import landlock, namespaces, seccomp, tree
from grader.sandbox.kernel import CLONE_NEWNS, PR_SET_PDEATHSIG, call, mount, prctl, unshare
from grader.sandbox.levels import Level

WORKS = "works"


def features() -> dict[str, str]:
    """Each lock with "works", or with what the kernel answered."""
    tried: dict[str, Callable[[], None]] = {
        "namespaces": _namespaces,
        "landlock": _landlock,
        "seccomp": _seccomp,
    }
    return {name: _thrown_away(attempt) for name, attempt in tried.items()} | {"setuid": setuid()}


def possible(found: dict[str, str]) -> list[Level]:
    """The levels that these features can make, strongest first; `none` always can."""
    have = {name for name, answer in found.items() if answer == WORKS}
    needs: dict[Level, set[str]] = {
        "isolated": {"namespaces", "landlock", "seccomp"},
        "confined": {"landlock", "seccomp"},
        "limited": {"seccomp", "setuid"},
        "none": set(),
    }
    return [level for level, need in needs.items() if need <= have]


def _namespaces() -> None:
    """As the box does it: own namespaces, a user map, a tmpfs, and a fresh /proc one process further down."""
    ids = namespaces.outside_ids(os.getpid())
    root = os.geteuid() == 0
    if root:
        unshare(CLONE_NEWNS)
        call("setgroups", 0, 0)
    asks, answers = os.pipe(), os.pipe()
    parent = os.getpid()
    helper = os.fork()
    if helper == 0:
        os.close(asks[1])
        _answer_with_maps(parent, ids, asks[0], answers[1])
    try:
        namespaces.separate(user=True)
        os.write(asks[1], b"m")
        said = os.read(answers[0], 500)
    finally:
        os.close(asks[1])
    if said != b"m":
        raise OSError(0, said.decode(errors="replace"))
    namespaces.become_person()
    mount("none", "/", "", 16384 | 1 << 18)
    _in_a_child(_mounts)


def _mounts() -> None:
    tree.fresh_proc()
    tree.fresh_box("/proc", 1)


def _answer_with_maps(pid: int, ids: tuple[int, int], asked: int, answer: int) -> NoReturn:
    try:
        if os.read(asked, 1):
            namespaces.write_maps(pid, ids)
        os.write(answer, b"m")
    except OSError as error:
        os.write(answer, str(error).encode())
    finally:
        os._exit(0)


def _landlock() -> None:
    abi = landlock.version()
    landlock.restrict([landlock.allow("/proc/self", landlock.READ, abi)], abi)
    try:
        os.listdir("/")
    except PermissionError:
        return
    raise OSError(0, "says it is on and lets every file through")


def _seccomp() -> None:
    seccomp.install(seccomp.denying({"getppid": 38}), os.getpid())
    if os.getppid() > 0:  # the wrapper answers the error as -1
        raise OSError(0, "says it is on and lets every call through")


def setuid() -> str:
    """Only root can become another person, and only where that person can reach this Python."""
    if os.geteuid() != 0:
        return "only root may become another user"
    for path in (sys.prefix, sys.base_prefix, str(tree.package() / "probe")):
        for folder in [path, *_ancestors(path)]:
            if not os.stat(folder).st_mode & 0o001:
                return f"{folder} is closed to other users, and this Python is inside it"
    return _thrown_away(_become_a_stranger)


def _become_a_stranger() -> None:
    ids = namespaces.outside_ids(os.getpid())
    call("setgroups", 0, 0)
    call("setresgid", ids[1], ids[1], ids[1])
    call("setresuid", ids[0], ids[0], ids[0])


def _ancestors(path: str) -> list[str]:
    found = []
    while path != os.path.dirname(path):
        path = os.path.dirname(path)
        found.append(path)
    return found


def _thrown_away(attempt: Callable[[], None]) -> str:
    """What an attempt comes to in a process of its own."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            attempt()
            os.write(writing, WORKS.encode())
        except OSError as error:
            os.write(writing, f"{error.filename or 'it'}: {error.strerror}".encode())
        finally:
            os._exit(0)
    os.close(writing)
    said = os.read(reading, 500).decode(errors="replace")
    os.close(reading)
    os.waitpid(pid, 0)
    return said or "the attempt ended without a word"


def _in_a_child(attempt: Callable[[], None]) -> None:
    said = _thrown_away(attempt)
    if said != WORKS:
        raise OSError(0, said)
