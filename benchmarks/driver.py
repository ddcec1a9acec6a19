"""One batch, graded as `grader grade` does it, in a process of its own that tells what it cost.

    python -m benchmarks.driver COURSE --jobs 2 [--began SECONDS] [--limit N]

CPU is that of this process and of all its descendants, taken from /proc before the engine closes, so that nobody is
missed; the cost of a hand-in leaves out everything up to the first result. Memory is private memory, which is what one
process more takes from the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path

from benchmarks.floor import cpu, private_kib
from benchmarks.hand_ins import NAME
from grader import batch, classroom, intake, pipeline, places
from grader.warming import wanted


@dataclass(slots=True, kw_only=True)
class Cost:
    """What a batch took."""

    hand_ins: int
    first: float  # seconds from the start of the process to the first result
    wall: float  # seconds for everything, the class-level files included
    per_second: float  # hand-ins a second after the first
    cpu_start: float  # CPU seconds up to the first result
    cpu_each: float  # CPU seconds a hand-in after that
    trusted_each: float  # the share of this process in it
    class_seconds: float  # for the gradebook, the items and the page about the class
    trusted_mib: dict[int, float] = field(default_factory=dict)  # hand-ins done → private memory of this process
    workers_mib: float = 0.0  # private memory of everybody else, no child alive
    peak_mib: float = 0.0  # the most this process held, shared pages included
    points: dict[str, str] = field(default_factory=dict)


def run(course: Path, jobs: int, began: float, limit: int | None) -> Cost:
    """Grade the first hand-ins of a course."""
    place = places.locate(NAME, course)
    plan = pipeline.prepare(place.spec, place.root)
    arrivals = tuple(islice(intake.find([place.submissions]), limit))
    options = batch.Options(
        out=place.reports,
        marks=place.marks,
        jobs=jobs,
        fresh=True,
        warm=wanted(arrival.path for arrival in arrivals),
    )
    rows: list[batch.Row] = []
    sizes: dict[int, float] = {}
    start = first = last = 0.0
    spent: tuple[float, float] = (0.0, 0.0)
    mine = (0.0, 0.0)
    workers = 0.0
    for row in batch.run(plan, arrivals, options):
        rows.append(row)
        if len(rows) == min(jobs + 1, len(arrivals)):  # every worker is warm
            first, start, mine = time.monotonic(), _cpu(), (time.process_time(), 0.0)
        if len(rows) in (100, 1_000, len(arrivals)):
            sizes[len(rows)] = private_kib(os.getpid()) / 1024
        if len(rows) == len(arrivals):
            last, spent, mine = time.monotonic(), (start, _cpu()), (mine[0], time.process_time())
            workers = sum(private_kib(pid) for pid in family(os.getpid())) / 1024
    assert {row.isolation for row in rows} <= {"isolated", "confined", "limited"}
    classroom.write(rows, options.out, {"assignment": NAME})
    end = time.monotonic()
    after = max(1, len(rows) - min(jobs + 1, len(arrivals)))
    return Cost(
        hand_ins=len(rows),
        first=first - began,
        wall=end - began,
        per_second=after / max(last - first, 1e-9),
        cpu_start=spent[0],
        cpu_each=(spent[1] - spent[0]) / after,
        trusted_each=(mine[1] - mine[0]) / after,
        class_seconds=end - last,
        trusted_mib=sizes | {len(rows) + 1: private_kib(os.getpid()) / 1024},
        workers_mib=workers,
        peak_mib=_peak(),
        points={row.id: f"{row.line.score}/{row.line.points} {row.line.status.value}" for row in rows[:50]},
    )


def family(pid: int) -> set[int]:
    """All descendants, whichever thread started them."""
    found: set[int] = set()
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for one in map(int, children.read_text().split()):
            found |= {one, *family(one)}
    return found


def _cpu() -> float:
    """CPU seconds of this process, its threads, and everybody below it."""
    return time.process_time() + cpu(sorted(family(os.getpid())))


def _peak() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main() -> None:
    began = time.monotonic()
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("course", type=Path)
    options.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options.add_argument("--began", type=float, default=began, help="when the process was started (time.monotonic)")
    options.add_argument("--limit", type=int)
    chosen = options.parse_args()
    print(json.dumps(asdict(run(chosen.course, chosen.jobs, chosen.began, chosen.limit))))


if __name__ == "__main__":
    main()
