"""Warming up: what a zygote does once, inside the box, so that each child only has to lock itself and run."""

import fcntl
import gc
import importlib
import importlib.util
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from grader.sandbox import attack, landlock, seccomp, tree, warming
from grader.sandbox.child import PROBE, Locks, Serve, point_home
from grader.sandbox.hidden import MAX_THREADS
from grader.sandbox.kernel import MADV_COLLAPSE, call
from grader.sandbox.levels import Level
from grader.sandbox.namespaces import STRANGERS

_STRANGERS_THREADS = 64 * MAX_THREADS  # of all hand-ins of one grader: none may take those of the others
_HUGE = 2**21


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What the launcher has decided."""

    level: Level
    warm: tuple[str, ...]
    serve: str  # the module, or the .py file, whose `serve` runs in the child and whose `warm` runs here
    box: str  # the folder that holds work folders
    facts: attack.Facts
    launcher: int  # a handle on it


def prepare(orders: Orders, ours: set[int]) -> tuple[Locks, Serve]:
    """Import, build the locks, and settle; `ours` are the descriptors that are meant to be open."""
    _make_home(orders)
    serve = _warm(orders)
    compact()
    first = 1 if orders.level == "isolated" else 0  # what a child's process id will be: it is first in its namespace
    attacks = {**attack.on_the_world(orders.facts, first), **attack.on_the_kernel()} if orders.level != "none" else {}
    attack.rehearse(attacks)
    abi = landlock.version() if orders.level in ("isolated", "confined") else 0
    steps = seccomp.student_filter(alone=orders.level == "isolated", landlock_abi=abi)
    locks = Locks(
        level=orders.level,
        attacks=attacks,
        rules=tuple(_rules(orders)),
        landlock_abi=abi,
        steps=steps,
        filter=seccomp.Filter.of(steps, first) if first else None,
        keep=_held_files({0, 1, 2, *ours}),
        zygote=0,
        threads=_threads(orders.level),
    )
    if orders.level == "isolated":
        point_home(orders.box)
    settle()
    return locks, serve


def _threads(level: Level) -> int:
    """How many threads and processes a child's user may have; 0 where a person's other programs would count as well.

    Whoever has not a user of its own is looked at from outside, and stopped (see hidden.py).
    """
    if level == "isolated":
        return MAX_THREADS
    return _STRANGERS_THREADS if os.geteuid() >= STRANGERS else 0


def _make_home(orders: Orders) -> None:
    home = orders.box if orders.level == "isolated" else f"{orders.box}/warm"
    os.makedirs(home, exist_ok=True)
    os.environ.update(HOME=home, TMPDIR=home, MPLCONFIGDIR=home)
    os.chdir(home)


def _warm(orders: Orders) -> Serve:
    """Import what students are likely to need; afterwards the project's own folder is off the import path."""
    if orders.serve.endswith(".py"):
        spec = importlib.util.spec_from_file_location("served", orders.serve)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    else:
        module = importlib.import_module(orders.serve)
    module.warm(list(orders.warm))
    warming.rehearse(orders.warm)
    compact()
    warming.play(module.serve, orders.warm)
    visible = tree.readable()
    sys.path[:] = [p for p in sys.path if p.endswith(".zip") or any(_within(p, folder) for folder in visible)]
    serve: Serve = module.serve
    return serve


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + "/")


