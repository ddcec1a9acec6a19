"""Derivations: every step against the one before, and the first that does not follow.

What comparing values cannot see, and does not claim to: a wrong reason for a right step, two errors that cancel
within one step, a wrong factor on a term that is zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from grader.mathematics.compare import Comparison, compare
from grader.mathematics.evaluate import Budget
from grader.mathematics.lines import Step
from grader.mathematics.symbols import Symbols
from grader.mathematics.tree import Factor, Index, Name, Node, Number, Product, rebuild, walk

OPERATIONS = 250_000


@dataclass(frozen=True, slots=True)
class Fault:
    """A step that does not follow."""

    step: Step
    before: Node | None
    comparison: Comparison
    kind: str = "step"  # "start": not what the question starts from; "equation": one that does not hold


@dataclass(frozen=True, slots=True)
class Account:
    """What is to be said of a derivation."""

    readable: tuple[Step, ...]  # those that were compared
    unreadable: tuple[Step, ...]
    doubtful: tuple[Step, ...]  # read, but not to be compared
    faults: tuple[Fault, ...]
    final: str  # "equal", "different", "type", "undecided", or "missing": how the last step compares with the answer
    distinct: int  # readable steps that say something new
    beforehand: bool = False  # whether anything was worked out before, which counts as no step

    @property
    def sound(self) -> tuple[Step, ...]:
        """The steps before the first fault."""
        if not self.faults:
            return self.readable
        return tuple(self.readable[: self.readable.index(self.faults[0].step)])


def account(steps: tuple[Step, ...], want: Node, start: Node | None, symbols: Symbols) -> Account:
    """Walks along a chain of equal expressions."""
    budget = Budget(OPERATIONS)
    read = [(step, chain) for step, chain in _told(steps, symbols) if step.node is not None]
    told = list(_restarted(read, start, symbols, budget))
    opening, forgiven = _opening(told, start, symbols, budget)
    aside = _before(told, opening)
    readable: list[Step] = []
    counted: list[Step] = []  # those that are not worked out beforehand
    doubtful: list[Step] = []
    faults: list[Fault] = []
    ends: dict[str, Node] = {}  # of every chain, by what stands on its left
    for step, chain in told:
        if step is forgiven or step.node is None:
            continue
        opens = chain == opening and chain not in ends
        before = start if opens else ends.get(chain)
        if before is not None:
            found = compare(step.node, before, symbols, budget=budget)
            if found.kind == "undecided":
                doubtful.append(step)
                continue
            if found.kind != "equal":
                faults.append(Fault(step, before, found, "start" if opens else "step"))
        readable.append(step)
        ends[chain] = step.node
        if chain not in aside:
            counted.append(step)
    last = readable[-1].node if readable else None
    final = "missing" if last is None else compare(last, want, symbols, budget=budget).kind
    unreadable = tuple(step for step in steps if step.node is None and not step.label)
    done = Account(tuple(readable), unreadable, tuple(doubtful), tuple(faults), final, _distinct(counted))
    return replace(done, beforehand=len(counted) < len(readable))


_Told = Sequence[tuple[Step, str]]


def _restarted(told: _Told, start: Node | None, symbols: Symbols, budget: Budget) -> Iterator[tuple[Step, str]]:
    """A line that begins with what the question starts from, and names nothing, goes on with no side work before it."""
    lines = {chain: _own_line(members)[:2] for chain, members in _by_chain(told).items()}
    derived = {chain for chain, members in lines.items() if _starts(members, start, symbols, budget)}
    left = ""
    for step, chain in told:
        if chain not in derived and step.starts and not step.label and _starts([step], start, symbols, budget):
            left = chain
        yield step, "" if chain == left else chain


def _starts(members: Sequence[Step], start: Node | None, symbols: Symbols, budget: Budget) -> bool:
    """Whether one of them is what the question starts from."""
    if start is None:
        return False
    return any(step.node and compare(step.node, start, symbols, budget=budget).kind == "equal" for step in members)


def _own_line(members: list[Step]) -> list[Step]:
    """The members of a chain before the first line that does not go on with it by a sign."""
    ends = (place for place, step in enumerate(members) if place and step.starts and not step.label)
    return members[: next(ends, len(members))]


def _by_chain(told: _Told) -> dict[str, list[Step]]:
    found: dict[str, list[Step]] = {}
    for step, chain in told:
        found.setdefault(chain, []).append(step)
    return found


def _opening(told: _Told, start: Node | None, symbols: Symbols, budget: Budget) -> tuple[str, Step | None]:
    """The chain that starts where the question does, and a name in front of it that is none of its members.

    Other chains may stand before it: the single derivatives of a chain rule, for one. Where no chain starts rightly,
    it is the first one.
    """
    for chain, members in _by_chain(told).items():
        for place, step in enumerate(members[:2] if members[0].label else members[:1]):
            if start is None or _starts([step], start, symbols, budget):
                return chain, members[0] if place else None
    return (told[0][1] if told else ""), None


def _before(told: _Told, opening: str) -> set[str]:
    """The chains that stand before the one that opens the derivation."""
    order = list(dict.fromkeys(chain for _, chain in told))
    return set(order[: order.index(opening)]) if opening in order else set()


def _told(steps: tuple[Step, ...], symbols: Symbols) -> Iterator[tuple[Step, str]]:
    """The steps that count, each with the chain it belongs to: what its left-hand side names."""
    chain = ""
    for step in steps:
        if step.label:
            chain = "".join(step.text.split())
            if step.node is None or not _means_something(step.node, symbols):
                continue
        yield step, chain


def _means_something(node: Node, symbols: Symbols) -> bool:
    """Whether a label is an expression in its own right: E[v_t], or an abbreviation of the question."""
    if not isinstance(node, Name | Index):
        return True
    symbol = symbols.find(node.name)
    return symbol is not None and bool(symbol.value)


def _distinct(readable: list[Step]) -> int:
    """Steps that differ from the one before, labels not counted."""
    nodes = [step.node for step in readable if not step.label]
    return sum(1 for place, node in enumerate(nodes) if place == 0 or node != nodes[place - 1])


# ---- equations that are solved


def solve(steps: tuple[Step, ...], want: Node, unknown: str, symbols: Symbols) -> Account:
    """Every line must hold at the solution and fail elsewhere; the last must say what the unknown is."""
    budget = Budget(OPERATIONS)
    readable: list[Step] = []
    doubtful: list[Step] = []
    faults: list[Fault] = []
    last: Node | None = None
    for left, right in equations(steps):
        assert left.node is not None
        assert right.node is not None
        one, other = _sides(left.node, right.node)
        held = _either(at(one, unknown, want), at(other, unknown, want), symbols, budget)
        if held.kind == "undecided":
            doubtful.append(right)
            continue
        if held.kind == "equal":
            readable.append(left)
        else:
            faults.append(Fault(right, left.node, held, "equation"))
        if held.kind == "equal" and compare(one, other, symbols, budget=budget).kind == "equal":
            faults.append(Fault(right, left.node, Comparison("equal", "It holds whatever the unknown is."), "equation"))
        readable.append(right)
        solved = isinstance(left.node, Name) and left.node.name == unknown and not uses(right.node, unknown)
        last = right.node if solved else None
    final = "missing" if last is None else compare(last, want, symbols, budget=budget).kind
    unreadable = tuple(step for step in steps if step.node is None)
    distinct = len({(left.node, right.node) for left, right in equations(steps)})
    return Account(tuple(readable), unreadable, tuple(doubtful), tuple(faults), final, distinct)


def _sides(left: Node, right: Node) -> tuple[Node, Node]:
    """Both sides; a zero takes the shape of the other side."""
    zero = Number(Fraction(0))
    if right == zero:
        return left, Product((Factor(zero), Factor(left)))
    return (Product((Factor(zero), Factor(right))), right) if left == zero else (left, right)


def _either(left: Node, right: Node, symbols: Symbols, budget: Budget) -> Comparison:
    """Compared with neither side taken for granted: shapes that do not fit are a fault on both."""
    found = compare(left, right, symbols, budget=budget)
    return compare(right, left, symbols, budget=budget) if found.kind == "undecided" else found


def equations(steps: tuple[Step, ...]) -> list[tuple[Step, Step]]:
    """Neighbours that stand on two sides of an equality sign, both readable."""
    pairs = []
    for left, right in pairwise(steps):
        if not right.starts and left.node is not None and right.node is not None:
            pairs.append((left, right))
    return pairs


def at(node: Node, unknown: str, value: Node) -> Node:
    """The expression with the unknown replaced by its value."""
    return rebuild(node, lambda below: value if isinstance(below, Name) and below.name == unknown else None)


def uses(node: Node, name: str) -> bool:
    return any(isinstance(below, Name | Index) and below.name == name for below in walk(node))
