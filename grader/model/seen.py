"""What was handed in, what a sandbox was given, and what it saw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from grader.model.asked import Limits
from grader.model.value import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A student's files as bytes, not yet opened, and whom they belong to."""

    id: str
    files: Mapping[str, bytes]  # relative POSIX path → contents, sorted by path
    digests: Mapping[str, str]  # relative POSIX path → sha256
    submitters: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # what intake left out, and why


@dataclass(frozen=True, slots=True)
class Earlier:
    """An argument that is the result of an earlier step, or one item of it."""

    step: int
    item: str | int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One instruction for the probe."""

    do: Literal["call", "make", "method", "read", "inspect", "printed", "test", "file"]  # a file: by the runner
    name: str = ""
    of: int | None = None  # the step whose result a `method` or `inspect` works on
    arguments: Mapping[str, Value | Earlier] = field(default_factory=dict)  # in calling order


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A short program for the probe; what it gives back are the results of the steps in `keep`."""

    id: str  # the id of the case it asks
    steps: tuple[Step, ...]
    keep: tuple[int, ...] | None = None  # None: the last step's result alone; else the list of these

    @property
    def part(self) -> str:
        """The part that the case belongs to, by its id: "crit/core/2" is in "crit/core"."""
        return self.id.rpartition("/")[0]

    @property
    def criterion(self) -> str:
        return self.id.partition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """All that a sandbox is given. No expected value, no reference, nobody else's files."""

    files: Mapping[str, bytes]
    asks: tuple[Ask, ...]
    limits: Limits
    seed: int = 0
    singly: bool = False  # one ask at a time, where it must be known which of them filled the disk


@dataclass(frozen=True, slots=True, kw_only=True)
class Isolation:
    """The level that was really in force, and the attacks by which the locked child found out."""

    level: Literal["isolated", "confined", "limited", "none"]
    attacks: Mapping[str, str] = field(default_factory=dict)  # attack → "stopped" or "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0
    peak_mib: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """All that a sandbox tells."""

    ended: Literal["finished", "stopped", "broken"]
    replies: Mapping[str, bytes]  # "load" and ask ids → raw frames, in order
    isolation: Isolation
    limit: str = ""  # stopped: seconds, total_seconds, memory, output, files, crash, reply
    at: str = ""  # stopped: "load" or the ask during which it happened
    detail: str = ""  # for staff
    printed: bytes = b""
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True, slots=True)
class Returned:
    value: Value
    changed: tuple[str, ...] = ()  # arguments that the call altered
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Raised:
    type: str
    message: str
    where: str = ""  # "solution.py, line 12"
    traceback: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    name: str
    near: tuple[str, ...] = ()  # names that stand in the files and look alike
    reason: str = ""  # why there was nothing to find, where that is known


@dataclass(frozen=True, slots=True)
class Stopped:
    limit: str  # as in Outcome.limit
    detail: str = ""
    loading: bool = False  # while the files were loaded, before anything was asked


@dataclass(frozen=True, slots=True)
class Unreadable:
    type: str
    reason: str = ""


Observation: TypeAlias = Returned | Raised | Missing | Stopped | Unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Under which circumstances something was observed."""

    isolation: Isolation
    versions: Mapping[str, str]
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The observations of one run; enough to judge it again without running anything."""

    submission: str
    files: Mapping[str, str]  # name → sha256
    observations: Mapping[str, Observation]  # case id → what was seen
    conditions: Conditions
    submitters: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # for the student: "solution.py, line 3: '(' was never closed"
    printed: str = ""
    artefacts: Mapping[str, bytes] = field(default_factory=dict)  # the executed notebook
    broken: str = ""  # our failure, for staff; every mark that hangs on it is undecided
