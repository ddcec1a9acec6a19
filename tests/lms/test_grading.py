"""One hand-in that a system laid out, graded on the spot."""

import zipfile
from fractions import Fraction

import pytest

from grader import minimising, pipeline, places
from grader.errors import RequestError
from grader.lms import _grading
from grader.lms._grading import HandIn, NotHeldError, Walls, innermost
from grader.model import Status
from tests import courses

OPEN = Walls(trusted=True)


@pytest.fixture
def course(tmp_path):
    return courses.lay(tmp_path)


def plan(course):
    return _grading.prepare(places.locate("tiny", course))


def test_the_report_is_that_of_a_batch_with_the_submitters_in_it(course):
    folder = courses.hand_in(course, "bob", courses.SQUARED)
    done = _grading.grade(plan(course), HandIn(path=folder, id="bob", submitters=("bob@example.edu",)), OPEN)

    assert (Fraction(2), "bob", ("bob@example.edu",)) == (
        done.report.score,
        done.report.submission,
        done.report.submitters,
    )


def test_the_smallest_failing_example_is_looked_for(course):
    done = _grading.grade(plan(course), HandIn(path=courses.hand_in(course, "bob", courses.SQUARED)), OPEN)

    assert ["double(x=[1.0])"] == [case.call for case in done.report.criteria[0].smallest]


def test_a_search_that_fails_leaves_the_mark_as_it_is(course, monkeypatch, capsys):
    monkeypatch.setattr(minimising, "still_wrong", lambda *_: 1 / 0)
    done = _grading.grade(plan(course), HandIn(path=courses.hand_in(course, "bob", courses.SQUARED)), OPEN)

    assert (Fraction(2), "") == (done.report.score, done.broken)
    assert "note: no smallest example" in capsys.readouterr().err


def test_a_search_ends_when_its_time_is_over(course, monkeypatch):
    monkeypatch.setattr(minimising, "PATIENCE", -1.0)
    done = _grading.grade(plan(course), HandIn(path=courses.hand_in(course, "bob", courses.SQUARED)), OPEN)

    assert () == done.report.criteria[0].smallest


def test_what_cannot_be_opened_is_missing_and_its_author_is_told_why(course):
    broken = course / "work.zip"
    broken.write_bytes(b"PK\x03\x04 and nothing more")
    done = _grading.grade(plan(course), HandIn(path=broken, submitters=("eve",)), OPEN)

    assert (Status.MISSING, ("eve",), "") == (done.report.status, done.report.submitters, done.broken)
    assert "damaged" in done.report.notes[0]


def test_an_answer_that_trips_us_waits_and_is_our_failure(course, monkeypatch):
    whole, calls = pipeline.judge, []

    def trip(*given):
        calls.append(given)
        return 1 / 0 if len(calls) == 1 else whole(*given)

    monkeypatch.setattr(pipeline, "judge", trip)
    done = _grading.grade(plan(course), HandIn(path=courses.hand_in(course, "ada")), OPEN)

    assert Status.UNDECIDED is done.report.status
    assert "ZeroDivisionError" in done.broken


def test_code_that_nothing_holds_is_not_run(course):
    with pytest.raises(NotHeldError, match='level "none" holds student code by time-outs alone'):
        _grading.grade(plan(course), HandIn(path=courses.hand_in(course, "ada")), Walls(isolation="none"))
    assert issubclass(NotHeldError, RequestError)


def test_a_student_edition_without_reference_is_graded_by_what_it_holds(course, tmp_path):
    (course / "reference" / "twice.py").unlink()
    (course / "reference" / "__init__.py").unlink()
    (course / "reference").rmdir()
    spec = course / "assignments" / "tiny" / "assignment.yaml"
    text = spec.read_text()
    start, end = text.index("        mistakes:\n"), text.index("      - id: answer")
    text = text[:start] + text[end:]
    text = text.replace("expect: {reference: twice.double}", "expect: {value: [2.0, 4.0]}")
    text = text.replace("              - draw: {x: {normal: [3]}}\n                times: 3\n", "")
    spec.write_text(text)
    done = _grading.grade(plan(course), HandIn(path=courses.hand_in(course, "ada")), OPEN)

    assert "core" in {part.id for part in done.report.criteria[0].parts}
    assert Status.PASSED is done.report.criteria[0].parts[0].status


# ---- where the work lies ----


def lay(root, *names):
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("")
    return root


@pytest.mark.parametrize(
    ("names", "where"),
    [
        (["solution.py"], "."),
        (["hw1/solution.py"], "hw1"),
        (["hw1/code/solution.py", "hw1/__MACOSX/x", ".DS_Store"], "hw1/code"),
        (["hw1/solution.py", "readme.txt"], "."),
        (["hw1.zip"], "hw1.zip"),
        (["hw1.zip", "readme.txt"], "."),
        (["a/x.py", "b/y.py"], "."),
    ],
)
def test_folders_that_hold_one_thing_are_looked_into(tmp_path, names, where):
    assert (tmp_path / where).resolve() == innermost(lay(tmp_path, *names)).resolve()


def test_links_are_not_looked_into(tmp_path):
    lay(tmp_path, "outside/solution.py")
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "link").symlink_to(tmp_path / "outside")

    assert tmp_path / "work" == innermost(tmp_path / "work")


def test_an_archive_that_is_all_there_is_is_graded(course, tmp_path):
    (tmp_path / "handin").mkdir()
    with zipfile.ZipFile(tmp_path / "handin" / "work.zip", "w") as archive:
        archive.writestr("hw1/solution.py", courses.RIGHT)
        archive.writestr("hw1/answers.md", courses.SHEET)
    done = _grading.grade(plan(course), HandIn(path=tmp_path / "handin"), OPEN)

    assert Fraction(4) == done.report.score
