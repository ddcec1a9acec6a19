"""The oracle asks reference/ what the student is asked; whatever is wrong there is said before anybody is graded."""

import sys
import textwrap
import threading
from fractions import Fraction

import numpy as np
import pytest

from grader import cases, spec
from grader.errors import SpecError
from grader.oracle import Failure, Oracle, literal_expectations, settle

TOPIC = """
    import numpy as np
    from reference.other import twice

    FACTOR = 3

    def scaled(w, k):
        w *= k  # alters its argument
        return w

    def typed(**given):
        return {name: f"{type(value).__name__} {getattr(value, 'dtype', '')}".strip() for name, value in given.items()}

    def step(theta, state, grad, t):
        state = state + grad
        return theta - state / t, state

    def single(a):
        return np.float32(a) / 2

    def raises(a):
        raise ValueError(f"no {a}")

    def nothing(a):
        pass

    def not_a_number(a):
        return {"m": [1.0, a * np.nan]}

    def divides(a):
        return np.array([1.0]) / (a - 1)

    def an_object(a):
        return object()

    def objects(a):
        return np.array([a, None])

    def doubled(a):
        return twice(a)

    def late(a):
        from reference.other import twice as imported
        return imported(a)

    def residual(got, *, a):
        return got - 2 * a

    def count(sizes):
        return sum(sizes)

    def make(rng, n):
        return {"a": rng.random(), "b": n}
"""
HEAD = """\
assignment: a
title: T
seed: 1
questions:
  - id: q
    title: Q
    prompt: P
    criteria:
"""


@pytest.fixture
def root(tmp_path):
    return course(tmp_path)


def course(folder, factor=2):
    (folder / "reference" / "topic").mkdir(parents=True)
    (folder / "reference" / "__init__.py").write_text("")
    (folder / "reference" / "topic" / "__init__.py").write_text(textwrap.dedent(TOPIC))
    (folder / "reference" / "topic" / "mistakes.py").write_text("def halved(a):\n    return a / 2\n")
    (folder / "reference" / "other.py").write_text(f"def twice(a):\n    return {factor} * a\n")
    return folder


def parse(rows):
    return spec.parse((HEAD + textwrap.indent(textwrap.dedent(rows), " " * 6)).encode(), "a.yaml")


def row(path, body="call: f\n  cases: [{a: 1.5}]", judge="{kind: exact}", more=""):
    text = f"- id: x\n  points: 1\n  {body}\n  expect: {path}\n  judge: {judge}\n"
    return parse(text + textwrap.indent(textwrap.dedent(more), "  "))


def expectations(assignment, root):
    oracle = Oracle(root)
    return oracle.expectations(assignment, cases.lay_out(assignment, oracle.generator))


def want(path, root, **given):
    return expectations(row(path, **given), root).want("x", "core", "x/1")


def test_a_reference_is_called_by_name_with_copies(root):
    assignment = row("{reference: topic.scaled}", "call: f\n  cases: [{k: 3, w: [1, 2]}]")
    found = expectations(assignment, root)

    assert [3.0, 6.0] == found.want("x", "core", "x/1").tolist()
    assert [1.0, 2.0] == assignment.criteria[0].cases[0].inputs["w"].tolist()


def test_a_reference_sees_float64_arrays_and_python_numbers(root):
    body = (
        "call: f\n  arguments: {a: array, i: integers, x: tensor, n: number, m: integer, l: list, s: text, b: flag}\n"
        "  cases: [{a: [1], i: [1], x: [1], n: 1, m: 1, l: [1], s: one, b: true}]"
    )

    assert {
        "a": "ndarray float64",
        "i": "ndarray int64",
        "x": "ndarray float64",
        "n": "float",
        "m": "int",
        "l": "list",
        "s": "str",
        "b": "bool",
        "extra": "ndarray float64",
    } == want("{reference: topic.typed, with: {extra: [1, 2]}}", root, body=body)


def test_a_reference_walks_the_same_path_as_the_student(root):
    body = (
        "call: f\n  carry: {theta: 0, state: 1}\n  over: [grad, t]\n"
        "  arguments: {theta: array, state: array, grad: array, t: integers}\n"
        "  cases: [{theta: [0], state: [0], grad: [[1], [1], [1]], t: [1, 2, 3]}]"
    )
    theta, state = want("{reference: topic.step}", root, body=body)

    assert [-3.0] == theta.tolist()  # 1/1, 2/2 and 3/3 are taken away
    assert [3.0] == state.tolist()


