"""What was asked: an assignment, its questions, and how each row of the rubric is put to the student's code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any, Literal, Protocol, TypeAlias

from grader.model.value import Inputs, Value
from grader.model.verdict import Verdict


class Visibility(StrEnum):
    """When a student may see how a criterion or part went."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    AFTER_DUE = "after_due"
    AFTER_PUBLISHED = "after_published"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one hand-in may use; whoever exceeds a limit is stopped and told which."""

    seconds: float = 10.0  # for loading the files, and again for every single call
    total_seconds: float = 60.0  # for everything together
    memory_mib: int = 1024  # on top of what the warm interpreter already holds
    output_kib: int = 256  # printed text that is kept
    files_mib: int = 64  # written in the work folder
    reply_mib: int = 64  # one returned value


@dataclass(frozen=True, slots=True)
class Given:
    """An expected value that stands in the specification."""

    value: Value
    agrees_with: Reference | None = None  # a formula that must give the same, checked before grading


@dataclass(frozen=True, slots=True)
class Reference:
    """A function in reference/, by dotted path; called with the case's inputs by name."""

    path: str
    inputs: Mapping[str, Value] = field(default_factory=dict)  # fixed inputs on top of the case's


@dataclass(frozen=True, slots=True)
class Relation:
    """A function in reference/ that is given what came back and the case's inputs (see `property`, `python`)."""

    path: str


Source: TypeAlias = Given | Reference | Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One input that stands in the specification."""

    inputs: Inputs
    visible: bool = False
    want: Given | None = None  # set where an expected value was frozen or differs per case


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Inputs drawn from the assignment's seed, one law per argument."""

    laws: Mapping[str, Any]
    times: int = 1
    visible: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """Inputs made by a generator in reference/: `generator(rng, **options) -> inputs`."""

    path: str
    options: Mapping[str, Value] = field(default_factory=dict)
    times: int = 1
    visible: bool = False


CaseSource: TypeAlias = Written | Drawn | Generated


class Checker(Protocol):
    """Compares what came back with what was expected; pure, one file per kind in checkers/."""

    def judge(self, got: Value, want: Value) -> Verdict: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A named, separately reported share of a criterion; all of its cases must pass."""

    id: str
    weight: Fraction
    cases: tuple[CaseSource, ...] = ()  # empty: the criterion's own cases
    needs: str | None = None
    pick: str | int | None = None  # judge only this key or index of what came back
    arguments_unchanged: bool = False
    visibility: Visibility = Visibility.HIDDEN
    say: str = ""  # shown when the part fails
    judge: Checker | None = None
    expect: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A wrong answer that students really give, with its price and a sentence."""

    id: str
    expect: Source
    say: str
    credit: Fraction | None = None  # None: the parts decide


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A change of the reference that is another way to write the truth, so that no case can tell (see `verify`)."""

    mutant: str  # its name, as `grader verify` prints it
    because: str


AskKind: TypeAlias = Literal["call", "module", "read", "answer", "file", "test"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How a criterion asks: which name, with which arguments, how often."""

    kind: AskKind
    name: str = ""  # the function, class, variable or file; empty for an answer, and for a test of all files
    arguments: Mapping[str, str] = field(default_factory=dict)  # name → type word, in calling order
    carry: Mapping[str, str | int | None] = field(default_factory=dict)  # argument → item of the last result, or all
    over: tuple[str, ...] = ()  # arguments whose leading axis is walked, one call each
    repeat: int = 1  # the same call again; what comes back is the list of results
    places: tuple[str, ...] = ("typed",)  # where an answer is looked for: typed, printed
    at: str = ""  # the cell of the notebook at which a test runs; empty: after the last


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildsOn:
    """An earlier criterion whose result this one takes up: judged with the student's own as well, the better counts."""

    criterion: str  # the earlier one
    name: str  # the argument, or the symbol of a formula, under which its result is taken up
    expect: Reference | Given  # what is due, given that result: a function that takes it, or a formula that holds it
    inputs: str = ""  # a function in reference/ that makes the inputs of the earlier call from those of a case
    given: Mapping[str, Value] = field(default_factory=dict)  # inputs of the earlier call, on top of the case's
    at: tuple[int, int] = field(default=(1, 1), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """What a student edition leaves out, so that a self-check can say what waits."""

    parts: int = 0
    cases: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One row of the rubric: what to ask, on which cases, what is expected, who judges, what it is worth."""

    id: str
    points: Fraction
    ask: Asking
    kind: str  # the checker's kind, as written
    judge: Checker
    expect: Source
    parts: tuple[Part, ...]
    title: str = ""
    cases: tuple[CaseSource, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    equivalents: tuple[Equivalent, ...] = ()
    visibility: Visibility = Visibility.HIDDEN
    withheld: Withheld = field(default_factory=Withheld)
    builds_on: BuildsOn | None = None
    at: tuple[int, int] = field(default=(1, 1), compare=False)  # line and column in the file, for messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    id: str
    title: str
    prompt: str
    criteria: tuple[Criterion, ...]
    conventions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deduction:
    """So many points, or such a share of the maximum or of what was earned."""

    amount: Fraction
    of: Literal["points", "maximum", "earned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """So many days by the calendar, and then so many hours by the clock."""

    days: int = 0
    hours: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """What a late hand-in costs."""

    deduct: Deduction  # for every `per` after the due time
    per: Literal["day", "hour"] = "day"
    started: Literal["whole", "exact", "ignored"] = "whole"  # how a started day or hour counts
    grace: timedelta = timedelta(0)  # so much later costs nothing; beyond it everything counts from the due time
    at_most: Deduction | None = None
    cut_off: Span | None = None  # later than this after the due time the hand-in earns nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    id: str
    title: str
    seed: int
    questions: tuple[Question, ...]
    digest: str  # sha256 of the specification as read
    file: str  # where it was read from
    limits: Limits = field(default_factory=Limits)
    due: datetime | None = None  # with a zone, so that days are those of the calendar
    late: Late | None = None

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(criterion for question in self.questions for criterion in question.criteria)

    @property
    def points(self) -> Fraction:
        return sum((criterion.points for criterion in self.criteria), Fraction(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One concrete input, made outside the sandbox. Several parts may share it."""

    id: str  # "criterion/part/1", or "criterion/1" for a case of the whole criterion
    criterion: str
    part: str | None  # None: every part that has no cases of its own
    inputs: Inputs
    visible: bool = False
    want: Given | None = None
