"""One row of what `grader verify` prints."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proof:
    """Something that an assignment claims, and whether it holds."""

    kind: str  # "reference", "float32", "mistakes", "starter", "samples", "mutants"
    subject: str  # a criterion, a mistake, a sample
    holds: bool
    sentence: str = ""  # what to change where it does not hold, or a figure worth knowing where it does
