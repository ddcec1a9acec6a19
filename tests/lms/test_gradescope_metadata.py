"""submission_metadata.json as Gradescope writes it, and as it should not be."""

import json
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from grader.lms.gradescope import metadata
from grader.lms.gradescope.metadata import Metadata, User

WHOLE = {
    "id": 123456,
    "created_at": "2018-07-01T14:22:32.365935-07:00",
    "assignment": {
        "id": 25828,
        "course_id": 1234,
        "title": "PA 1",
        "due_date": "2018-07-31T23:00:00.000000-07:00",
        "late_due_date": None,
        "release_date": "2018-07-02T00:00:00.000000-07:00",
        "group_size": None,
        "group_submission": True,
        "total_points": "20.0",
    },
    "submission_method": "GitHub",
    "users": [
        {"email": "ann@example.edu", "id": 1234, "name": "Lee, Ann"},
        {"email": "li@example.edu", "id": 1235, "name": "李"},
    ],
    "previous_submissions": [
        {"submission_time": "2018-06-02T10:00:00-07:00", "score": 3.0, "autograder_error": False, "results": {}},
        {"submission_time": "2018-06-03T10:00:00-07:00", "score": 7.5, "autograder_error": False},
        {"submission_time": "2018-06-01T10:00:00-07:00", "score": 9.0, "autograder_error": False},
        {"submission_time": "2018-06-04T10:00:00-07:00", "score": 0.0, "autograder_error": True},
    ],
}


@pytest.fixture
def read(tmp_path):
    def of(document):
        path = tmp_path / "submission_metadata.json"
        path.write_bytes(document if isinstance(document, bytes) else json.dumps(document).encode())
        return metadata.read(path)

    return of


def test_everything_that_gradescope_says_is_read(read):
    assert read(WHOLE) == Metadata(
        id="123456",
        created_at=datetime(2018, 7, 1, 21, 22, 32, 365935, UTC),
        due=datetime(2018, 8, 1, 6, tzinfo=UTC),
        points=Fraction(20),
        users=(
            User(id="1234", email="ann@example.edu", name="Lee, Ann"),
            User(id="1235", email="li@example.edu", name="李"),
        ),
        previous=Fraction(15, 2),
    )


def test_the_score_before_is_the_latest_of_a_run_that_did_not_fail(read):
    assert Fraction(15, 2) == read(WHOLE).previous


def test_an_extension_of_ones_own_goes_before_the_general_due_date(read):
    own = {"assignment": {"due_date": "2018-08-02T23:00:00-07:00"}}
    found = read({**WHOLE, "users": [{**WHOLE["users"][0], **own}]})

    assert (datetime(2018, 8, 3, 6, tzinfo=UTC), True) == (found.due, found.extended)


def test_a_group_has_until_the_latest_of_its_members(read):
    users = [
        {**WHOLE["users"][0], "assignment": {"due_date": "2018-08-02T23:00:00-07:00"}},
        {**WHOLE["users"][1], "assignment": {"due_date": "2018-08-04T23:00:00-07:00"}},
    ]

    assert datetime(2018, 8, 5, 6, tzinfo=UTC) == read({**WHOLE, "users": users}).due


def test_an_earlier_date_of_one_member_does_not_bind_the_others(read):
    """The group hands in with somebody for whom the general date holds."""
    users = [{**WHOLE["users"][0], "assignment": {"due_date": "2018-07-20T23:00:00-07:00"}}, WHOLE["users"][1]]
    found = read({**WHOLE, "users": users})

    assert (datetime(2018, 8, 1, 6, tzinfo=UTC), False) == (found.due, found.extended)


def test_a_first_submission_has_no_score_before(read):
    assert read({**WHOLE, "previous_submissions": []}).previous is None


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"created_at": "yesterday"}, "`created_at` is 'yesterday', expected a time with an offset"),
        (
            {"created_at": "2018-07-01T14:22:32"},
            "`created_at` is '2018-07-01T14:22:32', expected a time with an offset",
        ),
        ({"created_at": 17}, "`created_at` is '17', expected a time with an offset"),
        ({"assignment": {"total_points": "many"}}, "`total_points` is 'many', expected a number"),
        ({"assignment": {"total_points": "1/0"}}, "`total_points` is '1/0', expected a number"),
        ({"assignment": {"total_points": "1e999999999"}}, "`total_points` is '1e999999999', expected a number"),
        ({"assignment": {"total_points": []}}, "`total_points` is '[]', expected a number"),
        ({"assignment": []}, "`assignment` is '[]', expected an object"),
        ({"users": {"id": 1}}, "`users` is \"{'id': 1}\", expected a list"),
        ({"previous_submissions": "none"}, "`previous_submissions` is 'none', expected a list"),
    ],
)
def test_what_cannot_be_read_is_named_and_left_out(read, change, problem):
    found = read({**WHOLE, **change})

    assert 1 == len(found.problems)
    assert found.problems[0].startswith(f"submission_metadata.json: {problem}")
    assert "123456" == found.id


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"{", "submission_metadata.json cannot be read (Expecting property name"),
        (b"\xff\xfe", "submission_metadata.json cannot be read ("),
        (b"[]", "submission_metadata.json holds list, expected a JSON object"),
        (b"[" * 100_000, "submission_metadata.json cannot be read ("),
        (b"\xef\xbb\xbf{}", None),
    ],
)
def test_a_broken_file_is_a_problem_and_no_end(read, data, problem):
    assert ([problem] if problem else []) == [line[: len(problem)] if problem else line for line in read(data).problems]


def test_a_file_that_is_not_there_is_a_problem_and_no_end(tmp_path):
    (problem,) = metadata.read(tmp_path / "submission_metadata.json").problems

    assert "submission_metadata.json cannot be read (No such file or directory)" == problem


def test_a_giant_is_not_read(read, monkeypatch):
    monkeypatch.setattr(metadata, "LARGEST", 10)

    (problem,) = read(WHOLE).problems
    assert "submission_metadata.json cannot be read (it is larger than 0 MiB)" == problem
