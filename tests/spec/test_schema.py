"""Editors find with the schema what the reader finds, and refuse nothing that is sound."""

import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from grader import kinds, spec
from grader.spec.compose import compose
from grader.spec.literals import plain
from tests.spec.test_load import RICH
from tests.spec.test_messages import SOUND

SCHEMA = spec.schema()
CHECK = jsonschema.Draft202012Validator(SCHEMA)
SHIPPED = sorted(Path(__file__).parents[2].glob("assignments/*/assignment.yaml"))


def places(text):
    return [list(error.absolute_path) for error in CHECK.iter_errors(plain(compose(text, "f")))]


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("text", [SOUND, RICH], ids=["sound", "rich"])
def test_a_sound_assignment_fits(text):
    assert [] == places(text)


@pytest.mark.parametrize("path", SHIPPED, ids=[path.parent.name for path in SHIPPED])
def test_shipped_assignments_fit(path):
    assert [] == places(path.read_text(encoding="utf-8"))


ROW = ["questions", 0, "criteria", 0]
FAULTS = [
    ("seed: 2026", "seed: x", ["seed"]),
    ("title: One step", "titel: One step", []),
    ("points: 4", "points: four", [*ROW, "points"]),
    ("call: l2_update", "call: l2-update", [*ROW, "call"]),
    ("weight: 1/4", "wieght: 1/4", [*ROW, "parts", "edge"]),
    ("rtol: 1e-6, ", "", [*ROW, "judge"]),
    ("rtol: 1e-6", "rtoll: 1e-6", [*ROW, "judge"]),
    ("kind: close", "kind: closs", [*ROW, "judge"]),
    ("{normal: [3, 4]}", "{norml: [3, 4]}", [*ROW, "parts", "core", "cases", 1]),
    ("credit: 1/2", "price: 1", [*ROW, "mistakes", 0]),
    ("call: l2_update", "call: l2_update\n        read: w", ROW),
    ("expect: {reference: regularization.l2_update}", "expect: {reference: a.b, value: 2}", [*ROW, "expect"]),
]


@pytest.mark.parametrize(("old", "new", "place"), FAULTS, ids=[row[1][:30] for row in FAULTS])
def test_a_fault_is_marked_where_it_stands(old, new, place):
    assert place in places(SOUND.replace(old, new))


def test_every_kind_of_checker_is_offered_with_its_settings():
    offered = {option["properties"]["kind"]["const"]: option for option in SCHEMA["$defs"]["Judge"]["oneOf"]}

    assert kinds.names("checkers") == sorted(offered)
    assert {"kind", "rtol", "atol"} == set(offered["close"]["properties"])
    assert ["kind", "rtol", "atol"] == offered["close"]["required"]
    assert offered["close"]["description"].startswith("close: ")


def test_every_key_says_what_it_is_for():
    silent = [
        f"{name}.{key}"
        for name, form in SCHEMA["$defs"].items()
        if name.endswith(("Form", "Case"))
        for key, body in form.get("properties", {}).items()
        if not body.get("description")
    ]

    assert [] == silent


def test_reading_a_specification_imports_nothing_heavy():
    heavy = ["torch", "sympy", "rich", "jinja2", "IPython", "scipy", "grader.checkers.expression"]
    code = f"import sys, grader.spec; print([name for name in {heavy!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "[]" == found.stdout.strip()
