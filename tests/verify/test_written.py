"""Numbers and formulas that stand in a specification are changed, too."""

from grader.verify import written
from tests.verify.test_verify import proved, respell

FORMULA = """\
      - id: formula
        points: 1
        answer: typed
        expect: {value: "VALUE"}
        judge: {kind: expression, symbols: {a: real, b: positive}}
"""


def formula(root, value):
    respell(root, "      - id: answer\n", FORMULA.replace("VALUE", value) + "      - id: answer\n")
    return proved(root, "mutants")["formula"]


def test_a_number_is_changed_in_every_way_people_are_off():
    right = written.Answer(4)

    assert [5, 3, -4, 8, 2.0, 40, 16, 0.25] == [float(mutant.after) for mutant in written.mutants(right, "a.yaml", 3)]
    assert 4 == right.value


def test_while_a_mutant_is_made_it_is_what_is_written():
    right = written.Answer("2*a")
    (tripled,) = [mutant for mutant in written.mutants(right, "a.yaml", 3) if mutant.after == "3 * a"]

    with tripled.made():
        assert "3 * a" == right.value
    assert "2*a" == right.value
    assert ("2*a → 3 * a", 3) == (tripled.name, tripled.line)


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
