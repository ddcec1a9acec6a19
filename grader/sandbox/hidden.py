"""What a child uses up and no folder shows: files removed while open or mapped, mapped memory of files, and threads.

Only where a work folder has no mount of its own (levels confined and limited). How full the disk is convicts nobody: it
is everybody's, and whoever fills it, an innocent child would pay. It only says when to look closer.
"""

import os

MAX_THREADS = 256  # of one child
_UNSEEN = 2  # files that are neither named nor open; their size is not known to us


def process_of(handle: int) -> int:
    """The process id behind a process handle."""
    with open(f"/proc/self/fdinfo/{handle}") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("Pid:"))


def open_and_removed(pid: int) -> dict[tuple[int, int], int]:
    """Bytes of a process's open files that have no name any more, by disk and inode; none where we may not look."""
    found: dict[tuple[int, int], int] = {}
    try:
        for name in os.listdir(f"/proc/{pid}/fd"):
            status = _status(f"/proc/{pid}/fd/{name}")
            if status is not None and status.st_mode & 0o170000 == 0o100000 and status.st_nlink == 0:
                found[status.st_dev, status.st_ino] = status.st_blocks * 512
    except OSError:
        return found
    return found


def _status(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except OSError:
        return None


def threads_and_mapped(pid: int) -> tuple[int, int]:
    """A process's threads, and the bytes of shared memory, files in memory among it, that it has touched."""
    threads = shared = 0
    try:
        with open(f"/proc/{pid}/status") as file:
            for line in file:
                if line.startswith("RssShmem:"):
                    shared = 1024 * int(line.split()[1])
                elif line.startswith("Threads:"):
                    threads = int(line.split()[1])
    except OSError:
        pass
    return threads, shared


def mapped_and_removed(pid: int) -> set[int]:
    """The inodes of files without a name that a process has mapped; they live on when it closes them."""
    try:
        with open(f"/proc/{pid}/maps") as file:
            return {int(line.split()[4]) for line in file if line.endswith(" (deleted)\n")}
    except OSError:
        return set()


def used(folder: str) -> int:
    """How full a folder's disk is, in bytes; 0 when the folder is gone."""
    try:
        disk = os.statvfs(folder)
    except OSError:
        return 0
    return (disk.f_blocks - disk.f_bfree) * disk.f_frsize


def exceeded(handle: int, most: int, grown: bool) -> str:
    """The limit that a child exceeds where nobody sees it, "files" or "threads"; else empty.

    `grown` says that the disk has become fuller by more than the child may have, be it the child's doing or not.
    """
    pid = process_of(handle)
    threads, shared = threads_and_mapped(pid)
    if threads > MAX_THREADS:
        return "threads"
    held = open_and_removed(pid)
    if max(sum(held.values()), shared) > most:
        return "files"
    unseen = mapped_and_removed(pid) - {inode for _, inode in held} if grown else set()
    return "files" if len(unseen) > _UNSEEN else ""
