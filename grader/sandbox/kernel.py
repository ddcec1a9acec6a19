"""System calls that Python has no word for, made by number through the C library. Linux only."""

import ctypes
import os
from typing import Any, TypeAlias

from grader.sandbox.syscalls import NUMBERS

_syscall = ctypes.CDLL(None, use_errno=True).syscall
_syscall.restype = ctypes.c_long
_syscall.argtypes = [ctypes.c_long, *[ctypes.c_void_p] * 6]  # a pointer takes numbers, bytes and buffers alike
_plain_fork = getattr(ctypes.PyDLL(None), "_Fork", None)

Prepared: TypeAlias = tuple[Any, ...]  # the number of a call and its six arguments
_NOUGHTS = (0,) * 6

CLONE_NEWTIME, CLONE_NEWNS, CLONE_NEWCGROUP = 0x80, 0x20000, 0x02000000
CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER = 0x04000000, 0x08000000, 0x10000000
CLONE_NEWPID, CLONE_NEWNET, CLONE_PARENT = 0x20000000, 0x40000000, 0x8000
MADV_COLLAPSE = 25
AT_FDCWD = -100

PR_SET_PDEATHSIG, PR_GET_DUMPABLE, PR_SET_DUMPABLE = 1, 3, 4
PR_CAPBSET_DROP, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS, PR_GET_NO_NEW_PRIVS = 24, 36, 38, 39
PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 47, 4


def prepared(name: str, *arguments: Any) -> Prepared:
    """A system call that is made later, and more than once; raises OSError where its number is not known."""
    number = NUMBERS.get(name)
    if number is None:
        raise OSError(38, "this machine's number for the call is not known", name)
    return (number, *arguments, *_NOUGHTS[len(arguments) :])


def answer(asked: Prepared) -> int:
    """What the kernel says: the result, or the number of the error below zero."""
    result: int = _syscall(*asked)
    return result if result >= 0 else -ctypes.get_errno()


def make(asked: Prepared) -> int:
    """The result of a prepared call; raises OSError."""
    result = answer(asked)
    if result < 0:
        raise OSError(-result, os.strerror(-result), next(name for name, n in NUMBERS.items() if n == asked[0]))
    return result


def call(name: str, *arguments: Any) -> int:
    """The result of one system call; raises OSError with the call's name as its file name."""
    return make(prepared(name, *arguments))


def prctl(option: int, *arguments: int) -> int:
    return call("prctl", option, *arguments, *[0] * (4 - len(arguments)))


def unshare(flags: int) -> None:
    call("unshare", flags)


def mounting(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> Prepared:
    return prepared("mount", source.encode(), target.encode(), kind.encode(), flags, options.encode())


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    make(mounting(source, target, kind, flags, options))


def fork() -> int:
    """Fork without running anybody's fork handlers; for a process with one thread, whose locks nobody else can hold.

    The handlers of the random generators, of logging and of a dozen libraries touch hundreds of pages, each of which
    would be copied. Where the C library has no such call (glibc before 2.34, musl), an ordinary fork.
    """
    if _plain_fork is None:
        return os.fork()
    pid = int(_plain_fork())  # the lock on the interpreter is held throughout
    if pid < 0:
        raise BlockingIOError(11, os.strerror(11), "fork")
    return pid


def clone_beside(flags: int) -> int:
    """Fork a child that is a sibling: its parent is ours. For a process with one thread only."""
    return call("clone", flags | CLONE_PARENT | 17, 0, 0, 0, 0)
