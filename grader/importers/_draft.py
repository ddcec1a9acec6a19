"""What an importer found, before anything is written: a plain picture of an assignment of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

from grader.checkers._examples import examples

BESIDE = "checked beside your code, where it can be deceived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """One case: a doctest, or code with perhaps a function to call."""

    doctest: str = ""
    code: str = ""
    call: str = ""
    visible: bool = False

    @property
    def beside(self) -> bool:
        """Whether it makes its own comparisons."""
        return not self.doctest or not any(example.telling for example in examples(self.doctest))


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of a criterion."""

    id: str
    weight: Fraction
    tests: tuple[Test, ...]
    say: str = ""

    @property
    def visible(self) -> bool:
        return all(test.visible for test in self.tests)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A criterion: tests, or key points for a person."""

    id: str
    points: Fraction
    shares: tuple[Share, ...] = ()
    key_points: tuple[str, ...] = ()  # of equal weight, for an answer that a person marks
    title: str = ""
    file: str = ""  # the file that is tested; empty: the whole hand-in
    at: str = ""
    out_of: Fraction | None = None  # the points that a number at the end of a test is of

    @property
    def tests(self) -> tuple[Test, ...]:
        return tuple(test for share in self.shares for test in share.tests)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question."""

    id: str
    title: str
    prompt: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was not carried over, why, and what it was worth."""

    what: str
    why: str
    points: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn:
    """One student's files, and when they came."""

    student: str
    files: Mapping[str, bytes]
    submitted_at: datetime | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An assignment as it was found."""

    name: str  # as it is called there
    format: str  # otter, ok, nbgrader
    source: str  # where it was read, for people
    questions: tuple[Asked, ...]
    points: Fraction  # of the original, everything included
    title: str = ""
    starter: Mapping[str, bytes] = field(default_factory=dict)
    solution: Mapping[str, bytes] = field(default_factory=dict)
    originals: Mapping[str, bytes] = field(default_factory=dict)  # test sources, kept for people to look at
    hand_ins: tuple[HandIn, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()  # how the format's own rules were carried over

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for question in self.questions for row in question.rows)


def unbroken(value: Any) -> Any:
    """A value without halves of characters in its texts, which no file can hold.

    >>> unbroken({"a\\ud800": ["b\\udfff", 1]})
    {'a?': ['b?', 1]}
    """
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {unbroken(key): unbroken(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(unbroken(item) for item in value)
    return value


def slug(text: str) -> str:
    """An id that our grammar takes: letters and digits, joined by single dots, hyphens or underscores.

    >>> slug("q1"), slug("Übung 3/b"), slug("..a__b"), slug("¿")
    ('q1', 'bung-3-b', 'a_b', 'unnamed')
    """
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", text)
    plain = re.sub(r"[._-]*([._-])", r"\1", plain)
    return plain.strip("._-")[:80].strip("._-") or "unnamed"


def named(text: str) -> str:
    """A name for an assignment: small letters, digits and hyphens.

    >>> named("HW 01: Intro_to NumPy")
    'hw-01-intro-to-numpy'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60].strip("-") or "imported"


def unique(name: str, taken: set[str]) -> str:
    """The name itself, or with a number behind it; it is taken from now on."""
    found, number = name, 1
    while found.casefold() in taken:
        number += 1
        found = f"{name}-{number}"
    taken.add(found.casefold())
    return found


def exact(number: float | str | Fraction) -> Fraction:
    """A number of points as it was written: 0.1 is one tenth. ValueError where it is none."""
    if isinstance(number, bool):
        raise ValueError(f"{number!r} is no number of points")
    try:
        return Fraction(str(number).strip())
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"{number!r} is no number of points") from None
