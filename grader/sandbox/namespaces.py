"""Namespaces: own processes, mounts, network, names and users."""

import os
from dataclasses import dataclass

from grader.sandbox.kernel import (
    CLONE_NEWCGROUP,
    CLONE_NEWIPC,
    CLONE_NEWNET,
    CLONE_NEWNS,
    CLONE_NEWPID,
    CLONE_NEWUSER,
    CLONE_NEWUTS,
    Prepared,
    call,
    fork,
    make,
    prepared,
    unshare,
)

INSIDE = 1000  # user and group as seen inside: an ordinary person, never root
APART = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP
STRANGERS = 1_900_000_000  # the first of the outside ids that root maps to: nobody's account, above all of subuid


def outside_ids(pid: int) -> tuple[int, int]:
    """User and group outside that the box's person stands for: ourselves, or for root an id that nobody has."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    stranger = STRANGERS + pid % 1_000_000
    return stranger, stranger


def write_maps(pid: int | str, ids: tuple[int, int]) -> None:
    """Name the one user and group of another process's fresh user namespace."""
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{INSIDE} {ids[0]} 1"),
        ("gid_map", f"{INSIDE} {ids[1]} 1"),
    ):
        with open(f"/proc/{pid}/{name}", "w") as file:
            file.write(text)


def become_person() -> None:
    """Take on the mapped user; the capabilities in the new user namespace are kept."""
    call("setresgid", INSIDE, INSIDE, INSIDE)
    call("setresuid", INSIDE, INSIDE, INSIDE)


def identities() -> dict[str, int]:
    """The namespaces this process is in, by inode number."""
    return {name: os.stat(f"/proc/self/ns/{name}").st_ino for name in ("user", "mnt", "pid", "net", "ipc", "uts")}


@dataclass(frozen=True, slots=True)
class Nursery:
    """Forks children that are each the first process of a process namespace of their own."""

    away: Prepared  # the next child is the first of a process namespace
    back: Prepared  # and the one after that would be one of ours again

    @classmethod
    def here(cls) -> "Nursery":
        home = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        return cls(prepared("unshare", CLONE_NEWPID), prepared("setns", home, CLONE_NEWPID))

    def fork(self) -> int:
        make(self.away)
        try:
            pid = fork()
        except OSError:
            make(self.back)
            raise
        if pid:
            make(self.back)
        return pid


def separate(user: bool) -> None:
    """Leave every namespace of the machine; with `user`, the user namespace as well."""
    unshare(APART | (CLONE_NEWUSER if user else 0))
