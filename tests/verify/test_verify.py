"""An assignment that proves itself, and assignments that cannot: each proof fails for its own reason."""

import json
from pathlib import Path

import pytest

from grader import places
from grader.verify import keeping, proofs
from grader.verify.bench import Bench
from grader.verify.keeping import Kept
from tests import courses
from tests.test_cli import typed

ROOT = Path(__file__).parents[2]
TWICE = "def double(x):\n    return 2 * x\n"
SQUARE = "\n\ndef squared(x):\n    return x**2\n"


def respell(root, old, new):
    spec = root / "assignments" / "tiny" / "assignment.yaml"
    text = spec.read_text()
    assert old in text
    spec.write_text(text.replace(old, new))


def refer(root, code):
    (root / "reference" / "twice.py").write_text(code + SQUARE)


def sample(root, name, marks, code=courses.RIGHT, file="solution.py"):
    folder = root / "assignments" / "tiny" / "samples"
    (folder / name).mkdir(parents=True)
    (folder / name / file).write_text(code)
    (folder / name / "answers.md").write_text(courses.SHEET)
    with (folder / "marks.yaml").open("a") as file:
        file.write(f"{name}: {marks}\n")


def proved(root, kind, name="tiny", kept=None):
    with Bench(places.locate(name, root), trusted=True) as bench:
        return {proof.subject: proof for proof in proofs.prove(bench, kept or Kept(), [kind])}


# ---- reference and float32 ----


def test_the_reference_earns_everything_also_in_single_precision(course):
    assert {"double": True, "answer": True} == {name: row.holds for name, row in proved(course, "reference").items()}
    assert {"double": True} == {name: row.holds for name, row in proved(course, "float32").items()}


def test_the_room_in_the_tolerance_is_told(course):
    """Inputs of up to 3 rounded to 24 bits are off by up to 2^-25 relative; 1e-6 is about 34 times as much."""
    row = proved(course, "float32")["double"]

    assert row.sentence.startswith("single precision uses up 1/")
    assert 16 < row.facts["margin"] < 200


def test_a_tolerance_too_tight_for_single_precision_is_found(course):
    respell(course, "rtol: 1e-6", "rtol: 1e-12")
    respell(course, "atol: 1e-9", "atol: 0")

    row = proved(course, "float32")["double"]

    assert not row.holds
    assert "the expected values rounded to single precision earn 1/3 of the credit" in row.sentence


def test_a_reference_that_loses_digits_in_single_precision_is_found(course):
    """(x + 1e4) - 1e4 keeps the rounded result close, and is off by 1e-3 if it is computed in single precision."""
    refer(course, "def double(x):\n    return 2 * ((x + 1e4) - 1e4)\n")

    row = proved(course, "float32")["double"]

    assert (False, "computed in single precision, the reference leaves its own tolerance; widen it") == (
        row.holds,
        row.sentence,
    )


# ---- mistakes ----


def test_a_mistake_is_named_as_itself(course):
    assert proved(course, "mistakes")["double / squared"].holds


def test_a_mistake_that_no_case_tells_from_the_truth_is_found(course):
    respell(course, "{x: [1.0, 2.0], visible: true}", "{x: [2.0, 0.0], visible: true}")
    respell(course, "draw: {x: {normal: [3]}}", "draw: {x: {choice: [[2.0, 0.0], [0.0, 2.0]]}}")

    proof = proved(course, "mistakes")["double / squared"]

    assert (False, "earns full marks: no case tells it from the truth; add one that does") == (
        proof.holds,
        proof.sentence,
    )


def test_two_mistakes_that_look_alike_are_found(course):
    respell(
        course,
        "        mistakes:\n",
        "        mistakes:\n          - {id: power, expect: {reference: twice.squared}, say: The same.}\n",
    )

    assert "no case tells it from power; add one that does" == proved(course, "mistakes")["double / squared"].sentence


# ---- what is written ----


def test_a_number_that_no_formula_confirms_is_worth_a_look(course):
    row = proved(course, "literals")["answer"]

    assert (True, True) == (row.holds, row.warns)
    assert "no formula confirms the written value; add `agrees_with: {reference: …}`" == row.sentence


