"""The reference, changed in one place at a time, must lose marks; what survives names the case to add.

A mutant that raises, crashes or never ends has lost its marks, too. Survivors are explained in the specification or
killed by a case; an explanation that fits no survivor is stale, and one that a drawn input refutes is wrong. How a
change is put to the test stands in changed.py.
"""

from __future__ import annotations

import difflib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.model import Criterion
from grader.mutation import Mutant
from grader.spec.emit import flow
from grader.verify.bench import Bench
from grader.verify.changed import Trial, trial
from grader.verify.keeping import Kept, criterion_key
from grader.verify.proof import Proof
from grader.verify.searching import Found, find
from grader.verify.trials import Lost, outcomes

# Brakes, in seconds of processor time: a machine that pauses or is slow must not decide which mutants live.
LEAST = 10.0  # for one mutant on all cases, however quick the reference is; the slowest one shipped takes 0.02
TIMES = 50  # as long as the reference itself takes
SEARCH = 120.0  # for finding an input that tells a survivor from the truth, which is bounded by the inputs tried


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
    """A row per criterion whose right answer can be changed: how many mutants lose marks, and which do not."""
    for criterion in bench.plan.assignment.criteria:
        held = trial(bench, criterion)
        if held is not None:
            key = criterion_key(bench.plan, criterion) + held.depends
            yield kept.or_else("mutants", criterion.id, key, lambda c=criterion, h=held: _row(bench, c, h))  # type: ignore[misc]


def _row(bench: Bench, criterion: Criterion, held: Trial) -> Proof:
    if held.missing:
        return Proof("mutants", criterion.id, True, held.missing, warns=True)
    began = time.process_time()
    if not held.earns_all():
        return Proof("mutants", criterion.id, False, "the reference itself does not earn everything; mend that first")
    seconds = max(LEAST, TIMES * (time.process_time() - began))
    made = held.mutants()
    alive: list[int] = []
    trials = [*(_trial(mutant, held) for mutant in made), held.earns_all]  # the last is the truth unchanged
    for number, (index, survived) in enumerate(outcomes(trials, seconds), 1):
        bench.tell(f"mutants of {criterion.id}: {number} of {len(trials)}")
        if survived is True:
            alive.append(index)
    if len(made) not in alive:
        said = "the reference earns everything here, and not in a process of its own with 2 GiB; is it that large?"
        return Proof("mutants", criterion.id, False, said)
    survivors = _looked_into(bench, criterion, held, [made[index] for index in sorted(alive)[:-1]])
    return _told(criterion, made, survivors, bench.place.root)


def _trial(mutant: Mutant, held: Trial) -> Callable[[], bool]:
    def run() -> bool:
        with mutant.made():
            return held.earns_all()

    return run


def _looked_into(bench: Bench, criterion: Criterion, held: Trial, alive: Sequence[Mutant]) -> list[Survivor]:
    """Each survivor with what is said about it, and with an input on which it differs, where one is found."""
    told = {entry.mutant: entry.because for entry in criterion.equivalents}
    found: dict[int, Found | None] = {}
    if held.searchable:
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
        if survivor.found.beyond:
            lines.append("    (your cases do not reach so far; if this may not be asked, explain the change instead)")
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
