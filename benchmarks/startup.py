"""How long it takes until something happens: `python -m benchmarks startup`. Medians of wall time and of CPU."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks import hand_ins
from benchmarks.spending import spend
from benchmarks.tables import HERE, show


def main(quick: bool) -> int:
    rounds = 3 if quick else 11
    with tempfile.TemporaryDirectory(prefix="grader-benchmark-") as folder:
        root = Path(folder)
        place = hand_ins.lay(root) / "ada"
        place.mkdir()
        (place / "solution.py").write_text(hand_ins.source(hand_ins.RIGHT))
        commands = {
            "python -c pass": ["-c", "pass"],
            "grader --help": ["-m", "grader", "--help"],
            "grader check, one hand-in": ["-m", "grader", "check", "--assignment", hand_ins.NAME, str(place)],
        }
        spent: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, arguments in commands.items():
                began = time.monotonic()
                done = spend([sys.executable, *arguments], root, {**os.environ, "PYTHONPATH": str(HERE)})
                assert done.status == 0, done.said
                spent[name].append((time.monotonic() - began, done.cpu))
    floor = median(wall for wall, _ in spent["python -c pass"])
    rows = []
    for name, pairs in spent.items():
        wall, cpu = (median(pair[i] for pair in pairs) for i in (0, 1))
        rows.append((name, f"{1e3 * wall:.0f}", f"{1e3 * cpu:.0f}", f"{wall / floor:.1f}"))
    show(("command", "ms", "CPU ms", "× python"), rows)
    return 0
