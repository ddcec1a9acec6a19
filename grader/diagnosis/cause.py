"""A cause of wrong values, in words, and what would come back if it were the only one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from grader.model import Inputs, Value

PREFIX = "looks-like:"  # an id that begins so was found by comparing, not declared by a teacher


class Undefined(Exception):
    """A transformation that means nothing for this value; whoever made the mistake would not have got there."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What a student may have done instead.

    `when` ends a sentence: "Your values are the right ones, but …" where the answer is transformed, and "Your values
    are those you get when …" where it is computed in another way. A cause without words is never named: it stands for
    slips that have none, so that no other cause is named in their place.
    """

    kind: str  # "transposed", "ignored"; counted over a class, and a label of the benchmark
    when: str
    about: str = ""  # the argument it is about
    rank: int = 0  # of two names for one thing, the one with the smaller rank is used

    @property
    def id(self) -> str:
        return PREFIX + "-".join(filter(None, (self.about, self.kind)))


Answer: TypeAlias = Callable[[Value, Inputs], Value]  # the expected value and the inputs → what came back instead
Change: TypeAlias = Callable[[Inputs], Mapping[str, Value]]  # the inputs → those that are used instead
Function: TypeAlias = Callable[..., Any]


def of_value(function: Callable[[Value], Value]) -> Answer:
    """A transformation that does not look at the inputs."""

    def answer(value: Value, inputs: Inputs) -> Value:  # noqa: ARG001
        return function(value)

    return answer


@dataclass(frozen=True, slots=True)
class Variant:
    """A cause and how to predict from it: the answer changed, the inputs changed, or the function changed."""

    cause: Cause
    answer: Answer | None = None
    change: Change | None = None
    function: Callable[[], Function] | None = None  # made when it is first needed
    whole: bool = False  # it speaks of the whole answer, so right items must be what it predicts, too
