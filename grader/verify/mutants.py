"""The reference, changed in one place at a time, must lose marks; what survives names the case to add.

Where the expected value is itself an answer, somebody hands the changed reference in. Where it is a law or a count,
the right sample is judged by the changed one. A mutant that raises, crashes or never ends has lost its marks, too.
Survivors are explained in the specification or killed by a case; an explanation that fits no survivor is stale, and
one that a drawn input refutes is wrong.
"""

from __future__ import annotations

import difflib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from grader.errors import SpecError
from grader.judging import judge
from grader.model import Case, Criterion, Observation, Part, Raised, Reference, Returned, Status
from grader.mutation import Mutant
from grader.oracle import Failure
from grader.spec.emit import flow
from grader.verify.bench import Bench
from grader.verify.imagined import imaginable
from grader.verify.keeping import Kept, criterion_key
from grader.verify.proof import Proof
from grader.verify.searching import Found, find
from grader.verify.trials import Lost, outcomes

LEAST = 2.0  # seconds for one mutant on all cases, however quick the reference is
TIMES = 20  # as long as the reference itself takes
SEARCH = 8.0  # seconds for finding an input that tells a survivor from the truth
ENOUGH = 0.95

Expected = Callable[[Criterion, Part, Case], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Survivor:
    """A mutant that keeps every mark."""

    mutant: Mutant
    because: str = ""  # as explained in the specification
    found: Found | None = None  # an input on which it differs after all

    @property
    def explained(self) -> bool:
        return bool(self.because) and not (self.found and self.found.lawful)


def prove(bench: Bench, kept: Kept) -> Iterator[Proof]:
    """A row per criterion whose right answer is computed: how many of its mutants lose marks, and which do not."""
    for criterion in bench.plan.assignment.criteria:
        judged = _judged(bench, criterion)
        if judged is not None:
            key = criterion_key(bench.plan, criterion)
            yield kept.or_else("mutants", criterion.id, key, lambda c=criterion, j=judged: _row(bench, c, j))  # type: ignore[misc]


Judged = Callable[[], bool]


def _judged(bench: Bench, criterion: Criterion) -> Judged | None:
    """How a changed reference is put to the test; None where there is nothing to change, or nobody to judge by it."""
    if imaginable(criterion):
        direct = isinstance(criterion.expect, Reference) and criterion.ask.kind == "call"
        return (lambda: _earns_all(bench, criterion)) if direct else None
    if not any(isinstance(source, Reference) for source in _sources(criterion)):
        return None
    return lambda: _is_judged_right(bench, criterion)


def _sources(criterion: Criterion) -> list[Any]:
    return [part.expect or criterion.expect for part in criterion.parts]


def _earns_all(bench: Bench, criterion: Criterion) -> bool:
    """Whether somebody who hands in the reference as it is now would earn everything."""
    assert isinstance(criterion.expect, Reference)
    cases = bench.plan.cases[criterion.id]
    function = bench.oracle.function(criterion.expect.path)
    seen: dict[str, Observation] = {}
    for case in cases:
        value = bench.oracle.apply(function, criterion, case, criterion.expect.inputs)
        seen[case.id] = Raised(value.raises, "") if isinstance(value, Failure) else Returned(value)
    return _passes(criterion, cases, seen, bench.plan.wants)


def _is_judged_right(bench: Bench, criterion: Criterion) -> bool:
    """Whether a right sample still earns everything if it is judged by the reference as it is now."""
    sample = bench.solving(criterion)
    if sample is None:
        return False
    cases = bench.plan.cases[criterion.id]
    try:
        wants = bench.oracle.expectations(_alone(bench, criterion), {criterion.id: cases})
    except SpecError:
        return False
    return _passes(criterion, cases, bench.evidence(sample).observations, wants)


def _alone(bench: Bench, criterion: Criterion) -> Any:
    question = bench.plan.assignment.questions[0]
    return replace(bench.plan.assignment, questions=(replace(question, criteria=(replace(criterion, mistakes=()),)),))


def _passes(criterion: Criterion, cases: Sequence[Case], seen: Mapping[str, Observation], wants: Any) -> bool:
    return judge(replace(criterion, mistakes=()), cases, seen, wants).status is Status.PASSED


def _row(bench: Bench, criterion: Criterion, judged: Judged) -> Proof:
    if not imaginable(criterion) and bench.solving(criterion) is None:
        sentence = "its right answer is a law, and no sample in samples/ is right to be judged by its mutants; add one"
        return Proof("mutants", criterion.id, True, sentence, warns=True)
    began = time.process_time()
    if not judged():
        return Proof("mutants", criterion.id, False, "the reference itself does not earn everything; mend that first")
    seconds = max(LEAST, TIMES * (time.process_time() - began))
    made = _mutants(bench, criterion)
    alive: list[int] = []
    for number, (index, survived) in enumerate(outcomes([_trial(mutant, judged) for mutant in made], seconds), 1):
        bench.tell(f"mutants of {criterion.id}: {number} of {len(made)}")
        if survived is True:
            alive.append(index)
    survivors = _looked_into(bench, criterion, [made[index] for index in sorted(alive)])
    return _told(criterion, made, survivors, bench.place.root)


def _mutants(bench: Bench, criterion: Criterion) -> list[Mutant]:
    """Of every reference that the criterion names; a change that two of them share is one."""
    sources = dict.fromkeys(source.path for source in _sources(criterion) if isinstance(source, Reference))
    found: dict[str, Mutant] = {}
    for path in sources:
        for mutant in bench.oracle.mutants(path, tuple(criterion.ask.arguments)):
            found.setdefault(mutant.name, mutant)
    return list(found.values())


def _trial(mutant: Mutant, judged: Judged) -> Callable[[], bool]:
    def trial() -> bool:
        with mutant.made():
            return judged()

    return trial


def _looked_into(bench: Bench, criterion: Criterion, alive: Sequence[Mutant]) -> list[Survivor]:
    """Each survivor with what is said about it, and with an input on which it differs, where one is found."""
    told = {entry.mutant: entry.because for entry in criterion.equivalents}
    found: dict[int, Found | None] = {}
    if imaginable(criterion):
        searches = [lambda m=mutant: find(bench, criterion, m, lawful=m.name in told) for mutant in alive]
        for number, (index, said) in enumerate(outcomes(searches, SEARCH), 1):
            bench.tell(f"mutants of {criterion.id}: looking into survivor {number} of {len(alive)}")
            found[index] = Found(**said) if said and not isinstance(said, Lost) else None
    return [
        Survivor(mutant=mutant, because=told.get(mutant.name, ""), found=found.get(index))
        for index, mutant in enumerate(alive)
    ]


def _told(criterion: Criterion, made: Sequence[Mutant], survivors: Sequence[Survivor], root: Path) -> Proof:
    explained = [one for one in survivors if one.explained]
    unexplained = [one for one in survivors if not one.explained]
    count, killed = len(made) - len(explained), len(made) - len(survivors)
    stale = _stale(criterion, made, survivors)
    share = killed / count if count else 1.0
    facts = {
        "mutants": len(made),
        "killed": killed,
        "explained": len(explained),
        "survivors": [_facts(one, root) for one in unexplained],
    }
    score = f"{killed} of {count} mutants lose marks ({100 * share:.0f} %)"
    if explained:
        score += f", {len(explained)} more make no difference, as explained"
    if not unexplained and not stale:
        return Proof("mutants", criterion.id, True, score, facts=facts)
    pieces = [score] + [_paragraph(one, root) for one in unexplained] + stale
    return Proof("mutants", criterion.id, False, "\n".join(pieces), facts=facts)


def _stale(criterion: Criterion, made: Sequence[Mutant], survivors: Sequence[Survivor]) -> list[str]:
    """Explanations of what is not, or no longer, so."""
    names = [mutant.name for mutant in made]
    alive = {one.mutant.name for one in survivors}
    said = []
    for entry in criterion.equivalents:
        if entry.mutant in alive:
            continue
        if entry.mutant in names:
            why = "loses marks"
        else:
            near = difflib.get_close_matches(entry.mutant, names, n=1, cutoff=0.4)
            why = f"is no change of the reference{f', did you mean {near[0]!r}?' if near else ''}"
        said.append(f"  the explained change {entry.mutant!r} {why}; take it out of `equivalent:`")
    return said


def _paragraph(survivor: Survivor, root: Path) -> str:
    mutant = survivor.mutant
    lines = [f"  {_at(mutant, root)}: {mutant.name}", f"    - {mutant.before}", f"    + {mutant.after or '(left out)'}"]
    if survivor.found and survivor.because:
        lines.append(f"    it is explained as equivalent, yet a drawn input tells it apart: {survivor.found.case}")
    elif survivor.found:
        where = f"to part `{survivor.found.part}`" if survivor.found.part else "to the criterion"
        lines.append(f"    add {where}: - {survivor.found.case}")
    else:
        entry = flow({"mutant": mutant.name, "because": "…"})
        lines.append("    no input was found on which it differs; add a case if you know one, otherwise explain it:")
        lines.append(f"      equivalent: [{entry}]")
    return "\n".join(lines)


def _facts(survivor: Survivor, root: Path) -> dict[str, Any]:
    mutant, found = survivor.mutant, survivor.found
    return {
        "mutant": mutant.name,
        "at": _at(mutant, root),
        "before": mutant.before,
        "after": mutant.after,
        "part": found.part if found else None,
        "case": found.case if found else None,
    }


def _at(mutant: Mutant, root: Path) -> str:
    file = Path(mutant.file)
    shown = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name
    return f"{shown}:{mutant.line}"
