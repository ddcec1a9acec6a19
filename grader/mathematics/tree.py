"""What we read: a small tree of frozen nodes. Nothing in it can be run; it is only walked.

`at` is the place in the text, for messages; two trees that say the same are equal wherever they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from typing import Any, TypeAlias, get_args


@dataclass(frozen=True, slots=True)
class Number:
    value: Fraction
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Constant:
    """π, e, ∞ or the identity matrix I."""

    name: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A symbol of the question, or the index of a sum."""

    name: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Index:
    """An element of a sequence, vector or matrix."""

    name: str
    places: tuple[Node, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Negate:
    body: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Add:
    terms: tuple[Node, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a product: multiplied, divided by, or multiplied element by element."""

    body: Node
    how: str = "*"  # "*", "/" or "⊙"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Product:
    factors: tuple[Factor, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Power:
    base: Node
    exponent: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """One of our own functions, by its one name."""

    function: str
    arguments: tuple[Node, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Repeated:
    """A sum or product over an index; without bounds it runs over the places of the vectors it indexes."""

    operation: str  # "sum" or "prod"
    body: Node
    index: str
    low: Node | None
    high: Node | None
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Mean:
    """An expectation."""

    body: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """a < b <= c: comparisons in a row."""

    first: Node
    rest: tuple[tuple[str, Node], ...]  # operator: < <= > >= = !=
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Logic:
    operation: str  # "and", "or", "not"
    parts: tuple[Node, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Cases:
    """Values with their conditions; the last condition may be None: otherwise."""

    rows: tuple[tuple[Node, Node | None], ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Span:
    """An interval; an end that is None is infinite."""

    low: Node | None
    high: Node | None
    low_closed: bool
    high_closed: bool
    at: int = field(default=0, compare=False)


Node: TypeAlias = (
    Number
    | Constant
    | Name
    | Index
    | Negate
    | Add
    | Factor
    | Product
    | Power
    | Call
    | Repeated
    | Mean
    | Compare
    | Logic
    | Cases
    | Span
)


_NODES = frozenset(get_args(Node))
_LEAVES = frozenset({Number, Constant, Name})
_PARTS = {kind: tuple(item.name for item in fields(kind) if item.name != "at") for kind in _NODES}


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below, in the order of reading."""
    for part in _PARTS[type(node)]:
        yield from _nodes(getattr(node, part))


def _nodes(value: Any) -> Iterator[Node]:
    if type(value) is tuple:
        for item in value:
            yield from _nodes(item)
    elif type(value) in _NODES:
        yield value


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        waiting.extend(children(here))


def rebuild(node: Node, change: Callable[[Node], Node | None]) -> Node:
    """The tree with some nodes exchanged: `change` gives the new node, or None to look further down."""
    new = change(node)
    if new is not None:
        return new
    if type(node) in _LEAVES:
        return node
    changes: dict[str, Any] = {}
    for part in _PARTS[type(node)]:
        before = getattr(node, part)
        after = _rebuilt(before, change)
        if after is not before:
            changes[part] = after
    return replace(node, **changes) if changes else node


def _rebuilt(value: Any, change: Callable[[Node], Node | None]) -> Any:
    if type(value) is tuple:
        items = tuple(_rebuilt(item, change) for item in value)
        return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
    return rebuild(value, change) if type(value) in _NODES else value


ZERO, ONE, TWO = Number(Fraction(0)), Number(Fraction(1)), Number(Fraction(2))


def minus(node: Node) -> Node:
    """The node with its sign changed, without doubling a minus."""
    return node.body if isinstance(node, Negate) else Negate(node, node.at)


def plus(terms: list[Node], at: int = 0) -> Node:
    """The sum of some terms; of one, the term itself."""
    return ZERO if not terms else terms[0] if len(terms) == 1 else Add(tuple(terms), at)


def times(factors: list[Factor], at: int = 0) -> Node:
    """The product of some factors; of one that is multiplied, the factor itself."""
    if not factors:
        return ONE
    return factors[0].body if len(factors) == 1 and factors[0].how != "/" else Product(tuple(factors), at)
