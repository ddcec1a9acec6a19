"""What a person reads of a value, and that no value can do harm on the way."""

import ast
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.showing import near, quoted, show

SHOWN = [
    (None, "None"),
    (True, "True"),
    (np.bool_(False), "False"),
    (3, "3"),
    (-0.0, "-0.0"),
    (1.0, "1.0"),
    (1 / 3, "0.333333"),
    (1e-9, "1e-09"),
    (123456789.0, "1.23457e+08"),
    (math.nan, "nan"),
    (-math.inf, "-inf"),
    (1 - 2j, "(1.0-2.0j)"),
    (complex(0, math.nan), "(0.0+nanj)"),
    ("plain", "'plain'"),
    ([], "[]"),
    ((1,), "(1,)"),
    ({"a": [1, (2.0, "b")]}, "{'a': [1, (2.0, 'b')]}"),
    (np.array([[1, 2], [3, 4]]), "[[1, 2], [3, 4]]"),
    (np.array(2.5), "2.5"),
    (np.float32(0.1), "0.1"),
    (np.zeros((0, 3)), "[]"),
    (10**50, "<a whole number of about 51 digits>"),
    (-(10**50), "<a negative whole number of about 51 digits>"),
    (object, "<type>"),
]


@pytest.mark.parametrize(("value", "text"), SHOWN)
def test_a_value_is_written_as_a_person_would(value: Any, text: str) -> None:
    assert text == show(value)


def test_a_long_list_is_cut() -> None:
    assert show(list(range(1000)), 20) == "[0, 1, 2, 3, 4, 5, …"


def test_a_cut_array_says_its_shape() -> None:
    assert show(np.zeros((1000, 1000)), 43) == "[[0.0, 0.0, … (shape (1000, 1000), float64)"


def test_a_limit_smaller_than_the_shape_holds() -> None:
    assert show(np.zeros(1000), 5) == "… (sh"


def test_deep_nesting_ends() -> None:
    value: Any = 1
    for _ in range(300):
        value = [value]

    assert show(value) == "[" * 13 + "…" + "]" * 13


def test_what_cannot_be_seen_becomes_an_escape() -> None:
    assert quoted("\x00\x1b[2J\u202e\ud800\u200b\xa0") == r"'\x00\x1b[2J\u202e\ud800\u200b\xa0'"


def test_letters_and_signs_of_other_languages_stay() -> None:
    assert quoted("λ·w — Größe 漢字 😀") == "'λ·w — Größe 漢字 😀'"


def test_a_huge_text_is_cut_before_it_is_read() -> None:
    assert show("a" * 50_000_000, 6) == "'aaaa…"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers() | st.text(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(values, st.integers(1, 300))
def test_any_value_is_shown_within_its_limit(value: Any, limit: int) -> None:
    text = show(value, limit)

    assert len(text) <= limit
    assert text.encode("utf-8")
    assert text.isprintable()
    assert text == show(value, limit)


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.tuples(inner) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(plain)
def test_a_small_value_can_be_pasted_as_python(value: Any) -> None:
    assert value == ast.literal_eval(show(value, 10_000))


def test_names_that_look_alike_are_found_best_first() -> None:
    names = ["adam_moments", "adamMoments", "moments", "l2_update"]

    assert near("adam_moment", [n for n in names if n != "adamMoments"]) == ("adam_moments", "moments")
    assert near("adam_moments", ["adamMoments", "l2_update"]) == ("adamMoments",)
    assert near("zebra", names) == ()
    assert near("anything", []) == ()


def test_an_exact_value_loses_no_digit():
    assert "[0.30000001192092896, (1.25+0.1j)]" == show([np.float32(0.3), 1.25 + 0.1j], exact=True)
