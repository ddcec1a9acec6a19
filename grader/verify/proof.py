"""One row of what `grader verify` prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Proof:
    """Something that an assignment claims, and whether it holds."""

    kind: str  # the name of the proof, as --only takes it
    subject: str  # a criterion, a mistake, a sample
    holds: bool
    sentence: str = ""  # what to change where it does not hold, or a figure worth knowing where it does
    warns: bool = False  # it holds, but somebody should look at it
    facts: Mapping[str, Any] = field(default_factory=dict)  # plain values, for verify.json


def say_nothing(_: str) -> None:
    """Progress that nobody watches."""
