"""From a visible case that went wrong to the simplest inputs on which the same goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader import cases as laying
from grader.asking import ask
from grader.errors import SpecError
from grader.model import (
    Ask,
    Case,
    Criterion,
    CriterionReport,
    Evidence,
    Inputs,
    Mistake,
    Observation,
    Part,
    Raised,
    Reference,
    Returned,
    Stopped,
    Value,
)
from grader.oracle import Failure, source_of
from grader.recognising import agrees
from grader.smallest.costs import measure
from grader.smallest.domains import Domains, domains
from grader.smallest.ground import Ground, remember
from grader.smallest.manner import WRONG, manner
from grader.smallest.steps import key, merged, nearby, outset

KINDS = ("close", "exact", "number")
CALLS = 120  # of the student's function, for one criterion
TOGETHER = (24, 16)  # asked in one go, at first and later
PLACES = 256  # remembered for a class
LARGEST = 4096  # numbers of a case that is worth the trouble

Seen = Mapping[str, Observation]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Inputs, and what the student's function did on them."""

    part: str
    inputs: Inputs
    seen: Observation


@dataclass(slots=True, kw_only=True)
class Search:
    """The search for one criterion: give it what was seen, and it says what to ask next."""

    criterion: Criterion
    part: Part
    start: Case
    manner: str
    mistake: Mistake | None
    domains: Domains
    ground: Ground
    secret: frozenset[str] = frozenset()  # the inputs of hidden cases: never shown, not even by chance
    found: Example | None = None
    together: list[Inputs] = field(default_factory=list)  # what all steps of the last round that went wrong make
    tried: set[str] = field(default_factory=set)  # inputs that were asked: the simplest that went wrong was taken
    calls: int = 0

    def steps(self) -> Generator[tuple[Ask, ...], Seen, None]:
        """Asks for the student's code, a handful at a time; `found` is the best example so far."""
        best = self.start.inputs
        if self.mistake is not None:
            about = (self.criterion.id, self.part.id, self.start.id, self.mistake.id)
            if about not in self.ground.imagined:
                self.ground.imagined[about] = self._imagined(best)
            best = yield from self._confirmed(self.ground.imagined[about])
            if self.found is not None:
                return
        better: Inputs | None = best
        while better is not None and self.calls < CALLS:
            best = better
            better = yield from self._round(best)

    def want(self, inputs: Inputs) -> Value | None:
        """What is expected of inputs; None where the reference has no finite answer."""
        return self.ground.want(self.criterion, self.part, self._case(inputs, 0))

    def alike(self, inputs: Inputs, seen: Observation | None) -> bool:
        """Whether this goes wrong in the way in which the case at the start did."""
        want = self.want(inputs)
        if want is None or manner(self.criterion, self.part, seen, want) != self.manner:
            return False
        return self.mistake is None or agrees(self.criterion, self.part, seen, self._mistaken(inputs))

    def _round(self, best: Inputs) -> Generator[tuple[Ask, ...], Seen, Inputs | None]:
        """The simplest step that still goes wrong; None where none does."""
        waiting = self._telling([*self.together, *self._further(best)])
        most = TOGETHER[best is not self.start.inputs]
        while some := _take(waiting, min(most, CALLS - self.calls)):
            seen = yield from self._asked(some)
            wrong = [(one, what) for one, what in zip(some, seen, strict=True) if self.alike(one, what)]
            if wrong:
                wrong.sort(key=lambda pair: measure(pair[0]))
                self._keep(*wrong[0])
                both = merged([one for one, _ in wrong], self.domains)
                self.together = [] if both is None else [both]  # tried first in the next round
                return wrong[0][0]
            if any(one is None or isinstance(one, Stopped) for one in seen):
                return None  # it would be stopped again, and each time takes as long as is allowed
        return None

    def _imagined(self, best: Inputs) -> Inputs:
        """The simplest inputs on which the declared mistake can be seen; nothing of a student's runs.

        Where the case at the start tells it from all other declared mistakes, so does every step from there.
        """
        alone = self._alone(best)
        for _ in range(CALLS):
            some = self._telling(self._further(best))
            better = next((one for one in some if not alone or self._alone(one)), None)
            if better is None:
                return best
            best = better
        return best

    def _further(self, best: Inputs) -> list[Inputs]:
        """Where to go from here; everybody whose function goes wrong in the same way comes by the same places."""
        first = best is self.start.inputs
        name = (self.criterion.id, key(best), first)
        found = self.ground.further.get(name)
        if found is None:
            found = nearby(best, self.domains)
            found = [*outset(best, self.domains), *found] if first else found
            remember(self.ground.further, name, found, PLACES)
        return found

    def _confirmed(self, best: Inputs) -> Generator[tuple[Ask, ...], Seen, Inputs]:
        """Whether the student's function does the same there; where it does not, the search begins anew."""
        if best is self.start.inputs:
            return best
        (seen,) = yield from self._asked([best])
        if self.alike(best, seen):
            self._keep(best, seen)
        return self.start.inputs

    def _telling(self, some: Sequence[Inputs]) -> Iterator[Inputs]:
        """Those on which there is an answer and, where a mistake is known, on which it can be seen."""
        for one in some:
            if key(one) in self.secret or key(one) in self.tried:
                continue
            if self.want(one) is not None and (self.mistake is None or self.alike(one, self._as_seen(one))):
                yield one

    def _asked(self, some: Sequence[Inputs]) -> Generator[tuple[Ask, ...], Seen, list[Observation | None]]:
        cases = [self._case(one, self.calls + number) for number, one in enumerate(some, 1)]
        self.calls += len(some)
        self.tried.update(map(key, some))
        seen = yield tuple(made for case in cases if (made := ask(self.criterion, case)) is not None)
        return [seen.get(case.id) for case in cases]

    def _case(self, inputs: Inputs, number: int) -> Case:
        return replace(self.start, id=f"{self.criterion.id}/{self.part.id}/smaller-{number}", inputs=inputs)

    def _alone(self, inputs: Inputs) -> bool:
        """Whether no other declared mistake would be seen alike."""
        seen = self._as_seen(inputs)
        others = [one for one in self.criterion.mistakes if one is not self.mistake]
        return not any(agrees(self.criterion, self.part, seen, self._mistaken(inputs, one)) for one in others)

    def _mistaken(self, inputs: Inputs, mistake: Mistake | None = None) -> Value:
        meant = mistake or self.mistake
        assert meant is not None
        try:
            return self.ground.oracle.mistaken(meant, self.criterion, self._case(inputs, 0))
        except SpecError:  # it gives what cannot be compared
            return None

    def _as_seen(self, inputs: Inputs) -> Observation:
        """What would be seen of somebody who makes the mistake."""
        value = self._mistaken(inputs)
        return Raised(value.raises, value.message) if isinstance(value, Failure) else Returned(value)

    def _keep(self, inputs: Inputs, seen: Observation | None) -> None:
        assert seen is not None
        if measure(inputs) < measure(self.start.inputs):
            self.found = Example(part=self.part.id, inputs=inputs, seen=seen)


