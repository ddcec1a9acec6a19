"""What is written is read back bit for bit."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.spec.compose import compose
from grader.spec.emit import Unwritable, emit, flow
from grader.spec.literals import plain

VALUES = [
    (0.1 + 0.2, "0.30000000000000004"),
    (1e-300, "1e-300"),
    (-0.0, "-0.0"),
    (math.inf, ".inf"),
    (-math.inf, "-.inf"),
    (math.nan, ".nan"),
    (10**20, "100000000000000000000"),
    ("true", '"true"'),
    ("0110", '"0110"'),
    ("no", "no"),
    ("", '""'),
    ("a: b # c", '"a: b # c"'),
    ("tab\tnul\x00del\x7fnel\x85", '"tab\\tnul\\u0000del\\u007fnel\\u0085"'),
    ("λ 😀", '"λ 😀"'),
    ((1, [2.5, None]), "[1, [2.5, null]]"),
]


@pytest.mark.parametrize(("value", "text"), VALUES, ids=[repr(row[0]) for row in VALUES])
def test_a_value_on_one_line(value, text):
    assert text == flow(value)
    assert repr(value if not isinstance(value, tuple) else list(value)) == repr(compose(f"a: {text}", "f")["a"])


UNWRITABLE = [1j, "\ud800", {None: 1}, {True: 1}, {(1, 2): 1}, object(), 10**1000]


@pytest.mark.parametrize("value", UNWRITABLE, ids=lambda value: type(value).__name__)
def test_what_yaml_cannot_hold_is_refused(value):
    with pytest.raises(Unwritable):
        flow(value)


def test_long_words_are_folded_and_lines_are_kept():
    prompt = "word " * 60 + "end"
    text = emit({"a": {"prompt": prompt, "steps": "one\ntwo\n\n  three"}})

    assert max(map(len, text.splitlines())) <= 120
    assert {"prompt": prompt, "steps": "one\ntwo\n\n  three"} == compose(text, "f")["a"]


SCALARS = st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats() | st.text(
    st.characters(blacklist_categories=("Cs",)), max_size=140
)  # fmt: skip
TREES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(blacklist_categories=("Cs",)), max_size=5) | st.integers(), inner, max_size=4
        )
    ),
    max_leaves=20,
)


@settings(max_examples=80, deadline=None, derandomize=True, database=None)
@given(st.dictionaries(st.text("abcλ:# ", max_size=6), TREES, min_size=1, max_size=4))
def test_any_tree_is_read_back(tree):
    assert repr(tree) == repr(plain(compose(emit(tree), "f")))
