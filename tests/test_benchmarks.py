"""The benchmarks measure what they say: the class that they generate, what a command cost, and how a table reads."""

import os
import sys

import pytest

from benchmarks import __main__ as benchmarks
from benchmarks import hand_ins, peers, tables
from benchmarks.spending import spend
from grader import intake, pipeline


def test_of_24_hand_ins_10_are_right_9_wrong_4_crash_and_1_loops():
    made = hand_ins.peers()

    assert 24 == len(made)
    for kind, number in {"right": 10, "wrong": 9, "crash": 4, "endless": 1}.items():
        assert number == sum(name.startswith(kind) for name in made)
    assert all((functions == hand_ins.RIGHT) == name.startswith("right") for name, functions in made.items())


def test_the_course_asks_four_functions_in_ten_checks(tmp_path):
    hand_ins.lay(tmp_path)

    plan = pipeline.prepare(tmp_path / "assignments" / "four" / "assignment.yaml", tmp_path)

    assert 4 == len(plan.assignment.criteria)
    assert 10 == len(plan.asks) == sum(len(peers.calls(name)) for name in hand_ins.RIGHT)


@pytest.mark.parametrize("kind", sorted(hand_ins.KINDS))
def test_a_class_is_the_same_every_time_and_no_two_hand_ins_are_equal(kind, tmp_path):
    first, second = ([*hand_ins.KINDS[kind](50)] for _ in range(2))

    assert first == second
    assert 50 == len({text for _, _, text in first})
    hand_ins.write(tmp_path, kind, 3)
    assert ["s00000", "s00001", "s00002"] == [arrival.id for arrival in intake.find([tmp_path])]


ORPHAN = """
import time
while time.process_time() < 0.2: pass
print(1, flush=True)
time.sleep(600)
"""
BURNING = f"""
import subprocess, sys
subprocess.Popen([sys.executable, "-c", {ORPHAN!r}], stdout=subprocess.PIPE).stdout.readline()
"""


def test_what_a_command_leaves_running_is_ended_and_counted(tmp_path):
    done = spend([sys.executable, "-c", BURNING], tmp_path, os.environ, seconds=120)

    assert 0 == done.status
    assert done.cpu >= 0.2
    assert done.wall < 120


def test_an_endless_command_is_killed_and_has_no_status(tmp_path):
    done = spend(
        [sys.executable, "-c", "print('begun', flush=True)\nwhile True: pass"], tmp_path, os.environ, seconds=2
    )

    assert done.status is None
    assert done.wall < 60


def test_a_table_aligns_text_left_and_numbers_right(capsys):
    tables.show(("class", "ms"), [("numpy", "7.5"), ("a longer name", "12.0")])

    assert "class            ms\nnumpy           7.5\na longer name  12.0\n" == capsys.readouterr().out


def test_an_unknown_table_is_named_with_those_there_are(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["benchmarks", "flor"])

    with pytest.raises(SystemExit):
        benchmarks.main()

    assert "there is no table 'flor'; there are floor, startup, expressions" in capsys.readouterr().err


def test_the_class_with_a_declared_mistake_has_one(tmp_path):
    from benchmarks import hand_ins, smallest

    hand_ins.lay(tmp_path)
    smallest._declare(tmp_path)
    plan = pipeline.prepare(tmp_path / "assignments" / hand_ins.NAME / "assignment.yaml", tmp_path)

    assert [mistake.id for row in plan.assignment.criteria for mistake in row.mistakes] == ["undecayed"]
    assert len({text for _, _, text in smallest._same(3)}) == 3