def test_several_calls_without_carry_give_the_list_of_results(root):
    body = "call: f\n  over: [a]\n  cases: [{a: [1, 2, 3]}]"

    assert [0.5, 1.0, 1.5] == want("{reference: topic.single}", root, body=body)


def test_what_a_reference_gives_is_plain_and_in_float64(root):
    found = want("{reference: topic.single}", root)

    assert (0.75, float) == (found, type(found))


def test_modules_of_reference_may_import_one_another_also_while_they_run(root):
    assert 3.0 == want("{reference: topic.doubled}", root)
    assert 3.0 == want("{reference: topic.late}", root)


def test_a_mistake_lives_in_a_module_beside_its_topic(root):
    more = "mistakes: [{expect: {reference: topic.mistakes.halved}, say: Halved.}]"
    found = expectations(row("{reference: topic.doubled}", more=more), root)

    assert 0.75 == found.mistaken("x", "halved", "core", "x/1")


def test_a_mistake_that_raises_is_an_expectation(root):
    more = "mistakes: [{expect: {reference: topic.raises}, say: It fails.}, {id: v, expect: {value: [1, 2]}, say: V.}]"
    found = expectations(row("{reference: topic.doubled}", more=more), root)

    assert Failure("ValueError", "no 1.5") == found.mistaken("x", "raises", "core", "x/1")
    assert [1, 2] == found.mistaken("x", "v", "core", "x/1")


def test_a_mistake_may_give_nan(root):
    more = "mistakes: [{expect: {reference: topic.not_a_number}, say: NaN.}]"
    found = expectations(row("{reference: topic.doubled}", more=more), root)

    assert np.isnan(found.mistaken("x", "not_a_number", "core", "x/1")["m"][1])


def test_infinity_is_a_value(root):
    body = "call: f\n  cases: [{a: 1.0}]"

    assert [np.inf] == want("{reference: topic.divides}", root, body=body).tolist()


def test_a_relation_is_bound_to_the_inputs_of_its_case(root):
    relation = want("{relation: topic.residual}", root, judge="{kind: property, atol: 1e-9}")

    assert 0.25 == relation(3.25)


def test_a_relation_that_a_checker_calls_from_a_thread_still_finds_its_modules(root):
    (root / "reference" / "lazy.py").write_text(
        "def same(got, *, a):\n    from reference.other import twice\n    return got - twice(a)\n"
    )
    relation = want("{relation: lazy.same}", root, judge="{kind: property, atol: 1e-9}")
    given = []
    thread = threading.Thread(target=lambda: given.append(relation(3.0)))
    thread.start()
    thread.join()

    assert [0.0] == given


def test_two_courses_in_one_process_do_not_mix(tmp_path):
    two, five = course(tmp_path / "two"), course(tmp_path / "five", factor=5)
    left, right = Oracle(two), Oracle(five)
    assignment = row("{reference: topic.late}")
    laid = cases.lay_out(assignment, left.generator)

    def ask(oracle):
        return oracle.expectations(assignment, laid).want("x", "core", "x/1")

    assert [3.0, 7.5, 3.0] == [ask(left), ask(right), ask(left)]


def test_a_course_leaves_no_modules_behind(root):
    before = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "reference"}
    want("{reference: topic.doubled}", root)

    after = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "reference"}
    assert before == after
    assert str(root) not in sys.path


def test_a_reference_folder_needs_no_init(root):
    (root / "reference" / "__init__.py").unlink()

    assert 3.0 == want("{reference: topic.doubled}", root)


