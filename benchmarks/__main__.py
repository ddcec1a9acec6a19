"""What it costs to grade: `python -m benchmarks [NAME…] [--quick]` prints a table for every name, or all of them.

    floor         CPU of a graded, locked hand-in against fork and exit, per level
    batch         whole classes: per second, per hand-in, first result, memory
    peers         the same 24 hand-ins through otter, nbgrader, pytest and gradescope-utils
    growth        100 to 10,000 hand-ins: time in step, memory flat
    regrade       1,000 hand-ins judged again from evidence against 20 graded
    smallest      the smallest failing example, against grading without it
    startup       grader --help and grader check against python -c pass
    expressions   a written formula
    false-alarms  how often a right random answer fails
    diagnosis     how often a named cause is the right one, and how often one is named

docs/performance.md says how to read them. It ends with the number of targets that were missed.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

from benchmarks import batch, growth, peers, regrade, smallest, startup

NAMES = (
    "floor",
    "startup",
    "expressions",
    "batch",
    "regrade",
    "growth",
    "peers",
    "false-alarms",
    "diagnosis",
    "smallest",
)


def main() -> int:
    options = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("names", nargs="*", metavar="NAME", help="which tables; default: all")
    options.add_argument("--quick", action="store_true", help="small classes and few rounds")
    options.add_argument("--env", type=Path, help="where the other graders are, or will be, installed")
    chosen = options.parse_args()
    if unknown := [name for name in chosen.names if name not in NAMES]:
        options.error(f"there is no table {unknown[0]!r}; there are {', '.join(NAMES)}")
    print(
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, {os.cpu_count()} cores", end=""
    )
    print(f", load {os.getloadavg()[0]:.1f}, {time.strftime('%Y-%m-%d')}")
    missed = 0
    for name in chosen.names or NAMES:
        print(f"\n== {name}", flush=True)
        missed += bool(run(name, chosen.quick, chosen.env))
    return missed


def run(name: str, quick: bool, env: Path | None) -> int:
    """Print one table; not 0 where a target is missed."""
    match name:
        case "batch":
            return batch.main(quick)
        case "regrade":
            return regrade.main(quick)
        case "growth":
            return growth.main(quick)
        case "diagnosis":
            return importlib.import_module("benchmarks.diagnosis").main(quick)
        case "smallest":
            return smallest.main(quick)
        case "startup":
            return startup.main(quick)
        case "peers":
            return peers.main(quick, env)
        case "floor":
            few = ["--jobs", "20", "--rounds", "1", "numpy"]
            return subprocess.call([sys.executable, "-m", "benchmarks.floor", *(few if quick else [])])
    module = importlib.import_module(f"benchmarks.{name.replace('-', '_')}")
    rounds = {"expressions": (1, 3), "false-alarms": (200, 10_000)}[name]
    missed: int = module.main(rounds[0] if quick else rounds[1])
    return missed


if __name__ == "__main__":
    sys.exit(main())
