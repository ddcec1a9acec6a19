"""What a child holds of a shared disk and no folder shows: files removed while open, and mapped memory of such files.

Only where a work folder has no mount of its own (levels confined and limited). How full the disk is says nothing: it is
everybody's, and whoever fills it, an innocent child would pay.
"""

import os


def process_of(handle: int) -> int:
    """The process id behind a process handle."""
    with open(f"/proc/self/fdinfo/{handle}") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("Pid:"))


def open_and_removed(pid: int) -> int:
    """Bytes of a process's open files that have no name any more; 0 where we may not look."""
    total = 0
    try:
        for name in os.listdir(f"/proc/{pid}/fd"):
            total += _nameless(f"/proc/{pid}/fd/{name}")
    except OSError:
        return total
    return total


def _nameless(path: str) -> int:
    try:
        status = os.stat(path)
    except OSError:
        return 0
    regular = status.st_mode & 0o170000 == 0o100000
    return status.st_blocks * 512 if regular and status.st_nlink == 0 else 0


def mapped(pid: int) -> int:
    """Bytes of shared memory, files in memory among it, that a process has touched."""
    try:
        with open(f"/proc/{pid}/status") as file:
            return next((1024 * int(line.split()[1]) for line in file if line.startswith("RssShmem:")), 0)
    except OSError:
        return 0


def too_much(handle: int, most: int) -> bool:
    """Whether a child hides more than it may have."""
    pid = process_of(handle)
    return max(open_and_removed(pid), mapped(pid)) > most
