"""A class with three assignments, from the downloads to what Moodle and Canvas have in the end."""

import io
import re

import pytest

from tests.lms import desk, semester

COUNT = 30


@pytest.fixture(scope="module")
def people():
    return semester.students(COUNT)


def sit(root, system, people):
    """Type every command; gives what was said."""
    said = []
    for words in semester.commands(system):
        if system == "canvas" and words[:2] == ["grade", "hw2"]:
            semester.timed(root, people)
        more = ["--trust"] if words[0] == "grade" else []
        said.append(desk.typed(root, *words, *more))
        assert 2 != said[-1].status, (words, said[-1].out)
    return said


def marks(people):
    found = semester.expected(people)
    assert {None, 0, 4} <= set(found.values())
    return found


def test_two_of_the_class_have_one_name(people):
    assert len({one.name for one in people}) < len(people)


def test_moodle_has_everybodys_marks(tmp_path, people):
    sites = semester.lay(tmp_path / "course", "moodle", people)
    sit(tmp_path / "course", "moodle", people)

    want = marks(people)
    for place, (name, site) in enumerate(sites.items()):
        (sheet,) = (tmp_path / "course").glob(f"Bewertungen-DL26-{name}-*.graded.csv")
        updated, _ = site.upload(sheet.read_bytes())
        site.upload_feedback((tmp_path / "course" / f"{name}-feedback.zip").read_bytes())

        for one in people:
            member = site.member(semester._participant(one, place))
            assert want[one.number, name] == member.grade, (name, one)
            assert bool(member.feedback) == (member.grade is not None)
        assert [] == site.log
        assert sum(want[one.number, name] is not None for one in people) == updated


def test_canvas_has_everybodys_marks(tmp_path, people):
    course = semester.lay(tmp_path / "course", "canvas", people)
    sit(tmp_path / "course", "canvas", people)

    want = marks(people)
    for task, name in zip(course.tasks, semester.ASSIGNMENTS, strict=True):
        changes = course.upload((tmp_path / "course" / f"{name}.csv").read_bytes())
        for one in people:
            assert want[one.number, name] == task.grades.get(1000 + one.number), (name, one)
        assert {task.id} == {change[1] for change in changes}
    assert [] == course.proposed


def test_the_script_prints_a_sitting(tmp_path, monkeypatch):
    out = io.StringIO()
    monkeypatch.setattr("sys.argv", ["semester", str(tmp_path), "--students", "6"])
    monkeypatch.setattr("sys.stdout", out)

    semester.main()

    assert 3 * 4 + 3 * 3 == len(re.findall(r"^grader ", out.getvalue(), re.MULTILINE))
    assert (tmp_path / "moodle" / "DL26-hw1-70.zip").is_file()
    assert (tmp_path / "canvas" / "grades.csv").is_file()
