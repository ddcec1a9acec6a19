"""Digests of sources: a mark depends on them, so a batch must notice when they change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def of_texts(*texts: str) -> str:
    """One digest of several texts, in order."""
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


def of_sources(places: Iterable[Path]) -> str:
    """One digest of all Python files at and below these places, by name and contents; absent ones count for nothing."""
    found = []
    for place in places:
        files = [place] if place.is_file() else sorted(place.rglob("*.py"))
        found += [f"{file.relative_to(place.parent)} {hashlib.sha256(file.read_bytes()).hexdigest()}" for file in files]
    return of_texts(*found)
