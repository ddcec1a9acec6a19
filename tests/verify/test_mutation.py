"""What a mutant is: one change of a function that could matter, named so that the name holds."""

import ast
import functools
from collections import Counter

from grader.mutation import mutants
from grader.mutation.changes import changes

SCALE = 2.0


def example(a, b, steps=3, deep=False):
    """Nothing but places to change."""
    if a < 0:
        raise ValueError("a message with 1 number")
    assert b >= 0
    total = 0
    for i in range(steps):
        total += a * b if i > 1 or deep else scaled(a + b)
    pairs = [x[0] for x in zip([a], [b], strict=True)]
    return float(total) - sum(pairs[1:]) + {"one": 1}["one"]


def scaled(x):
    return SCALE * max(x, 1)


def names(function=example, passed=()):
    return [mutant.name for mutant in mutants(function, passed, room="tests")]


def changed(source):
    (function,) = ast.parse(source).body
    return {change.name(96) for change in changes(function)}


def test_operators_terms_comparisons_numbers_and_calls_are_changed():
    found = changed("def f(a, b):\n    return np.mean(a, axis=0) + 2 * b if a >= b else -a\n")

    assert {
        "np.mean(a, axis=0) + 2 * b → np.mean(a, axis=0) - 2 * b",
        "np.mean(a, axis=0) + 2 * b → np.mean(a, axis=0)",
        "np.mean(a, axis=0) + 2 * b → 2 * b",
        "np.mean(a, axis=0) → np.sum(a, axis=0)",
        "np.mean(a, axis=0) → np.mean(a)",
        "np.mean(a, axis=0) → np.mean(a, axis=1)",
        "np.mean(a, axis=0) → np.mean(a, axis=-1)",
        "2 * b → 2 / b",
        "2 * b → 2",
        "2 * b → b",
        "2 * b → 3 * b",
        "2 * b → 1 * b",
        "a >= b → a > b",
        "a >= b → a <= b",
        "-a → a",
        "np.mean(a, axis=0) + 2 * b if a >= b else -a → np.mean(a, axis=0) + 2 * b",
        "np.mean(a, axis=0) + 2 * b if a >= b else -a → -a",
    } == found


def test_statements_slices_conditions_and_defaults_are_changed():
    found = changed(
        "def f(a, n=1):\n    t = 0\n    for x in a[1:]:\n        if x and n:\n            t += x\n    return t\n"
    )

    assert {
        "n=1 → n=2",
        "n=1 → n=0",
        "t = 0 → t = 1",
        "t = 0 → t = -1",
        "a[1:] → a[:]",
        "a[1:] → a[2:]",
        "a[1:] → a[0:]",
        "if x and n: → if True:",
        "if x and n: → (left out)",
        "x and n → x or n",
        "t += x → t -= x",
        "t += x → (left out)",
    } == found


def test_what_nothing_that_is_judged_could_tell_is_left_alone():
    source = (
        "def f(a: float = 1.0) -> float:\n"
        '    """Gives 2."""\n'
        "    assert a > 3\n"
        "    if a < 4:\n"
        '        raise ValueError("5")\n'
        "    return float(int(np.asarray(list(zip(a, a, strict=True)), dtype=float)))\n"
    )

    assert {"a=1.0 → a=2.0", "a=1.0 → a=0.5"} == changed(source)


def test_a_conversion_that_cuts_something_off_is_changed():
    assert "int(a / 2) → a / 2" in changed("def f(a):\n    return int(a / 2)\n")


def test_functions_and_numbers_that_are_used_are_changed_where_they_stand():
    found = names()

    assert "SCALE * max(x, 1) → SCALE / max(x, 1) in scaled" in found
    assert "SCALE = 2.0 → SCALE = 3.0" in found
    (mutant,) = [one for one in mutants(example, room="tests") if one.name == "SCALE = 2.0 → SCALE = 3.0"]
    with mutant.made():
        assert 21.0 == scaled(7.0)
    assert 14.0 == scaled(7.0)


def test_names_are_unique_and_a_second_of_one_name_is_numbered():
    assert [] == [name for name, count in Counter(names()).items() if count > 1]
    assert {"i + 1 → i - 1", "i + 1 → i - 1 (2)"} <= set(names(twice))


def twice(i):
    return (i + 1) * (i + 1)


def test_defaults_that_every_call_names_are_not_changed():
    assert "steps=3, deep=False → steps=4, deep=False" in names()
    assert not [name for name in names(passed=("steps", "deep")) if name.startswith("steps=")]


def test_a_mutant_is_made_and_undone():
    before = example(2.0, 3.0)
    results = set()
    for mutant in mutants(example, room="tests"):
        with mutant.made():
            try:
                results.add(example(2.0, 3.0))
            except Exception as error:
                results.add(type(error).__name__)
        assert before == example(2.0, 3.0)

    assert len(results) > 15


def test_a_long_change_is_named_by_what_differs():
    long = " + ".join(f"number_{i}" for i in range(30))
    (name,) = [name for name in changed(f"def f():\n    return {long}\n") if "number_7 - number_8" in name]

    assert len(name) <= 110
    assert name.startswith("…")


def wrapping(function):
    @functools.wraps(function)
    def inner(*arguments):
        return function(*arguments)

    return inner


@functools.cache
def remembered(n):
    return n + n


@wrapping
def wrapped(n):
    return remembered(n) * 3


def test_what_is_wrapped_is_changed_inside():
    found = {mutant.name: mutant for mutant in mutants(wrapped, room="tests")}

    assert 12 == wrapped(2)
    with found["remembered(n) * 3 → remembered(n) * 4"].made():
        assert 16 == wrapped(2)
    assert 12 == wrapped(2)


def test_what_was_remembered_of_the_truth_is_forgotten():
    found = {mutant.name: mutant for mutant in mutants(wrapped, room="tests")}

    assert 12 == wrapped(2)
    with found["n + n → n - n in remembered"].made():
        assert 0 == wrapped(2)
    assert 12 == wrapped(2)


def test_what_closes_over_something_is_left_alone():
    factor = 2

    def scaled_by(n):
        return factor * n

    assert [] == mutants(scaled_by, room="tests")


def test_what_has_no_source_has_no_mutants():
    assert [] == mutants(len)
