"""Putting asks to a box, and going on after one of them was stopped.

A stop costs the ask itself and its siblings, the other cases of the same part: they would likely end the same way and
take as long. The next part is tried in a fresh process. After three stops in a criterion, so is the next criterion.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from grader.evidence import Loaded, read_load, read_reply
from grader.model import Ask, Isolation, Job, Observation, Outcome, Stopped
from grader.probe import wire

MAX_STOPS = 3  # in one criterion
TOGETHER = 2  # replies of the largest size that one hand-in may give before nothing more is asked


class Box(Protocol):
    """As much of a sandbox as is needed here."""

    @property
    def isolation(self) -> Isolation: ...

    def run(self, job: Job) -> Outcome: ...


@dataclass(slots=True)
class Run:
    """What has been seen so far of one hand-in."""

    isolation: Isolation
    seen: dict[str, Observation] = field(default_factory=dict)
    loaded: Loaded | None = None
    seconds: float = 0.0
    stops: Counter[str] = field(default_factory=Counter)
    retried: bool = False
    broken: str = ""
    weight: int = 0  # of all replies
    unloaded: str = ""  # the limit that stopped the loading of the files


def run_all(job: Job, box: Box) -> Run:
    """Every ask of the job has an observation afterwards, unless the box itself failed twice."""
    run = Run(box.isolation)
    waiting = list(job.asks)
    while True:
        left = max(job.limits.total_seconds - run.seconds, 0.05)
        outcome = box.run(replace(job, asks=tuple(waiting), limits=replace(job.limits, total_seconds=left)))
        unsure = _unsure(outcome, job)
        if unsure:
            job = replace(job, singly=True)
        _take(outcome, run, job, unsure)
        if outcome.ended == "broken" and run.retried:
            run.broken = outcome.detail or "the sandbox failed twice and did not say why"
            return run
        run.retried = run.retried or outcome.ended == "broken"
        if outcome.ended == "stopped" and not unsure:
            _stop(outcome, run, waiting)
        waiting = [ask for ask in waiting if ask.id not in run.seen]
        if not waiting:
            return run
        if outcome.ended == "finished":
            run.broken = f"the sandbox finished without an answer to {waiting[0].id!r}"
            return run
        if run.seconds >= job.limits.total_seconds:
            _give_up(run, waiting, "total_seconds", "not tried, the time for the whole hand-in was used up")
            return run
        if run.weight > TOGETHER * job.limits.reply_mib * 2**20:
            _give_up(run, waiting, "reply", "not tried, the answers before it were too large")
            return run


def _unsure(outcome: Outcome, job: Job) -> str:
    """The criterion whose asks went out together, where one of them went too far and it is not known which."""
    if job.singly or outcome.limit not in ("output", "files", "threads"):
        return ""
    criteria = [ask.criterion for ask in job.asks]
    at = next((ask.criterion for ask in job.asks if ask.id == outcome.at), "")
    return at if criteria.count(at) > 1 else ""


def _take(outcome: Outcome, run: Run, job: Job, unsure: str) -> None:
    run.isolation = outcome.isolation
    run.seconds += outcome.usage.wall_seconds
    limit = job.limits.reply_mib * 2**20
    asked = {ask.id for ask in job.asks if ask.criterion != unsure}
    for name, frame in outcome.replies.items():
        if name == "load":
            run.loaded = run.loaded or read_load(frame, limit + 64 * 2**20)  # executed notebooks come on top
        elif name in asked:
            run.weight += wire.weight(frame)
            run.seen.setdefault(name, read_reply(frame, limit))


def _stop(outcome: Outcome, run: Run, waiting: Sequence[Ask]) -> None:
    run.unloaded = outcome.limit if outcome.at == "load" else ""
    at = next((ask for ask in waiting if ask.id == outcome.at), None)
    if at is None or outcome.limit == "total_seconds":  # while loading, or there is no time left for the rest
        _give_up(run, waiting, outcome.limit, outcome.detail, loading=outcome.at == "load")
        return
    run.seen[at.id] = Stopped(outcome.limit, outcome.detail)
    run.stops[at.criterion] += 1
    siblings = [ask for ask in waiting if ask.part == at.part]
    _give_up(run, siblings, outcome.limit, f"not tried again after {at.id} was stopped")
    if run.stops[at.criterion] >= MAX_STOPS:
        rest = [ask for ask in waiting if ask.criterion == at.criterion]
        _give_up(run, rest, outcome.limit, f"not tried after {MAX_STOPS} stops in {at.criterion}")


def _give_up(run: Run, asks: Sequence[Ask], limit: str, detail: str, *, loading: bool = False) -> None:
    for ask in asks:
        run.seen.setdefault(ask.id, Stopped(limit, detail, loading))
