"""The locked child attacks itself, before it has seen a line of anybody's code: what is open is found, not assumed.

Every attack is one small function that gives True when it got through. An attack that only one layer stops is worth
most: it is how a layer that says "on" and does nothing is caught.
"""

import ctypes
import errno
import mmap
import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from grader.sandbox import capabilities
from grader.sandbox.kernel import CLONE_NEWUSER, PR_GET_DUMPABLE, PR_GET_NO_NEW_PRIVS, call, prctl


@dataclass(frozen=True, slots=True)
class Facts:
    """What the child is told about the world outside, so that it can try to reach it."""

    strangers: tuple[int, ...]  # process ids outside: the grader, the launcher, the zygote
    course: str  # a file that everybody on the machine may read
    secret: str  # a file that only its owner may read
    folders: tuple[str, ...]  # folders outside the box
    unlisted: str  # a file inside the tree that no Landlock rule names; empty where there is no tree
    namespaces: Mapping[str, int]  # the grader's own
    box: str
    memory_mib: int
    files_mib: int


def _refused(error: OSError) -> bool:
    return error.errno in (errno.EPERM, errno.EACCES, errno.ENOSYS, errno.ENOTSUP, errno.EAFNOSUPPORT)


def _opens(path: str) -> bool:
    try:
        os.close(os.open(path, os.O_RDONLY | os.O_CLOEXEC))
    except OSError:
        return False
    return True


def read_the_course(facts: Facts) -> bool:
    return _opens(facts.course) or bool(facts.unlisted and _opens(facts.unlisted))


def read_a_secret(facts: Facts) -> bool:
    return bool(facts.secret) and _opens(facts.secret)


def find_files_outside(facts: Facts) -> bool:
    """Landlock does not cover looking: only a mount namespace answers that there is no such file."""
    return os.path.exists(facts.course)


def write_outside(facts: Facts) -> bool:
    for folder in facts.folders:
        path = os.path.join(folder, f"left-by-a-grader-box-{os.getpid()}")
        try:
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o600))
        except OSError:
            continue
        os.unlink(path)
        return True
    return False


def see_processes(facts: Facts) -> bool:
    return any(os.path.exists(f"/proc/{pid}") for pid in facts.strangers if pid != os.getpid())


def read_proc(facts: Facts) -> bool:
    others = [pid for pid in facts.strangers if pid != os.getpid()]
    return any(_opens(f"/proc/{pid}/{name}") for pid in others for name in ("environ", "maps", "cmdline"))


def signal_others(facts: Facts) -> bool:
    for pid in facts.strangers:
        if pid == os.getpid():
            continue
        try:
            os.kill(pid, 0)
        except OSError:
            continue
        return True
    return False


def trace_others(facts: Facts) -> bool:
    """PTRACE_SEIZE stops nobody and ends with the tracer; reading an address that is not there harms nobody."""
    for pid in facts.strangers:
        if pid == os.getpid():
            continue
        if _goes("ptrace", 0x4206, pid, 0, 0):
            return True
        vector = ctypes.create_string_buffer(16)
        if _goes("process_vm_readv", pid, vector, 1, vector, 1, 0):
            return True
    return False


def _goes(name: str, *arguments: object) -> bool:
    """Whether a call gets past the guards: it works, or fails for its arguments rather than for lack of a right."""
    try:
        call(name, *arguments)
    except OSError as error:
        return not _refused(error) and error.errno != errno.ESRCH
    return True


def open_tcp(_: Facts) -> bool:
    return _socket(socket.AF_INET, socket.SOCK_STREAM)


def open_udp(_: Facts) -> bool:
    return _socket(socket.AF_INET, socket.SOCK_DGRAM)


def open_unix(_: Facts) -> bool:
    return _socket(socket.AF_UNIX, socket.SOCK_DGRAM)


def _socket(family: int, kind: int) -> bool:
    try:
        socket.socket(family, kind).close()
    except OSError:
        return False
    return True


