"""What all searches of a class have in common: answers of the reference, worked out once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from grader.consistency.degenerate import finite
from grader.errors import SpecError
from grader.model import Case, Criterion, Inputs, Part, Value
from grader.oracle import Oracle
from grader.smallest.domains import Domains
from grader.smallest.steps import key

VALUES = 2**14  # remembered for a class


@dataclass(slots=True)
class Ground:
    """What all searches of a class have in common, worked out once."""

    oracle: Oracle
    domains: dict[str, Domains | None] = field(default_factory=dict)  # criterion
    wants: dict[tuple[str, str, str], tuple[Value | None]] = field(default_factory=dict)  # criterion, part, inputs
    further: dict[tuple[str, str, bool], list[Inputs]] = field(default_factory=dict)  # criterion, inputs, at the start
    imagined: dict[tuple[str, str, str, str], Inputs] = field(default_factory=dict)  # …, case, mistake

    def want(self, criterion: Criterion, part: Part, case: Case) -> Value | None:
        """What is expected; None where the reference has no finite answer."""
        name = (criterion.id, part.id, key(case.inputs))
        found = self.wants.get(name)
        if found is None:
            found = (self._expected(criterion, part, case),)
            remember(self.wants, name, found, VALUES)
        return found[0]

    def _expected(self, criterion: Criterion, part: Part, case: Case) -> Value | None:
        try:
            value = self.oracle.expected(criterion, part, case)
        except SpecError:
            return None
        return value if finite(value) else None


def remember(store: dict[Any, Any], name: Any, found: Any, most: int) -> None:
    """Kept for the next hand-in; a store that is full begins anew, so that a large class needs no large memory."""
    if len(store) >= most:
        store.clear()
    store[name] = found
