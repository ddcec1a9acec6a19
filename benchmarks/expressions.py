"""What it costs to grade a written formula: `python -m benchmarks.expressions [rounds]`.

Every expression item of the catalogue, its truth in several spellings and its wrong variants, then hostile texts.
Times are processor time of this process. The targets: median at most 2 ms, worst at most 0.5 s per answer, and no
text at all more than 1 s.
"""

from __future__ import annotations

import sys
import tracemalloc
from statistics import median, quantiles
from time import process_time

from grader.checkers.expression import Checker
from grader.model import Status
from tests.mathematics.bombs import BOMBS, SYMBOLS
from tests.mathematics.corpus import ITEMS

MEDIAN, WORST, HOSTILE, MEBIBYTES = 0.002, 0.5, 1.0, 100


def answers() -> list[tuple[Checker, str, str, Status]]:
    """Checker, answer, truth, and the verdict it must get."""
    rows = []
    for item in ITEMS:
        checker = Checker(symbols=item.symbols, **item.settings)
        rows += [(checker, text, item.truth, Status.PASSED) for text in (item.truth, *item.right)]
        rows += [(checker, text, item.truth, Status.FAILED) for text in item.wrong]
    return rows


def timed(checker: Checker, got: str, want: str) -> tuple[float, Status]:
    start = process_time()
    status = checker.judge(got, want).status
    return process_time() - start, status


def peak(checker: Checker, got: str) -> float:
    """The most memory one answer takes, in MiB; measured apart, because measuring slows."""
    tracemalloc.start()
    checker.judge(got, "x + 12345")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 2**20


def main(rounds: int) -> int:
    rows = answers()
    checker, got, want, _ = rows[0]
    timed(checker, got, f"{want} + 1")  # loads what is loaded once
    spent: list[float] = []
    false_accepts = false_rejects = 0
    for _ in range(rounds):
        for checker, got, want, due in rows:
            seconds, status = timed(checker, got, want)
            spent.append(seconds)
            false_accepts += due is Status.FAILED and status is Status.PASSED
            false_rejects += due is Status.PASSED and status is not Status.PASSED
    hostile = Checker(symbols=SYMBOLS)
    bombs = {name: timed(hostile, text, "x + 12345")[0] for name, text in BOMBS.items()}
    memory = max(
        peak(hostile, text) for name, text in BOMBS.items() if not name.startswith(("sum of s", "product of", "deep"))
    )
    slowest = max(bombs, key=lambda name: bombs[name])

    print(f"{len(rows)} answers to {len(ITEMS)} items, {rounds} rounds")
    print(f"{false_accepts} false accepts, {false_rejects} false rejects")
    print(f"median {median(spent) * 1e3:.2f} ms (target {MEDIAN * 1e3:.0f})")
    print(f"p95 {quantiles(spent, n=20)[-1] * 1e3:.2f} ms")
    print(f"worst {max(spent) * 1e3:.1f} ms (target {WORST * 1e3:.0f})")
    print(f"{len(BOMBS)} hostile texts: worst {bombs[slowest] * 1e3:.0f} ms, {slowest!r} (target {HOSTILE * 1e3:.0f})")
    print(f"most memory {memory:.1f} MiB (target {MEBIBYTES})")
    met = median(spent) <= MEDIAN and max(spent) <= WORST and bombs[slowest] <= HOSTILE and memory <= MEBIBYTES
    return 0 if met and not false_accepts and not false_rejects else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
