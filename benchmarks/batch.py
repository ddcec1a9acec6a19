"""Whole batches: how fast, how soon, how much memory: `python -m benchmarks batch`."""

from __future__ import annotations

from benchmarks.tables import course, drive, show

CLASSES = (("numpy", 200), ("numpy", 2_000), ("torch", 100), ("notebook", 100))
QUICK = (("numpy", 40), ("torch", 10), ("notebook", 10))
SIDE_BY_SIDE = (1, 2)  # workers, for the memory of one more
HEAD = ("hand-ins", "a second", "CPU ms each", "of it ours", "first after s", "CPU s before", "trusted MiB", "peak MiB")


def main(quick: bool) -> int:
    rows = []
    for kind, number in QUICK if quick else CLASSES:
        with course(kind, number) as root:
            cost = drive(root)
        rows.append(
            (
                f"{number:,} {kind}",
                f"{cost['per_second']:.1f}",
                f"{1e3 * cost['cpu_each']:.1f}",
                f"{1e3 * cost['trusted_each']:.1f}",
                f"{cost['first']:.2f}",
                f"{cost['cpu_start']:.2f}",
                f"{max(cost['trusted_mib'].values()):.0f}",
                f"{cost['peak_mib']:.0f}",
            )
        )
    print("graded two side by side, reports written, class-level files included in the memory")
    show(HEAD, rows)
    print()
    return workers("numpy", 20 if quick else 100)


def workers(kind: str, number: int) -> int:
    """What one worker more takes."""
    with course(kind, number) as root:
        costs = [drive(root, jobs) for jobs in SIDE_BY_SIDE]
    ours = [cost["trusted_mib"][str(number)] for cost in costs]
    theirs = [cost["workers_mib"] for cost in costs]
    more = ours[1] + theirs[1] - ours[0] - theirs[0]
    print(f"private memory after {number} hand-ins, MiB")
    rows = [
        (str(jobs), f"{mine:.1f}", f"{rest:.1f}") for jobs, mine, rest in zip(SIDE_BY_SIDE, ours, theirs, strict=True)
    ]
    show(("workers", "trusted process", "sandboxes"), rows)
    print(f"one worker more: {more:.1f} MiB (target 20)")
    return int(more > 20)
