"""The zygote: an interpreter that has imported everything once. It has twins, and each twin forks locked children.

The first one only warms up and multiplies, because forking it again costs next to no memory: one twin for every box
that a grader has open. A twin never sees a student's file or an expected value: those travel on a socket that only the
child reads. Whoever's control socket closes, ends, and takes what it started along.
"""

import contextlib
import json
import os
import resource
import select
import signal
import socket
import struct
import sys
import traceback
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

from grader.sandbox import capabilities, namespaces, preparing, remains, rlimits, tree
from grader.sandbox.child import Locks, Serve, Work, live
from grader.sandbox.kernel import (
    CLONE_NEWPID,
    CLONE_NEWUSER,
    PR_SET_CHILD_SUBREAPER,
    PR_SET_DUMPABLE,
    PR_SET_PDEATHSIG,
    call,
    fork,
    prctl,
)
from grader.sandbox.namespaces import Nursery
from grader.sandbox.preparing import Orders

MAX_MESSAGE = 2**16
_HANDLE, _TWO_HANDLES = struct.Struct("i"), struct.Struct("2i")
_TWO = socket.CMSG_SPACE(_TWO_HANDLES.size)


@dataclass(slots=True)
class Zygote:
    """The first one: warm, and good for nothing but twins."""

    orders: Orders
    control: socket.socket
    locks: Locks
    serve: Serve
    twins: dict[int, int] = field(default_factory=dict)  # handle → process id

    def multiply(self) -> None:
        """Answer the grader until it is gone."""
        while True:
            ready = dict(_poll(self.control.fileno(), *self.twins).poll())
            for handle in ready.keys() & self.twins.keys():
                os.waitpid(self.twins.pop(handle), 0)
                os.close(handle)
            if self.control.fileno() in ready:
                text, descriptors, _, _ = socket.recv_fds(self.control, MAX_MESSAGE, 1)
                if not text:
                    return
                self.twin(descriptors[0])

    def twin(self, control: int) -> None:
        """A twin that answers on a control socket of its own."""
        apart = self.orders.level == "isolated"
        pid = call("clone", CLONE_NEWUSER | CLONE_NEWPID | signal.SIGCHLD, 0, 0, 0, 0) if apart else os.fork()
        if pid == 0:
            self._be_twin(control)
        os.close(control)
        self.twins[os.pidfd_open(pid)] = pid

    def _be_twin(self, control: int) -> NoReturn:
        status = 1
        try:
            before = 0 if self.orders.level == "isolated" else os.getppid()
            prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            for descriptor in (self.control.detach(), *self.twins):
                os.close(descriptor)
            if self.orders.level == "isolated":
                _name_own_user()
                twin = Twin(self.orders.box, socket.socket(fileno=control), self.locks, self.serve, Nursery.here())
            else:
                prctl(PR_SET_CHILD_SUBREAPER, 1)
                locks = replace(self.locks, zygote=os.getpid())
                twin = Twin(self.orders.box, socket.socket(fileno=control), locks, self.serve, None)
            if self.orders.level != "none":
                capabilities.renounce()
            if before == os.getppid():
                _tell(twin.control, {"ready": self.orders.level})
                twin.attend()
            status = 0
        except BaseException:  # noqa: BLE001 - the process ends here, and its standard error is the grader's to read
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)


def _name_own_user() -> None:
    """A user namespace per twin: the threads of one hand-in are not counted against another's."""
    prctl(PR_SET_DUMPABLE, 1)  # or the files below belong to root
    namespaces.write_maps("self", (namespaces.INSIDE, namespaces.INSIDE))
    prctl(PR_SET_DUMPABLE, 0)


@dataclass(slots=True)
class Twin:
    """Forks one child after the other, for one box.

    While a child lives, every page that its twin writes to is copied, so its loop is plain: few objects, few functions.
    """

    box: str
    control: socket.socket
    locks: Locks
    serve: Serve
    nursery: Nursery | None
    children: int = 0
    held: int = field(default_factory=rlimits.data_bytes)
    inherited_kib: int = field(default_factory=lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    work: tuple[bytes, str, Work] | None = None

    def attend(self) -> None:
        """Answer the grader until it is gone."""
        control = self.control
        while True:
            try:
                text, ancillary, _, _ = control.recvmsg(MAX_MESSAGE, _TWO)
            except OSError:
                return
            if not text or not ancillary or len(ancillary[0][2]) != _TWO_HANDLES.size:
                return
            self.raise_one(text, _TWO_HANDLES.unpack(ancillary[0][2]))

    def raise_one(self, limits: bytes, sockets: tuple[int, int]) -> None:
        """Fork one child, watch it to its end, and tell how it ended and what it used."""
        self.children += 1
        box = self.box if self.nursery else f"{self.box}/{os.getpid()}-{self.children}"
        work = self._work(limits, box)
        try:
            if not self.nursery:
                os.mkdir(box, 0o700)
            pid = self.nursery.fork() if self.nursery else fork()
        except OSError as error:  # the machine has no more processes, or no more memory for a work folder
            for descriptor in sockets:
                os.close(descriptor)
            _tell(self.control, {"failed": f"no child could be started: {error}"})
            return
        if pid == 0:
            live(self.locks, work, sockets, self.serve)
        for descriptor in sockets:
            os.close(descriptor)
        handle = os.pidfd_open(pid)
        where = b"" if self.nursery else os.fsencode(box)
        self.control.sendmsg(
            [b'{"child": "%b"}' % where], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, _HANDLE.pack(handle))]
        )
        self.watch(handle)
        os.close(handle)
        _, status, usage = os.wait4(pid, 0)
        if not self.nursery:
            remains.end_descendants()
            with contextlib.suppress(OSError):
                remains.clear(box)
        peak = max(0, usage.ru_maxrss - self.inherited_kib)
        told = b'{"gone": %d, "cpu": %f, "peak_kib": %d}' % (status, usage.ru_utime + usage.ru_stime, peak)
        self.control.send(told)

    def _work(self, limits: bytes, box: str) -> Work:
        """Put together once for all hand-ins that have the same limits, where they have the same folder."""
        if self.work is None or self.work[:2] != (limits, box):
            self.work = limits, box, Work.within(json.loads(limits), box, self.locks, self.held)
        return self.work[2]

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


def _tell(control: socket.socket, message: dict[str, Any]) -> None:
    control.send(json.dumps(message).encode())


def begin(orders: Orders, control: socket.socket, told: int) -> Zygote:
    """Move in, warm up, and become unreadable to others of the same user."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if dict(_poll(orders.launcher).poll(0)):
        raise EOFError("the launcher was gone before we asked to go with it")
    preparing.close_all_but(control.fileno(), told)
    if orders.level == "isolated":
        tree.fresh_proc(writable=True)  # twins write their user maps there; a child gets one of its own
        tree.fresh_box(orders.box, 256)
    locks, serve = preparing.prepare(orders, {control.fileno(), told})
    prctl(PR_SET_DUMPABLE, 0)
    return Zygote(orders, control, locks, serve)


def run(orders: Orders, control: socket.socket, told: int) -> None:
    """The zygote's whole life; `told` is where the launcher learns that it is warm, or why not."""
    try:
        zygote = begin(orders, control, told)
    except BaseException as error:
        os.write(told, f"{type(error).__name__}: {error}".encode())
        raise
    os.write(told, b"ready")
    os.close(told)
    _tell(control, {"ready": orders.level})
    zygote.multiply()
