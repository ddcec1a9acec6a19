"""From a hundred hand-ins to ten thousand: does time grow in step, does memory stay: `python -m benchmarks growth`.

Afterwards come the smallest failing examples and the files about the class.
"""

from __future__ import annotations

from benchmarks.tables import course, drive, show

SIZES, QUICK = (100, 1_000, 10_000), (20, 100)
FLAT_MIB = 20
HEAD = (
    "hand-ins",
    "s",
    "ms each",
    "CPU ms each",
    "afterwards, ms each",
    "trusted MiB",
    "at the end",
    "peak MiB",
)


def main(quick: bool) -> int:
    sizes = QUICK if quick else SIZES
    rows, held = [], []
    with course("numpy", sizes[-1]) as root:
        for size in sizes:
            cost = drive(root, limit=size)
            held.append((cost["trusted_mib"][str(size)], cost["trusted_mib"][str(size + 1)]))
            rows.append(
                (
                    f"{size:,}",
                    f"{cost['wall']:.1f}",
                    f"{1e3 / cost['per_second']:.1f}",
                    f"{1e3 * cost['cpu_each']:.1f}",
                    f"{1e3 * cost['class_seconds'] / size:.2f}",
                    f"{held[-1][0]:.1f}",
                    f"{held[-1][1]:.1f}",
                    f"{cost['peak_mib']:.1f}",
                )
            )
    show(HEAD, rows)
    more = max(last - first for first, last in zip(held[0], held[-1], strict=True))
    print(f"the trusted process holds {more:+.1f} MiB for {sizes[-1]:,} instead of {sizes[0]:,} (target {FLAT_MIB})")
    return int(more > FLAT_MIB)
