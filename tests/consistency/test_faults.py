"""A `builds_on` that cannot work is the teacher's fault, and is said with its place before anybody is graded."""

import pytest

from grader import spec
from grader.errors import SpecError
from tests.consistency.courses import CALLED, REFERENCE, TYPED, lay

CALL = "builds_on: {criterion: spread, as: width}"
MEAN = "builds_on: {criterion: sum, as: total}"
STEP = "builds_on: {criterion: slope, as: g, expect: {value: x - h*g}}"
LATER = "expect: {reference: chain.spread}\n        judge: {kind: close, rtol: 1e-6, atol: 1e-9}"


def faults(text: str) -> list[str]:
    with pytest.raises(SpecError) as told:
        spec.parse(text.encode(), "a.yaml")
    return [str(fault) for fault in told.value.faults]


def place(text: str, piece: str, word: str) -> str:
    """Where a word of a piece stands: line:column, 1-based."""
    start = text.index(piece) + piece.index(word)
    line = text.count("\n", 0, start) + 1
    return f"a.yaml:{line}:{start - text.rfind(chr(10), 0, start)}"


@pytest.mark.parametrize(
    ("base", "old", "new", "word", "message"),
    [
        (CALLED, CALL, "builds_on: {criterion: spred, as: width}", "spred",
         "criterion 'scaled' builds on the unknown criterion 'spred', did you mean `spread`?"),
        (CALLED, CALL, "builds_on: {criterion: scaled, as: width}", "scaled",
         "criterion 'scaled' builds on itself; expected no circle"),
        (CALLED.replace(CALL, "title: Scaled"), LATER,
         f"{LATER}\n        builds_on: {{criterion: scaled, as: z, with: {{k: 1.0}}}}", "scaled",
         "criterion 'spread' builds on 'scaled', which stands later; expected an earlier criterion"),
        (CALLED, CALL, "builds_on: {criterion: spread, as: k}", "k}",
         "`as` of `builds_on` is `k`, which is an argument of criterion 'scaled' already; expected a name of its own"),
        (TYPED, STEP, STEP.replace("as: g", "as: h"), "h, expect",
         "`as` of `builds_on` is `h`, which is a symbol of criterion 'step' already; expected a name of its own"),
        (CALLED, CALL, "builds_on: {criterion: spread, as: width, with: {y: [1.0]}}", "y:",
         "`with` names the unknown argument `y` of 'spread', there is x"),
        (TYPED, MEAN, "builds_on: {criterion: sum, as: total, with: {y: 1}}", "with",
         "`with` in `builds_on` of criterion 'mean', but 'sum' is no call; remove it"),
        (TYPED, MEAN, "builds_on: {criterion: sum, as: total, inputs: chain.made}", "inputs",
         "`inputs` in `builds_on` of criterion 'mean', but 'sum' is no call; remove it"),
        (TYPED, ", expect: {reference: chain.ones}}", "}", "",
         "`builds_on` of criterion 'ones' does not say what is due, given that result; expected a function, "
         "`reference:` in `expect:`"),
        (TYPED, STEP, "builds_on: {criterion: slope, as: g, expect: {reference: chain.mean}}", "{reference",
         "`builds_on` of criterion 'step' does not say what is due, given that result; expected a formula, `value:` "
         "in `expect:`"),
        (TYPED, STEP, "builds_on: {criterion: slope, as: g, expect: {value: 3}}", "{value",
         "`expect` in `builds_on` of criterion 'step' is 3, expected a formula as text"),
        (TYPED, MEAN, "builds_on: {criterion: sum, as: total, expect: {relation: chain.mean}}", "{relation",
         "`builds_on` of criterion 'mean' does not say what is due, given that result; expected a function, "
         "`reference:` in `expect:`"),
        (CALLED, CALL, "repeat: 2\n        " + CALL, "{criterion: spread",
         "`builds_on` of criterion 'scaled': criterion 'scaled' makes several calls, expected one call per case"),
        (CALLED, CALL, "parts: {core: {expect: {reference: chain.spread}}}\n        " + CALL, "{criterion: spread",
         "`builds_on` of criterion 'scaled': criterion 'scaled' has a part 'core' with an expectation of its own, "
         "expected one for all parts"),
        (CALLED, CALL, "builds_on: {criterion: spread}", "{criterion: spread}",
         "`builds_on` of criterion 'scaled' has no `as`, expected the argument of the reference, or the symbol of the "
         "formula, that is its result"),
        (CALLED, CALL, "builds_on: spread", "spread",
         "`builds_on` of criterion 'scaled' is 'spread', expected a mapping of criterion, as, expect, inputs, with"),
    ],
)  # fmt: skip
def test_a_fault_names_its_place_and_what_was_expected(base, old, new, word, message):
    text = base.replace(old, new)
    at = place(text, new, word) if word else place(text, "builds_on: {criterion: rows", "{")

    assert faults(text) == [f"{at}: {message}"]


