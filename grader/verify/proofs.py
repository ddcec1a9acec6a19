"""Every kind of proof, in the order in which they are given: cheap ones first, so that a plain fault shows at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from grader.verify import costs, mistakes, mutants, reference, samples, seeds, ways, wording
from grader.verify.bench import Bench
from grader.verify.keeping import Kept
from grader.verify.proof import Proof

Prove = Callable[[Bench, Kept], Iterator[Proof]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of proof, and what it shows in half a sentence."""

    prove: Prove
    shows: str


KINDS: Mapping[str, Kind] = {
    "reference": Kind(reference.prove, "the expected values earn everything"),
    "float32": Kind(reference.prove_single, "and still do when they are computed in single precision"),
    "mistakes": Kind(mistakes.prove, "every declared mistake loses marks and is named as itself"),
    "literals": Kind(wording.prove_literals, "written numbers are what their formulas give"),
    "conventions": Kind(wording.prove_conventions, "what a mark hangs on is settled in `conventions`"),
    "feedback": Kind(wording.prove_feedback, "no text and no finding holds a hidden expected value"),
    "starter": Kind(
        samples.prove_starter, "the files that everybody gets earn nothing; no files at all are missing, not wrong"
    ),
    "samples": Kind(samples.prove, "the hand-ins in samples/ earn exactly what samples/marks.yaml says"),
    "runners": Kind(ways.prove_runners, "right samples earn the same as a notebook, or as a script"),
    "threads": Kind(ways.prove_threads, "and with two threads"),
    "limits": Kind(costs.prove, "right samples need less than a tenth of the limits"),
    "seeds": Kind(seeds.prove, "with twenty other seeds the verdicts are the same"),
    "mutants": Kind(mutants.prove, "the reference, changed in one place at a time, loses marks"),
}


def prove(bench: Bench, kept: Kept, only: Collection[str] = ()) -> Iterator[Proof]:
    """Every proof of these kinds; of all kinds where none is named."""
    for name, kind in KINDS.items():
        if not only or name in only:
            bench.tell(name)
            yield from kind.prove(bench, kept)
