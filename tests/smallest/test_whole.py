"""The whole way: a class is graded, and the smallest failing example stands in every report that can have one."""

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from grader import batch, intake, minimising, pipeline
from grader import evidence as keeping_evidence
from grader.minimising import within
from grader.model import Limits, Raised, Returned, Status
from grader.smallest import Example, keeping
from grader.smallest.telling import told
from tests.smallest.students import REFERENCE, SPEC, plan_of

UNDECAYED = "def step(w, grad, lr, m):\n    return w - lr * grad\n"
UNAVERAGED = "def step(w, grad, lr, m):\n    return w - lr * (grad + w)\n"
RIGHT = "def step(w, grad, lr, m):\n    return w - lr * (grad + w / m)\n"
BY_SIZE = """
def step(w, grad, lr, m):
    if w.size == 1:
        while True:
            pass
    return w
"""
SMALLEST = {"call": "step(w=[1.0], grad=[0.0], lr=0.1, m=2)", "got": "[1.0]", "want": "[0.95]"}


@pytest.fixture
def course(tmp_path):
    plan_of(tmp_path, SPEC.replace("seed: 11", "seed: 11\nlimits: {seconds: 3, total_seconds: 60}"))
    return tmp_path


def hand_in(course: Path, name: str, code: str) -> None:
    folder = course / "submissions" / "steps" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "solution.py").write_text(code)


def graded(course: Path, **options: object) -> dict[str, str]:
    """Grade everything; hand-in → how."""
    plan = pipeline.prepare(course / "assignments" / "steps", course)
    arrivals = intake.find([course / "submissions" / "steps"])
    settings = batch.Options(out=course / "reports", marks=course / "marks", trusted=True, **options)
    return {row.id: row.how for row in batch.run(plan, arrivals, settings)}


def row_of(course: Path, name: str) -> dict:
    return json.loads((course / "reports" / name / "report.json").read_text())["questions"][0]["criteria"][0]


def test_a_class_of_any_size_waits_in_the_same_memory(course, monkeypatch):
    """No hand-in is taken up before there is somebody for it, so nothing of the others is held."""
    plan = pipeline.prepare(course / "assignments" / "steps", course)
    taken, done, ahead = [], [], []
    wrong = SimpleNamespace(line=SimpleNamespace(status=Status.FAILED))
    right = SimpleNamespace(line=SimpleNamespace(status=Status.PASSED))

    def rows():
        for number in range(60):
            ahead.append(len(taken) - len(done))
            row = right if number % 3 == 0 else wrong
            if row is wrong:
                taken.append(number)
            yield number, row

    monkeypatch.setattr(minimising.Minimiser, "look_at", lambda self, arrival, row: done.append(arrival))
    minimising.add(plan, course / "reports", object(), 2, rows())

    assert taken == sorted(done) == [number for number in range(60) if number % 3]
    assert max(ahead) <= 4


def test_the_report_shows_the_smallest_example_as_a_call_to_paste(course):
    hand_in(course, "ada", UNDECAYED)
    graded(course)

    (example,) = row_of(course, "ada")["smallest"]
    assert example == {**SMALLEST, "passed": False, "returned": True}
    assert eval(example["call"], {"step": lambda w, grad, lr, m: [w[0] - lr * grad[0]]}) == [1.0]
    page = (course / "reports" / "ada" / "report.html").read_text()
    assert "The same on the smallest example" in page
    assert SMALLEST["call"] in page


def test_it_moves_no_mark_and_touches_no_evidence(course):
    for name, code in {"ada": UNDECAYED, "bob": UNAVERAGED, "eve": RIGHT}.items():
        hand_in(course, name, code)
    graded(course, smallest=False)
    before = {path: path.read_bytes() for path in course.glob("reports/*/evidence/evidence.json")}
    marks = {name: (row_of(course, name)["score"], row_of(course, name)["finding"]) for name in ("ada", "bob", "eve")}
    assert [row_of(course, name)["smallest"] for name in ("ada", "bob", "eve")] == [[], [], []]

    assert set(graded(course).values()) == {"kept"}
    assert {path: path.read_bytes() for path in course.glob("reports/*/evidence/evidence.json")} == before
    assert {name: (row_of(course, name)["score"], row_of(course, name)["finding"]) for name in marks} == marks
    assert [len(row_of(course, name)["smallest"]) for name in ("ada", "bob", "eve")] == [1, 1, 0]


