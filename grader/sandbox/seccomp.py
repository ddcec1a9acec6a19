"""A filter on system calls: what student code may ask of the kernel, by allow-list.

Unknown calls answer "not implemented", so that libraries fall back to older ones; calls that would reach
out of the box answer "not permitted". Numbers are found by binary search: the kernel tries the filter on every
number when it is installed, so its depth is what installing costs.
"""

import ctypes
import errno
import struct
from collections.abc import Mapping
from dataclasses import dataclass

from grader.sandbox.kernel import PR_SET_NO_NEW_PRIVS, call, prctl
from grader.sandbox.syscalls import AUDIT_ARCH, NUMBERS

_LOAD, _AND, _RETURN, _JUMP = 0x20, 0x54, 0x06, 0x05
_EQUAL, _AT_LEAST = 0x15, 0x35
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_SELF = 0x7E57C0DE  # stands for the child's own process id until the filter is installed

Code = list[tuple[int, int, int, int]]  # operation, jump if true, jump if false, constant

_PLAIN = """
access alarm arch_prctl brk capget chdir chmod clock_getres clock_gettime clock_nanosleep close
copy_file_range creat dup dup2 dup3 epoll_create epoll_create1 epoll_ctl epoll_pwait epoll_pwait2 epoll_wait eventfd
eventfd2 exit exit_group faccessat faccessat2 fadvise64 fallocate fchdir fchmod fchmodat fchmodat2 fdatasync
fgetxattr flistxattr flock fstat fstatfs fsync ftruncate futex futex_requeue futex_wait futex_waitv futex_wake
getcpu getcwd getdents getdents64 getegid geteuid getgid getgroups getitimer getpeername getpgid getpgrp getpid
getppid getpriority getrandom getresgid getresuid getrlimit getrusage getsid getsockname getsockopt gettid
gettimeofday getuid getxattr lgetxattr link linkat listxattr llistxattr lseek lstat madvise membarrier mincore mkdir
mkdirat mprotect mremap mseal msync munmap nanosleep newfstatat open openat pause pipe pipe2 poll ppoll pread64
preadv preadv2 pselect6 pwrite64 pwritev pwritev2 read readlink readlinkat readv recvfrom rename renameat renameat2
restart_syscall rmdir rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigreturn rt_sigsuspend rt_sigtimedwait
sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getparam sched_getscheduler
sched_rr_get_interval sched_yield select sendfile set_robust_list set_tid_address setitimer shutdown sigaltstack
signalfd4 splice stat statfs statx symlink symlinkat sync_file_range sysinfo tee time timer_create timer_delete
timer_getoverrun timer_gettime timer_settime timerfd_create timerfd_gettime timerfd_settime times truncate umask
uname unlink unlinkat utime utimensat utimes wait4 waitid write writev
"""

_REFUSED = """
add_key bind bpf capset chroot connect execve execveat fork io_uring_setup keyctl memfd_create mknodat mount
mount_setattr open_by_handle_at perf_event_open pidfd_getfd pidfd_open pidfd_send_signal pivot_root process_vm_readv
ptrace request_key seccomp setgroups sethostname setns setpgid setresgid setresuid setuid shmget socket umount2
unshare userfaultfd vfork
"""

# what Landlock knows nothing of: the mode and the times of a file, whoever's it is
_ATTRIBUTES = "chmod fchmod fchmodat fchmodat2 utime utimensat utimes"

_OPENING = {"open": 1, "openat": 2}  # and which argument holds the flags

_FCNTL = [0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032]  # duplicate, flags and locks; never an owner for signals
_IOCTL = [0x5401, 0x540F, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451]  # questions to a terminal, close-on-exec, blocking
_PRCTL = [3, 15, 16, 21, 23, 39, 0x53564D41]  # names and questions; never dumpable or the death signal
# what a new thread must share, its open files among it, for we count them for all; and what it must not make
_THREAD, _NAMESPACES = 0x10F00, 0x7E020080


def _answer(code: int) -> Code:
    return [(_RETURN, 0, 0, _ERRNO | code if code else _ALLOW)]


def _word(argument: int, high: bool = False) -> Code:
    return [(_LOAD, 0, 0, 16 + 8 * argument + 4 * high)]


def _is(constant: int, yes: Code, no: Code) -> Code:
    return [(_EQUAL, 0, len(yes), constant), *yes, *no]


def _one_of(argument: int, constants: list[int], otherwise: int) -> Code:
    code = _answer(otherwise)
    for constant in constants:
        code = _is(constant, _answer(0), code)
    return _word(argument) + code


def _masked(argument: int, mask: int, want: int, then: Code, otherwise: Code) -> Code:
    return [*_word(argument), (_AND, 0, 0, mask), *_is(want, then, otherwise)]


