"""Words without quotes, read as YAML 1.2's core schema says.

YAML 1.1, which most Python readers still speak, takes `1e-6` for text, `no` for false, `012` for ten and `1:30` for
ninety. Here only null, true, false, whole numbers and floats are more than text.
"""

from __future__ import annotations

import math
import re
from typing import Any

INTEGER = re.compile(r"[-+]?[0-9]+")
OCTAL = re.compile(r"0o[0-7]+")
HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
INFINITY = re.compile(r"[-+]?\.(inf|Inf|INF)")
WORDS: dict[str, Any] = {
    **dict.fromkeys(["", "~", "null", "Null", "NULL"]),
    **dict.fromkeys(["true", "True", "TRUE"], True),
    **dict.fromkeys(["false", "False", "FALSE"], False),
    **dict.fromkeys([".nan", ".NaN", ".NAN"], math.nan),
}
MAX_DIGITS = 1000


class Unclear(ValueError):
    """A number that cannot be kept as written."""


class Padded(int):
    """A whole number written with zeros in front: a number to YAML, often meant as a pattern of digits."""

    __slots__ = ()


def resolve(text: str) -> Any:
    """The value of a plain scalar.

    >>> [resolve(word) for word in ("1e-6", "012", "no", "0x1F", "-.inf", "~", "1:30")]
    [1e-06, 12, 'no', 31, -inf, None, '1:30']
    """
    if text in WORDS:
        return WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    if len(text) > MAX_DIGITS and (FLOAT.fullmatch(text) or HEXADECIMAL.fullmatch(text) or OCTAL.fullmatch(text)):
        raise Unclear(f"a number of {len(text)} digits, expected at most {MAX_DIGITS}; quote it if it is text")
    if INTEGER.fullmatch(text):
        digits = text.lstrip("+-")
        return Padded(text) if len(digits) > 1 and digits[0] == "0" else int(text)
    if OCTAL.fullmatch(text) or HEXADECIMAL.fullmatch(text):
        return int(text[2:], 8 if text[1] == "o" else 16)
    if FLOAT.fullmatch(text):
        return _float(text)
    if INFINITY.fullmatch(text):
        return -math.inf if text[0] == "-" else math.inf
    return text


def _float(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise Unclear(f"{text} is more than a float can hold; write .inf if infinity is meant")
    return value