def test_nothing_runs_again_for_an_example_that_is_known(course, monkeypatch):
    hand_in(course, "ada", UNDECAYED)
    graded(course)
    before = (course / "reports" / "ada" / "report.json").read_bytes()
    monkeypatch.setattr("grader.engines.Engine.question", None)
    monkeypatch.setattr("grader.engines.Engine.submit", None)

    assert graded(course) == {"ada": "kept"}
    assert (course / "reports" / "ada" / "report.json").read_bytes() == before

    spec = course / "assignments" / "steps" / "assignment.yaml"
    spec.write_text(spec.read_text().replace("rtol: 1e-6", "rtol: 1e-5"))
    assert graded(course) == {"ada": "judged again"}
    assert row_of(course, "ada")["smallest"][0]["call"] == SMALLEST["call"]


def test_an_example_that_is_right_by_a_mended_reference_is_dropped(course):
    hand_in(course, "ada", UNAVERAGED)
    graded(course)
    assert row_of(course, "ada")["smallest"]
    reference = course / "reference" / "steps.py"
    reference.write_text(
        REFERENCE.replace("(grad + w / m)", "(grad + w)", 1).replace(
            "lr * (grad + w)\n\n\ndef ratio", "lr\n\n\ndef ratio"
        )
    )
    graded(course)

    assert row_of(course, "ada")["smallest"] == []
    assert row_of(course, "ada")["status"] == "passed"


def test_an_example_that_has_become_a_hidden_case_is_dropped(course):
    hand_in(course, "ada", UNDECAYED)
    graded(course)
    spec = course / "assignments" / "steps" / "assignment.yaml"
    spec.write_text(
        spec.read_text().replace("{w: [3.0], grad: [1.0], lr: 0.3, m: 7}", "{w: [1.0], grad: [0.0], lr: 0.1, m: 2}")
    )
    text = (course / "reports" / "ada" / "evidence" / "smallest.json").read_text()
    graded(course)
    kept = course / "reports" / "ada" / "evidence" / "smallest.json"

    assert row_of(course, "ada")["smallest"][0]["call"] != SMALLEST["call"]
    kept.write_text(text.replace(json.loads(text)["asked"], json.loads(kept.read_text())["asked"]))  # as if kept on
    graded(course)
    assert row_of(course, "ada")["smallest"] == []


def test_what_a_person_marked_right_gets_no_example(course):
    from fractions import Fraction

    from grader.minimising import with_examples
    from grader.model import ShownCase, Status
    from tests.reports import sample

    example = {"upd.l2": (ShownCase(call="f(0)", got="1", want="2", passed=False),)}
    failed, passed, followed = (
        sample.criterion("upd.l2", credit=0),
        sample.criterion("upd.l2", credit=1),
        sample.criterion("upd.l2", credit=Fraction(1, 2), own_result="upd.l1"),
    )
    for row, shown in ((failed, 1), (passed, 0), (followed, 0)):
        report = sample.report(sample.question(row))
        assert len(with_examples(report, example).criteria[0].smallest) == shown
    assert failed.status is Status.FAILED


def test_new_files_get_a_new_example(course):
    hand_in(course, "ada", UNDECAYED)
    graded(course)
    hand_in(course, "ada", "def step(w, grad, lr, m):\n    return w + lr * (grad + w / m)\n")
    graded(course)

    assert row_of(course, "ada")["smallest"][0]["got"] != "[1.0]"


