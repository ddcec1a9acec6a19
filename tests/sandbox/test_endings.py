"""Whoever is killed, and whenever: nothing is left, neither a process nor a mount nor a file."""

import contextlib
import json
import os
import select
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from grader.model import Ask, Job, Limits, Outcome, Step
from grader.sandbox import open_box, remains
from grader.sandbox.box import Box
from tests.conformance.conftest import Grader

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="process handles and namespaces are Linux's")
LEVELS = ["isolated", "confined", "none"]
ENDLESS = {"seconds": 600, "total_seconds": 600}
PATIENCE = 120_000  # milliseconds, on a machine that has much else to do


def children(pid: int) -> list[int]:
    """None, where the process is gone: those that try out what a machine offers come and go while we look."""
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def family(pid: int) -> list[int]:
    """All descendants, parents first."""
    found = children(pid)
    for one in found:
        found += children(one)
    return found


def ticks(pid: int) -> int:
    """CPU time in hundredths of a second."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11])


def handles(pids: list[int]) -> dict[int, int]:
    held = {}
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):  # a survey's process, which was thrown away meanwhile
            held[pid] = os.pidfd_open(pid)
    return held


def all_gone(held: dict[int, int]) -> bool:
    """Whether every one of these processes ends in time."""
    for handle in held.values():
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        if not poll.poll(PATIENCE):
            return False
        os.close(handle)
    return True


def litter() -> set[str]:
    """Folders of launchers that live no more."""
    folders = Path(remains.ground()).glob("grader-box-*")
    return {folder.name for folder in folders if not Path("/proc", folder.name.split("-")[2]).exists()}


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    mounts = Path("/proc/self/mountinfo").read_text()
    yield
    for _ in range(20):
        with open_box("none", trusted=True):  # the next start sweeps what a killed launcher could not
            pass
        if not litter():  # the tests beside this one kill launchers, too
            break
    assert Path("/proc/self/mountinfo").read_text() == mounts
    assert litter() == set()


@pytest.fixture(params=LEVELS)
def grader(request: pytest.FixtureRequest) -> Iterator[Grader]:
    """A grader in a process of its own, in the middle of a job that never ends."""
    grader = Grader("--level", request.param)
    assert grader.process.stdin is not None
    job = {"files": {"s.py": "import threading\nwhile True: pass\n"}, "names": [], "limits": ENDLESS}
    grader.process.stdin.write(json.dumps(job) + "\n")
    grader.process.stdin.flush()
    while len(family(grader.process.pid)) < 4:  # launcher, zygote, twin, child
        pass
    yield grader
    grader.process.kill()
    grader.close()


def test_a_killed_grader_takes_everything_along(grader: Grader) -> None:
    held = handles(family(grader.process.pid))

    grader.process.kill()

    assert all_gone(held)


def test_a_killed_launcher_takes_zygote_and_child_along(grader: Grader) -> None:
    launcher, *others = family(grader.process.pid)
    held = handles([launcher, *others])

    os.kill(launcher, signal.SIGKILL)

    assert all_gone(held)
    assert grader.hear()["ended"] == "broken"


@pytest.mark.parametrize("first", [1, 2], ids=["zygote", "twin"])
def test_a_killed_zygote_takes_its_own_along_and_the_next_job_runs(grader: Grader, first: int) -> None:
    struck = family(grader.process.pid)[first:]
    held = handles(struck)

    os.kill(struck[0], signal.SIGKILL)

    assert all_gone(held)
    assert grader.hear()["ended"] == "broken"
    assert grader.run({"s.py": "def f(): return 1"}, ["f"])["seen"]["f"] == ["returned", "1"]


@pytest.mark.parametrize("stage", ["locking", "working"])
def test_a_killed_child_ends_its_job_only(grader: Grader, stage: str) -> None:
    *crew, child = family(grader.process.pid)
    while stage == "working" and ticks(child) < 20:
        pass

    os.kill(child, signal.SIGKILL)

    assert grader.hear()["ended"] in (["stopped"] if stage == "working" else ["stopped", "broken"])
    assert grader.run({"s.py": "def f(): return 1"}, ["f"])["seen"]["f"] == ["returned", "1"]
    if stage == "working":
        assert family(grader.process.pid) == crew


@pytest.mark.parametrize("level", LEVELS)
def test_a_grader_killed_while_its_zygote_warms_up_leaves_nothing(level: str) -> None:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:  # a grader that says when its launcher runs, and then waits for it to be ready
        from grader.sandbox import start

        zygote = start.Zygote(start.Request((level,), ("torch",)))
        os.write(writing, b"%d" % zygote.process.pid)
        zygote.ready()
        os._exit(0)
    launcher = int(os.read(reading, 20))
    held = handles([launcher])
    while not children(launcher):
        pass
    held |= handles(family(launcher))

    os.kill(pid, signal.SIGKILL)

    os.waitpid(pid, 0)
    assert all_gone(held)
    os.close(reading)
    os.close(writing)


@pytest.mark.parametrize("level", LEVELS)
def test_a_closed_box_leaves_nothing(level: str) -> None:
    before = set(family(os.getpid()))
    with open_box(level, trusted=True) as box:
        held = handles(sorted(set(family(os.getpid())) - before))
        assert len(held) == 3

        files = descriptors()
        one(box)
        assert descriptors() == files

    assert all_gone(held)


def test_a_second_box_shares_the_zygote_and_outlives_the_first() -> None:
    before = set(family(os.getpid()))
    with open_box("none", trusted=True) as first:
        crew = set(family(os.getpid())) - before
        with open_box("none", trusted=True) as second:
            assert len(set(family(os.getpid())) - before - crew) == 1  # a twin more
            first.close()
            assert one(second).ended == "finished"
    assert set(family(os.getpid())) <= before


def test_boxes_of_several_threads_work_side_by_side() -> None:
    def work(_: int) -> list[str]:
        with open_box("isolated") as box:
            return [one(box).ended for _ in range(5)]

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, range(8))) == [["finished"] * 5] * 8


def test_a_box_that_cannot_start_breaks_its_jobs_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    from grader.sandbox import start

    monkeypatch.setattr(start, "START", "raise SystemExit('no such thing')")

    with open_box("isolated") as box:
        outcome = one(box)

    assert outcome.ended == "broken"
    assert outcome.detail == "the sandbox ended\nno such thing\n"


def test_processes_of_the_weakest_level_end_with_their_job() -> None:
    """At level none a hand-in may fork; what it leaves behind is found and ended."""
    before = set(family(os.getpid()))
    source = "import os, time\ndef f():\n    if os.fork() == 0:\n        os.setsid(), time.sleep(1000)\n    return 1\n"
    with open_box("none", trusted=True) as box:
        crew = set(family(os.getpid())) - before

        outcome = one(box, source)

        assert outcome.ended == "finished"
        assert set(family(os.getpid())) - before == crew


def test_processes_of_the_weakest_level_end_with_their_grader(tmp_path: Path) -> None:
    """Even where the twin, which would have ended them, was killed before."""
    grader = Grader("--level", "none")
    name = tmp_path / "daemon"
    source = f"""
import os, time
if os.fork() == 0:
    os.setsid()
    with open({str(name)!r} + "-", "w") as file: file.write(str(os.getpid()))
    os.rename({str(name)!r} + "-", {str(name)!r})
while True: time.sleep(1)
"""
    assert grader.process.stdin is not None
    grader.process.stdin.write(json.dumps({"files": {"s.py": source}, "names": [], "limits": ENDLESS}) + "\n")
    grader.process.stdin.flush()
    while not name.exists():
        pass
    launcher, zygote, twin, *rest = family(grader.process.pid)
    assert int(name.read_text()) in rest
    held = handles([launcher, zygote, twin, *rest])
    os.kill(twin, signal.SIGKILL)

    grader.process.kill()

    assert all_gone(held)
    grader.close()


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def one(box: Box, source: str = "def f(): return 1\n") -> Outcome:
    asks = (Ask(id="f", steps=(Step(do="call", name="f"),)),)
    return box.run(Job(files={"s.py": source.encode()}, asks=asks, limits=Limits()))
