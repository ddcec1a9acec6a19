"""Student code, where it has to run again, and how what it did joins what was seen before."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import replace

from grader import batch
from grader.engines import Engine
from grader.errors import GraderError
from grader.lines import line
from grader.model import Evidence, Stopped, Submission
from grader.pipeline import Plan
from grader.regrade.deciding import Road

Running = dict[Future[Evidence], tuple[Submission, float]]


def observed(
    plan: Plan, engine: Engine, submissions: Iterable[Submission], jobs: int
) -> Iterator[tuple[Submission, Evidence]]:
    """The evidence on each hand-in, as they finish; only as many are held as keep the workers busy."""
    running: Running = {}
    for submission in submissions:
        running[engine.submit(submission)] = (submission, time.perf_counter())
        if len(running) == 2 * jobs:
            yield from _some(plan, engine, running)
    while running:
        yield from _some(plan, engine, running)


def _some(plan: Plan, engine: Engine, running: Running) -> list[tuple[Submission, Evidence]]:
    done, _ = wait(running, timeout=engine.patience, return_when=FIRST_COMPLETED)
    now = time.perf_counter()
    lost = {
        future
        for future, (_, began) in running.items()
        if future not in done and engine.patience is not None and now - began > engine.patience
    }
    for future in lost:
        future.cancel()
    return [_evidence(plan, running, future, future in lost) for future in [*done, *lost]]


def _evidence(plan: Plan, running: Running, future: Future[Evidence], lost: bool) -> tuple[Submission, Evidence]:
    submission, _ = running.pop(future)
    if lost:
        return submission, batch.broken(plan, submission, "its worker was lost; regrade it again")
    try:
        return submission, future.result()
    except GraderError:
        raise
    except Exception:  # noqa: BLE001 -- one hand-in on which we fail must not cost the others theirs
        return submission, batch.broken(plan, submission, traceback.format_exc())


def merged(plan: Plan, road: Road, seen: Evidence) -> Evidence | None:
    """What was seen now of some cases, and before of all others; None where the two do not fit together.

    Every case is put with a seed of its own and fresh copies of its arguments, so it does not matter which others were
    put to the same process, unless the student's code carries something from one call to the next. Most who do are
    found out by the cases that were put before in the same words and are put again now: they must answer alike. Who
    was stopped used up time that others may have needed.
    """
    if road.kept is None or road.asks is None or seen.broken:
        return seen
    before = road.kept.seen
    if any(isinstance(one, Stopped) for one in seen.observations.values()):
        return None
    for case in road.asks & road.same:
        if line(seen.observations[case]) != before.lines[case]:
            return None
    observations = {case: seen.observations[case] if case in road.asks else before[case] for case in plan.asked}
    return replace(seen, observations=observations)