def test_a_function_that_hangs_on_small_inputs_keeps_its_marks_and_gets_no_example(course):
    hand_in(course, "mal", BY_SIZE)
    graded(course)

    row = row_of(course, "mal")
    assert row["score"] == 0
    assert row["smallest"] == []


def test_the_same_hand_in_gets_the_same_report(course):
    for name in ("ada", "bob"):
        hand_in(course, name, UNDECAYED)
    graded(course, jobs=2)
    first = (course / "reports" / "ada" / "report.json").read_bytes()

    graded(course, fresh=True)
    assert (course / "reports" / "ada" / "report.json").read_bytes() == first
    assert row_of(course, "ada")["smallest"] == row_of(course, "bob")["smallest"]


def test_a_failure_of_ours_costs_nobody_a_report(course, monkeypatch, caplog):
    hand_in(course, "ada", UNDECAYED)
    monkeypatch.setattr("grader.minimising.searches", None)
    graded(course)

    assert row_of(course, "ada")["smallest"] == []
    assert "no smallest example for ada" in caplog.text


def test_a_round_has_less_time_than_a_grading():
    assert within(Limits(seconds=10, total_seconds=300)) == Limits(seconds=5, total_seconds=60)
    assert within(Limits(seconds=1, total_seconds=5)) == Limits(seconds=1, total_seconds=5)


def test_examples_are_read_back_as_they_were_written(tmp_path):
    inputs = {"w": np.array([1.0], np.float32), "n": 3, "s": "a", "x": [1, 2.5], "flag": True}
    examples = {
        "a": Example(part="core", inputs=inputs, seen=Returned({"m": np.arange(3)})),
        "b": Example(part="core", inputs=inputs, seen=Raised("ValueError", "no", "solution.py, line 2", "…")),
    }
    kept = keeping.Kept(asked="1", truth="2", examples=examples)
    (tmp_path / "evidence").mkdir()
    (tmp_path / keeping.FILE).write_text(keeping.text(kept))
    again = keeping.read(tmp_path)

    assert keeping.text(again).replace("…", "") == keeping.text(kept).replace("…", "")
    assert again.examples["a"].inputs["w"].dtype == np.float32
    assert again.examples["b"].seen == Raised("ValueError", "no", "solution.py, line 2", "")


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"schema": "grader.smallest/1", "examples": 3}', "null"])
def test_a_file_that_cannot_be_read_is_none(tmp_path, text):
    (tmp_path / "evidence").mkdir()
    (tmp_path / keeping.FILE).write_text(text)

    assert keeping.read(tmp_path) is None


def test_one_step_of_a_walk_is_shown_as_the_call_it_was(tmp_path):
    spec = SPEC.replace("arguments: {w: array, grad: array, lr: number, m: integer}",
                        "arguments: {w: array, grad: array, lr: number, m: integer}\n        over: [grad]")  # fmt: skip
    spec = spec.replace("normal: [3, 4]}, grad: {normal: [3, 4]}", "normal: [4]}, grad: {normal: [3, 4]}")
    spec = spec.replace("normal: [5]}, grad: {normal: [5]}", "normal: [5]}, grad: {normal: [2, 5]}")
    plan = plan_of(tmp_path, spec.replace("grad: [1.0]", "grad: [[1.0]]"))
    (criterion,) = plan.assignment.criteria
    inputs = {"w": np.array([1.0]), "grad": np.array([[0.0]]), "lr": 0.1, "m": 2}
    example = Example(part="core", inputs=inputs, seen=Returned([np.array([1.0])]))
    shown = told(criterion, criterion.parts[0], example, [np.array([0.95])])

    assert (shown.call, shown.got, shown.want) == tuple(SMALLEST.values())
    assert told(criterion, criterion.parts[0], example, [np.array([1.0])]) is None


def test_evidence_of_before_is_read_beside_it(course):
    hand_in(course, "ada", UNDECAYED)
    graded(course)

    assert keeping_evidence.load(course / "reports" / "ada" / "evidence").observations
