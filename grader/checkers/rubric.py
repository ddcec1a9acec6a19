"""rubric: free text with key points, for a person to decide.

What it checks
    Nothing by itself. Every answer is *undecided* until a person has looked at it with `grader mark`, key point by key
    point. What it holds is what that person needs: the key points and what each is worth, the errors that cost the
    whole answer, and words that hint at a key point. A hint is only ever shown beside the answer; it never decides.

When to use it
    "Explain why …". Where an answer has one right value, use `choice`, `number`, `expression` or `table` instead and
    ask for the explanation as a criterion of its own.

In a spec
    judge: {kind: rubric, key_points: [{id: shrinks, say: Every step multiplies w by a factor below 1.}]}

    judge:
      kind: rubric
      key_points:
        - {id: constant, say: The slope of the L1 penalty has the same size wherever w is.}
        - {id: vanishing, say: The slope of the L2 penalty vanishes near zero., points: 2}
      fatal: [Says that L1 squares the weights.]
      hints: {constant: [constant, same size], vanishing: [proportional, vanish]}

    A key point is worth 1 share unless `points` says otherwise; all of them together are the criterion's points.
    An answer that commits a fatal error earns nothing. `expect:` is not needed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from grader.model import Status, Value, Verdict

WAITS = "Your answer has been read and waits for a person; no mark was lost."


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """One thing that a full answer says, and its share."""

    id: str
    say: str
    points: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    key_points: tuple[Mapping[str, Any], ...]
    fatal: tuple[str, ...] = ()
    hints: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        points = self.points
        if not points:
            raise ValueError("there are no `key_points`, expected at least one {id: …, say: …}")
        names = [point.id for point in points]
        if len(set(names)) < len(names):
            raise ValueError(f"two key points share an id among {', '.join(names)}")
        unknown = [name for name in self.hints if name not in names]
        if unknown:
            raise ValueError(f"`hints` names {unknown[0]!r}, which is no key point; there are {', '.join(names)}")
        for name, words in self.hints.items():
            if not isinstance(words, list | tuple) or not all(isinstance(word, str) and word for word in words):
                raise ValueError(f"`hints` of {name!r} are {words!r}, expected a list of words")

    @property
    def points(self) -> tuple[KeyPoint, ...]:
        """The key points, read and checked."""
        return tuple(_key_point(number, point) for number, point in enumerate(self.key_points, 1))

    def judge(self, got: Value, want: Value) -> Verdict:  # noqa: ARG002 -- a person knows what is wanted
        hinted = ", ".join(self.hinted(str(got))) or "none"
        return Verdict(Status.UNDECIDED, Fraction(0), WAITS, f"words hint at: {hinted}")

    def hinted(self, text: str) -> list[str]:
        """The key points that the words of an answer hint at.

        >>> points = ({"id": "a", "say": "A."}, {"id": "b", "say": "B."})
        >>> Checker(key_points=points, hints={"a": ["decay"], "b": ["noise"]}).hinted("It DECAYS.")
        ['a']
        """
        folded = text.casefold()
        return [
            name
            for name, words in self.hints.items()
            if any(re.search(rf"(?<!\w){re.escape(word.casefold())}", folded) for word in words)
        ]

    def credit(self, met: frozenset[str], fatal: bool) -> Fraction:
        """The share that a person's decisions come to."""
        if fatal:
            return Fraction(0)
        points = self.points
        return sum((p.points for p in points if p.id in met), Fraction(0)) / sum(p.points for p in points)


def _key_point(number: int, given: Mapping[str, Any]) -> KeyPoint:
    unknown = sorted(set(given) - {"id", "say", "points"})
    if unknown:
        raise ValueError(f"key point {number} has an unknown key {unknown[0]!r}; allowed: id, say, points")
    name, say, points = given.get("id"), given.get("say"), given.get("points", 1)
    if not isinstance(name, str) or not name or not isinstance(say, str) or not say:
        raise ValueError(f"key point {number} needs an `id` and a sentence `say`, found {dict(given)!r}")
    try:
        worth = Fraction(str(points))
    except (ValueError, ZeroDivisionError):
        worth = Fraction(0)
    if worth <= 0:
        raise ValueError(f"key point {name!r} is worth {points!r}, expected a number above 0")
    return KeyPoint(name, say, worth)
