"""The logs of an experiment as they were handed in: one object per method, read with suspicion."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from grader.showing import near, show

LONGEST = 100_000


class Unusable(Exception):
    """A file without the form that every other sentence needs; the message is the finding."""


class Fault(Exception):
    """An entry that cannot be used; the message is the finding."""


@dataclass(frozen=True, slots=True)
class Logs:
    """The whole file, and its object of methods."""

    top: Mapping[str, Any]
    methods: Mapping[str, Any]

    @classmethod
    def read(cls, got: Any, wanted: Iterable[str]) -> Logs:
        """The logs, once every method wanted is there."""
        if not isinstance(got, Mapping) or not isinstance(got.get("methods"), Mapping):
            raise Unusable("the file needs an object `methods` with one object per method")
        methods = got["methods"]
        for name in wanted:
            if name not in methods:
                hint = near(name, [str(one) for one in methods])
                raise Unusable(f"the method `{name}` is missing" + (f"; you have `{hint[0]}`" if hint else ""))
            if not isinstance(methods[name], Mapping):
                raise Unusable(f"the method `{name}` is {show(methods[name], 40)}; an object with its logs is due")
        return cls(got, methods)

    def entry(self, method: str, field: str) -> Any:
        """What stands there."""
        held = self.methods[method]
        if field not in held:
            hint = near(field, [str(one) for one in held])
            raise Fault(f"`{method}` has no `{field}`" + (f"; you have `{hint[0]}`" if hint else ""))
        return held[field]

    def number(self, method: str, field: str) -> float:
        """A finite number."""
        value = self.entry(method, field)
        if not is_number(value):
            raise Fault(f"`{field}` of `{method}` is {show(value, 40)}; a finite number is due")
        number: float = value
        return number

    def count(self, method: str, field: str) -> int:
        """A whole number from 0 on."""
        value = self.number(method, field)
        if value % 1 or value < 0:
            raise Fault(f"`{field}` of `{method}` is {show(value)}; a whole number from 0 on is due")
        return int(value)

    def curve(self, method: str, field: str) -> list[float]:
        """Finite numbers, one per epoch."""
        value = self.entry(method, field)
        if not isinstance(value, list) or not value:
            raise Fault(f"`{field}` of `{method}` is {show(value, 40)}; a list with one number per epoch is due")
        if len(value) > LONGEST:
            raise Fault(f"`{field}` of `{method}` has {len(value)} entries; one per epoch is due")
        for epoch, item in enumerate(value):
            if not is_number(item):
                raise Fault(f"`{field}` of `{method}` holds {show(item, 40)} at epoch {epoch}; finite numbers are due")
        return [float(item) for item in value]

    def drawable(self, method: str, field: str) -> list[float]:
        """A curve, or nothing where there is none to draw."""
        held = self.methods.get(method)
        if not isinstance(held, Mapping) or field not in held:
            return []
        try:
            return self.curve(method, field)
        except Fault:
            return []


def is_number(value: Any) -> bool:
    """A finite number of a size that a float holds; True and False are none.

    >>> is_number(0.5), is_number(True), is_number(float("nan")), is_number(10**400)
    (True, False, False, False)
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False
