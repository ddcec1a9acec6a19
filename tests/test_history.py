"""The history has every mark once, in order, whatever a killed run leaves of it."""

import json
from dataclasses import replace
from fractions import Fraction
from itertools import count

import pytest

from grader import batch, history, intake, marks, pipeline, versions
from grader.intake.arrivals import identity
from grader.marks import Mark
from tests import courses


@pytest.fixture
def course(tmp_path):
    return courses.lay(tmp_path)


def clock():
    ticks = count(1)
    return lambda: f"2026-11-21T10:00:{next(ticks):02}+00:00"


def graded(root, because=""):
    """One run of `grader grade`, without its terminal."""
    plan = pipeline.prepare(root / "assignments" / "tiny" / "assignment.yaml", root)
    out = root / "reports" / "tiny"
    note = history.Note(
        command="grade",
        version=versions.name(plan),
        reference=plan.reference,
        because=because,
        by="prof",
        clock=clock(),
    )
    options = batch.Options(out=out, marks=root / "marks" / "tiny", trusted=True, ledger=history.Ledger(out, note))
    return list(batch.run(plan, intake.find([root / "submissions" / "tiny"]), options))


def noted(root, submission="bob"):
    return history.of(root / "reports" / "tiny" / "history.jsonl", submission)


def test_a_mark_is_noted_with_everything_that_made_it(course):
    courses.hand_in(course, "bob", courses.SQUARED)

    graded(course, because="first run")

    (entry,) = noted(course)
    assert ("bob", "prof", "grade", "first run", "graded", "2", "4", "partial") == tuple(
        entry[key] for key in ("submission", "by", "with", "because", "how", "score", "points", "status")
    )
    assert {"score": "1", "points": "3", "status": "partial", "mistake": "squared"} == entry["criteria"]["double"]
    assert "2026-11-21T10:00:01+00:00" == entry["when"]
    kept = course / "reports" / "tiny" / "versions" / entry["version"] / "assignment.yaml"
    assert courses.SPEC == kept.read_text()


def test_the_same_mark_is_not_noted_twice(course):
    courses.hand_in(course, "bob")
    graded(course)

    graded(course)
    graded(course, because="again")

    assert 1 == len(noted(course))


def test_another_version_another_file_and_another_mark_are_noted(course):
    courses.hand_in(course, "bob", courses.SQUARED)
    graded(course)
    spec = course / "assignments" / "tiny" / "assignment.yaml"
    spec.write_text(courses.SPEC.replace("credit: 1/3", "credit: 2/3"))
    graded(course)
    courses.hand_in(course, "bob")
    graded(course)

    assert ["2", "3", "4"] == [entry["score"] for entry in noted(course)]
    assert ["graded", "judged again", "graded"] == [entry["how"] for entry in noted(course)]


def test_a_changed_reference_is_another_mark_by_the_same_assignment(course):
    courses.hand_in(course, "bob")
    graded(course)
    (course / "reference" / "twice.py").write_text(courses.REFERENCE + "\n\ndef thrice(x):\n    return 3 * x\n")

    graded(course)

    first, second = noted(course)
    assert first["assignment"] == second["assignment"]
    assert first["reference"] != second["reference"]


def test_whoever_decided_a_criterion_by_hand_is_named(course):
    courses.hand_in(course, "bob", sheet="# answer\nforty two\n")
    graded(course)
    mark = Mark(answer=marks.digest("forty two"), credit=Fraction(1), by="Ann", when="2026-11-21")
    marks.write(course / "marks" / "tiny", "bob", {"answer": mark})

    graded(course)

    assert ["3", "4"] == [entry["score"] for entry in noted(course)]
    assert "Ann" == noted(course)[-1]["criteria"]["answer"]["by"]


ODD = b'{"schema": "grader.history/1", "submission": "bob", "criteria": {"double": 3}}'


@pytest.mark.parametrize("left", [b'{"schema": "grader.history/1", "submi', b"\xff\xfe\x00", b"[1, 2", b"{}", ODD])
def test_a_torn_last_line_is_passed_over_and_what_it_lost_is_written_again(course, left):
    courses.hand_in(course, "ada")
    courses.hand_in(course, "bob")
    graded(course)
    path = course / "reports" / "tiny" / "history.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + left)  # killed within the second line

    graded(course)

    assert [1, 1] == [len(noted(course, name)) for name in ("ada", "bob")]
    assert lines[0] == path.read_bytes().splitlines(keepends=True)[0]


def test_a_whole_line_without_its_end_counts(course):
    courses.hand_in(course, "ada")
    graded(course)
    path = course / "reports" / "tiny" / "history.jsonl"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    courses.hand_in(course, "bob")

    graded(course)

    assert ["ada", "bob"] == [json.loads(line)["submission"] for line in path.read_text().splitlines()]


def test_the_marks_of_an_earlier_moment_can_be_found(course):
    for name in ("ada", "bob", "cyd"):
        courses.hand_in(course, name)
    graded(course)
    path = course / "reports" / "tiny" / "history.jsonl"
    two = sum(map(len, path.read_bytes().splitlines(keepends=True)[:2]))

    found = history.positions(path, two)

    assert ["ada", "bob"] == list(found)
    assert ["ada", "bob"] == [history.at(path, start)["submission"] for start in found.values()]
    assert {} == history.positions(course / "nowhere.jsonl", 0)
    assert [] == list(history.entries(course / "nowhere.jsonl"))


def test_a_hand_in_cannot_take_the_name_of_a_file_beside_it():
    assert ["history.jsonl_", "versions_", "regrade.json_"] == [
        identity(name, folder=True) for name in ("history.jsonl", "versions", "regrade.json")
    ]


def test_an_account_without_a_name_has_its_number(monkeypatch):
    def nameless():
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr(history.getpass, "getuser", nameless)

    assert history.who().startswith("account ")


def test_a_note_differs_from_a_mark(course):
    courses.hand_in(course, "bob")
    graded(course)
    (entry,) = noted(course)

    assert history.identity(entry) == history.identity({**entry, "when": "later", "by": "x", "why": ["y"]})
    assert history.identity(entry) != history.identity({**entry, "score": "1"})


def test_every_case_has_a_digest_of_its_own(course):
    plan = pipeline.prepare(course / "assignments" / "tiny" / "assignment.yaml", course)
    spec = course / "assignments" / "tiny" / "assignment.yaml"
    spec.write_text(courses.SPEC.replace("[1.0, 2.0]", "[1.0, 3.0]"))
    other = pipeline.prepare(spec, course)

    assert {case.id for cases in plan.cases.values() for case in cases} == set(plan.asked)
    assert ["double/core/1"] == [case for case in plan.asked if plan.asked[case] != other.asked[case]]
    assert versions.name(plan) != versions.name(other)


def test_a_version_is_kept_only_with_the_text_that_was_read(course, tmp_path):
    spec = course / "assignments" / "tiny" / "assignment.yaml"
    plan = pipeline.prepare(spec, course)
    spec.write_text("something else by now")

    versions.keep(plan, tmp_path / "out")
    versions.keep(replace(plan, asked={}), tmp_path / "out")

    folder = tmp_path / "out" / "versions" / versions.name(plan)
    assert ["asked.json"] == [path.name for path in folder.iterdir()]
    assert dict(plan.asked) == json.loads((folder / "asked.json").read_text())["cases"]
