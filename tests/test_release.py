"""The student package holds what students need to begin and to check themselves, and nothing secret."""

import ast
import textwrap
from fractions import Fraction
from pathlib import Path

import nbformat
import numpy as np
import pytest

from grader import cases, spec, starter
from grader.edition import plain
from grader.errors import RequestError
from grader.model import Withheld
from grader.oracle import Oracle, literal_expectations
from grader.release import release
from grader.runners import typed

REFERENCE = """
    import numpy as np

    def scaled(w, k):
        return w * k / 7

    def both(w, k):
        return w * k / 7, {"norm": float(np.abs(w).sum() * k / 13), "flags": np.array([True]), "label": "no"}

    def edges(w, k):
        return [float("inf"), 1e-300, k / 3]

    def odd(w, k):
        return w * 1j

    def rows(w, k):
        return np.zeros((0, 3))

    def residual(got, *, w, k):
        return got - w * k

    def make(rng, size):
        return {"w": rng.normal(size=size), "k": 11.0}

    def halved(w, k):
        return w * k / 14
"""
SPEC = r"""
    assignment: secrets
    title: What may be seen
    seed: 987654321
    limits: {seconds: 2}
    questions:
      - id: calls
        title: Scaling
        prompt: |
          Write `scaled(w, k)`: w·k/7, as in \"\"\"the book\"\"\" \alpha.

          It ends with a backslash \
        conventions: ["k is a number: \"any\" number.", 'no surprises']
        criteria:
          - id: scale
            points: 3/2
            title: Plain
            call: scaled
            parts:
              core:
                weight: 1/2
                say: Multiply first.
                cases:
                  - {w: [1.5, -2.25], k: 3.0, visible: true}
                  - {w: [0.123456789], k: 41.0}
                  - {draw: {w: {normal: [3]}, k: {uniform: [1, 2]}}, times: 4}
                  - {draw: {w: {normal: [2]}, k: {uniform: [1, 2]}}, visible: true}
                  - {generate: secret_topic.make, with: {size: 2}, times: 2}
              edge: {weight: 1/4, needs: core, cases: [{w: [77.125], k: 19.5}]}
              open: {weight: 1/4, needs: edge, visibility: visible, cases: [{w: [4.0], k: 2.0}]}
            expect: {reference: secret_topic.scaled}
            judge: {kind: close, rtol: 1e-6, atol: 1e-9}
            mistakes:
              - {expect: {reference: secret_topic.halved}, credit: 1/3, say: Fourteen is twice seven.}
          - id: both
            points: 1
            call: both
            cases: [{w: [2.0], k: 5.0, visible: true}, {w: [3.5], k: 17.0}]
            parts:
              array: {pick: 0}
              norm: {pick: 1, expect: {reference: secret_topic.scaled}, judge: {kind: close, rtol: 1e-3, atol: 0}}
              same: {arguments_unchanged: true}
            expect: {reference: secret_topic.both}
            judge: {kind: exact}
          - id: edges
            points: 1
            call: edges
            cases: [{w: [.inf, 0.1], k: 1.0, visible: true}]
            expect: {reference: secret_topic.edges}
            judge: {kind: exact}
          - id: odd
            points: 1
            call: odd
            cases: [{w: [1.0], k: 1.0, visible: true}]
            expect: {reference: secret_topic.odd}
            judge: {kind: exact}
          - id: rows
            points: 1
            call: rows
            cases: [{w: [1.0], k: 1.0, visible: true}]
            expect: {reference: secret_topic.rows}
            judge: {kind: exact}
          - id: relation
            points: 1
            call: free
            cases: [{w: [1.0], k: 1.0, visible: true}]
            expect: {relation: secret_topic.residual}
            judge: {kind: property, atol: 0.0625}
      - id: words
        title: Words
        prompt: Say how many. # --> <!-- odd
        criteria:
          - id: number
            title: How many
            points: 2
            answer: typed
            expect: {value: 66133}
            judge: {kind: number, atol: 0, unit: parameters}
            mistakes: [{id: less, expect: {value: 65012}, say: You forgot the biases.}]
          - id: table
            points: 1
            read: table
            visibility: visible
            expect: {value: ["0110", "1001"]}
            judge: {kind: exact}
"""
FILES = ["README.md", "answers.md", "assignment.yaml", "solution.ipynb", "solution.py"]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    (root / "reference").mkdir()
    (root / "reference" / "secret_topic.py").write_text(textwrap.dedent(REFERENCE))
    (root / "assignments" / "secrets").mkdir(parents=True)
    (root / "assignments" / "secrets" / "assignment.yaml").write_text(textwrap.dedent(SPEC), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def package(course):
    assignment = spec.load(course / "assignments" / "secrets")
    folder = course / "release" / "secrets"
    written = release(assignment, Oracle(course), folder)
    assert [folder / name for name in FILES] == list(written)
    return folder


@pytest.fixture(scope="module")
def edition(package):
    return spec.load(package)


def rows(assignment):
    return {row.id: row for row in assignment.criteria}


def test_the_student_edition_needs_no_reference(edition):
    laid = cases.lay_out(edition, no_generator)
    wants = literal_expectations(edition, laid)

    np.testing.assert_array_equal(np.array([1.5, -2.25]) * 3.0 / 7, wants.want("scale", "core", "scale/core/1"))


def no_generator(path):
    raise AssertionError(path)


def test_what_is_expected_of_a_visible_case_is_kept_to_the_last_bit(course, edition):
    full = spec.load(course / "assignments" / "secrets")
    oracle = Oracle(course)
    seen, some = cases.visible(full, cases.lay_out(full, oracle.generator))
    truth = oracle.expectations(seen, some)
    laid = cases.lay_out(edition, no_generator)
    wants = literal_expectations(edition, laid)

    for row in edition.criteria:
        for part in row.parts:
            before = next(other for other in rows(seen)[row.id].parts if other.id == part.id)
            own = cases.of_part(rows(seen)[row.id], before, some[row.id])
            again = cases.of_part(row, part, laid[row.id])
            kept = [case for case in own if row.id not in ("odd", "rows", "relation")]
            expected = [plain(truth.want(row.id, part.id, case.id)) for case in kept]
            assert repr(expected) == repr([plain(wants.want(row.id, part.id, case.id)) for case in again])


def test_inputs_are_kept_to_the_last_bit(course, edition):
    full = spec.load(course / "assignments" / "secrets")
    drawn = [case for case in cases.lay_out(full, Oracle(course).generator)["scale"] if case.visible]
    again = cases.lay_out(edition, no_generator)["scale"]

    assert [repr(case.inputs) for case in drawn] == [repr(case.inputs) for case in again]


def test_hidden_parts_and_cases_are_counted_and_left_out(edition):
    scale = rows(edition)["scale"]

    assert Withheld(parts=1, cases=8) == scale.withheld
    assert [("core", Fraction(1, 2), None), ("open", Fraction(1, 4), None)] == [
        (part.id, part.weight, part.needs) for part in scale.parts
    ]
    assert "Multiply first." == scale.parts[0].say
    assert 0 == edition.seed


def test_a_part_with_an_expectation_of_its_own_keeps_it(edition):
    both = rows(edition)["both"]
    wants = literal_expectations(edition, cases.lay_out(edition, no_generator))
    laid = cases.lay_out(edition, no_generator)["both"]
    by_part = {part.id: [case.id for case in cases.of_part(both, part, laid)] for part in both.parts}

    assert {"array": ["both/1"], "norm": ["both/norm/1"], "same": ["both/1"]} == by_part
    assert [10 / 7] == wants.want("both", "norm", "both/norm/1").tolist()
    assert {"norm": 10 / 13, "flags": [True], "label": "no"} == wants.want("both", "array", "both/1")[1]


@pytest.mark.parametrize("name", ["odd", "rows", "relation"])
def test_what_cannot_be_written_down_is_withheld(name, edition):
    row = rows(edition)[name]

    assert () == row.parts
    assert Withheld(parts=1, cases=1) == row.withheld


def test_answers_are_withheld_and_visible_variables_are_not(edition):
    assert Withheld(parts=1, cases=1) == rows(edition)["number"].withheld
    assert ["0110", "1001"] == rows(edition)["table"].cases[0].want.value


SECRETS = [
    "secret_topic",
    "reference:",
    "relation:",
    "generate",
    "draw",
    "mistake",
    "987654321",
    "Fourteen",
    "biases",
    "halved",
    "66133",
    "65012",
    "77.125",
    "0.123456789",
    "19.5",
    "0.0625",
]


def test_no_secret_stands_anywhere_in_the_package(package):
    for path in package.rglob("*"):
        text = path.read_bytes().decode()
        assert [] == [secret for secret in SECRETS if secret in text], path


def test_no_hidden_input_or_expected_value_stands_anywhere_in_the_package(course, package):
    full = spec.load(course / "assignments" / "secrets")
    oracle = Oracle(course)
    laid = cases.lay_out(full, oracle.generator)
    wants = oracle.expectations(full, laid)
    hidden = set()
    for row in full.criteria:
        for part in row.parts:
            for case in cases.of_part(row, part, laid[row.id]):
                if not case.visible and row.id != "relation":
                    hidden |= {*numbers(case.inputs), *numbers(wants.want(row.id, part.id, case.id))}
    distinctive = {number for number in hidden if len(number) > 8}
    text = "\n".join(path.read_bytes().decode() for path in package.rglob("*"))

    assert len(distinctive) > 20
    assert [] == [number for number in distinctive if number in text]


def numbers(value):
    found = plain(value)
    if isinstance(found, dict):
        return [number for item in found.values() for number in numbers(item)]
    if isinstance(found, list):
        return [number for item in found for number in numbers(item)]
    return [repr(found)]


def test_the_script_has_a_stub_for_every_name(package):
    tree = ast.parse((package / "solution.py").read_text(encoding="utf-8"))
    functions = {
        node.name: [arg.arg for arg in node.args.args] for node in tree.body if isinstance(node, ast.FunctionDef)
    }

    assert {
        "scaled": ["w", "k"],
        "both": ["w", "k"],
        "edges": ["w", "k"],
        "odd": ["w", "k"],
        "rows": ["w", "k"],
        "free": ["w", "k"],
    } == functions
    assert "table = None" in (package / "solution.py").read_text(encoding="utf-8")


def test_a_stub_says_what_to_do_and_refuses_to_be_called(package):
    text = (package / "solution.py").read_text(encoding="utf-8")
    names = {}
    exec(compile(text, "solution.py", "exec"), names)

    assert '- k is a number: "any" number.' in names["scaled"].__doc__
    assert r"\alpha" in names["scaled"].__doc__
    with pytest.raises(NotImplementedError):
        names["scaled"](1, 2)


def test_the_notebook_is_one_and_holds_the_same_stubs(package):
    book = nbformat.read(package / "solution.ipynb", as_version=4)
    nbformat.validate(book)
    code = "\n".join(cell.source for cell in book.cells if cell.cell_type == "code")

    assert {"scaled", "free"} <= {node.name for node in ast.parse(code).body if isinstance(node, ast.FunctionDef)}


def test_an_untouched_answer_sheet_answers_nothing(package):
    book = nbformat.read(package / "solution.ipynb", as_version=4)
    cells = [cell.source for cell in book.cells if cell.cell_type == "markdown"]
    sheet = {"answers.md": (package / "answers.md").read_bytes()}

    assert {} == typed.answers(sheet, {"solution.ipynb": cells}, ["number"])


def test_an_answer_is_written_below_its_heading(package):
    text = (package / "answers.md").read_text(encoding="utf-8")
    sheet = {"answers.md": text.replace("# number: How many\n", "# number: How many\n\n12\n").encode()}

    assert "12" == typed.answers(sheet, {}, ["number"])["number"].value


def test_the_readme_starts_with_the_command(package):
    lines = (package / "README.md").read_text(encoding="utf-8").splitlines()

    assert ["# What may be seen", "", "    grader check", ""] == lines[:4]
    assert "## Scaling (6.5 points)" in lines
    assert "- no surprises" in lines


def test_the_readme_says_that_arguments_are_looked_at_where_they_are(course, package, tmp_path):
    said = "- Do not change what a function is given, work on copies: it is looked at, and may cost points."
    read = (package / "README.md").read_text(encoding="utf-8").splitlines()
    careless = (course / "assignments" / "secrets" / "assignment.yaml").read_text("utf-8")
    path = tmp_path / "assignment.yaml"
    path.write_text(careless.replace("{arguments_unchanged: true}", "{}"), "utf-8")

    assert said in read
    assert said not in starter.readme(spec.load(path)).splitlines()


def test_the_same_assignment_gives_the_same_bytes(course, package, tmp_path):
    again = release(spec.load(course / "assignments" / "secrets"), Oracle(course), tmp_path)

    assert [path.read_bytes() for path in again] == [(package / path.name).read_bytes() for path in again]


def test_files_of_the_starter_folder_go_before_those_made_here(course, tmp_path):
    own = course / "assignments" / "own"
    (own / "starter" / "data" / "__pycache__").mkdir(parents=True)
    (own / "assignment.yaml").write_text(textwrap.dedent(SPEC), encoding="utf-8")
    (own / "starter" / "solution.py").write_text("# mine\n")
    (own / "starter" / "data" / "x.csv").write_bytes(b"1,2\r\n")
    (own / "starter" / "data" / "__pycache__" / "x.pyc").write_bytes(b"")
    written = release(spec.load(own), Oracle(course), tmp_path)

    assert sorted([*FILES, "data/x.csv"]) == sorted(path.relative_to(tmp_path).as_posix() for path in written)
    assert "# mine\n" == (tmp_path / "solution.py").read_text()
    assert b"1,2\r\n" == (tmp_path / "data" / "x.csv").read_bytes()

    (own / "starter" / "assignment.yaml").write_text("")
    with pytest.raises(RequestError) as caught:
        release(spec.load(own), Oracle(course), tmp_path)
    said = f"{own / 'starter' / 'assignment.yaml'} would be replaced by the student edition; give it another name"
    assert said == str(caught.value)


SHIPPED = sorted(Path(__file__).parents[1].glob("assignments/*/assignment.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=[path.parent.name for path in SHIPPED])
def test_shipped_assignments_are_released_without_their_secrets(path, tmp_path):
    root = path.parents[2]
    assignment = spec.load(path)
    text = "\n".join(file.read_bytes().decode() for file in release(assignment, Oracle(root), tmp_path))
    sentences = [mistake.say for row in assignment.criteria for mistake in row.mistakes]

    assert [] == [sentence for sentence in sentences if sentence in text]
    assert [] == [word for word in ("reference:", "relation:", ".mistakes.") if word in text]
    assert spec.load(tmp_path).points == assignment.points
