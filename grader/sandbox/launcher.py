"""The program that a grader starts: it finds out what the machine offers, raises the zygote, and buries it.

Three kinds of process exist for one grader: this launcher, outside every lock but with nothing to lose; the zygote,
inside the namespaces; and one child at a time, locked. The launcher waits for the first end: when the grader goes, it
kills the zygote (the first process of its namespace, so all others go with it) and removes what is left on disk.
"""

import contextlib
import json
import os
import select
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from typing import Any, NoReturn

from grader.sandbox import attack, namespaces, offers, preparing, remains, tree, zygote
from grader.sandbox.kernel import CLONE_NEWNS, PR_SET_CHILD_SUBREAPER, clone_beside, prctl, unshare
from grader.sandbox.levels import Level


def main(descriptor: int) -> None:
    """Read one request from the control socket and live until the grader or the zygote is gone."""
    control = socket.socket(fileno=descriptor)
    request = json.loads(control.recv(zygote.MAX_MESSAGE))
    grader = os.pidfd_open(os.getppid())
    if os.getppid() != request["grader"]:
        return  # it ended before we looked
    os.umask(0o022)
    found = offers.features()
    if request["survey"]:
        _say(control, {"features": found, "possible": offers.possible(found)})
        return
    wanted = request["levels"]
    candidates = [level for level in offers.possible(found) if level in wanted]
    said = [f"{name}: {answer}" for name, answer in found.items() if answer != offers.WORKS]
    prctl(PR_SET_CHILD_SUBREAPER, 1)  # whoever outlives a zygote is ours to end
    for level in candidates:
        with remains.folder(level) as place:
            failure = _try(level, place, request, control, grader)
        if failure is None:
            return
        said.append(f"level {level} could not be set up: {failure}")
    _say(control, {"refused": said, "possible": offers.possible(found)})


def _try(
    level: Level, place: remains.Place, request: dict[str, Any], control: socket.socket, grader: int
) -> str | None:
    """Raise a zygote at this level and stay with it to its end; None, or why it never became warm."""
    hears, tells = os.pipe()
    ids = namespaces.outside_ids(os.getpid())
    orders = preparing.Orders(
        level=level,
        warm=tuple(request["warm"]),
        serve=request["serve"],
        box=tree.box_folder() if level == "isolated" else place.work,
        facts=_facts(level, place, request),
        launcher=os.pidfd_open(os.getpid()),
    )
    raised = _raise_apart if level == "isolated" else _raise_here
    pid = raised(orders, ids, control, tells)
    os.close(tells)
    said = _hear(hears, grader) if pid else "its namespaces could not be made"
    os.close(hears)
    if said == "ready":
        control.close()
        _stay(pid, grader)
        return None
    if pid:
        _end(pid)
    return said or "it ended without a word"


def _facts(level: Level, place: remains.Place, request: dict[str, Any]) -> attack.Facts:
    site = os.path.dirname(os.__file__)
    return attack.Facts(
        strangers=(request["grader"], os.getpid()),
        course=request["course"],
        secret=place.secret,
        folders=(os.path.dirname(request["course"]), "/tmp", "/var/tmp", "/dev/shm", site, sys.prefix, "/"),
        unlisted=tree.UNLISTED if level == "isolated" else "",
        namespaces=namespaces.identities(),
    )


def _raise_here(orders: preparing.Orders, ids: tuple[int, int], control: socket.socket, tells: int) -> int:
    """A zygote without namespaces; as root another user's, where that user can reach this Python."""
    pid = os.fork()
    if pid == 0:
        if orders.level != "none" and offers.setuid() == offers.WORKS:
            _forked(lambda: _live_as_stranger(orders, ids, control, tells))
        _forked(lambda: zygote.run(orders, control, tells))
    return pid


def _live_as_stranger(orders: preparing.Orders, ids: tuple[int, int], control: socket.socket, tells: int) -> None:
    os.chown(orders.box, *ids)
    os.setgroups([])
    os.setresgid(ids[1], ids[1], ids[1])
    os.setresuid(ids[0], ids[0], ids[0])
    zygote.run(orders, control, tells)


def _raise_apart(orders: preparing.Orders, ids: tuple[int, int], control: socket.socket, tells: int) -> int:
    """A zygote in namespaces of its own, raised by a helper in between; its process id, or 0.

    Root builds the tree first, while it can still open everything, and then gives up being root by entering a user
    namespace; an ordinary user must enter one first to be allowed to build.
    """
    ours, theirs = socket.socketpair()
    helper = os.fork()
    if helper == 0:
        ours.close()
        _forked(lambda: _help(orders, theirs, control, tells))
    theirs.close()
    pid = 0
    with contextlib.suppress(OSError):
        if ours.recv(1):
            namespaces.write_maps(helper, ids)
            ours.send(b"m")
            pid = int(ours.recv(20) or b"0")
    ours.close()
    os.waitpid(helper, 0)
    return pid


def _help(orders: preparing.Orders, launcher: socket.socket, control: socket.socket, tells: int) -> None:
    _separate(orders.box, launcher)
    pid = clone_beside(0)
    if pid == 0:
        launcher.close()
        zygote.run(orders, control, tells)
    else:
        launcher.send(b"%d" % pid)


def _separate(box: str, launcher: socket.socket) -> None:
    root = os.geteuid() == 0
    if root:
        unshare(CLONE_NEWNS)
        tree.build(box)
        os.setgroups([])
    namespaces.separate(user=True)
    launcher.send(b"m")
    if not launcher.recv(1):
        raise RuntimeError("the user namespace got no map")
    namespaces.become_person()
    if not root:
        tree.build(box)


def _forked(life: Callable[[], None]) -> NoReturn:
    """The rest of a forked process: nothing may return into the launcher's own code."""
    status = 1
    try:
        life()
        status = 0
    except BaseException:  # noqa: BLE001 - the process ends here, and its standard error is the grader's to read
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def _hear(hears: int, grader: int) -> str:
    """What the zygote says once it is warm; if the grader goes first there is nobody to be warm for."""
    if _first(hears, grader) == grader:
        return "the grader ended"
    return os.read(hears, 4096).decode(errors="replace")


def _first(*descriptors: int) -> int:
    """The first of these to have something to say; a process handle speaks when its process has ended."""
    waiting = select.poll()
    for descriptor in descriptors:
        waiting.register(descriptor, select.POLLIN)
    return waiting.poll()[0][0]


def _stay(pid: int, grader: int) -> None:
    """Until the zygote ends by itself or the grader is gone."""
    child = os.pidfd_open(pid)
    _first(child, grader)
    os.close(child)
    _end(pid)


def _end(pid: int) -> None:
    """Kill the zygote, which is our child and cannot be anybody else until we have waited for it, and then its own."""
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    remains.end_descendants()


def _say(control: socket.socket, message: dict[str, Any]) -> None:
    control.send(json.dumps(message).encode())


def start() -> NoReturn:
    """What the grader's command line calls: the control socket's descriptor is the last argument."""
    main(int(sys.argv[-1]))
    sys.exit(0)