def _rules() -> dict[str, Code]:
    """The calls whose arguments decide."""
    no = _answer(errno.EPERM)
    yes = _answer(0)
    itself = _one_of(0, [_SELF], errno.EPERM)
    perhaps_itself = _one_of(0, [0, _SELF], errno.EPERM)
    return {
        "clone": _masked(0, _THREAD, _THREAD, _masked(0, _NAMESPACES, 0, yes, no), no),
        "close_range": _masked(2, 2, 0, yes, no),  # without leaving the open files of the other threads
        "clone3": _answer(errno.ENOSYS),  # its flags lie in memory; libc falls back to clone
        # a SIGKILL is ours or the kernel's: nobody may send one to look as if memory had run out
        "kill": _masked(1, 0xFFFFFFFF, 9, no, itself),
        "tgkill": _masked(2, 0xFFFFFFFF, 9, no, itself),
        "sched_setaffinity": perhaps_itself,
        "prlimit64": perhaps_itself,
        # shared anonymous pages and mappings that grow down escape RLIMIT_DATA
        "mmap": _masked(3, 0x21, 0x21, no, _masked(3, 0x100, 0x100, no, yes)),
        "socketpair": _masked(0, 0xFFFFFFFF, 1, _masked(1, 0xF, 1, yes, no), no),  # asyncio wakes itself through one
        "sendto": [*_word(4), *_is(0, [*_word(4, high=True), *_is(0, yes, no)], no)],  # never to an address
        "fcntl": _one_of(1, _FCNTL, errno.EPERM),
        "ioctl": _one_of(1, _IOCTL, errno.ENOTTY),
        "prctl": _one_of(0, _PRCTL, errno.EPERM),
    }


def program(blocks: Mapping[str, Code], default: Code) -> bytes:
    """The filter that runs each named call's block, and `default` for every other call."""
    by_number = {NUMBERS[name]: block for name, block in blocks.items() if name in NUMBERS}
    starts: list[tuple[int, Code]] = [(0, default)]
    for number in sorted(by_number):
        block = by_number[number]
        if starts[-1][0] == number:
            starts.pop()
        if not starts or starts[-1][1] != block:
            starts.append((number, block))
        if number + 1 not in by_number:
            starts.append((number + 1, default))
    head: Code = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, AUDIT_ARCH), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    return b"".join(struct.pack("HBBI", *step) for step in head + _search(starts))


def _search(starts: list[tuple[int, Code]]) -> Code:
    if len(starts) == 1:
        return starts[0][1]
    half = len(starts) // 2
    left, right = _search(starts[:half]), _search(starts[half:])
    if len(left) < 256:
        return [(_AT_LEAST, len(left), 0, starts[half][0]), *left, *right]
    return [(_AT_LEAST, 0, 1, starts[half][0]), (_JUMP, 0, 0, len(left)), *left, *right]


def student_filter(alone: bool, landlock_abi: int = 3) -> bytes:
    """What a student's process may do, with a placeholder where its process id belongs.

    Unless it is `alone` in its file tree, it changes no file's mode or times, since it could change those of any file
    of its user: the call says that it worked, because honest work does not look.
    """
    blocks = {name: _answer(0) for name in _PLAIN.split()}
    blocks |= {name: _answer(errno.EPERM) for name in _REFUSED.split()}
    blocks |= _rules()
    if not alone:
        blocks |= {name: [(_RETURN, 0, 0, _ERRNO)] for name in _ATTRIBUTES.split()}
        blocks |= _without_cutting() if 0 < landlock_abi < 3 else {}
    return program(blocks, _answer(errno.ENOSYS))


def _without_cutting() -> dict[str, Code]:
    """A Landlock that does not know cutting files short lets every file be cut that is not opened for writing."""
    no, yes = _answer(errno.EPERM), _answer(0)
    opened = {name: _masked(flags, 3, 3, no, _masked(flags, 0x203, 0x200, no, yes)) for name, flags in _OPENING.items()}
    return {**opened, "truncate": no}


def denying(answers: Mapping[str, int]) -> bytes:
    """A filter that answers the named calls with an error and allows the rest, as a container does."""
    return program({name: _answer(code) for name, code in answers.items()}, _answer(0))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter in memory as the kernel reads it, for the process with this id."""

    program: _Program

    @classmethod
    def of(cls, steps: bytes, pid: int) -> "Filter":
        steps = steps.replace(struct.pack("I", _SELF), struct.pack("I", pid))
        return cls(_Program(len(steps) // 8, steps))

    def install(self) -> None:
        """Lock this thread and all it starts; there is no way back."""
        prctl(PR_SET_NO_NEW_PRIVS, 1)
        call("seccomp", 1, 0, ctypes.byref(self.program))


def install(steps: bytes, pid: int) -> None:
    Filter.of(steps, pid).install()
