"""The composer reads YAML 1.2, remembers places, and refuses what is dangerous or ambiguous."""

import math
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.errors import SpecError
from grader.spec.compose import MAX_BYTES, Map, Seq, compose, describe, read
from grader.spec.scalars import resolve

SCALARS = [
    ("1e-6", 1e-6),
    ("1E3", 1000.0),
    (".5", 0.5),
    ("1.", 1.0),
    ("-0.0", -0.0),
    ("012", 12),
    ("0o17", 15),
    ("0x1F", 31),
    ("+7", 7),
    ("1:30", "1:30"),
    ("1_000", "1_000"),
    ("1/4", "1/4"),
    ("yes", "yes"),
    ("no", "no"),
    ("on", "on"),
    ("True", True),
    ("false", False),
    ("~", None),
    ("null", None),
    (".inf", math.inf),
    ("-.Inf", -math.inf),
    ("2026-11-21", "2026-11-21"),
    ("0b1", "0b1"),
    ("e5", "e5"),
    ("-", "-"),
]


@pytest.mark.parametrize(("text", "value"), SCALARS)
def test_scalars_are_those_of_yaml_1_2(text, value):
    found = resolve(text)

    assert value == found
    assert (type(value) is type(found)) or isinstance(found, int)


def test_nan_is_a_number():
    assert math.isnan(resolve(".nan"))


def test_quoted_scalars_are_text():
    assert {"a": "1", "b": "true", "c": "", "d": "x\n"} == compose("a: '1'\nb: \"true\"\nc: ''\nd: |\n  x\n", "f")


def test_every_node_knows_its_line_and_column():
    found = compose("a: 1\nb:\n  - x\n  - {c: 2}\n", "f")

    assert isinstance(found, Map)
    assert isinstance(found["b"], Seq)
    assert {"a": (1, 1), "b": (2, 1)} == found.keys_at
    assert {"a": (1, 4), "b": (3, 3)} == found.values_at
    assert [(3, 5), (4, 5)] == found["b"].items_at
    assert {"c": (4, 9)} == found["b"][1].values_at


REFUSED = [
    ("a: 1\nb: 2\na: 3", ["3:1: the key `a` a second time, expected it once; it already stands in line 1"]),
    (
        "a: &x 1\nb: *x",
        [
            "1:4: the anchor &x, expected a plain value; anchors are not used here",
            "2:4: the alias *x, expected the value itself; aliases are not used here",
        ],
    ),
    (
        "a: !!python/object/apply:os.system [ls]",
        ["1:4: the tag !!python/object/apply:os.system, expected a plain value; tags are not used here"],
    ),
    ("a: !mine 1", ["1:4: the tag !mine, expected a plain value; tags are not used here"]),
    ("a: !!str 1", ["1:4: the tag !!str, expected a plain value; tags are not used here"]),
    (
        "<<: {a: 1}",
        ["1:1: a merge key `<<`, expected every key to be written out; merging is not used here"],
    ),
    ("? [1, 2]\n: 3", ["1:3: a list as a key, expected a word; put it in quotes if it is one"]),
    ("true: 1", ["1:1: true as a key, expected a word; put it in quotes if it is one"]),
    ("a: 1\n---\nb: 2", ["2:1: a second document, expected one per file; remove the `---`"]),
    ("", ["1:1: found nothing, expected a mapping that begins with `assignment:`"]),
    ("# only a remark\n", ["1:1: found nothing, expected a mapping that begins with `assignment:`"]),
    ("- a", ["1:1: found a list, expected a mapping that begins with `assignment:`"]),
    ("a: 1e999", ["1:4: 1e999 is more than a float can hold; write .inf if infinity is meant"]),
    (
        f"a: {'9' * 5000}",
        ["1:4: a number of 5000 digits, expected at most 1000; quote it if it is text"],
    ),
    ("a: \x07", ["1:4: the control character '\\x07', expected printable text; remove it"]),
    ("a:\n  b: \x00", ["2:6: the control character '\\x00', expected printable text; remove it"]),
    (
        "a: b: c",
        ["1:5: a ':' where no key can stand; indent the line like its neighbours, or quote a text that holds ': '"],
    ),
    ("a: [1, 2", ["2:1: the list opened with '[' at line 1, column 4 is not closed; expected ',' or ']'"]),
    (
        "a: {b: 1",
        [
            "2:1: the mapping opened with '{' at line 1, column 4 is not closed; expected ',' or '}', and quotes "
            "around a text that holds ': '"
        ],
    ),
    ("a: 'x", ["1:6: the quote opened at line 1, column 4 is never closed"]),
    (
        "a:\n  - 1\n b: 2",
        ["3:2: this line does not continue the mapping begun at line 1, column 1; expected a key, indented as there"],
    ),
    (
        "a:\n\t- 1",
        ["2:1: a character that cannot begin a value (a tab, @, ` or %); indent with spaces, quote the text"],
    ),
    ("a: @x", ["1:4: a character that cannot begin a value (a tab, @, ` or %); indent with spaces, quote the text"]),
    ('a: "\\q"', ["1:5: an unknown escape after \\ in double quotes; use single quotes for plain text"]),
    ("a: 1\nb", ["3:1: a key without ':'; expected `key: value` on the line begun at line 2, column 1"]),
    (
        "%YAML 3.0\n---\na: 1",
        ["1:1: this is not YAML: found incompatible YAML document; check the indentation and the quotes here"],
    ),
]


