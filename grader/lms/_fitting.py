"""A document as JSON in UTF-8, its texts cut as far as it takes to stay below what a system accepts."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

CAPS = (20_000, 4_000, 800, 100)  # bytes of one text, until everything fits


def fitted(document: dict[str, Any], cut: Callable[[dict[str, Any], int], dict[str, Any]], largest: int) -> bytes:
    """The first of the cut documents that is not larger than `largest` bytes, or the shortest."""
    data = b""
    for cap in CAPS:
        data = json.dumps(cut(document, cap), ensure_ascii=False, allow_nan=False, indent=1).encode("utf-8", "replace")
        if len(data) <= largest:
            break
    return data + b"\n"
