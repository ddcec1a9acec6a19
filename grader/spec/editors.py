"""The grammar as a JSON Schema, for editors that complete and check YAML while a teacher types.

The forms give the keys and their descriptions; the checkers give the settings of every kind of `judge:`.
"""

from __future__ import annotations

import inspect
from typing import Any

from pydantic.json_schema import models_json_schema

from grader import kinds
from grader.spec import forms, judges
from grader.spec.asks import KINDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
CASE_FORMS = ("ArgumentsCase", "DrawCase", "GenerateCase")
FORMS = (
    forms.AssignmentForm,
    forms.DueForm,
    forms.LateForm,
    forms.DeductionForm,
    forms.SpanForm,
    forms.LimitsForm,
    forms.QuestionForm,
    forms.CriterionForm,
    forms.PartForm,
    forms.ArgumentsCase,
    forms.DrawCase,
    forms.GenerateCase,
    forms.ExpectForm,
    forms.FormulaForm,
    forms.MistakeForm,
    forms.EquivalentForm,
    forms.BuildsOnForm,
    forms.WithheldForm,
)
NUMBERS = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
SHAPE = {"type": "array", "items": {"type": "integer", "minimum": 0}}


def schema() -> dict[str, Any]:
    """The schema of an assignment.yaml."""
    _, made = models_json_schema([(form, "validation") for form in FORMS], by_alias=True)
    definitions: dict[str, Any] = _linked(made["$defs"])
    for definition in definitions.values():
        _tidy(definition)
    definitions["ExpectForm"]["oneOf"] = [{"required": [way]} for way in ("reference", "value", "relation")]
    definitions["DeductionForm"]["oneOf"] = [{"required": [way]} for way in ("points", "percent")]
    definitions["CriterionForm"]["oneOf"] = [{"required": [kind]} for kind in KINDS]
    arguments = definitions["CriterionForm"]["properties"]["arguments"]
    arguments["additionalProperties"] = False
    definitions["PartForm"]["type"] = ["object", "null"]  # `core:` alone is a part of its own, too
    definitions["Case"] = _case()
    definitions["Law"] = _law()
    definitions["Answer"] = _answer()
    definitions["Judge"] = {"oneOf": [_judge(kind) for kind in kinds.names("checkers")]}
    top = definitions.pop("AssignmentForm")
    return {"$schema": DIALECT, "title": "assignment.yaml", **top, "$defs": dict(sorted(definitions.items()))}


def _linked(node: Any) -> Any:
    """A copy in which every form that is held by another is a reference to its own schema."""
    if isinstance(node, list):
        return [_linked(item) for item in node]
    if not isinstance(node, dict):
        return node
    linked = {key: _linked(value) for key, value in node.items() if key != forms.HELD}
    return {"$ref": f"#/$defs/{node[forms.HELD]}", **linked} if forms.HELD in node else linked


def _tidy(definition: dict[str, Any]) -> None:
    """Pydantic's titles say nothing new, and an absent key is not the same as null."""
    definition.pop("title", None)
    for body in definition.get("properties", {}).values():
        body.pop("title", None)
        if body.get("default", 0) is None:
            del body["default"]
        options = [option for option in body.get("anyOf", []) if option != {"type": "null"}]
        if len(options) == 1 and "anyOf" in body:
            del body["anyOf"]
            body.update(options[0])


def _case() -> dict[str, Any]:
    written = {
        "type": "object",
        "description": "a written case: argument: value, and perhaps visible and want",
        "properties": {
            "visible": {"type": "boolean", "description": "true: students see the case and what is expected of it"},
            "want": {"description": "what is expected of this case alone"},
        },
        "not": {"anyOf": [{"required": [key]} for key in ("arguments", "draw", "generate")]},
    }
    return {"oneOf": [*({"$ref": f"#/$defs/{name}"} for name in CASE_FORMS), written]}


def _law() -> dict[str, Any]:
    """Constants, or a mapping of exactly one law."""
    bounds = _settings({"low": {"type": "number"}, "high": {"type": "number"}, "shape": SHAPE}, ["low", "high"])
    normal = _settings({"shape": SHAPE, "mean": {"type": "number"}, "sd": {"type": "number", "minimum": 0}}, ["shape"])
    laws: dict[str, dict[str, Any]] = {
        "normal": {"anyOf": [SHAPE, normal], "description": "normally distributed: [shape] or {shape, mean, sd}"},
        "uniform": {"anyOf": [NUMBERS, bounds], "description": "between two numbers: [low, high]"},
        "log_uniform": {"anyOf": [NUMBERS, bounds], "description": "even over the orders of magnitude: [low, high]"},
        "integer": {"anyOf": [NUMBERS, bounds], "description": "a whole number, both ends included: [low, high]"},
        "bits": {**SHAPE, "description": "zeros and ones of a shape"},
        "choice": {"type": "array", "minItems": 1, "description": "one of these values"},
        "count": {"type": "integer", "minimum": 1, "description": "1, 2, … up to this number"},
        "zeros": {**SHAPE, "description": "zeros of a shape"},
        "value": {"description": "a constant"},
    }
    one = {"type": "object", "properties": laws, "additionalProperties": False, "minProperties": 1, "maxProperties": 1}
    return {"oneOf": [one, {"type": ["number", "string", "boolean", "array", "null"], "description": "a constant"}]}


def _settings(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _answer() -> dict[str, Any]:
    places = {"type": "array", "items": {"enum": ["typed", "printed"]}, "minItems": 1, "uniqueItems": True}
    return {"anyOf": [{"const": "typed"}, places], "description": "a written answer: typed, or [typed, printed]"}


def _judge(kind: str) -> dict[str, Any]:
    """The settings of one kind; its description is the first line of its manual page."""
    module = kinds.find("checkers", kind)
    made = judges.form(module).model_json_schema()
    _tidy(made)
    manual = (inspect.getdoc(module) or kind).partition("\n")[0]
    return {
        **made,
        "description": manual,
        "properties": {"kind": {"const": kind, "description": manual}, **made.get("properties", {})},
        "required": ["kind", *made.get("required", [])],
    }