@pytest.mark.parametrize(("text", "sentences"), REFUSED)
def test_what_cannot_be_read_is_said_with_its_place(text, sentences):
    with pytest.raises(SpecError) as caught:
        compose(text, "f")

    assert [f"f:{sentence}" for sentence in sentences] == str(caught.value).splitlines()


def test_small_faults_before_a_broken_line_are_said_too():
    with pytest.raises(SpecError) as caught:
        compose("a: 1\na: 2\nb: [", "f")

    assert [2, 4] == [fault.line for fault in caught.value.faults]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_refused_before_it_hurts(opening):
    with pytest.raises(SpecError, match="nested deeper than 50 levels, expected a flatter specification"):
        compose(opening * 100_000, "f")


def test_fifty_levels_are_read():
    assert compose("a: " + "[" * 49 + "]" * 49, "f")
    with pytest.raises(SpecError):
        compose("a: " + "[" * 50 + "]" * 50, "f")


BYTES = [
    (b"a: " + b"x" * MAX_BYTES, "1:1: 1048579 bytes, expected at most 1048576; draw large inputs instead"),
    ("a: 1".encode("utf-16"), "1:1: the file is UTF-16, expected UTF-8; save it as UTF-8"),
    (b"a: 1\nb: caf\xe9", "2:7: the byte 0xe9 is not UTF-8; save the file as UTF-8"),
]


@pytest.mark.parametrize(("data", "sentence"), BYTES)
def test_bytes_that_are_no_text_are_refused(data, sentence):
    with pytest.raises(SpecError) as caught:
        read(data, "f")

    assert f"f:{sentence}" == str(caught.value)


def test_a_byte_order_mark_is_tolerated():
    assert {"a": 1} == read(b"\xef\xbb\xbfa: 1", "f")


def test_a_long_text_is_described_shortly():
    assert len(describe("x" * 1000)) < 70


YAMLISH = st.text(st.sampled_from(list("ab01 \n\t:-?[]{},&*!|>'\"%@`#~<=.e\\\r\x85\u2028é\U0001f600")), max_size=60)


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(st.one_of(YAMLISH, st.text(max_size=60)))
@example("? ")
@example("a: *")
@example("- *x\n- &x")
@example("{*x : 1}")
@example("!<tag:yaml.org,2002:x> a")
@example("%TAG ! x\n---\n!a b")
@example("a: \ud800")
def test_arbitrary_text_is_read_or_refused(text):
    with suppress(SpecError):
        assert isinstance(compose(text, "f"), Map)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.binary(max_size=60))
def test_arbitrary_bytes_are_read_or_refused(data):
    with suppress(SpecError):
        assert isinstance(read(data, "f"), Map)
