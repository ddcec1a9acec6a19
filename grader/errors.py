"""What can go wrong, and who has to act.

    GraderError
    ├── SpecError         the teacher's: an assignment contradicts itself or cannot be read
    ├── RequestError      the caller's: a command names something that is not there
    ├── SubmissionError   the student's: a hand-in cannot be opened at all
    └── InternalError     ours: the mark is withheld, never zero

A message is one sentence or two: where, what was found, what was expected, what to do.
Everything student code does while it runs is an Observation and never an exception of ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass


class GraderError(Exception):
    """Any error that this package raises on purpose."""


class RequestError(GraderError):
    """The command asks for something that does not exist or is refused."""


class SubmissionError(GraderError):
    """A hand-in cannot be opened; the message is for the student."""


class InternalError(GraderError):
    """The grader failed; whatever mark was in the making is withheld."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One mistake in a specification, at a place that an editor can jump to (1-based)."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class SpecError(GraderError):
    """An assignment is wrong; carries every fault found, in the order of the file."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))
