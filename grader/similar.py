"""An order in which similar texts stand next to each other; it helps a reader and decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

GRAM = 3  # letters


def folded(text: str) -> str:
    """A text without what does not matter for being the same: case, spaces, line ends.

    >>> folded("It  Decays.\\n") == folded("it decays.")
    True
    """
    return " ".join(text.casefold().split())


def likeness(left: frozenset[str], right: frozenset[str]) -> float:
    """The share of letter triples that two texts have in common (Jaccard), 1 for two empty ones."""
    union = len(left | right)
    return len(left & right) / union if union else 1.0


def grams(text: str) -> frozenset[str]:
    """The letter triples of a folded text."""
    plain = f" {folded(text)} "
    return frozenset(plain[start : start + GRAM] for start in range(len(plain) - GRAM + 1))


def in_order(texts: Sequence[str]) -> list[int]:
    """Indices of the texts, each followed by the one most like it of those left; the longest comes first."""
    if not texts:
        return []
    bags = [grams(text) for text in texts]
    left = sorted(range(len(texts)), key=lambda index: (-len(folded(texts[index])), index))
    order = [left.pop(0)]
    while left:
        last = bags[order[-1]]
        nearest = max(left, key=lambda index: (likeness(last, bags[index]), -index))
        left.remove(nearest)
        order.append(nearest)
    return order
