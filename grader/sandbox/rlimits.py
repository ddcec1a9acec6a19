"""Resource limits of one student's process; they hold at every level."""

import resource

DEEP_STACK = 64 * 2**20
RESERVED = 2**36  # addresses without memory, for the stacks and heaps of many threads; their page tables are 128 MiB


def data_bytes() -> int:
    """Private memory that this process could already write to, in bytes."""
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[5]) * resource.getpagesize()


def limits(memory_mib: int, files_mib: int, cpu_seconds: int, held: int) -> dict[int, tuple[int, int]]:
    """Soft and hard limit by resource; `held` is the memory that the warm interpreter holds already."""
    data = held + memory_mib * 2**20
    written = files_mib * 2**20
    return {
        resource.RLIMIT_AS: (data + RESERVED, data + RESERVED),  # memory that is only read counts nowhere else
        resource.RLIMIT_CORE: (1, 1),  # with 0, the system's own crash reporter would still be started
        resource.RLIMIT_CPU: (cpu_seconds, cpu_seconds + 1),
        resource.RLIMIT_DATA: (data, data),
        resource.RLIMIT_FSIZE: (written, written),
        resource.RLIMIT_MEMLOCK: (0, 0),
        resource.RLIMIT_MSGQUEUE: (0, 0),
        resource.RLIMIT_NOFILE: (256, 256),
        resource.RLIMIT_SIGPENDING: (256, 256),
        resource.RLIMIT_STACK: (8 * 2**20, DEEP_STACK),
    }


def tasks(threads: int) -> dict[int, tuple[int, int]]:
    """A ceiling on threads and processes; 0 for none, where a person's other programs would count as well."""
    return {resource.RLIMIT_NPROC: (threads, threads)} if threads else {}


def within(wanted: dict[int, tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """The same, never above the hard limits that are in force already."""
    return {name: (_least(name, soft), _least(name, hard)) for name, (soft, hard) in wanted.items()}


def _least(name: int, most: int) -> int:
    ceiling = resource.getrlimit(name)[1]
    return most if ceiling == resource.RLIM_INFINITY else min(most, ceiling)


def apply(limits: dict[int, tuple[int, int]]) -> None:
    """Set each limit."""
    for name, ends in limits.items():
        resource.setrlimit(name, ends)
