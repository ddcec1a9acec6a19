"""Numbers, formulas, tables and choices that stand in a specification are changed, too."""

import numpy as np
import pytest

from grader import spec
from grader.verify import entries, written
from tests.verify.test_verify import proved, respell, sample

FORMULA = """\
      - id: formula
        points: 1
        answer: typed
        expect: {value: "VALUE"}
        judge: {kind: expression, symbols: {a: real, b: positive}}
"""


def formula(root, value):
    return told(root, FORMULA.replace("VALUE", value))


def told(root, block):
    """What is proved of a criterion that is put before the last."""
    name = add(root, block)
    return proved(root, "mutants")[name]


def add(root, block):
    respell(root, "      - id: answer\n", block + "      - id: answer\n")
    return block.split("id: ", 1)[1].split("\n", 1)[0].strip()


def criterion(root, name):
    assignment = spec.load(root / "assignments" / "tiny" / "assignment.yaml")
    return next(one for one in assignment.criteria if one.id == name)


def test_a_number_is_changed_in_every_way_people_are_off(course):
    right = written.Answer(4)
    made = written.mutants(right, criterion(course, "answer"), "a.yaml")

    assert [5, 3, -4, 8, 2.0, 40, 16, 0.25] == [float(mutant.after) for mutant in made]
    assert 4 == right.value


def test_while_a_mutant_is_made_it_is_what_is_written(course):
    right = written.Answer("2*a")
    one = criterion(course, add(course, FORMULA.replace("VALUE", "2*a")))
    (tripled,) = [mutant for mutant in written.mutants(right, one, "a.yaml") if mutant.after == "3 * a"]

    with tripled.made():
        assert "3 * a" == right.value
    assert "2*a" == right.value
    assert ("2*a → 3 * a", one.at[0]) == (tripled.name, tripled.line)


def test_every_wrong_formula_is_told_from_the_right_one(course):
    """2 a + b: the sum a difference, either term alone, another factor twice, the factor, a alone, a quotient."""
    row = formula(course, "2*a + b")

    assert (True, "8 of 8 mutants lose marks (100 %)") == (row.holds, row.sentence)


def test_a_formula_that_only_looks_different_is_to_be_explained(course):
    row = formula(course, "b + a*abs(a)/abs(a)^1")

    assert not row.holds
    alive = {one["mutant"] for one in row.facts["survivors"]}
    assert all(name.startswith("b + a*abs(a)/abs(a)^1 → ") for name in alive)


def test_what_is_no_python_is_left_alone():
    assert written.formula("\\frac{a}{b}") is None
    assert written.formula("a; b") is None


# ---- answers of several entries ----

TABLE = """\
      - id: grid
        points: 1
        answer: typed
        expect: {value: {low: [1, 2]}}
        judge: {kind: table, atol: ATOL}
"""


def test_every_entry_of_a_table_is_changed(course):
    """Two numbers, up and down."""
    row = told(course, TABLE.replace("ATOL", "0"))

    assert (True, "4 of 4 mutants lose marks (100 %)") == (row.holds, row.sentence)


def test_a_table_that_forgives_too_much_is_found(course):
    """An entry of 1 that may be 0 or 2 is not tested at all."""
    row = told(course, TABLE.replace("ATOL", "1"))

    assert not row.holds
    alive = {one["mutant"] for one in row.facts["survivors"]}
    assert {"low 1: 1 → 2", "low 1: 1 → 0", "low 2: 2 → 3", "low 2: 2 → 1"} == alive


def test_an_array_stays_one_and_words_are_those_of_the_table():
    arrays = [made.tolist() for _, _, made in entries.changed(np.array([0.5, 2.0]))]
    bits = [made for _, _, made in entries.changed(["0110", "1"])]
    words = [made for _, _, made in entries.changed(["up", "down", "up"])]

    assert [[1.5, 2.0], [-0.5, 2.0], [0.5, 3.0], [0.5, 1.0]] == arrays
    assert [["1110", "1"], ["0111", "1"], ["0110", "0110"]] == bits
    assert [["down", "down", "up"], ["up", "up", "up"], ["up", "down", "down"]] == words


@pytest.mark.parametrize("right", ["b", "L2", "l2"])
def test_every_other_option_must_lose_marks(course, right):
    choice = """\
      - id: pick
        points: 1
        answer: typed
        expect: {value: RIGHT}
        judge: {kind: choice, options: {a: L1, b: L2, c: dropout}}
"""
    row = told(course, choice.replace("RIGHT", right))

    assert (True, "2 of 2 mutants lose marks (100 %)") == (row.holds, row.sentence)


def test_where_several_options_are_due_one_more_and_one_less_are_wrong():
    made = [now for _, _, now in entries.chosen(["L1", "L2", "dropout"], ["L1", "c"])]

    assert [["dropout"], ["L1", "L2", "dropout"], ["L1"]] == made


def test_a_condition_is_changed_at_its_ends(course):
    block = """\
      - id: range
        points: 1
        answer: typed
        expect: {value: 0 < a < 1/b}
        judge: {kind: interval, primary: a, symbols: {a: real, b: positive}}
"""
    row = told(course, block)
    assert (True, 0) == (row.holds, len(row.facts["survivors"]))

    names = {mutant.name for mutant in _mutants(course, "range")}
    assert {"0 < a < 1/b → 0 <= a < 1 / b", "0 < a < 1/b → 0 < a < 2 / b"} <= names


def _mutants(root, name):
    one = criterion(root, name)
    return written.mutants(written.answer(one), one, "a.yaml")


DERIVATION = """\
      - id: slope
        points: 1
        answer: typed
        expect: {value: 2*a*b}
        judge: {kind: derivation, symbols: {a: real, b: real}}
"""


def test_a_right_derivation_is_judged_by_changed_ends(course):
    name = add(course, DERIVATION)
    found = proved(course, "mutants")[name]
    assert (True, True) == (found.holds, found.warns)
    assert "no derivation in samples/ is right to be judged by changed formulas; add one" in found.sentence

    sample(course, "right", "{double: 3, slope: 1}")
    sheet = course / "assignments" / "tiny" / "samples" / "right" / "answers.md"
    sheet.write_text("# slope\na*b + b*a\n= 2*a*b\n")
    found = proved(course, "mutants")[name]

    assert found.holds, found.sentence
    assert found.facts["mutants"] == found.facts["killed"] > 4
