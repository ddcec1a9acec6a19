"""Plain values → YAML that `compose` reads back bit for bit: floats in full precision, text in quotes where needed.

Mappings and lists go on one line where they fit; lists of numbers always do.
"""

from __future__ import annotations

import json
import math
import re
import textwrap
from collections.abc import Iterator
from typing import Any

from grader.spec.scalars import resolve

WIDTH = 116
WORD = re.compile(r"[A-Za-z][\w.-]*", re.ASCII)
RATIO = re.compile(r"\d+/\d+", re.ASCII)  # text to YAML, and as a number of points read by us
UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


class Unwritable(ValueError):
    """A value that YAML as it is read here cannot hold."""


def emit(value: dict[str, Any]) -> str:
    """A whole document.

    >>> print(emit({"points": 4, "judge": {"kind": "close", "rtol": 1e-06}, "say": "no"}), end="")
    points: 4
    judge: {kind: close, rtol: 1e-06}
    say: no
    """
    return "".join(f"{line}\n" for line in _mapping(value, 0))


def flow(value: Any) -> str:
    """A value on one line.

    >>> flow([1, 0.1, float("inf"), None, True, "a b", {"x y": "12"}])
    '[1, 0.1, .inf, null, true, "a b", {"x y": "12"}]'
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(flow, value)) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        if abs(value) >= 10**999:
            raise Unwritable("a number of a thousand digits")
        return str(value)
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, str):
        return _text(value)
    raise Unwritable(f"a {type(value).__name__}")


def _float(value: float) -> str:
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    return repr(value)


def _text(value: str) -> str:
    if RATIO.fullmatch(value) or (WORD.fullmatch(value) and isinstance(resolve(value), str)):
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    if re.search("[\ud800-\udfff]", quoted):
        raise Unwritable("text with half a character in it")
    return UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def _key(key: Any) -> str:
    if isinstance(key, bool) or not isinstance(key, (str, int)):
        raise Unwritable(f"a key of type {type(key).__name__}")
    return _scalar(key)


def _mapping(value: dict[str, Any], indent: int) -> Iterator[str]:
    pad = " " * indent
    for key, item in value.items():
        head = f"{pad}{_key(key)}:"
        if _of_lines(item):
            yield f"{head} |-"
            for line in item.split("\n"):
                yield f"{pad}  {line}".rstrip()
        elif isinstance(item, str) and len(head) + len(item) > WIDTH and _foldable(item):
            yield f"{head} >-"
            for line in textwrap.wrap(item, WIDTH - indent, break_long_words=False, break_on_hyphens=False):
                yield f"{pad}  {line}"
        elif _inline(item, len(head)):
            yield f"{head} {flow(item)}"
        else:
            yield head
            yield from _nested(item, indent + 2)


def _nested(item: Any, indent: int) -> Iterator[str]:
    if isinstance(item, dict):
        yield from _mapping(item, indent)
        return
    pad = " " * indent
    for entry in item:
        if _inline(entry, indent + 2):
            yield f"{pad}- {flow(entry)}"
            continue
        lines = _nested(entry, indent + 2)
        yield f"{pad}- {next(lines).lstrip(' ')}"
        yield from lines


def _inline(item: Any, before: int) -> bool:
    if not isinstance(item, (dict, list, tuple)) or not item:
        return True
    if isinstance(item, (list, tuple)) and _all_numbers(item):
        return True
    if isinstance(item, dict) and any(map(_of_lines, item.values())):
        return False
    return not _holds_lists_of_mappings(item) and before + 1 + len(flow(item)) <= WIDTH


def _of_lines(item: Any) -> bool:
    """Text that reads better line by line."""
    return isinstance(item, str) and "\n" in item and _blocky(item)


def _all_numbers(item: Any) -> bool:
    return all(map(_all_numbers, item)) if isinstance(item, (list, tuple)) else isinstance(item, (int, float))


def _holds_lists_of_mappings(item: Any) -> bool:
    """What a person reads line by line: questions, criteria, cases."""
    if isinstance(item, (list, tuple)):
        return any(isinstance(entry, dict) for entry in item)
    return isinstance(item, dict) and any(map(_holds_lists_of_mappings, item.values()))


def _foldable(text: str) -> bool:
    """One paragraph of words, single blanks between them, that may be broken at any blank."""
    return text.isprintable() and " ".join(text.split()) == text and text[0] not in "#"


def _blocky(text: str) -> bool:
    """Text that a block of lines keeps as it is."""
    lines = text.split("\n")
    printable = all(line.isprintable() and line == line.rstrip() for line in lines)
    return printable and bool(lines[0]) and lines[0][0] not in " #" and bool(lines[-1])