def test_two_criteria_that_build_on_each_other_are_both_told():
    turn = "builds_on: {criterion: scaled, as: z, with: {k: 1.0}}"
    text = CALLED.replace(LATER, f"{LATER}\n        {turn}")

    assert faults(text) == [
        f"{place(text, turn, 'scaled')}: criterion 'spread' builds on 'scaled', which builds on 'spread' in turn; "
        "expected no circle",
        f"{place(text, CALL, 'spread')}: criterion 'scaled' builds on 'spread', which builds on 'scaled' in turn; "
        "expected no circle",
    ]


def test_a_formula_builds_on_a_formula_only():
    text = TYPED.replace("criterion: slope,", "criterion: sum,")

    assert faults(text) == [
        f"{place(text, 'criterion: sum, as: g', 'sum')}: `builds_on` of criterion 'step': 'step' is judged as "
        "expression and 'sum' as number; expected two formulas, or two results that are none"
    ]


def test_only_answers_that_can_be_taken_up_are():
    judge = "judge: {kind: property, atol: 1e-9}"
    text = CALLED.replace(LATER, f"expect: {{relation: chain.spread}}\n        {judge}")

    assert faults(text) == [
        f"{place(text, CALL, 'spread')}: `builds_on` of criterion 'scaled': criterion 'spread' is judged as property, "
        "expected one of close, exact, number, table, expression"
    ]


def test_what_the_earlier_call_is_given_must_come_from_somewhere():
    text = CALLED.replace("x: ", "z: ").replace(
        "call: spread\n        cases:\n          - {z", "call: spread\n        cases:\n          - {x"
    )
    text = text.replace("- {z: [2.0, 4.0]}", "- {x: [2.0, 4.0]}")

    assert faults(text) == [
        f"{place(text, CALL, 'spread')}: `builds_on` of criterion 'scaled': 'spread' is called with `x`, which "
        "'scaled' lacks; expected `with:` to give it or `inputs:` to name a function that makes it"
    ]


def test_a_fault_of_the_earlier_criterion_brings_no_second_one():
    text = CALLED.replace("call: spread", "call: spread", 1).replace("points: 2", "points: two")

    assert [fault for fault in faults(text) if "builds on" in fault] == []


REFERENCES = [
    ("def scaled(x, k, width=None):", "def scaled(x, k, breadth=None, width2=None):\n    width = None",
     "reference chain.scaled takes no argument `width`, expected one for the earlier result"),
    ("    return k * width + 1", "    return k * width + len(x)",
     None),
    ("    width = spread(x) if width is None else width", "    width = spread(x) if width is None else width + 1",
     "from the true result 5.0 follows 13.0 in case scaled/1, but 11.0 is expected"),
    ("    width = spread(x) if width is None else width", "    assert width is None\n    width = spread(x)",
     "nothing follows from the true result 5.0 in case scaled/1"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), REFERENCES)
def test_a_reference_that_does_not_carry_the_truth_is_told_before_anybody_is_graded(
    tmp_path, monkeypatch, old, new, message
):
    monkeypatch.setattr("tests.consistency.courses.REFERENCE", REFERENCE.replace(old, new))
    if message is None:
        assert len(lay(tmp_path, CALLED).links) == 1
        return
    with pytest.raises(SpecError) as told:
        lay(tmp_path, CALLED)
    line, column = place(CALLED, CALL, "{").split(":")[1:]

    (fault,) = told.value.faults
    assert (str(fault.line), str(fault.column)) == (line, column)
    assert fault.message == f"`builds_on` of criterion 'scaled': {message}; nobody is graded until this is fixed"


MADE = "builds_on: {criterion: spread, as: width, inputs: chain.made}"


@pytest.mark.parametrize(
    ("made", "message"),
    [
        ("def made(x, k):\n    return {'x': [*x, k]}\n", None),
        ("def made(x, k):\n    return {'y': x}\n", "inputs chain.made gave no `x`, with which 'spread' is called"),
        ("def made(x, k):\n    return {'x': 'abc'}\n",
         "`x` for 'spread' is 'abc', expected array (<U3 values do not fit)"),
        ("def made(x, k):\n    return [x]\n",
         "inputs chain.made gave [[1.0, 2.0, 6.0]], expected a dict of arguments"),
        ("def made(x, k):\n    raise KeyError(3)\n", "inputs chain.made raised KeyError: 3, in case scaled/1"),
        ("", "inputs chain.made cannot be used: reference.chain has no `made`, expected a function of that name"),
    ],
)  # fmt: skip
def test_a_maker_of_inputs_that_fails_is_told(tmp_path, monkeypatch, made, message):
    monkeypatch.setattr("tests.consistency.courses.REFERENCE", f"{REFERENCE}\n\n{made}")
    if message is None:
        assert len(lay(tmp_path, CALLED.replace(CALL, MADE)).links) == 1
        return
    with pytest.raises(SpecError) as told:
        lay(tmp_path, CALLED.replace(CALL, MADE))

    assert told.value.faults[0].message == (
        f"`builds_on` of criterion 'scaled': {message}; nobody is graded until this is fixed"
    )
