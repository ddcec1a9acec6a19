"""CPU per graded, locked hand-in, as a ratio to the fork floor of the same machine in the same run.

    python -m benchmarks.floor [--jobs 100] [--rounds 3] [MODULE…]

The floor is what it costs to fork the same warm interpreter and let the child exit at once. A graded hand-in is one
file with ten calls: forked, locked, attacked by itself, loaded, called, answered, read and judged, killed and buried.
CPU is that of everybody involved: the grader, the launcher, the zygote, its twin and the child. Wall-clock time is not
shown: on a shared machine it says nothing. Rounds alternate between floor and levels; the median round counts.
"""

import argparse
import contextlib
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from grader.checkers.close import Checker
from grader.errors import RequestError
from grader.evidence import read_reply
from grader.model import Ask, Job, Limits, Returned, Status, Step
from grader.sandbox import open_box, preparing, warming
from grader.sandbox.box import Box

SOLUTION = b"""
import numpy as np


def l2_update(w, grad, lr, lam, m):
    return w - lr * (grad + lam / m * w)
"""
INPUTS = [{"w": np.full((3, 4), n), "grad": np.ones((3, 4)), "lr": 0.1, "lam": 0.3, "m": 10} for n in range(10)]
WANTED = [inputs["w"] - 0.1 * (1 + 0.03 * inputs["w"]) for inputs in INPUTS]
ASKS = tuple(  # the same for a whole class
    Ask(id=f"case/{n}", steps=(Step(do="call", name="l2_update", arguments=inputs),)) for n, inputs in enumerate(INPUTS)
)
MODULES = ["numpy", "torch", "matplotlib", "IPython", "sympy"]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("modules", nargs="*", default=MODULES, metavar="MODULE")
    options.add_argument("--jobs", type=int, default=100)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--floor-only", action="store_true", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.floor_only:
        print(floor(chosen.modules, chosen.jobs))
        return
    rows, private = measure(chosen.modules, chosen.jobs, chosen.rounds)
    lowest = rows["fork and exit"]
    print(f"warm: {', '.join(chosen.modules)}; {chosen.jobs} jobs a round, median of {chosen.rounds}")
    print(f"{'':24}{'CPU ms':>8}{'× floor':>9}{'÷ (1.5 floor + 6 ms)':>22}")
    for name, cost in rows.items():
        print(f"{name:24}{cost:8.1f}{cost / lowest:9.2f}{cost / (1.5 * lowest + 6):22.2f}")
    print("memory of one worker more: " + (f"{private:.1f} MiB private" if private else "only root may look"))


def measure(modules: list[str], jobs: int, rounds: int) -> tuple[dict[str, float], float]:
    """CPU milliseconds per job by what was done, and the private MiB of a second worker after its jobs."""
    found: dict[str, list[float]] = {}
    private = 0.0
    for _ in range(rounds):
        found.setdefault("fork and exit", []).append(floor_apart(modules, jobs))
        for level in ("isolated", "confined", "limited", "none"):
            try:
                box = open_box(level, warm=frozenset(modules), trusted=level == "none")
            except RequestError:
                continue
            with box:
                found.setdefault(level, []).append(graded(box, jobs))
                if level == "isolated":
                    private = second_worker(box, modules, jobs)
    return {name: statistics.median(costs) for name, costs in found.items()}, private


def graded(box: Box, jobs: int) -> float:
    """CPU milliseconds of one graded hand-in."""
    grade(box)
    crew = family(os.getpid())
    before = time.process_time() + cpu(crew)
    for _ in range(jobs):
        grade(box)
    return 1000 * (time.process_time() + cpu(crew) - before) / jobs


def grade(box: Box) -> None:
    outcome = box.run(Job(files={"solution.py": SOLUTION}, asks=ASKS, limits=Limits()))
    checker = Checker(rtol=1e-9, atol=0.0)
    for ask, want in zip(ASKS, WANTED, strict=True):
        seen = read_reply(outcome.replies[ask.id], 2**20)
        assert isinstance(seen, Returned)
        assert checker.judge(seen.value, want).status is Status.PASSED


def second_worker(first: Box, modules: list[str], jobs: int) -> float:
    """Private memory of a second box's processes, in MiB."""
    before = set(family(os.getpid()))
    with open_box(first.isolation.level, warm=frozenset(modules)) as box:
        for _ in range(jobs):
            grade(box)
        with contextlib.suppress(PermissionError):
            return sum(private_kib(pid) for pid in set(family(os.getpid())) - before) / 1024
    return 0.0


def floor_apart(modules: list[str], jobs: int) -> float:
    """The floor, in a process that is started as a zygote is."""
    command = [sys.executable, "-m", "benchmarks.floor", "--floor-only", "--jobs", str(jobs), *modules]
    return float(subprocess.check_output(command, env={**os.environ, "OMP_NUM_THREADS": "1"}))


def floor(modules: list[str], jobs: int) -> float:
    """CPU milliseconds to fork this warm interpreter and bury the child, which exits at once."""
    from grader.probe import serve

    serve.warm(modules)
    warming.rehearse(modules)
    preparing.settle()
    return per_job(fork_and_exit, jobs)


def fork_and_exit() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def per_job(work: Callable[[], None], jobs: int) -> float:
    work()
    before = used()
    for _ in range(jobs):
        work()
    return 1000 * (used() - before) / jobs


def used() -> float:
    mine, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime


def family(pid: int) -> list[int]:
    """All descendants."""
    found = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    for one in found:
        found += family(one)
    return list(dict.fromkeys(found))


def cpu(pids: list[int]) -> float:
    """CPU seconds of these processes and of the children that they have buried."""
    ticks = 0
    for pid in pids:
        ticks += sum(int(n) for n in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def private_kib(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private"))


if __name__ == "__main__":
    main()
