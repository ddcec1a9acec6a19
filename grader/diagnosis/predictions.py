"""What every variant gives on every case: computed when first needed, kept for all hand-ins of an assignment.

The budget counts calls of the reference, so that two machines find the same; a clock is only the emergency brake. Where
either is used up, or the reference cannot be run again to the same result, the criterion is diagnosed no further.
"""

from __future__ import annotations

import functools
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from grader.cases import of_part
from grader.comparing import Wants
from grader.course import Course
from grader.diagnosis import answers, arguments, edits
from grader.diagnosis.cause import Function, Undefined, Variant
from grader.diagnosis.deadline import Late, within
from grader.diagnosis.numbers import Floats, flat
from grader.model import Case, Criterion, Inputs, Reference, Value
from grader.oracle import Failure, Oracle

CALLS = 100_000  # of the reference or a variant of it, per criterion
SECONDS = 60.0  # of CPU spent on one criterion, over all hand-ins; the slowest one shipped takes 0.5
SLOW = 0.1  # a reference that always takes longer for one case is not run again; only the answers are transformed
TRIES = 4  # one call may be held up by what is not its own, such as a collection of garbage
MOST = 3_000  # variants; a signature has to be very long to give as many
LATE = 3.0  # seconds of CPU for one call; an edit may make a loop very long
HELD = 5_000_000  # numbers that are kept; of larger answers only the first few, and the rest is predicted again
HEAD = 8  # numbers of a prediction that are looked at first


class Exhausted(Exception):
    """The budget of a criterion is used up; the sentence is for staff."""


@dataclass(slots=True)
class Column:
    """The first numbers of all predictions for one item of one case, so that most are excluded at once."""

    heads: Floats  # (variants, HEAD), NaN where there are fewer numbers
    sizes: NDArray[np.int64]  # how many numbers a prediction has; -1 where it raises, -2 where it is undefined


