"""An answer sheet in YAML, read without trust: words, numbers, lists and maps, and nothing that builds an object.

PyYAML gives the events; what they mean is decided here. No anchors, aliases or tags, no deep nesting, no key twice.
Numbers as in YAML 1.2, except that `0101` stays text: in an answer it is a pattern of bits, not a hundred and one.
"""

from __future__ import annotations

import re
from typing import Any

import yaml  # noqa: TID251 -- for its events alone; the locked doors keep grader.spec away from hand-ins

MAX_BYTES = 2**20
MAX_DEPTH = 20
MAX_ITEMS = 100_000
MAX_DIGITS = 400

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS = {"": None, "~": None, "null": None, "true": True, "True": True, "false": False, "False": False}
_INFINITE = {".inf": float("inf"), "+.inf": float("inf"), "-.inf": float("-inf"), ".nan": float("nan")}


class Unclear(ValueError):
    """A sheet that cannot be read; the message says where and why."""


def read(text: str) -> Any:
    """The value of a YAML text.

    >>> read("a: 1e-6\\nb: [1, no, 0101, '7']")
    {'a': 1e-06, 'b': [1, 'no', '0101', '7']}
    """
    if len(text) > MAX_BYTES:
        raise Unclear(f"the sheet is longer than {MAX_BYTES // 2**20} MiB")
    loader = _LOADER(text)
    try:
        for kind in (yaml.StreamStartEvent, yaml.DocumentStartEvent):
            if not isinstance(loader.get_event(), kind):
                return None
        value = _Composer(loader).value(loader.get_event(), 0)
        loader.get_event()  # the end of the document
        if not isinstance(loader.get_event(), yaml.StreamEndEvent):
            raise Unclear("there is a second document after `---`; keep all answers in one")
    except yaml.YAMLError as error:
        raise Unclear(_said(error)) from None
    finally:
        loader.dispose()
    return value


def _said(error: yaml.YAMLError) -> str:
    mark: Any = getattr(error, "context_mark", None) or getattr(error, "problem_mark", None)  # where it was opened
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "this is not YAML"
    return f"line {mark.line + 1}: {problem}" if mark else str(problem)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


class _Composer:
    def __init__(self, loader: Any) -> None:
        self.loader = loader
        self.items = 0

    def value(self, event: Any, depth: int) -> Any:
        line = _line(event)
        self.items += 1
        if depth > MAX_DEPTH or self.items > MAX_ITEMS:
            raise Unclear(f"line {line}: nested too deeply, or too many items")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise Unclear(f"line {line}: & and * have a meaning in YAML; put the text into quotes")
        if getattr(event, "tag", None) not in (None, "!"):
            raise Unclear(f"line {line}: ! has a meaning in YAML; put the text into quotes")
        if isinstance(event, yaml.ScalarEvent):
            return _plain(event.value) if event.implicit[0] else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(depth)
        return self._map(depth)

    def _list(self, depth: int) -> list[Any]:
        values = []
        while not isinstance(event := self.loader.get_event(), yaml.SequenceEndEvent):
            values.append(self.value(event, depth + 1))
        return values

    def _map(self, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(event := self.loader.get_event(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise Unclear(f"line {_line(event)}: a key that is a list or a map; use a word")
            if event.value in values:
                raise Unclear(f"line {_line(event)}: {event.value!r} is answered twice")
            values[event.value] = self.value(self.loader.get_event(), depth + 1)
        return values


def _plain(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if text.lower() in _INFINITE:
        return _INFINITE[text.lower()]
    if len(text) > MAX_DIGITS or not _FLOAT.fullmatch(text):
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    digits = text.lstrip("+-")
    return text if digits.isdigit() else float(text)
