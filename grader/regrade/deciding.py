"""For each hand-in: is its evidence enough, or must its code run again, and why.

Evidence is enough where every case that is judged now was put to the same files, under the same conditions, in exactly
the same words. Cases that were dropped need nobody to run. Where some cases are new, the whole hand-in is run, because
its calls share a process and code may carry something from one to the next; `partly` runs the criteria concerned alone
and makes sure of that as far as it can (see running.merged).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from grader import batch, shelf, versions
from grader.errors import InternalError
from grader.pipeline import Plan
from grader.regrade import differing, kept
from grader.regrade.kept import Kept
from grader.regrade.moves import How
from grader.shelf import Key
from grader.versions import Version

Cases = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """What is to be done with one hand-in."""

    how: How
    why: tuple[str, ...] = ()
    before: Key | None = None
    now: Key | None = None  # what its folder will be signed with, if its evidence is enough
    kept: Kept | None = None
    asks: Cases | None = None  # the cases to put again; None: all of them
    same: Cases = frozenset()  # the cases that were put in the same words before


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the person who types asks for."""

    out: Path
    marks: Path
    isolation: str | None = None
    fresh: bool = False
    partly: bool = False  # where some cases are new, put only their criteria again


class Decider:
    """Decides for one hand-in after the other what its road is."""

    def __init__(self, plan: Plan, rules: Rules) -> None:
        self._plan = plan
        self._rules = rules
        self._now = versions.of_plan(plan)
        self._then: dict[str, Version | None] = {}

    def key(self, submission: str, files: Mapping[str, str]) -> Key:
        """What a hand-in's folder will be signed with."""
        return shelf.key(self._plan, files, batch.stamp(self._plan, self._rules.marks, submission))

    def road(self, submission: str, files: Mapping[str, str] | None) -> Road:
        """The road of one hand-in with these files; None where they are gone."""
        folder = self._rules.out / submission
        before = shelf.read_key(folder)
        if before is None:
            return Road(how="run", why=(_unfinished(folder),))
        try:
            saved = kept.read(folder / "evidence")
        except InternalError as error:
            return Road(how="run", why=(str(error),))
        now = self.key(submission, saved.about["files"] if files is None else files)
        road = Road(how="run", before=before, now=now, kept=saved, same=self._same(before, now, saved))
        why = self._anew(saved)
        if why:
            return replace(road, why=(why,))
        if before == now:
            return replace(road, how="unchanged")
        if before.asked == now.asked:
            return replace(road, how="judged", why=self._judged(before))
        changed = differing.files(saved.about["files"], saved.about["files"] if files is None else files)
        if changed:
            return replace(road, why=(differing.listed(changed),))
        return self._asked(before, road, saved)

    def _same(self, before: Key, now: Key, saved: Kept) -> Cases:
        """The cases whose question is in the evidence word for word."""
        if before.asked == now.asked:
            return frozenset(saved.seen.lines)
        then = self.version(before.version)
        if then is None:
            return frozenset()
        asked = self._now.cases.items()
        return frozenset(case for case, told in asked if then.cases.get(case) == told and case in saved.seen.lines)

    def _anew(self, saved: Kept) -> str:
        """Why nothing that was kept is enough for the person who types."""
        wanted, found = self._rules.isolation, saved.about["conditions"]["isolation"]["level"]
        if self._rules.fresh:
            return "everything is run again, as --fresh asks"
        if wanted and saved.about["conditions"]["versions"] and wanted != found:
            return f"it ran at level {found}, and {wanted} is asked for"
        return ""

    def version(self, name: str) -> Version | None:
        """What a key's version was, read once."""
        if name not in self._then:
            self._then[name] = versions.read(self._rules.out, name)
        return self._then[name]

    def _judged(self, before: Key) -> tuple[str, ...]:
        """What is judged by, and is not what it was."""
        then, now = self.version(before.version), self._now
        if then is None:
            return ("the assignment, reference/ or the grader changed",)
        pairs = (
            ("the assignment changed", then.assignment, now.assignment),
            ("reference/ changed", then.reference, now.reference),
            ("the grader was updated", then.grader, now.grader),
        )
        return tuple(said for said, old, new in pairs if old != new) or ("a mark by hand or a deadline changed",)

    def _asked(self, before: Key, road: Road, saved: Kept) -> Road:
        then, now = self.version(before.version), self._now
        if then is None:
            return replace(road, why=("what it was asked was not kept",))
        around = _around(then, now) or _limits(then, now, saved)
        if around:
            return replace(road, why=(around,))
        due = [case for case in now.cases if case not in road.same]
        if not due:
            return replace(road, how="judged", why=(*_dropped(then, now), *self._judged(before)))
        return replace(road, why=(*_due(due, then), *_dropped(then, now)), asks=self._some(due, saved))

    def _some(self, due: list[str], saved: Kept) -> Cases | None:
        """All cases of the criteria that have something new, and the last one of the others, as a probe.

        A hand-in that was stopped used up time that its other calls then lacked, so it is run whole.
        """
        if not self._rules.partly or saved.seen.kinds("stopped"):
            return None
        touched = {criterion_of(case) for case in due}
        asked = {ask.id for ask in self._plan.asks}
        others = [case for case in self._now.cases if criterion_of(case) not in touched]
        probe = [case for case in others if case in asked][-1:]
        some = frozenset([*(case for case in self._now.cases if criterion_of(case) in touched), *probe])
        return None if len(some) == len(self._now.cases) else some


