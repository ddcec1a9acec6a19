"""One specification being read: every fault found so far, and how a piece of it becomes a form.

A form (see forms.py) looks at one level only. What is wrong with it is noted, a stand-in takes the place of the
faulty value, and the reading goes on, so that a teacher sees all faults at once. Stand-ins never reach anybody: an
assignment with faults is not returned.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import ValidationError

from grader.errors import Fault
from grader.spec.compose import Map, Place, Seq, describe
from grader.spec.forms import Form
from grader.spec.wording import explained, sentence

F = TypeVar("F", bound=Form)


class Desk:
    """Collects the faults of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def fault(self, at: Place, message: str) -> None:
        fault = Fault(self.file, *at, message)
        if fault not in self.faults:
            self.faults.append(fault)

    def take(self, form: type[F], raw: Any, at: Place, what: str) -> F | None:
        """The form that a mapping fills in; None where it is no mapping at all."""
        if not isinstance(raw, Map):
            self.fault(at, f"{what} is {describe(raw)}, expected a mapping of {', '.join(form.known())}")
            return None
        try:
            return form.model_validate(raw)
        except ValidationError as error:
            return self._without_faults(form, raw, error, what)

    def items(self, raw: Any, at: Place, what: str) -> list[tuple[Any, Place]]:
        """The items of a list with their places; a fault and nothing where it is no list."""
        if not isinstance(raw, Seq):
            self.fault(at, f"`{what}` is {describe(raw)}, expected a list")
            return []
        return list(zip(raw, raw.items_at, strict=True))

    def pairs(self, raw: Any, at: Place, what: str) -> list[tuple[str, Any, Place]]:
        """The keys and values of a mapping with the values' places."""
        if not isinstance(raw, Map):
            self.fault(at, f"`{what}` is {describe(raw)}, expected a mapping of key: value")
            return []
        for key in raw:
            if not isinstance(key, str):
                self.fault(raw.keys_at[key], f"the key {key} in `{what}` is a number, expected a word")
        return [(key, value, raw.values_at[key]) for key, value in raw.items() if isinstance(key, str)]

    def _without_faults(self, form: type[F], raw: Map, error: ValidationError, what: str) -> F | None:
        kept = dict(raw)
        for entry in explained(form, error):
            path = entry["loc"]
            self.fault(*sentence(form, raw, entry, what))
            kept.pop(path[0] if path else None, None)
        kept = {key: value for key, value in kept.items() if key in form.known()}
        try:
            return form.model_validate({**form.stand_ins, **kept})
        except ValidationError:
            return None


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint for a word nobody knows: the one most like it, or all there are."""
    names = list(known)
    near = difflib.get_close_matches(word, names, n=1)
    if near:
        return f"did you mean `{near[0]}`?"
    return f"there {'is' if len(names) == 1 else 'are'} {', '.join(names)}" if names else "there are none"
