"""What a right solution needs of the limits: a slower machine, or a slower way that is right as well, must fit in."""

from __future__ import annotations

from collections.abc import Iterator

from grader import pipeline
from grader.model import Job, Limits, Outcome, Submission
from grader.verify.bench import Bench, Sample, Watched, took
from grader.verify.keeping import Kept, submission_key
from grader.verify.proof import Proof

ROOM = 10  # a limit below this many times what is needed is worth a look


def prove(bench: Bench, kept: Kept) -> Iterator[Proof]:
    """A row per right sample: how much of the time and memory it uses."""
    for sample in bench.solutions:
        submission = bench.opened(sample)
        key = submission_key(bench.plan, submission, "limits", repr(bench.plan.assignment.limits))
        bench.tell(f"limits: {sample.name}")
        yield kept.or_else("limits", sample.name, key, lambda s=sample, o=submission: _row(bench, s, o))  # type: ignore[misc]


def _row(bench: Bench, sample: Sample, submission: Submission) -> Proof:
    limits = bench.plan.assignment.limits
    whole = _whole(bench, submission)
    slowest, ask = _slowest(bench, submission)
    needs = {
        "total_seconds": (whole.seconds, limits.total_seconds, "s for everything"),
        "seconds": (slowest, limits.seconds, f"s for one call ({ask})"),
        "memory_mib": (whole.peak_mib, limits.memory_mib, "MiB"),
    }
    narrow = [
        f"`{name}` is {limit:g} and {_short(needed)} {what} are needed"
        for name, (needed, limit, what) in needs.items()
        if needed * ROOM > limit
    ]
    facts = {name: float(_short(needed)) for name, (needed, _, _) in needs.items()}
    if narrow:
        said = f"{'; '.join(narrow)}: less than {ROOM} times as much; a slower machine may stop right work"
        return Proof("limits", sample.name, True, said, warns=True, facts=facts)
    said = ", ".join(f"{_short(needed)} of {limit:g} {what}" for needed, limit, what in needs.values())
    return Proof("limits", sample.name, True, said, facts=facts)


def _short(number: float) -> str:
    """Two figures are enough, and no power of ten.

    >>> _short(0.01234), _short(1.35), _short(1234.5)
    ('0.012', '1.4', '1234')
    """
    return f"{number:.0f}" if number >= 10 else f"{number:.2g}"


def _whole(bench: Bench, submission: Submission) -> Watched:
    watched = Watched(bench.box)
    pipeline.see(bench.plan, submission, watched)  # type: ignore[arg-type]  # it is as much of a box as is needed
    return watched


def _slowest(bench: Bench, submission: Submission) -> tuple[float, str]:
    """The longest that one ask takes by itself, what loading takes taken off; of each part the one of most calls."""
    limits: Limits = bench.plan.assignment.limits
    asks = [ask for ask in bench.plan.asks if ask.steps[0].do not in ("file", "printed")]
    seed = bench.plan.assignment.seed

    def run(some: tuple) -> Outcome:  # type: ignore[type-arg]
        return bench.box.run(Job(files=submission.files, asks=some, limits=limits, seed=seed))

    loading = min(took(run(())) for _ in range(2))
    longest = {ask.id.rpartition("/")[0]: ask for ask in sorted(asks, key=lambda ask: len(ask.steps))}
    times = [(max(0.0, took(run((ask,))) - loading), ask.id) for ask in longest.values()]
    return max(times, default=(0.0, "none"))