FAULTS = [
    ("topic.raises", "raised ValueError: no 1.5"),
    ("topic.nothing", "returned None, expected a value; does it end with `return`?"),
    ("topic.not_a_number", "returned {'m': [1.0, nan]}, expected numbers without NaN"),
    ("topic.an_object", "returned an object, expected numbers, text, arrays, or lists and dicts of these"),
    ("topic.objects", "returned an array of dtype object, expected numbers, text, arrays, or lists and dicts of these"),
    ("topic.scaled", "raised TypeError: scaled() got an unexpected keyword argument 'a'"),
    ("topic.doubld", "cannot be used: reference.topic has no `doubld`, did you mean `doubled`?"),
    ("topic.zzz", "cannot be used: reference.topic has no `zzz`, expected a function of that name"),
    ("topic.FACTOR", "cannot be used: reference.topic.FACTOR is 3, expected a function"),
    ("tpic.doubled", "cannot be used: reference has no `tpic`, did you mean `topic`?"),
]


@pytest.mark.parametrize(("path", "said"), FAULTS, ids=[row[0] for row in FAULTS])
def test_a_reference_that_cannot_be_trusted_stops_the_grading(path, said, root):
    with pytest.raises(SpecError) as caught:
        want(f"{{reference: {path}}}", root)

    start = f"a.yaml:9:9: criterion 'x', case x/1: reference {path}"
    assert f"{start} {said}; nobody is graded until this is fixed" == str(caught.value)


def test_a_module_that_cannot_be_imported_is_named(root):
    (root / "reference" / "broken.py").write_text("x = 1 / 0\n")
    (root / "reference" / "needy.py").write_text("import nowhere_at_all\n")

    with pytest.raises(SpecError, match=r"reference.broken cannot be imported: ZeroDivisionError: division by zero"):
        want("{reference: broken.f}", root)
    with pytest.raises(SpecError, match=r"reference.needy cannot be imported: No module named 'nowhere_at_all'"):
        want("{reference: needy.f}", root)


def test_a_course_without_references_says_where_they_belong(tmp_path):
    with pytest.raises(SpecError) as caught:
        want("{reference: topic.f}", tmp_path)

    place = tmp_path.resolve() / "reference"
    assert f"there is no folder {place}, expected the reference implementations in it" in str(caught.value)


def test_every_reference_is_complained_about_once(root):
    rows = "".join(
        f"- {{id: {name}, points: 1, call: f, cases: [{{a: 1}}, {{a: 2}}], expect: {{reference: topic.{path}}}, "
        "judge: {kind: exact}}\n"
        for name, path in [("x", "raises"), ("y", "nothing"), ("z", "doubled")]
    )
    with pytest.raises(SpecError) as caught:
        expectations(parse(rows), root)

    assert [9, 10] == [fault.line for fault in caught.value.faults]


def test_a_written_value_agrees_with_its_formula(root):
    body = "answer: typed"
    good = "{value: 30, agrees_with: {reference: topic.count, with: {sizes: [10, 20]}}}"

    assert 30 == want(good, root, body=body)
    with pytest.raises(SpecError) as caught:
        want(good.replace("30", "31"), root, body=body)
    assert "reference topic.count gives 30.0, but the assignment says 31 (expected 30.0, got 31)" in str(caught.value)


def test_a_formula_that_raises_is_a_fault_too(root):
    with pytest.raises(SpecError, match=r"reference topic.raises raised ValueError: no 1"):
        want("{value: 1, agrees_with: {reference: topic.raises, with: {a: 1}}}", root, body="answer: typed")


def test_a_case_with_a_want_of_its_own_needs_no_reference(root):
    assert [1, 2] == want("{reference: topic.raises}", root, body="call: f\n  cases: [{a: 1, want: [1, 2]}]")


def test_a_part_with_an_expectation_of_its_own_is_asked_for_that(root):
    body = "call: f\n  cases: [{a: 1.5}]\n  parts: {core: {}, own: {expect: {reference: topic.single}}}"
    found = expectations(row("{reference: topic.doubled}", body), root)

    assert (3.0, 0.75) == (found.want("x", "core", "x/1"), found.want("x", "own", "x/1"))


def test_what_a_part_picks_must_be_there(root):
    body = "call: f\n  cases: [{a: 1.5}]\n  parts: {core: {pick: m}}"
    with pytest.raises(SpecError, match=r"returned 3.0, expected something that holds 'm'"):
        expectations(row("{reference: topic.doubled}", body), root)


