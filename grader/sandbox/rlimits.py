"""Resource limits of one student's process; they hold at every level."""

import resource

DEEP_STACK = 64 * 2**20


def data_bytes() -> int:
    """Private memory that this process could already write to, in bytes."""
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[5]) * resource.getpagesize()


def limits(memory_mib: int, files_mib: int, cpu_seconds: int, held: int) -> dict[int, tuple[int, int]]:
    """Soft and hard limit by resource; `held` is the memory that the warm interpreter holds already."""
    data = held + memory_mib * 2**20
    written = files_mib * 2**20
    return {
        resource.RLIMIT_CORE: (0, 0),
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


def apply(wanted: dict[int, tuple[int, int]]) -> None:
    """Set each limit, never above the hard limit that is in force already."""
    for name, (soft, hard) in wanted.items():
        ceiling = resource.getrlimit(name)[1]
        if ceiling != resource.RLIM_INFINITY:
            soft, hard = min(soft, ceiling), min(hard, ceiling)
        resource.setrlimit(name, (soft, hard))
