"""What was made of an object, kept while the object is held here: in a class, many reports share their criteria."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

MOST = 400
T = TypeVar("T")


def by_identity(make: Callable[..., T]) -> Callable[..., T]:
    """Remember what was made of this very object, which nobody changes, and of what is said beside it.

    An equal one is made anew: to compare reports, down to their fractions, takes about as long as to render them.
    """
    kept: dict[tuple[Any, ...], tuple[Any, T]] = {}  # the object is held, so that no other can take its id

    @functools.wraps(make)
    def remembered(one: Any, *beside: str) -> T:
        key = (id(one), *beside)
        found = kept.get(key)  # looked up once, for several threads write reports
        if found is None:
            found = one, make(one, *beside)
            if len(kept) >= MOST:
                kept.clear()
            kept[key] = found
        return found[1]

    return remembered
