"""Files of results: found by name, read as data, refused with a sentence."""

import math

import pytest

from grader.findings import explain
from grader.model import Asking, Missing, Returned, Status, Unreadable
from grader.runners import results
from grader.runners.results import MAX_BYTES, read

ASKING = Asking(kind="file", name="results.json")


def seen(files):
    return read(files, {"moons/1": "results.json"})["moons/1"]


def finding(files):
    verdict = explain(ASKING, seen(files))
    return verdict.status, verdict.finding


def test_a_file_is_found_in_any_folder_and_with_a_byte_order_mark():
    assert Returned({"a": [1, 2.5]}) == seen({"out/results.json": b'\xef\xbb\xbf{"a": [1, 2.5]}'})


def test_two_copies_of_one_file_are_one_answer():
    assert Returned([1]) == seen({"a/results.json": b"[1]", "b/results.json": b"[1]"})


def test_nan_and_infinity_are_left_to_the_checker():
    value = seen({"results.json": b"[NaN, -Infinity]"}).value

    assert math.isnan(value[0])
    assert -math.inf == value[1]


def test_a_missing_file_is_told_with_what_looks_like_it():
    assert Missing("results.json", ("result.json",)) == seen({"result.json": b"{}", "solution.py": b""})
    assert (Status.MISSING, "no file `results.json` was handed in (you have `result.json`)") == finding(
        {"result.json": b"{}"}
    )
    assert (Status.MISSING, "no file `results.json` was handed in") == finding({"solution.py": b""})


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"a": 1,}', "line 1, column 9: this is not JSON"),
        (b"{'a': 1}", "line 1, column 2: this is not JSON"),
        (b"", "line 1, column 1: this is not JSON"),
        (b'{"a": 1}\n[2]', "line 2, column 1: this is not JSON"),
        (b"\xff\xfe{", "it is not UTF-8 text"),
        (b'{"a": 1, "a": 2}', "the key 'a' stands twice in one object"),
        (b"[" * 20 + b"]" * 20, "it is nested too deeply"),
        (b"[" * 100_000, "it is nested too deeply"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "it is nested too deeply"),
        (b"[" * 300_000, "it holds more than 200000 values"),
        (b"[" + b"1," * 250_000 + b"1]", "it holds more than 200000 values"),
        (b" " * (MAX_BYTES + 1), f"it holds {MAX_BYTES + 1} bytes, and {MAX_BYTES} are read"),
        (b"1" * 5000, "it holds a number of thousands of digits"),
    ],
)
def test_what_is_not_read_says_why(data, reason):
    assert Unreadable("file", reason) == seen({"results.json": data})
    assert (Status.FAILED, f"`results.json` cannot be read; {reason}") == finding({"results.json": data})


def test_the_key_that_stands_twice_is_found_in_one_walk():
    """Found key by key, in a file of four megabytes it took us an hour."""
    compared = 0

    class Key(str):
        __hash__ = str.__hash__

        def __eq__(self, other: object) -> bool:
            nonlocal compared
            compared += 1
            return str.__eq__(self, other)

    keys = [Key(f"{n:04}") for n in range(1_000)]

    with pytest.raises(ValueError, match="the key '0999' stands twice in one object"):
        results._object([(key, 1) for key in [*keys, Key("0999")]])

    assert compared < 10 * len(keys)


def test_two_different_files_of_one_name_are_no_answer():
    assert Unreadable("file", "2 different files have this name; hand in one of them") == seen(
        {"a/results.json": b"[1]", "b/results.json": b"[2]"}
    )
