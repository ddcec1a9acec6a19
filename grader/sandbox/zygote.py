"""The zygote: an interpreter that has imported everything once, and forks a locked child per hand-in.

It never sees a student's file or an expected value: those travel on a socket that only the child reads. It runs in
the namespaces of the box, answers one grader on one control socket, and ends with it.
"""

import gc
import importlib
import importlib.util
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from grader.sandbox import attack, landlock, rlimits, seccomp, tree, warming
from grader.sandbox.child import PROBE, Locks, Serve, Work, live
from grader.sandbox.kernel import (
    MADV_COLLAPSE,
    PR_SET_CHILD_SUBREAPER,
    PR_SET_DUMPABLE,
    PR_SET_PDEATHSIG,
    call,
    prctl,
)
from grader.sandbox.levels import Level
from grader.sandbox.namespaces import Nursery

MAX_MESSAGE = 2**16
MAX_THREADS = 256
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


@dataclass(slots=True)
class Zygote:
    orders: Orders
    control: socket.socket
    locks: Locks
    nursery: Nursery | None
    serve: Serve
    children: int = 0

    def attend(self) -> None:
        """Answer the grader until it is gone."""
        while True:
            try:
                text, descriptors, _, _ = socket.recv_fds(self.control, MAX_MESSAGE, 2)
            except OSError:
                return
            if not text or len(descriptors) != 2:
                return
            self.raise_one(json.loads(text), (descriptors[0], descriptors[1]))

    def raise_one(self, limits: dict[str, int], sockets: tuple[int, int]) -> None:
        """Fork one child, watch it to its end, and tell how it ended and what it used."""
        self.children += 1
        box = self.orders.box if self.nursery else f"{self.orders.box}/{self.children}"
        work = Work(limits["memory_mib"], limits["files_mib"], limits["cpu_seconds"], box)
        if not self.nursery:
            os.mkdir(box, 0o700)
        try:
            pid = self.nursery.fork() if self.nursery else os.fork()
        except OSError as error:
            _tell(self.control, {"failed": f"no child could be started: {error}"})
            return
        if pid == 0:
            live(self.locks, work, sockets, self.serve)
        for descriptor in sockets:
            os.close(descriptor)
        handle = os.pidfd_open(pid)
        socket.send_fds(self.control, [json.dumps({"child": "" if self.nursery else box}).encode()], [handle])
        self.watch(handle)
        os.close(handle)
        status, usage = os.wait4(pid, 0)[1:]
        if not self.nursery:
            _end_descendants()
            _remove(box)
        cpu = usage.ru_utime + usage.ru_stime
        _tell(self.control, {"gone": status, "cpu": cpu, "peak_kib": usage.ru_maxrss})

    def watch(self, child: int) -> None:
        """Until the child is gone; kill it when the grader goes first."""
        ready = dict(_poll(child, self.control.fileno()).poll())
        if child not in ready:  # the grader says nothing while a child lives, so it has closed the socket
            signal.pidfd_send_signal(child, signal.SIGKILL)
            _poll(child).poll()


def _poll(*descriptors: int) -> select.poll:
    """Waits for any of these to be readable, or ended."""
    waiting = select.poll()
    for descriptor in descriptors:
        waiting.register(descriptor, select.POLLIN)
    return waiting


def begin(orders: Orders, control: socket.socket, told: int) -> Zygote:
    """Warm up inside the box, then prepare everything that is the same for every child."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if dict(_poll(orders.launcher).poll(0)):
        raise EOFError("the launcher was gone before we asked to go with it")
    _close_all_but(control.fileno(), told)
    nursery = None
    if orders.level == "isolated":
        tree.fresh_proc()
        tree.fresh_box(orders.box, 256)
        nursery = Nursery.here()
    else:
        prctl(PR_SET_CHILD_SUBREAPER, 1)
    _make_home(orders)
    serve = _warm(orders)
    ours = [control.fileno(), told, *([nursery.home] if nursery else [])]
    locks = Locks(
        level=orders.level,
        facts=orders.facts,
        rules=tuple(_rules(orders)),
        landlock_abi=landlock.version() if orders.level in ("isolated", "confined") else 0,
        filter=seccomp.student_filter(),
        keep=_held_files({0, 1, 2, *ours}),
        zygote=0 if nursery else os.getpid(),
        threads=MAX_THREADS if orders.level == "isolated" or os.geteuid() >= 1_900_000_000 else 0,
    )
    _settle()
    prctl(PR_SET_DUMPABLE, 0)
    return Zygote(orders, control, locks, nursery, serve)


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
    for path in tree.readable():
        yield landlock.allow(path, landlock.READ)
    for name in ("/etc/passwd", "/etc/group", "/etc/hosts", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat"):
        if os.path.exists(name):
            yield landlock.allow(name, landlock.READ)
    for name in ("null", "zero", "full", "random", "urandom"):
        yield landlock.allow(f"/dev/{name}", landlock.READ_FILE | landlock.WRITE_FILE | landlock.DEVICE)
    if os.path.isdir("/sys/devices/system/cpu"):
        yield landlock.allow("/sys/devices/system/cpu", landlock.READ)


def _close_all_but(*kept: int) -> None:
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
    import fcntl

    return bool(fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_PATH)


def _settle() -> None:
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


def _tell(control: socket.socket, message: dict[str, Any]) -> None:
    control.send(json.dumps(message).encode())


def _end_descendants() -> None:
    """Without a process namespace, whoever a child left behind is our child now."""
    while True:
        with open(f"/proc/self/task/{os.getpid()}/children") as file:
            left = [int(pid) for pid in file.read().split()]
        if not left:
            return
        for pid in left:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _remove(folder: str) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


def run(orders: Orders, control: socket.socket, told: int) -> None:
    """The zygote's whole life; `told` is where the launcher learns that it is warm, or why not."""
    try:
        zygote = begin(orders, control, told)
    except BaseException as error:
        os.write(told, f"{type(error).__name__}: {error}".encode())
        raise
    held = rlimits.data_bytes()
    os.write(told, b"ready")
    os.close(told)
    _tell(control, {"ready": orders.level, "held_kib": held // 1024})
    zygote.attend()
