"""YAML without trust: what is a value, and what is refused."""

import math

import pytest

from grader.runners.plain_yaml import MAX_ITEMS, Unclear, read

SCALARS = [
    ("1", 1),
    ("-12", -12),
    ("1.5", 1.5),
    ("1e3", 1000.0),
    ("1E-6", 1e-6),
    (".5", 0.5),
    ("5.", 5.0),
    ("+3", 3),
    ("0", 0),
    ("00", "00"),
    ("007", "007"),
    ("-01", "-01"),
    ("0.5", 0.5),
    ("0x1F", "0x1F"),
    ("1_000", "1_000"),
    ("yes", "yes"),
    ("off", "off"),
    ("True", True),
    ("~", None),
    ("-.inf", -math.inf),
    ("2026-11-21", "2026-11-21"),
    ("1:30", "1:30"),
    ("9" * 401, "9" * 401),
    ("w - lr*g", "w - lr*g"),
    ("'it''s'", "it's"),
    ('"a\\nb"', "a\nb"),
    ("661 # a remark", 661),
]


@pytest.mark.parametrize(("text", "want"), SCALARS)
def test_a_scalar_is_what_it_says(text: str, want: object) -> None:
    got = read(f"a: {text}")["a"]

    assert want == got
    assert type(want) is type(got)


def test_a_nan_is_a_number() -> None:
    assert math.isnan(read("a: .nan")["a"])


REFUSED = [
    ("x" * (2**20 + 1), "the sheet is longer than 1 MiB"),
    ("a: [" + "1," * (MAX_ITEMS + 1) + "]", "line 1: nested too deeply, or too many items"),
    ("a: " + "{b: " * 30 + "}" * 30, "line 1: nested too deeply, or too many items"),
    ('a: "open', "line 1: "),
]


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_what_is_too_much_is_refused(text: str, said: str) -> None:
    with pytest.raises(Unclear, match=f"^{said}"):
        read(text)


def test_aliases_cannot_grow_a_small_sheet_into_a_large_value() -> None:
    with pytest.raises(Unclear, match="& and \\* have a meaning in YAML"):
        read("a: &a [1, 1]\nb: &b [*a, *a]\nc: [*b, *b]")
