"""Pydantic's findings in a teacher's words: what was found, what was expected, what to do."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from grader.spec.compose import Map, Place, Seq, at_value, describe
from grader.spec.forms import Form

PATTERNS = {
    "^[a-z0-9]+(-[a-z0-9]+)*$": "small letters, digits and single hyphens, such as weight-decay",
    "^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$": "letters and digits, joined by single dots, hyphens or underscores",
    "^[A-Za-z_][A-Za-z0-9_]*$": "a Python name",
    r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$": "topic.function, as it stands in reference/",
    r"^[A-Za-z0-9][A-Za-z0-9_-]*\.json$": "the name of a JSON file, such as results.json",
    r"^[^/\\\s]([^/\\]*[^/\\\s])?$": "`any`, or a file's name without folders and ending, such as problem1",
    r"\S": "some text",
}

OTHER_NAMES = {  # what Python and numpy call our type words
    "float": "number", "double": "number", "int": "integer", "str": "text", "string": "text", "bool": "flag",
    "boolean": "flag", "ndarray": "array", "matrix": "array", "vector": "array", "tuple": "list", "dict": "any",
}  # fmt: skip

EXPECTED: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "int_type": lambda _: "a whole number",
    "int_from_float": lambda _: "a whole number",
    "float_type": lambda _: "a number",
    "finite_number": lambda _: "a finite number",
    "bool_type": lambda _: "true or false",
    "text_or_whole": lambda _: "a word or a whole number",
    "list_type": lambda _: "a list",
    "tuple_type": lambda _: "a list",
    "dict_type": lambda _: "a mapping of key: value",
    "mapping_type": lambda _: "a mapping of key: value",
    "greater_than": lambda ctx: f"a number above {ctx['gt']:g}",
    "greater_than_equal": lambda ctx: f"{ctx['ge']:g} or more",
    "less_than": lambda ctx: f"a number below {ctx['lt']:g}",
    "less_than_equal": lambda ctx: f"{ctx['le']:g} or less",
    "string_too_short": lambda _: "some text",
    "string_pattern_mismatch": lambda ctx: PATTERNS.get(ctx["pattern"], f"text like {ctx['pattern']}"),
}


def explained(form: type[Form], error: ValidationError) -> list[Mapping[str, Any]]:
    """What pydantic found, without the keys that are only missing because they are misspelt."""
    found: list[Mapping[str, Any]] = list(error.errors(include_url=False))
    unknown = [entry["loc"][0] for entry in found if entry["type"] == "extra_forbidden"]
    meant = {near for key in unknown for near in difflib.get_close_matches(str(key), form.known(), n=1)}
    return _one_each([entry for entry in found if not (entry["type"] == "missing" and entry["loc"][-1] in meant)])


def _one_each(found: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """One finding where a value fits none of several types, instead of one for each of them."""
    either = [entry for entry in found if entry["loc"][-1:] in (("int",), ("str",))]
    whole = {entry["loc"][:-1] for entry in either if entry["loc"][-1] == "int"}
    both = {entry["loc"][:-1] for entry in either if entry["loc"][-1] == "str"} & whole
    kept: list[Mapping[str, Any]] = []
    for entry in found:
        at = entry["loc"][:-1]
        if at not in both:
            kept.append(entry)
        elif entry["loc"][-1] == "int":
            kept.append({**entry, "loc": at, "type": "text_or_whole", "ctx": {}})
    return kept


def sentence(form: type[Form], raw: Map, entry: Mapping[str, Any], what: str) -> tuple[Place, str]:
    """Where pydantic stumbled, and one sentence about it."""
    place, name, found = _walk(raw, entry["loc"])
    kind, context = entry["type"], entry.get("ctx", {})
    if kind == "missing":
        return raw.at, f"{what} has no `{name}`, expected {_purpose(form, name)}"
    if kind == "extra_forbidden":
        return raw.keys_at.get(entry["loc"][0], place), unknown_key(name, what, form.known())
    if kind == "invalid_key":
        return place, f"the key {name} in {what} is a number, expected a word"
    if kind == "value_error":
        return place, f"{name} is {describe(found)}, {context['error']}"
    if kind == "literal_error":
        return place, f"{name} is {describe(found)}, {_choice(found, context['expected'])}"
    if kind == "string_type":
        return place, f"{name} is {describe(found)}, expected text{_quotes(found)}"
    expected = EXPECTED[kind](context) if kind in EXPECTED else str(entry["msg"])
    hint = truth(found) if kind == "bool_type" else ""
    return place, f"{name} is {describe(found)}, expected {expected}{hint}"


def _quotes(found: Any) -> str:
    """A hint for text that YAML reads as something else."""
    if isinstance(found, (int, float)) and not isinstance(found, bool):
        return f"; put it in quotes, '{found}'"
    if isinstance(found, Map) and len(found) == 1:
        key, value = next(iter(found.items()))
        return f"; put it in quotes, '{key}: …'" if isinstance(value, (str, int, float)) else ""
    return ""


def truth(found: Any) -> str:
    """A hint for those who know YAML 1.1."""
    word = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(str(found).lower())
    return f"; write {word}, since {found} is a word in YAML 1.2" if word else ""


def unknown_key(key: Any, what: str, known: tuple[str, ...]) -> str:
    """
    >>> unknown_key("tolerence", "judge", ("kind", "tolerance"))
    'unknown key `tolerence` in judge, did you mean `tolerance`?'
    """
    near = difflib.get_close_matches(str(key).strip("`"), known, n=1)
    hint = f"did you mean `{near[0]}`?" if near else f"expected {', '.join(known)}"
    return f"unknown key `{str(key).strip('`')}` in {what}, {hint}"


def _walk(raw: Map, path: tuple[Any, ...]) -> tuple[Place, str, Any]:
    """The place, the name and the value at the end of a path; steps that are no keys of ours are pydantic's own."""
    node: Any = raw
    place, name = raw.at, ""
    for step in path:
        if isinstance(node, Map) and step in node:
            place, name, node = at_value(node, step), f"{name}.{step}" if name else str(step), node[step]
        elif isinstance(node, Seq) and isinstance(step, int) and step < len(node):
            place, name, node = at_value(node, step), f"{name}[{step}]", node[step]
        elif node is raw:
            name = str(step)
    return place, f"`{name}`" if node is not raw else name, node


def _purpose(form: type[Form], key: str) -> str:
    for name, field in form.model_fields.items():
        if (field.alias or name) == key and field.description:
            return field.description
    return "it"


def _choice(found: Any, expected: str) -> str:
    words = [word.strip().strip("'") for word in expected.replace(" or ", ", ").split(",")]
    near = [OTHER_NAMES.get(str(found).lower(), ""), *difflib.get_close_matches(str(found), words, n=1)]
    meant = next((word for word in near if word in words), None)
    return f"did you mean {meant}?" if meant else f"expected one of {', '.join(words)}"