def criterion_of(case: str) -> str:
    """The criterion that a case is put for, by its id; `a>b/core/1` calls what a asks for, on behalf of b.

    >>> criterion_of("upd.l2/core/3"), criterion_of("count/1"), criterion_of("forward>loss/core/1")
    ('upd.l2', 'count', 'loss')
    """
    return case.partition("/")[0].rpartition(">")[2]


def _unfinished(folder: Path) -> str:
    if not (folder / "report.json").is_file():
        return "it was not graded before"
    return "its last run was not finished"


def _around(then: Version, now: Version) -> str:
    """What surrounds every case."""
    updated = differing.software(then.software, now.software)
    if updated:
        return f"it ran with other versions ({differing.listed(updated)})"
    if then.observing != now.observing:
        return "the part of the grader that runs student code was updated"
    return f"the seed changed from {then.seed} to {now.seed}" if then.seed != now.seed else ""


def _limits(then: Version, now: Version, saved: Kept) -> str:
    """A tighter limit may stop anybody; a wider one helps those who were stopped."""
    changed = {name: (then.limits.get(name), value) for name, value in now.limits.items()}
    changed = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
    words = differing.listed([f"{name} {old or 0:g} → {new:g}" for name, (old, new) in changed.items()])
    if any(old is None or new < old for old, new in changed.values()):
        return f"a limit is tighter ({words})"
    return f"it was stopped, and a limit is wider now ({words})" if changed and saved.seen.kinds("stopped") else ""


def _dropped(then: Version, now: Version) -> tuple[str, ...]:
    gone = [case for case in then.cases if case not in now.cases]
    return (f"{_cases(gone)} {_are(gone)} no longer asked",) if gone else ()


def _due(due: list[str], then: Version) -> tuple[str, ...]:
    """What is put again, in words."""
    known = {criterion_of(case) for case in then.cases}
    added = list(dict.fromkeys(criterion_of(case) for case in due if criterion_of(case) not in known))
    new = [case for case in due if case not in then.cases and criterion_of(case) in known]
    changed = [case for case in due if case in then.cases]
    said = (
        [f"{'criterion' if len(added) == 1 else 'criteria'} {differing.listed(added)} {_are(added)} new"]
        if added
        else []
    )
    said += [f"{_cases(changed)} changed"] if changed else []
    return (*said, *([f"{_cases(new)} {_are(new)} new"] if new else []))


def _cases(cases: list[str]) -> str:
    return f"{'case' if len(cases) == 1 else 'cases'} {differing.listed(cases)}"


def _are(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"