def test_a_number_that_its_formula_confirms_needs_no_look(course):
    respell(course, "expect: {value: 42}", "expect: {value: 42, agrees_with: {reference: twice.double, with: {x: 21}}}")

    assert not proved(course, "literals")["answer"].warns


def test_a_question_without_conventions_is_found_where_something_hangs_on_them(course):
    assert "it has no `conventions`, yet a call that alters its arguments loses marks" in (
        proved(course, "conventions")["twice"].sentence
    )


def test_a_convention_must_speak_of_what_costs_marks(course):
    respell(course, "    criteria:", "    conventions: [Arrays of any shape are meant.]\n    criteria:")
    row = proved(course, "conventions")["twice"]
    assert "no convention says so; say that they stay as they are" in row.sentence

    for sentence in (
        "The arguments are kept.",
        "Work on a copy of x.",
        "x stays as it is.",
        "Overwriting x costs marks.",
    ):
        respell(course, "conventions: [", f"conventions: [{sentence}, ")
        assert proved(course, "conventions")["twice"].holds
        respell(course, f"{sentence}, ", "")


def test_a_sentence_that_gives_a_hidden_value_away_is_found(course):
    respell(course, "cases: [{x: [0.0]}]", "cases: [{x: [3.14159]}]")
    assert proved(course, "feedback")["double"].holds

    respell(course, "Squaring is not doubling.", "It has to be 6.28318.")
    row = proved(course, "feedback")["double"]

    assert (False, "`say` of mistake squared holds the expected value 6.28318; say it without") == (
        row.holds,
        row.sentence,
    )


def test_a_finding_that_gives_a_hidden_value_away_is_found(course):
    """A teacher's own judge may say what it likes to the student; here it says what it expects."""
    respell(course, "cases: [{x: [0.0]}]", "cases: [{x: [3.14159]}]")
    bench = Bench(places.locate("tiny", course))
    (criterion, _) = bench.plan.assignment.criteria

    from grader.model import Verdict
    from grader.verify import wording

    class Telling:
        def judge(self, got, want):
            return Verdict.failed(f"expected {float(want[0]):.6g}")

    from dataclasses import replace

    telling = replace(criterion, judge=Telling(), mistakes=criterion.mistakes)
    said = list(wording.in_findings(bench, telling, {6.28318}))

    assert ["the finding on mistake squared holds the expected value 6.28318; this is ours to mend"] == said


# ---- samples ----


def test_a_sample_gets_the_marks_it_must_get(course):
    sample(course, "right", "{double: 3, answer: 1}")
    sample(course, "squared", "{double: 3, answer: 1}", courses.SQUARED)
    sample(course, "taken", "{double: {score: 1, mistake: other}, answer: 1}", courses.SQUARED)

    rows = proved(course, "samples")

    assert rows["right"].holds
    assert "double earns 1, not 3 (Squaring is not doubling.)" == rows["squared"].sentence
    assert "double is taken for squared, not for other" == rows["taken"].sentence


def test_the_untouched_starter_earns_nothing(course):
    assert "earns 0 of 4" == proved(course, "starter")["untouched"].sentence

    (course / "assignments" / "tiny" / "starter").mkdir()
    (course / "assignments" / "tiny" / "starter" / "solution.py").write_text(courses.RIGHT)
    row = proved(course, "starter")["untouched"]

    assert (False, "the untouched starter earns points for double (3)") == (row.holds, row.sentence)


def test_what_was_not_handed_in_is_missing(course):
    assert proved(course, "starter")["nothing"].holds

    with Bench(places.locate("tiny", course), trusted=True) as bench:
        from grader.model import Submission
        from grader.verify import samples

        sheet = Submission(id="nothing", files={"answers.md": b"# answer\n41\n"}, digests={})
        row = samples.nothing(bench, sheet)

    assert (False, "of a hand-in without files, answer is failed, not missing; this is ours to mend") == (
        row.holds,
        row.sentence,
    )


# ---- command ----


def test_the_command_says_what_fails_and_ends_with_one(course):
    sample(course, "squared", "{double: 3, answer: 1}", courses.SQUARED)

    said = typed(course, "verify", "tiny", "--trust")

    assert 1 == said.returncode, said.stderr
    assert "samples squared: double earns 1, not 3" in said.stdout
    assert "earns 0 of 4" in said.stdout
    assert "warning: literals answer: no formula confirms" in said.stdout


