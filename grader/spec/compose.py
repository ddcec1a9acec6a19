"""YAML text → plain values that know where they stand.

PyYAML only supplies the events; what they mean is decided here, so that YAML 1.2 holds (`1e-6` is a number, `no` and
`on` are words, `012` is twelve) and nothing dangerous or ambiguous gets through: no anchors, aliases, tags or merge
keys, no key twice, no second document, no deep nesting. A mapping is a `Map`, a list a `Seq`: an ordinary dict or
list that remembers the line and column of itself and of everything directly inside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

import yaml

from grader.errors import Fault, SpecError
from grader.spec.scalars import Unclear, resolve

Place: TypeAlias = tuple[int, int]
"""Line and column, both from 1, as editors count."""

MAX_BYTES = 2**20
MAX_DEPTH = 50

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # only its events are used, never its constructors

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")

PLAINLY = {
    "mapping values are not allowed in this context": "a ':' where no key can stand; indent the line like its "
    "neighbours, or quote a text that holds ': '",
    "mapping values are not allowed here": "a ':' where no key can stand; indent the line like its neighbours, or "
    "quote a text that holds ': '",
    "did not find expected ',' or ']'": "the list opened with '[' at {opened} is not closed; expected ',' or ']'",
    "did not find expected ',' or '}'": "the mapping opened with '{{' at {opened} is not closed; expected ',' or '}}', "
    "and quotes around a text that holds ': '",
    "found unexpected end of stream": "the quote opened at {opened} is never closed",
    "did not find expected key": "this line does not continue the mapping begun at {opened}; expected a key, "
    "indented as there",
    "did not find expected '-' indicator": "this line does not continue the list begun at {opened}; expected '-', "
    "indented as there",
    "could not find expected ':'": "a key without ':'; expected `key: value` on the line begun at {opened}",
    "found a tab character that violates indentation": "a tab before the first word of the line; indent with spaces",
    "found character that cannot start any token": "a character that cannot begin a value (a tab, @, ` or %); indent "
    "with spaces, quote the text",
    "found unknown escape character": "an unknown escape after \\ in double quotes; use single quotes for plain text",
}


class Map(dict[Any, Any]):
    """A mapping of the file; keys are words or whole numbers."""

    __slots__ = ("at", "keys_at", "values_at")

    def __init__(self, at: Place) -> None:
        super().__init__()
        self.at = at
        self.keys_at: dict[Any, Place] = {}
        self.values_at: dict[Any, Place] = {}


class Seq(list[Any]):
    """A list of the file."""

    __slots__ = ("at", "items_at")

    def __init__(self, at: Place) -> None:
        super().__init__()
        self.at = at
        self.items_at: list[Place] = []


def read(data: bytes, file: str) -> Map:
    """The one mapping that a specification is."""
    if len(data) > MAX_BYTES:
        raise _error(file, (1, 1), f"{len(data)} bytes, expected at most {MAX_BYTES}; draw large inputs instead")
    return compose(_decode(data, file), file)


def compose(text: str, file: str) -> Map:
    """The same for text; raises SpecError at the first thing that keeps the rest from being read."""
    bad = UNPRINTABLE.search(text)
    if bad:
        raise _error(
            file, _place_of(text, bad.start()), f"the control character {bad[0]!r}, expected printable text; remove it"
        )
    composer = _Composer(file)
    try:
        value, at = composer.document(yaml.parse(text, Loader=LOADER))
    except yaml.MarkedYAMLError as error:
        at, message = _syntax(error)
        raise SpecError([*composer.faults, Fault(file, *at, message)]) from None
    except yaml.YAMLError as error:
        raise _error(file, (1, 1), f"this is not YAML: {error}") from None
    if composer.faults:
        raise SpecError(composer.faults)
    if not isinstance(value, Map):
        raise _error(file, at, f"found {describe(value)}, expected a mapping that begins with `assignment:`")
    return value


def describe(value: Any) -> str:
    """What a value is, in a teacher's words.

    >>> describe("two"), describe(2), describe(None), describe([1, 2])
    ("'two'", '2', 'nothing', 'a list')
    """
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}…'"


def at_value(node: Map | Seq, key: Any) -> Place:
    """Where the value of a key, or an item, begins."""
    return node.values_at[key] if isinstance(node, Map) else node.items_at[key]


class _Composer:
    """Builds Maps and Seqs from events; small faults are collected, so that one reading shows all of them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def document(self, events: Iterator[Any]) -> tuple[Any, Place]:
        root: Any = None
        at: Place = (1, 1)
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _error(self.file, _mark(event), "a second document, expected one per file; remove the `---`")
            elif isinstance(event, yaml.NodeEvent):
                at = _mark(event)
                root = self._node(event, events, 1)
        return root, at

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Any:
        at = _mark(event)
        if depth > MAX_DEPTH:
            raise _error(self.file, at, f"nested deeper than {MAX_DEPTH} levels, expected a flatter specification")
        self._refuse(event, at)
        if isinstance(event, yaml.MappingStartEvent):
            return self._map(Map(at), events, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._seq(Seq(at), events, depth)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, at)
        return None

    def _map(self, node: Map, events: Iterator[Any], depth: int) -> Map:
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            at = _mark(event)
            key = self._key(self._node(event, events, depth + 1), event, at)
            value_event = next(events)
            value = self._node(value_event, events, depth + 1)
            if key is None:
                continue
            if key in node:
                line = node.keys_at[key][0]
                self._fault(at, f"the key `{key}` a second time, expected it once; it already stands in line {line}")
                continue
            node[key] = value
            node.keys_at[key] = at
            node.values_at[key] = _mark(value_event)
        return node

    def _seq(self, node: Seq, events: Iterator[Any], depth: int) -> Seq:
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            node.append(self._node(event, events, depth + 1))
            node.items_at.append(_mark(event))
        return node

    def _scalar(self, event: Any, at: Place) -> Any:
        if event.style:  # quoted, or a block of text
            return event.value
        try:
            return resolve(event.value)
        except Unclear as unclear:
            self._fault(at, str(unclear))
            return event.value

    def _key(self, key: Any, event: Any, at: Place) -> Any:
        if isinstance(event, yaml.ScalarEvent) and event.value == "<<" and not event.style:
            self._fault(at, "a merge key `<<`, expected every key to be written out; merging is not used here")
            return None
        if isinstance(key, str) or type(key) is int:
            return key
        if not isinstance(event, yaml.AliasEvent):
            self._fault(at, f"{describe(key)} as a key, expected a word; put it in quotes if it is one")
        return None

    def _refuse(self, event: Any, at: Place) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._fault(at, f"the alias *{event.anchor}, expected the value itself; aliases are not used here")
            return
        if event.anchor is not None:
            self._fault(at, f"the anchor &{event.anchor}, expected a plain value; anchors are not used here")
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._fault(at, f"the tag {tag}, expected a plain value; tags are not used here")

    def _fault(self, at: Place, message: str) -> None:
        self.faults.append(Fault(self.file, *at, message))


def _decode(data: bytes, file: str) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise _error(file, (1, 1), "the file is UTF-16, expected UTF-8; save it as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        place = _place_of(before, len(before))
        raise _error(file, place, f"the byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8") from None


def _syntax(error: yaml.MarkedYAMLError) -> tuple[Place, str]:
    problem = (error.problem or "").strip()
    mark, opened = error.problem_mark, error.context_mark
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    start = f"line {opened.line + 1}, column {opened.column + 1}" if opened else f"line {place[0]}"
    sentence = PLAINLY.get(problem)
    if sentence is None:
        return place, f"this is not YAML: {problem}; check the indentation and the quotes here"
    return place, sentence.format(opened=start)


def _place_of(text: str, index: int) -> Place:
    return text.count("\n", 0, index) + 1, index - (text.rfind("\n", 0, index) + 1) + 1


def _mark(event: Any) -> Place:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _error(file: str, at: Place, message: str) -> SpecError:
    return SpecError([Fault(file, *at, message)])