def searches(
    criteria: Sequence[Criterion],
    cases: Mapping[str, Sequence[Case]],
    reports: Sequence[CriterionReport],
    evidence: Evidence,
    ground: Ground,
) -> list[Search]:
    """A search for each criterion with a visible case that went wrong and can be made smaller."""
    known = {criterion.id: criterion for criterion in criteria}
    found = []
    for report in reports:
        criterion = known[report.id]
        if report.status in WRONG and report.own_result is None and _suitable(criterion):
            found += _first(criterion, cases[criterion.id], report.mistake, evidence, ground)
    return found


def hidden(cases: Sequence[Case]) -> frozenset[str]:
    """The inputs of the cases that students may not see."""
    return frozenset(key(case.inputs) for case in cases if not case.visible)


def together(some: Sequence[Search], ask_all: Callable[[tuple[Ask, ...]], Seen]) -> dict[str, Example]:
    """All searches of one hand-in, side by side, so that its files are loaded once for all of them in every round."""
    going = {one.criterion.id: one.steps() for one in some}
    waiting = {name: asks for name, steps in going.items() if (asks := next(steps, None)) is not None}
    while waiting:
        seen = ask_all(tuple(one for asks in waiting.values() for one in asks))
        following: dict[str, tuple[Ask, ...]] = {}
        for name in waiting:
            try:
                following[name] = going[name].send(seen)
            except StopIteration:
                continue
        waiting = following
    return {one.criterion.id: one.found for one in some if one.found is not None}


def _suitable(criterion: Criterion) -> bool:
    return criterion.ask.kind == "call" and criterion.kind in KINDS


def _first(
    criterion: Criterion, cases: Sequence[Case], mistake: str | None, evidence: Evidence, ground: Ground
) -> list[Search]:
    """The search that starts at the simplest visible case of the first part that has one."""
    if criterion.id not in ground.domains:
        ground.domains[criterion.id] = domains(criterion, [case.inputs for case in cases])
    where = ground.domains[criterion.id]
    if where is None:
        return []
    named = next((one for one in criterion.mistakes if one.id == mistake), None)
    for part in criterion.parts:
        open_ = [case for case in laying.of_part(criterion, part, cases) if _open(criterion, part, case)]
        for case in sorted(open_, key=lambda case: measure(case.inputs)):
            search = Search(
                criterion=criterion,
                part=part,
                start=case,
                manner="",
                mistake=named,
                domains=where,
                ground=ground,
                secret=hidden(cases),
            )
            seen = evidence.observations.get(case.id)
            want = search.want(case.inputs)
            how = None if want is None else manner(criterion, part, seen, want)
            if how is not None:
                search.manner = how
                return [search]
    return []


def _open(criterion: Criterion, part: Part, case: Case) -> bool:
    """A case that the student may see, of a size worth the trouble, and whose answer a function gives."""
    source = source_of(criterion, part, case)
    return case.visible and isinstance(source, Reference) and measure(case.inputs)[0] <= LARGEST


def _take(waiting: Iterator[Inputs], most: int) -> list[Inputs]:
    return [one for one, _ in zip(waiting, range(most), strict=False)]