def share_the_network(facts: Facts) -> bool:
    return _shares(facts, "net")


def share_namespaces(facts: Facts) -> bool:
    return any(_shares(facts, name) for name in ("user", "mnt", "pid", "ipc", "uts"))


def _shares(facts: Facts, name: str) -> bool:
    try:
        return os.stat(f"/proc/self/ns/{name}").st_ino == facts.namespaces.get(name)
    except OSError:
        return True


def fork(_: Facts) -> bool:
    try:
        pid = call("clone", 17, 0, 0, 0, 0)
    except OSError:
        return False
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return True


def run_a_program(_: Facts) -> bool:
    try:
        os.execv("/there/is/no/such/program", ["no"])
    except OSError as error:
        return not _refused(error)


def make_namespaces(_: Facts) -> bool:
    return _goes("unshare", CLONE_NEWUSER)


def use_io_uring(_: Facts) -> bool:
    return _goes("io_uring_setup", 0, 0)


def use_keyrings(_: Facts) -> bool:
    return _goes("keyctl", 0, 2**32 - 3, 0, 0, 0)


def mount_something(_: Facts) -> bool:
    return _goes("mount", b"none", b"/", b"", 1 << 18, b"")


def be_root(_: Facts) -> bool:
    return os.geteuid() == 0


def keep_privileges(_: Facts) -> bool:
    return capabilities.held() != 0 or prctl(PR_GET_NO_NEW_PRIVS) != 1


def be_inspected(_: Facts) -> bool:
    return prctl(PR_GET_DUMPABLE) != 0


def hog_memory(facts: Facts) -> bool:
    return _maps(facts.memory_mib * 2**20 + 2**24, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)


def hog_shared_memory(_: Facts) -> bool:
    return _maps(2**20, mmap.MAP_SHARED | mmap.MAP_ANONYMOUS)


def hog_growing_memory(_: Facts) -> bool:
    return _maps(2**20, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x100)


def _maps(size: int, flags: int) -> bool:
    """Reserve without touching: the limit counts what may be written."""
    try:
        mmap.mmap(-1, size, flags=flags).close()
    except (OSError, ValueError, MemoryError):
        return False
    return True


def write_a_large_file(facts: Facts) -> bool:
    path = os.path.join(facts.box, "large")
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    except OSError:
        return False  # nowhere to write at all
    try:
        os.ftruncate(descriptor, facts.files_mib * 2**20 + 2**20)
    except OSError:
        return False
    else:
        return True
    finally:
        os.close(descriptor)
        os.unlink(path)


def fill_the_disk(facts: Facts) -> bool:
    try:
        disk = os.statvfs(facts.box)
    except OSError:
        return False
    return disk.f_blocks * disk.f_frsize > facts.files_mib * 2**20 + 2**20


ATTACKS: dict[str, Callable[[Facts], bool]] = {
    "read the course": read_the_course,
    "read a secret": read_a_secret,
    "find files outside": find_files_outside,
    "write outside": write_outside,
    "see processes": see_processes,
    "read /proc of others": read_proc,
    "signal the grader": signal_others,
    "trace the grader": trace_others,
    "TCP": open_tcp,
    "UDP": open_udp,
    "local sockets": open_unix,
    "share the network": share_the_network,
    "share namespaces": share_namespaces,
    "fork": fork,
    "run a program": run_a_program,
    "make namespaces": make_namespaces,
    "io_uring": use_io_uring,
    "keyrings": use_keyrings,
    "mount": mount_something,
    "be root": be_root,
    "keep privileges": keep_privileges,
    "be inspected": be_inspected,
    "hog memory": hog_memory,
    "hog shared memory": hog_shared_memory,
    "hog growing memory": hog_growing_memory,
    "write a large file": write_a_large_file,
    "fill the disk": fill_the_disk,
}


def attack(facts: Facts) -> dict[str, str]:
    """What each attack came to, by its name: "stopped" or "open"."""
    return {name: "open" if tried(facts) else "stopped" for name, tried in ATTACKS.items()}
