"""A class judged again from its evidence against a few hand-ins graded: `python -m benchmarks regrade`.

A class is graded once, then a tolerance is changed. From then on nobody runs, and a thousand hand-ins judged again must
take less time than twenty graded. Both are whole commands in processes of their own, starting included, one after the
other on the same machine, several times by turns; what counts is the median.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import hand_ins
from benchmarks.spending import Spent, spend
from benchmarks.tables import HERE, course, show

CLASS, FEW = 1_000, 20
QUICK = 100
ROUNDS = 3
OLD, NEW = "rtol: 1e-4", ("rtol: 1e-5", "rtol: 2e-5", "rtol: 3e-5", "rtol: 4e-5")


def main(quick: bool) -> int:
    number, rounds = (QUICK, 1) if quick else (CLASS, ROUNDS)
    with course("numpy", number) as root:
        _few(root)
        _grader(root, "grade", hand_ins.NAME, "--quiet")
        taken: dict[str, list[Spent]] = {"grade": [], "look": [], "apply": []}
        for turn in range(rounds):
            _tolerance(root, NEW[turn])
            shutil.rmtree(root / "few-reports", ignore_errors=True)
            taken["grade"].append(_grader(root, "grade", hand_ins.NAME, "few", "--out", "few-reports", "--quiet"))
            taken["look"].append(_grader(root, "regrade", hand_ins.NAME, "--json"))
            taken["apply"].append(_grader(root, "regrade", hand_ins.NAME, "--json", "--apply"))
    return _show(number, taken)


def _few(root: Path) -> None:
    """The first of the class once more, as a class of their own."""
    for folder in sorted((root / "submissions" / hand_ins.NAME).iterdir())[:FEW]:
        shutil.copytree(folder, root / "few" / folder.name)


def _tolerance(root: Path, wanted: str) -> None:
    spec = root / "assignments" / hand_ins.NAME / "assignment.yaml"
    text = spec.read_text()
    for old in (OLD, *NEW):
        text = text.replace(old, wanted)
    spec.write_text(text)


def _grader(root: Path, *words: str) -> Spent:
    """One command; it must end well, and judge where it should."""
    done = spend([sys.executable, "-m", "grader", *words], root, {**os.environ, "PYTHONPATH": str(HERE)}, 3_000)
    if done.status != 0:
        raise RuntimeError(f"grader {' '.join(words)} ended with {done.status}: {done.said}")
    return done


def _show(number: int, taken: dict[str, list[Spent]]) -> int:
    rows = [
        (f"{FEW} graded", "grade"),
        (f"{number:,} judged again, shown", "look"),
        (f"{number:,} judged again, written", "apply"),
    ]
    few = _median(taken["grade"], "wall")
    table = []
    for name, kind in rows:
        wall, cpu = _median(taken[kind], "wall"), _median(taken[kind], "cpu")
        table.append((name, f"{wall:.2f}", f"{cpu:.2f}", f"{wall / few:.2f}"))
    show(("", "wall s", "CPU s", f"÷ {FEW} graded"), table)
    ratio = _median(taken["look"], "wall") / few
    print(f"{number:,} judged again in {ratio:.2f} × the time of {FEW} graded (target: less than 1)")
    return int(ratio >= 1)


def _median(taken: Sequence[Spent], what: str) -> float:
    return statistics.median(getattr(one, what) for one in taken)
