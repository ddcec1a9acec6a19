"""A teacher's function with a case's inputs: what `property` and `python` judge by, in place of an expected value."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from grader.model import Inputs, Value


@dataclass(frozen=True, slots=True)
class Relation:
    """Called with what came back; the inputs follow by name, as fresh copies.

    >>> Relation(lambda got, *, a: got - 2 * a, {"a": 3})(6)
    0
    """

    function: Callable[..., Any]
    inputs: Inputs = field(default_factory=dict)

    def __call__(self, got: Value) -> Any:
        return self.function(copy.deepcopy(got), **copy.deepcopy(dict(self.inputs)))
