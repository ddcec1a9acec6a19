"""The whole class, one hand-in at a time: what was seen is judged at once, what must run waits until the end.

Nothing is written here. Of the students' code only what has to run is run, in the same boxes and under the same limits
as in grading; the hand-ins that are put the same cases share them.
"""

from __future__ import annotations

import json
import traceback
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader import batch, intake, marks
from grader.engines import Work, open_engine
from grader.errors import SubmissionError
from grader.intake import Arrival
from grader.model import Evidence, Report, Submission
from grader.pipeline import Plan
from grader.regrade import conflicts, running
from grader.regrade.deciding import Cases, Decider, Road, Rules, criterion_of
from grader.regrade.kept import Kept
from grader.regrade.moves import Move, Standing, move, of_document, of_report
from grader.remembering import Memory
from grader.shelf import Key
from grader.warming import wanted

UNSTEADY = "its unchanged cases answered otherwise, or it was stopped, so all of it was run"
GONE = "its files are no longer there, so nothing could be run"
FORBIDDEN = "nothing was run, as --no-run asks"


@dataclass(frozen=True, slots=True)
class Person:
    """One hand-in of the class: what it is called, and its files where they are still there."""

    id: str
    arrival: Arrival | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a class is regraded; but for `run`, none of it can change a mark."""

    rules: Rules
    jobs: int = 1
    engine: str = "local"
    trusted: bool = False
    run: bool = True  # False: judge what was seen, whatever has changed
    smallest: bool = True  # look for smallest failing examples once the marks are written
    before: Callable[[str], Standing | None] | None = None  # the marks from which to count, where not the reports'


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """All about one hand-in, ready to be written; held no longer than that."""

    move: Move
    report: Report | None = None  # None: it stands there already
    key: Key | None = None
    evidence: Evidence | None = None  # seen anew
    narrowed: Kept | None = None  # what was seen, without the cases that are no longer asked
    by: Mapping[str, str] | None = None  # criterion → who decided it by hand


class Desk:
    """Regrades a class."""

    def __init__(self, plan: Plan, options: Options) -> None:
        self._plan = plan
        self._options = options
        self._decider = Decider(plan, options.rules)
        self._waiting: dict[Cases | None, dict[str, tuple[Arrival, Road]]] = {}
        self.memory = Memory()
        self.versions: Counter[str] = Counter()  # those that were judged by before

    def results(self, people: Iterable[Person]) -> Generator[Result, None, None]:
        """A result for each hand-in, first for those that need not run."""
        for person in people:
            result = self._look(person)
            if result is not None:
                yield result
        for cases in [cases for cases in self._waiting if cases is not None]:
            yield from self._run(cases)
        yield from self._run(None)

    def _look(self, person: Person) -> Result | None:
        """The result where nothing has to run; None where the hand-in waits for its turn."""
        arrival = person.arrival
        if arrival is None:
            return self._without(person.id, self._decider.road(person.id, None), GONE)
        try:
            files = intake.open_arrival(arrival).digests
        except SubmissionError as error:
            return self._unopened(person.id, batch.unopened(self._plan, person.id, str(error)))
        except Exception:  # noqa: BLE001 -- a file that trips us must not cost the others theirs
            nothing = Submission(id=person.id, files={}, digests={})
            return self._unopened(person.id, batch.broken(self._plan, nothing, traceback.format_exc()))
        road = self._decider.road(person.id, files)
        if road.how == "run" and self._options.run:
            self._waiting.setdefault(road.asks, {})[person.id] = (arrival, road)
            return None
        return self._without(person.id, road, FORBIDDEN)

    def _unopened(self, name: str, evidence: Evidence) -> Result:
        """A hand-in that cannot be opened: there is nothing to run, and its evidence says so."""
        road = self._decider.road(name, {})
        if road.how == "unchanged":
            return self._unchanged(name, road)
        return self._judged(name, Road(how="judged", why=evidence.notes), evidence, anew=True)

    def _without(self, name: str, road: Road, hindrance: str) -> Result:
        """Judged by what was seen; a criterion of which not everything was seen waits for a person, whole."""
        if road.how == "unchanged":
            return self._unchanged(name, road)
        if road.kept is None:
            nothing = Submission(id=name, files={}, digests={})
            evidence = batch.broken(self._plan, nothing, f"{'; '.join(road.why)}; {hindrance}")
            return self._judged(name, replace(road, how="judged", why=(*road.why, hindrance)), evidence, anew=True)
        asked = self._plan.asked
        if road.how == "judged":
            kept = road.kept.narrowed(case for case in asked if case in road.same)
            dropped = len(kept.seen) < len(road.kept.seen)
            return replace(self._judged(name, road, kept.evidence()), narrowed=kept if dropped else None)
        due = {criterion_of(case) for case in asked if case not in road.same}
        kept = road.kept.narrowed(case for case in asked if case in road.same and criterion_of(case) not in due)
        result = self._judged(name, replace(road, how="judged", why=(*road.why, hindrance)), kept.evidence())
        if result.key is None or road.before is None:
            return result
        return replace(result, key=Key(road.before.asked, result.key.judged, road.before.version))  # the rest is due

    def _unchanged(self, name: str, road: Road) -> Result:
        standing = self._standing(name)
        if standing is None:  # the report was taken away, and the key was not
            nothing = Submission(id=name, files={}, digests={})
            return self._judged(name, Road(how="judged"), batch.broken(self._plan, nothing, "its report is gone"))
        before = self._options.before(name) if self._options.before else standing
        given = marks.read(self._options.rules.marks, name)
        by = marks.deciders(self._plan.assignment, road.kept.evidence(), given) if given and road.kept else {}
        return Result(move=move(name, "unchanged", (), before, standing), by=by)

    def _run(self, cases: Cases | None) -> Iterator[Result]:
        """The hand-ins that are put these cases, or all."""
        group = self._waiting.pop(cases, {})
        if not group:
            return
        plan, options = self._plan, self._options
        work = work_on(plan, options, [arrival for arrival, _ in group.values()], cases)
        opened = (intake.open_arrival(arrival) for arrival, _ in group.values())
        with open_engine(options.engine, work) as engine:
            for submission, seen in running.observed(plan, engine, opened, options.jobs):
                arrival, road = group[submission.id]
                evidence = seen if cases is None else running.merged(plan, road, seen)
                if evidence is None:
                    self._waiting.setdefault(None, {})[submission.id] = (
                        arrival,
                        replace(road, why=(*road.why, UNSTEADY)),
                    )
                    continue
                yield self._judged(submission.id, road, evidence, anew=True)

    def _judged(self, name: str, road: Road, evidence: Evidence, anew: bool = False) -> Result:
        if road.before is not None and road.before.version:
            self.versions[road.before.version] += 1
        given = marks.read(self._options.rules.marks, name)
        evidence, report = batch.marked(self._plan, evidence, given, self.memory.judge)
        before = self._options.before(name) if self._options.before else self._standing(name)
        said = conflicts.find(self._plan.assignment, evidence, given, before)
        return Result(
            move=move(name, road.how, road.why, before, of_report(report), said),
            report=report,
            key=None if evidence.broken else self._key(name, road, evidence, anew),
            evidence=evidence if anew else None,
            by=marks.deciders(self._plan.assignment, evidence, given),
        )

    def _key(self, name: str, road: Road, evidence: Evidence, anew: bool) -> Key:
        known = None if anew else road.now
        return known or self._decider.key(name, evidence.files)

    def _standing(self, name: str) -> Standing | None:
        """The mark that stands in the reports."""
        return read_standing(self._options.rules.out / name)


def work_on(plan: Plan, options: Options, arrivals: Sequence[Arrival], cases: Cases | None = None) -> Work:
    """What an engine is told: these cases, or all, in the kind of box that was asked for."""
    return Work(
        asks=tuple(one for one in plan.asks if cases is None or one.id in cases),
        answers=plan.answers,
        limits=plan.assignment.limits,
        seed=plan.assignment.seed,
        jobs=options.jobs,
        isolation=options.rules.isolation,
        trusted=options.trusted,
        warm=wanted(arrival.path for arrival in arrivals),
    )


def read_standing(folder: Path) -> Standing | None:
    """The mark in a hand-in's report.json; None where there is none that can be read."""
    try:
        return of_document(json.loads((folder / "report.json").read_bytes()))
    except (OSError, ValueError, LookupError, TypeError):
        return None
