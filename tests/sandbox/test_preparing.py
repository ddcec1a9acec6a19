"""What a zygote does so that its children cost little, and what it must not change by that."""

import os
import sys
from pathlib import Path

import pytest

from grader.model import Ask, Job, Limits, Step
from grader.probe import wire
from grader.sandbox import attack, open_box, preparing
from grader.sandbox.kernel import answer, prepared
from grader.sandbox.namespaces import STRANGERS

linux = pytest.mark.skipif(sys.platform != "linux", reason="system calls by number")


def test_gaps_are_counted_by_the_size_of_their_place() -> None:
    gaps = preparing._gaps()

    assert set(gaps) <= set(range(48, 513, 16))
    assert all(free >= 0 for free in gaps.values())


def test_filled_gaps_are_gone() -> None:
    kept = [[bytes(24) for _ in range(1000)] for _ in range(20)]
    for row in kept:
        del row[::2]  # ten thousand gaps of 64 bytes
    before = preparing._gaps()[64]

    preparing.compact()

    assert before >= 10_000
    assert preparing._gaps()[64] < before / 2


def test_an_interpreter_that_does_not_count_has_no_gaps_to_fill(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(sys, "_debugmallocstats")

    assert preparing._gaps() == {}


@linux
def test_a_hand_in_that_has_not_a_user_of_its_own_leaves_threads_to_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system counts them by user: at level confined, as root, those of all hand-ins under one stranger."""
    assert preparing._threads("isolated") == 256
    monkeypatch.setattr(os, "geteuid", lambda: STRANGERS + 1)
    assert preparing._threads("confined") >= 64 * preparing._threads("isolated")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert preparing._threads("confined") == 0


@linux
def test_a_prepared_call_answers_as_often_as_it_is_made() -> None:
    asked = prepared("getpid")

    assert [answer(asked), answer(asked)] == [os.getpid()] * 2
    assert answer(prepared("close", -1)) == -9  # EBADF


@linux
def test_attacks_come_through_where_nothing_stops_them_and_tidy_up(tmp_path: Path) -> None:
    """Harmless ones, in this very process: it reads the course, looks about, opens sockets, forks and grows a file."""
    facts = attack.Facts((os.getppid(),), __file__, "", (str(tmp_path),), "", {})
    tried = attack.on_the_world(facts, 0) | attack.on_the_kernel() | attack.on_the_limits(str(tmp_path), 1, 1)
    harmless = ["read the course", "find files outside", "write outside", "see processes", "UDP", "local sockets"]
    harmless += ["fork", "hog memory", "hog shared memory", "write a large file", "fill the disk"]
    descriptors = sorted(Path("/proc/self/fd").iterdir())

    found = attack.attack({name: tried[name] for name in harmless})

    assert found == dict.fromkeys(harmless, "open")
    assert list(tmp_path.iterdir()) == []
    assert sorted(Path("/proc/self/fd").iterdir()) == descriptors


@linux
def test_a_rehearsal_touches_nothing(tmp_path: Path) -> None:
    tried = attack.on_the_limits(str(tmp_path), 1, 1)

    attack.rehearse(tried)

    assert list(tmp_path.iterdir()) == []


@linux
def test_a_child_has_no_privilege_left_and_can_gain_none() -> None:
    source = "def f():\n    return [line for line in open('/proc/self/status') if line.startswith('Cap')]\n"
    with open_box("isolated") as box:
        asks = (Ask(id="f", steps=(Step(do="call", name="f"),)),)
        header, buffers = wire.unpack(
            box.run(Job(files={"s.py": source.encode()}, asks=asks, limits=Limits())).replies["f"], 2**20
        )

    lines = wire.decode(header["value"], buffers)

    assert [line.split(":")[0] for line in lines] == ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"]
    assert {int(line.split()[1], 16) for line in lines} == {0}