def _rules(orders: Orders) -> Iterator[landlock.Rule]:
    """Beneath which paths a child may read; the work folder and /proc/self are its own to add."""
    if orders.level not in ("isolated", "confined"):
        return
    abi = landlock.version()
    if orders.level == "isolated":
        # nothing else is in the tree, a mount of its own hides the package, and few rules are quicker
        for top in sorted({"/" + path.split("/")[1] for path in tree.readable()}):
            yield landlock.allow(top, landlock.READ, abi)
    else:
        for folder in tree.readable():
            for path, whole in tree.without_package(folder):
                yield landlock.allow(path, landlock.READ if whole else landlock.READ_FOLDER, abi)
    for name in ("/etc/passwd", "/etc/group", "/etc/hosts", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat"):
        if os.path.exists(name):
            yield landlock.allow(name, landlock.READ, abi)
    for name in tree.DEVICES:
        yield landlock.allow(f"/dev/{name}", landlock.READ_FILE | landlock.WRITE_FILE | landlock.DEVICE, abi)
    if os.path.isdir("/sys/devices/system/cpu"):
        yield landlock.allow("/sys/devices/system/cpu", landlock.READ, abi)


def close_all_but(*kept: int) -> None:
    """Drop what came along through the forks; the objects that own those descriptors are never used again."""
    last = 2
    for descriptor in sorted(kept):
        os.closerange(last + 1, descriptor)
        last = descriptor
    os.closerange(last + 1, 2**20)
    while os.open("/dev/null", os.O_RDONLY) < PROBE:  # so that nothing of ours lies where a child has its socket
        pass


def _held_files(ours: set[int]) -> tuple[int, ...]:
    """Files that libraries keep open (fonts, for one), all of them readable by a child anyway; nothing else is open."""
    held = []
    readable = tree.readable()
    for name in os.listdir("/proc/self/fd"):
        try:
            path = os.readlink(f"/proc/self/fd/{name}")
        except FileNotFoundError:
            continue  # the listing's own descriptor
        if int(name) in ours or path == "/dev/null" or _is_rule(int(name)):
            continue
        if not any(_within(path, folder) for folder in readable):
            raise RuntimeError(f"the warm interpreter holds {path!r} open (descriptor {name})")
        held.append(int(name))
    return tuple(held)


def _is_rule(descriptor: int) -> bool:
    """Whether this is one of our own path descriptors, which a child closes."""
    return bool(fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_PATH)


def settle() -> None:
    """One thread, nothing for the collector to walk, and memory in large pages so that a fork copies less."""
    threads = os.listdir("/proc/self/task")
    if len(threads) != 1:
        raise RuntimeError(f"the warm interpreter runs {len(threads)} threads; a child forked from it could hang")
    sys.stdout.flush()
    sys.stderr.flush()
    gc.collect()
    gc.freeze()
    with open("/proc/self/maps") as file:
        regions = [line.split() for line in file]
    for region in regions:
        first, last = (int(end, 16) for end in region[0].split("-"))
        first, last = -(-first // _HUGE) * _HUGE, last // _HUGE * _HUGE
        if region[1] == "rw-p" and (len(region) < 6 or region[5] == "[heap]") and last > first:
            try:
                call("madvise", first, last - first, MADV_COLLAPSE)
            except OSError:
                continue  # an older kernel, or no large page to be had: a fork only costs more


_filling: list[list[bytes]] = []


def compact() -> None:
    """Fill the gaps that importing left in Python's memory, so that what comes next lies together.

    A child copies every page that it writes to. Where the free places for small objects are scattered over all that was
    imported, a child that makes a few thousand of them copies hundreds of pages more.
    """
    gc.collect()
    for size, free in _gaps().items():
        _filling.append([bytes(size - _EMPTY) for _ in range(free)])


_EMPTY = sys.getsizeof(b"") + 7  # an object of this many bytes fewer than its place


def _gaps() -> dict[int, int]:
    """How many places for small objects are free, by their size in bytes; empty where Python does not tell."""
    report = getattr(sys, "_debugmallocstats", None)
    if report is None:
        return {}
    heard, stderr = os.memfd_create("places"), os.dup(2)
    os.dup2(heard, 2)
    try:
        report()
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)
    rows = [line.split() for line in os.pread(heard, 2**20, 0).decode().splitlines()]
    os.close(heard)
    numbers = [[int(word) for word in row] for row in rows if len(row) == 5 and all(map(str.isdigit, row))]
    return {size: free for _, size, _, _, free in numbers if size > _EMPTY}