@pytest.mark.parametrize(
    ("given", "judge", "said"),
    [
        ("{value: many}", "{kind: number, atol: 0}", "the value 'many' cannot be judged as number: the reference gave"),
        ("{value: null}", "{kind: number, atol: 0}", "the value None cannot be judged as number: the reference gave"),
        ("{value: .nan}", "{kind: close, rtol: 0, atol: 0}", "the value nan cannot be judged as close: the reference"),
        ("{value: [1, a]}", "{kind: table}", "the value [1, 'a'] cannot be judged as table: the reference gave no tab"),
        (
            "{value: {m: x}}",
            "{kind: close, rtol: 0, atol: 0}",
            "the value {'m': 'x'} cannot be judged as close: key 'm",
        ),
    ],
)
def test_a_value_that_its_judge_cannot_use_stops_the_grading(given, judge, said, root):
    """Otherwise every hand-in of the class would wait for a person, and nobody would be told why."""
    with pytest.raises(SpecError) as caught:
        want(given, root, body="answer: typed", judge=judge)

    assert str(caught.value).startswith(f"a.yaml:9:9: criterion 'x', case x/1: {said}")
    assert str(caught.value).endswith("; nobody is graded until this is fixed")


def test_a_reference_that_its_judge_cannot_use_stops_the_grading(root):
    body = "call: f\n  cases: [{a: 1.5}]"
    with pytest.raises(
        SpecError, match=r"reference topic.typed cannot be judged as close: key 'a': the reference gave"
    ):
        want("{reference: topic.typed}", root, body=body, judge="{kind: close, rtol: 0, atol: 0}")

    picked = body + "\n  parts: {core: {pick: a, judge: {kind: exact}}}"
    assert {"a": "float"} == want("{reference: topic.typed}", root, body=picked, judge="{kind: number, atol: 0}")


def test_generators_come_from_the_same_folder(root):
    body = "call: f\n  arguments: {a: number, b: integer}\n  cases: [{generate: topic.make, with: {n: 4}}]"

    assert "int" == want("{reference: topic.typed}", root, body=body)["b"]


def test_literals_are_enough_for_a_student_edition():
    assignment = row("{value: 3}", "call: f\n  cases: [{a: 1}, {a: 2, want: [1, 2.5]}]")
    found = literal_expectations(assignment, cases.lay_out(assignment, lambda path: None))

    assert 3 == found.want("x", "core", "x/1")
    assert [1.0, 2.5] == found.want("x", "core", "x/2").tolist()


def test_without_references_a_reference_is_out_of_reach():
    assignment = row("{reference: topic.f}", "call: f\n  cases: [{a: 1}]")
    with pytest.raises(SpecError) as caught:
        literal_expectations(assignment, cases.lay_out(assignment, lambda path: None))

    said = "criterion 'x', case x/1: reference topic.f is out of reach, expected a written value (`want:`)"
    assert f"a.yaml:9:9: {said}; nobody is graded until this is fixed" == str(caught.value)


SETTLED = [
    (np.float32(0.5), 0.5, float),
    (np.int64(3), 3, int),
    (np.bool_(True), True, bool),
    (np.array(2, np.float32), np.array(2.0), np.ndarray),
    (np.array(["a", "b"]), ["a", "b"], list),
    ((1, [np.float64(2)]), (1, [2.0]), tuple),
    (None, None, type(None)),
]


@pytest.mark.parametrize(("value", "settled", "type_"), SETTLED, ids=[str(type(row[0])) for row in SETTLED])
def test_values_are_settled_as_plain_ones(value, settled, type_):
    assert settled == settle(value)
    assert type_ is type(settle(value))


def test_a_tensor_of_a_reference_is_an_array():
    torch = pytest.importorskip("torch")
    found = settle(torch.ones(2, requires_grad=True))

    assert (np.float64, [1.0, 1.0]) == (found.dtype, found.tolist())


def test_values_that_cannot_be_compared_are_refused():
    with pytest.raises(TypeError, match=r"a Fraction"):
        settle([Fraction(1, 2)])


def test_the_oracle_of_one_case_says_the_same_as_all(root):
    assignment = row("{reference: topic.doubled}")
    (criterion,) = assignment.criteria
    oracle = Oracle(root, "a.yaml")
    (case,) = cases.lay_out(assignment, oracle.generator)["x"]

    assert 3.0 == oracle.expected(criterion, criterion.parts[0], case)
