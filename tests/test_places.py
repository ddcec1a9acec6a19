"""Names and paths on the command line become places in a course."""

import pytest

from grader import places
from grader.errors import RequestError


@pytest.fixture
def a_course(tmp_path):
    for name in ("weight-decay", "adam-moments"):
        folder = tmp_path / "assignments" / name
        folder.mkdir(parents=True)
        (folder / "assignment.yaml").write_text("")
    return tmp_path


def test_a_name_is_looked_up_in_the_course_around(a_course):
    inside = a_course / "submissions" / "weight-decay"
    inside.mkdir(parents=True)

    place = places.locate("weight-decay", inside)

    assert ("weight-decay", a_course) == (place.name, place.root)
    assert place.spec == a_course / "assignments" / "weight-decay" / "assignment.yaml"
    assert (inside, a_course / "reports" / "weight-decay") == (place.submissions, place.reports)


@pytest.mark.parametrize("path", ["assignments/weight-decay", "assignments/weight-decay/assignment.yaml"])
def test_a_path_names_the_same_place(a_course, path):
    assert places.locate("weight-decay", a_course) == places.locate(path, a_course)


def test_a_name_that_is_not_there_gets_a_suggestion(a_course):
    with pytest.raises(RequestError) as caught:
        places.locate("weight-decoy", a_course)

    expected = f"there is no assignment 'weight-decoy' in {a_course}/assignments; did you mean 'weight-decay'?"
    assert expected == str(caught.value)


def test_a_name_like_no_other_lists_what_there_is(a_course):
    with pytest.raises(RequestError, match="there are adam-moments, weight-decay"):
        places.locate("zzz", a_course)


def test_outside_a_course_the_way_in_is_shown(tmp_path):
    with pytest.raises(RequestError, match="start one with `grader new NAME`"):
        places.locate("weight-decay", tmp_path)