def sound(course):
    respell(course, "    criteria:", "    conventions: [The arguments stay as they are.]\n    criteria:")
    sample(course, "right", "{double: 3, answer: 1}")


def test_what_holds_ends_with_zero_and_is_there_as_json(course):
    sound(course)

    said = typed(course, "verify", "tiny", "--trust", "--json")

    document = json.loads(said.stdout)
    assert 0 == said.returncode, document
    assert set(proofs.KINDS) - {"threads"} == {row["kind"] for row in document["proofs"]}
    assert (True, 1.0) == (document["holds"], document["mutation"]["score"])
    assert document == json.loads((course / "reports" / "tiny" / "verify.json").read_text())


def test_one_kind_of_proof_can_be_asked_for(course):
    said = typed(course, "verify", "tiny", "--only", "mistakes", "--only", "reference", "--json")

    assert {"mistakes", "reference"} == {row["kind"] for row in json.loads(said.stdout)["proofs"]}


def test_a_second_run_takes_over_what_has_not_changed(course):
    sound(course)
    first = typed(course, "verify", "tiny", "--trust")
    again = typed(course, "verify", "tiny", "--trust")
    fresh = typed(course, "verify", "tiny", "--trust", "--fresh")

    assert "stand as before" not in first.stdout
    assert "stand as before; --fresh proves them again." in again.stdout
    assert "stand as before" not in fresh.stdout


def test_a_row_is_proved_again_when_what_it_depends_on_has_changed(course):
    sample(course, "right", "{double: 3, answer: 1}")
    with Bench(places.locate("tiny", course), trusted=True) as bench:
        first = Kept()
        rows = list(proofs.prove(bench, first, ["mutants", "samples"]))
        keeping.save(bench.place.reports, keeping.document("tiny", bench.plan, rows, first.keys), first)

    def taken(kinds=("mutants", "samples")):
        kept = keeping.load(course / "reports" / "tiny")
        with Bench(places.locate("tiny", course), trusted=True) as bench:
            list(proofs.prove(bench, kept, kinds))
        return kept.taken

    assert 3 == taken()
    respell(course, "points: 1", "points: 2")  # of the other criterion; the hand-in is judged by all of them
    assert 1 == taken()
    respell(course, "rtol: 1e-6", "rtol: 1e-5")
    assert 0 == taken()


def test_rows_that_were_not_asked_for_stay_in_the_file(course):
    typed(course, "verify", "tiny", "--trust", "--only", "mutants")
    typed(course, "verify", "tiny", "--trust", "--only", "reference")

    kinds = {row["kind"] for row in json.loads((course / "reports/tiny/verify.json").read_text())["proofs"]}
    assert {"mutants", "reference"} == kinds


def test_a_file_that_is_none_of_ours_is_no_memory(tmp_path):
    for text in ("", "{", "[]", '{"schema": "other"}', '{"schema": "grader.verify/1", "proofs": [{}]}'):
        (tmp_path / "verify.json").write_text(text)
        assert {} == keeping.load(tmp_path).before


@pytest.mark.parametrize("name", [path.parent.name for path in sorted(ROOT.glob("assignments/*/assignment.yaml"))])
@pytest.mark.parametrize("kind", ["reference", "float32", "mistakes", "literals", "conventions", "feedback"])
def test_every_shipped_assignment_proves_itself(name, kind):
    """The proofs that run nothing of a student's; tests/samples runs the samples one by one."""
    rows = proved(ROOT, kind, name).values()

    assert [] == [(row.subject, row.sentence) for row in rows if not row.holds or row.warns]


@pytest.mark.slow
@pytest.mark.parametrize("name", [path.parent.name for path in sorted(ROOT.glob("assignments/*/assignment.yaml"))])
def test_no_mutant_of_a_shipped_assignment_survives_unexplained(name):
    rows = proved(ROOT, "mutants", name).values()

    assert [] == [(row.subject, row.sentence) for row in rows if not row.holds or row.warns]
