"""What holds for every checker."""

import ast
from fractions import Fraction
from pathlib import Path
from typing import Any

import hypothesis.extra.numpy as arrays
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader import checkers, kinds
from grader.checkers.assertions import Checker as Assertions
from grader.checkers.choice import Checker as Choice
from grader.checkers.close import Checker as Close
from grader.checkers.doctest import Checker as Doctest
from grader.checkers.exact import Checker as Exact
from grader.checkers.experiment import Checker as Experiment
from grader.checkers.module import Checker as Module
from grader.checkers.number import Checker as Number
from grader.checkers.property import Checker as Property
from grader.checkers.python import Checker as Python
from grader.checkers.random import LAWS
from grader.checkers.random import Checker as Random
from grader.checkers.table import Checker as Table
from grader.model import Checker, Status, Verdict

OURS = [name for name in kinds.names("checkers") if Path(str(checkers.__file__)).with_name(f"{name}.py").exists()]
FORBIDDEN = {"os", "subprocess", "socket", "time", "random", "pickle"}
SECTIONS = ("What it checks\n", "When to use it\n", "In a spec\n    ")

values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, -(10**400), 2**64, -0.0, 1e308])
    | st.floats()
    | st.complex_numbers()
    | st.text(max_size=20)
    | arrays.arrays(
        st.sampled_from([bool, np.int8, np.uint64, np.float16, np.float64, np.complex64]),
        arrays.array_shapes(min_dims=0, min_side=0, max_side=3),
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.tuples(inner, inner) | st.dictionaries(st.text(max_size=2), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("name", OURS)
def test_a_module_docstring_is_a_manual_page(name: str) -> None:
    page = kinds.find("checkers", name).__doc__

    assert page.startswith(f"{name}: ")
    assert page.splitlines()[0].endswith(".")
    places = [page.index(section) for section in SECTIONS]
    assert places == sorted(places)
    assert f"judge: {{kind: {name}" in page


@pytest.mark.parametrize("name", OURS)
def test_a_kind_has_a_checker_with_frozen_settings(name: str) -> None:
    kind = kinds.find("checkers", name).Checker

    assert kind.__dataclass_params__.frozen
    assert all(field.kw_only for field in kind.__dataclass_fields__.values())


@pytest.mark.parametrize("path", sorted(Path(str(checkers.__file__)).parent.glob("*.py")), ids=lambda path: path.stem)
def test_no_checker_reaches_for_files_clocks_or_chance(path: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(str(node.module).partition(".")[0])

    assert not imported & FORBIDDEN


CHECKERS: list[Checker] = [Close(rtol=1e-6, atol=1e-9), Exact(), Exact(ignore_order=True), Number(decimals=2)]
OTHERS: list[Checker] = [
    Assertions(out_of=Fraction(2)),
    Doctest(),
    Experiment(methods=("a",), invariants=({"check": "falls", "curves": ["x"]},)),
    Module(check="trainable"),
    Property(atol=0.0),
    Python(),
    *(Random(law=law) for law in LAWS),
    Table(partial=True),
]


@pytest.mark.parametrize("checker", [*CHECKERS, *OTHERS], ids=repr)
@settings(max_examples=40, derandomize=True, deadline=None, database=None)
@given(got=values, want=values)
def test_judging_never_raises_and_repeats(checker: Checker, got: Any, want: Any) -> None:
    verdict = checker.judge(got, want)

    assert isinstance(verdict, Verdict)
    assert verdict.status is Status.PASSED or verdict.finding
    assert repr(verdict) == repr(checker.judge(got, want))
    assert verdict.finding.isprintable()


@pytest.mark.parametrize("checker", CHECKERS, ids=repr)
@settings(max_examples=40, derandomize=True, deadline=None, database=None)
@given(want=values)
def test_an_expected_value_passes_against_itself_or_is_undecided(checker: Checker, want: Any) -> None:
    assert checker.judge(want, want).status in (Status.PASSED, Status.UNDECIDED)


grids = arrays.arrays(st.sampled_from([np.int16, np.float32]), arrays.array_shapes(max_dims=3, max_side=3)).filter(
    lambda grid: not np.isnan(grid).any()
)


@pytest.mark.parametrize("checker", CHECKERS[:2], ids=repr)
@settings(max_examples=40, derandomize=True, deadline=None, database=None)
@given(got=grids, want=grids)
def test_a_verdict_does_not_depend_on_the_container(checker: Checker, got: Any, want: Any) -> None:
    def tuples(value: Any) -> Any:
        return tuple(map(tuples, value)) if isinstance(value, list) else value

    status = checker.judge(got, want).status
    for mine in (got, got.tolist(), tuples(got.tolist()), list(got)):
        for due in (want, want.tolist(), tuples(want.tolist()), list(want)):
            assert checker.judge(mine, due).status is status


LAWLIKE = [
    (Assertions(), None),
    (Doctest(), ">>> f(1)\n2\n"),
    (Random(law="estimate"), {"mean": 1.0, "standard_error": 0.5}),
    (Random(law="dropout"), {"input": np.ones((2, 3)), "keep": 0.5, "mask": True}),
    (Random(law="dropout"), {"input": np.ones(3), "keep": 0.5}),
    (Random(law="mask"), {"shape": (2,), "keep": 0.5}),
    (Random(law="samples"), {"law": "normal"}),
    (Random(law="samples"), {"law": "bernoulli", "p": 0.5}),
    (Table(), ["0110", "1001"]),
    (Table(ignore_order=True), [1, 2, 3]),
    (Table(partial=False), [True, False]),
    (Table(), ["a", "b"]),
    (Table(ignore_order=True), {"a": ["b", "c"], "d": ["e"]}),
    (Choice(options=["x", "y"]), "y"),
    (Module(check="trainable"), 3),
    (Module(check="batch_independent"), True),
]
calls = values | st.lists(values, min_size=2, max_size=3)


@pytest.mark.parametrize(("checker", "want"), LAWLIKE, ids=repr)
@settings(max_examples=40, derandomize=True, deadline=None, database=None)
@given(got=calls)
def test_no_answer_breaks_a_checker_with_a_sound_reference(checker: Checker, want: Any, got: Any) -> None:
    verdict = checker.judge(got, want)

    assert verdict.status in (Status.PASSED, Status.FAILED) or "ask " in verdict.detail
    assert verdict.finding.isprintable()