@dataclass(slots=True)
class Predictions:
    """The variants of one criterion and what they predict."""

    criterion: Criterion
    cases: Sequence[Case]
    course: Course
    wants: Wants
    variants: tuple[Variant, ...] = ()
    reference: Function | None = None
    extra: dict[str, Value] = field(default_factory=dict)
    calls: int = 0
    spent: float = 0.0
    held: int = 0
    compared: dict[tuple[tuple[int, ...], frozenset[tuple[str | int, ...]]], int] = field(default_factory=dict)
    forgotten: dict[tuple[int, frozenset[tuple[str | int, ...]]], frozenset[str]] = field(default_factory=dict)
    settled: dict[tuple[int, frozenset[tuple[str | int, ...]]], bool] = field(default_factory=dict)
    _found: dict[tuple[int, str], Value | Undefined] = field(default_factory=dict)
    _made: dict[int, Function | None] = field(default_factory=dict)
    _columns: dict[tuple[str, tuple[str | int, ...]], Column] = field(default_factory=dict)

    def __post_init__(self) -> None:
        found = list(answers.variants(self.cases))
        source = self.criterion.expect
        if isinstance(source, Reference) and self.cases:
            self.reference = self.course.find(source.path)
            self.extra = dict(source.inputs)
            if self._repeats():
                found += arguments.variants(self.cases, self.reference)
                found += edits.variants(self.reference)
            else:
                self.reference = None
        self.variants = tuple(found[:MOST])

    def of(self, number: int, case: Case) -> Value:
        """What a variant predicts for a case of this assignment; Undefined where it means nothing there."""
        known = self._found.get((number, case.id))
        if known is None and (number, case.id) not in self._found:
            try:
                known = self.predict(self.variants[number], case, self._truth(case), number)
            except Undefined as undefined:
                known = undefined
            self._keep(number, case, known)
        if isinstance(known, Undefined):
            raise known
        return known

    def _keep(self, number: int, case: Case, known: Value | Undefined) -> None:
        self.held += 0 if isinstance(known, Undefined | Failure) else flat(known).size
        if self.held <= HELD:
            self._found[number, case.id] = known

    def predict(self, variant: Variant, case: Case, truth: Value, number: int) -> Value:
        """What a variant gives on any case, also on one that is not in the assignment."""
        began = time.thread_time()
        try:
            with np.errstate(all="ignore"), warnings.catch_warnings(), within(LATE):
                warnings.simplefilter("ignore")
                return self._predict(variant, case, truth, number)
        except (ArithmeticError, AttributeError, LookupError, MemoryError, TypeError, ValueError, Late):
            raise Undefined from None
        finally:
            self.spent += time.thread_time() - began

    def _predict(self, variant: Variant, case: Case, truth: Value, number: int) -> Value:
        if variant.answer is not None:
            return _transformed(variant, truth, case.inputs)
        inputs = case.inputs if variant.change is None else variant.change(case.inputs)
        return self.run(self._function(variant, number), replace(case, inputs=inputs))

    def run(self, function: Function, case: Case) -> Value:
        """A call of the reference, or of what stands for it, within the budget."""
        self.calls += 1
        if self.calls > CALLS or self.spent > SECONDS:
            raise Exhausted(f"diagnosis of {self.criterion.id} gave up after {self.calls} calls of the reference")
        return Oracle(self.course).apply(functools.partial(function, **self.extra), self.criterion, case)

    def column(self, case: Case, path: tuple[str | int, ...]) -> Column:
        """The first numbers of every prediction for one item of a case."""
        key = (case.id, path)
        if key not in self._columns:
            heads = np.full((len(self.variants), HEAD), np.nan)
            sizes = np.full(len(self.variants), -2, np.int64)
            for number in range(len(self.variants)):
                try:
                    numbers = flat(item(self.of(number, case), path))
                except Undefined:
                    continue
                except Raises:
                    sizes[number] = -1
                    continue
                sizes[number] = numbers.size
                heads[number, : min(HEAD, numbers.size)] = numbers[:HEAD]
            self._columns[key] = Column(heads, sizes)
        return self._columns[key]

    def truth_of(self, case: Case) -> Value:
        """What is expected of a case that is not in the assignment; Undefined where the reference cannot be asked."""
        if self.reference is None:
            raise Undefined
        return self.run(self.reference, case)

    def _truth(self, case: Case) -> Value:
        for part in self.criterion.parts:
            if part.expect is None and case in of_part(self.criterion, part, self.cases):
                return self.wants.want(self.criterion.id, part.id, case.id)
        raise Undefined

    def _function(self, variant: Variant, number: int) -> Function:
        if variant.function is None:
            assert self.reference is not None
            return self.reference
        if number not in self._made:
            try:
                self._made[number] = variant.function()
            except Undefined:
                self._made[number] = None
        made = self._made[number]
        if made is None:
            raise Undefined
        return made

    def _repeats(self) -> bool:
        """Whether the reference, called again, gives what is expected, and soon enough to be called often."""
        case = self.cases[0]
        for _ in range(TRIES):
            began = time.thread_time()
            again = self._again(case)
            took = time.thread_time() - began
            self.spent += took
            if took <= SLOW:
                break
        else:
            return False
        if isinstance(again, Failure):
            return False
        first, second = flat(self._truth(case)), flat(again)
        return first.shape == second.shape and bool(np.allclose(first, second, rtol=1e-9, atol=0, equal_nan=True))

    def _again(self, case: Case) -> Value:
        assert self.reference is not None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return self.run(self.reference, case)


def _transformed(variant: Variant, truth: Value, inputs: Inputs) -> Value:
    """The answer transformed: several results each by itself, and those that the transformation does not fit as due."""
    answer = variant.answer
    assert answer is not None
    if variant.whole or not isinstance(truth, tuple | dict) or not truth:
        return answer(truth, inputs)
    fitting = 0
    made: dict[Value, Value] = {}
    for key, due in truth.items() if isinstance(truth, dict) else enumerate(truth):
        try:
            made[key] = answer(due, inputs)
            fitting += 1
        except Undefined:
            made[key] = due
    if not fitting:
        raise Undefined
    return made if isinstance(truth, dict) else tuple(made.values())


class Raises(Exception):
    """The prediction is that nothing comes back."""


def item(value: Value, path: tuple[str | int, ...]) -> Value:
    """The item of a prediction that a part or a comparison looks at; Undefined where there is none."""
    if isinstance(value, Failure):
        raise Raises
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            raise Undefined from None
    return value
