"""The published shape of report.json, as JSON Schema (draft 2020-12)."""

from typing import Any

from grader.model import Status, Visibility

SCHEMA = "grader.report/1"

_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}
_DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_STATUS = {"enum": [status.value for status in Status]}
_VISIBILITY = {"enum": [visibility.value for visibility in Visibility]}


def schema() -> dict[str, Any]:
    """What every report.json obeys; unknown keys are refused, so a new one is a new version."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A graded hand-in",
        **_shape(
            schema={"const": SCHEMA},
            assignment=_shape(id=_TEXT, title=_TEXT, digest=_TEXT),
            submission=_shape(id=_TEXT, submitters=_list(_TEXT), files=_map(_DIGEST)),
            conditions=_shape(
                isolation=_shape(
                    level={"enum": ["isolated", "confined", "limited", "none"]},
                    attacks=_map(_TEXT, "What the locked process tried, and whether it was stopped."),
                ),
                versions=_map(_TEXT),
                seed={"type": "integer"},
            ),
            **_numbers("points", "score"),
            status=_STATUS,
            adjustments=_list({"$ref": "#/$defs/adjustment"}, "From what was earned to the score, in order."),
            questions=_list({"$ref": "#/$defs/question"}),
            notes=_list(_TEXT, "What was seen while the files were opened, for the student."),
            printed=_TEXT,
        ),
        "$defs": {
            "adjustment": _adjustment(),
            "question": _question(),
            "criterion": _criterion(),
            "part": _part(),
            "case": _case(),
            "curves": _curves(),
        },
    }


def _adjustment() -> dict[str, Any]:
    ratio = "-?[0-9]+(/[1-9][0-9]*)?"
    return _shape(
        kind=_TEXT,
        sentence={**_TEXT, "description": "For the student."},
        points={"type": "number", "maximum": 0, "description": "What the line changes."},
        exact=_shape(points={"type": "string", "pattern": f"^{ratio}$"}),
        override={"type": ["string", "null"], "pattern": f"^{ratio}$", "description": "A score that the line sets."},
        detail={**_TEXT, "description": "For staff."},
    )


def _question() -> dict[str, Any]:
    return _shape(
        id=_TEXT,
        title=_TEXT,
        prompt=_TEXT,
        conventions=_list(_TEXT),
        **_numbers("points", "score"),
        criteria=_list({"$ref": "#/$defs/criterion"}),
    )


def _criterion() -> dict[str, Any]:
    return _shape(
        id=_TEXT,
        title=_TEXT,
        kind=_TEXT,
        **_numbers("points", "score", "credit"),
        status=_STATUS,
        visibility=_VISIBILITY,
        finding={**_TEXT, "description": "For the student."},
        detail={**_TEXT, "description": "For staff; may hold expected values of hidden cases."},
        mistake={"type": ["string", "null"], "description": "The declared mistake that alone explains the answer."},
        cause={
            "type": ["string", "null"],
            "description": "Where no declared mistake was recognised: the one cause that alone explains every case; "
            "begins with looks-like:.",
        },
        parts=_list({"$ref": "#/$defs/part"}),
        shown=_list({"$ref": "#/$defs/case"}, "The visible cases."),
        smallest=_list({"$ref": "#/$defs/case"}, "A visible case that went wrong, made as small and round as it gets."),
        curves=_list({"$ref": "#/$defs/curves"}, "What the student logged, thinned to at most 61 values a line."),
        own_result={
            "type": ["string", "null"],
            "description": "The earlier criterion with the student's own result of which this one was judged.",
        },
        withheld=_shape(parts=_COUNT, cases=_COUNT),
    )


def _part() -> dict[str, Any]:
    return _shape(
        id=_TEXT,
        status=_STATUS,
        **_numbers("weight"),
        cases=_shape(passed=_COUNT, total=_COUNT),
        visibility=_VISIBILITY,
        finding=_TEXT,
        detail=_TEXT,
    )


def _case() -> dict[str, Any]:
    what = {**_TEXT, "description": "What came back or, where nothing was returned, what happened instead."}
    return _shape(call=_TEXT, got=what, want=_TEXT, passed={"type": "boolean"}, returned={"type": "boolean"})


def _curves() -> dict[str, Any]:
    pair = {"type": "array", "prefixItems": [_COUNT, {"type": "number"}], "minItems": 2, "maxItems": 2}
    return _shape(title=_TEXT, epochs=_COUNT, lines=_list(_shape(name=_TEXT, values=_list(pair))))


def _shape(**fields: Any) -> dict[str, Any]:
    """An object with exactly these keys; only `exact` may be absent."""
    return {
        "type": "object",
        "properties": fields,
        "required": [name for name in fields if name != "exact"],
        "additionalProperties": False,
    }


def _list(items: dict[str, Any], description: str = "") -> dict[str, Any]:
    return {"type": "array", "items": items, **({"description": description} if description else {})}


def _map(values: dict[str, Any], description: str = "") -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": values,
        **({"description": description} if description else {}),
    }


def _numbers(*names: str) -> dict[str, Any]:
    """Decimals with at most four places, and `exact` for those that are more than that."""
    fraction = {"type": "string", "pattern": "^[0-9]+/[1-9][0-9]*$"}
    return {
        **{name: {"type": "number", "minimum": 0} for name in names},
        "exact": {
            "type": "object",
            "description": "The exact fractions of those numbers that four decimals cannot hold.",
            "properties": dict.fromkeys(names, fraction),
            "additionalProperties": False,
        },
    }
