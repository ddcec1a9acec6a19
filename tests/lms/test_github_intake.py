"""Cloned repositories and the list of GitHub Classroom."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from grader import places, roster
from grader.commands.lms import command
from grader.errors import RequestError
from grader.lms.github import taking
from tests import courses

HEAD = (
    "assignment_name,assignment_url,starter_code_url,github_username,roster_identifier,student_repository_name,"
    "student_repository_url,submission_timestamp,points_awarded,points_available"
)


def row(login, listed, repository, came="2026-11-20T17:00:00Z", team=None):
    cells = ["Tiny", "https://x", "https://x", login, listed, repository, "https://x", came, "1", "4"]
    return ",".join(f'"{cell}"' if "," in cell else cell for cell in [*cells, *([team] if team is not None else [])])


@pytest.fixture
def place(tmp_path):
    return places.locate("tiny", courses.lay(tmp_path / "course") if (tmp_path / "course").mkdir() is None else None)


@pytest.fixture
def clones(tmp_path):
    folder = tmp_path / "tiny-submissions"

    def clone(name, code=courses.RIGHT):
        repository = folder / name
        (repository / ".git").mkdir(parents=True)
        (repository / ".git" / "config").write_text("token = secret")
        (repository / ".github" / "workflows").mkdir(parents=True)
        (repository / ".github" / "workflows" / "classroom.yml").write_text("")
        (repository / "solution.py").write_text(code)
        return repository

    folder.mkdir()
    return clone


def listed(tmp_path, *rows, head=HEAD, newline="\n"):
    path = tmp_path / "grades.csv"
    path.write_bytes(newline.join([head, *rows, ""]).encode("utf-8-sig"))
    return path


def test_a_repository_becomes_a_hand_in_of_its_owner(place, clones, tmp_path):
    clones("tiny-Ann")
    taken = taking.take(place, tmp_path / "tiny-submissions", listed(tmp_path, row("Ann", "Lee, Ann", "tiny-Ann")))

    assert ["solution.py"] == [path.name for path in (place.submissions / "ann").iterdir()]
    assert [] == taken.notes
    found = roster.load(place.roster)
    one = found.of("ann")
    assert (datetime(2026, 11, 20, 17, tzinfo=UTC), {"repository": "tiny-Ann"}) == (one.submitted_at, one.site)
    assert {"login": ("Ann",), "roster": ("Lee, Ann",)} == found.whose(one)[0].ids


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_rows_of_a_team_are_one_hand_in(place, clones, tmp_path, newline):
    clones("tiny-the-owls")
    rows = [row(name, name, "tiny-the-owls", team="The Owls") for name in ("ann", "bo", "李")]
    taking.take(
        place, tmp_path / "tiny-submissions", listed(tmp_path, *rows, head=f"{HEAD},group_name", newline=newline)
    )

    found = roster.load(place.roster)
    one = found.of("tiny-the-owls")
    assert ("The Owls", 3) == (one.group.name, len(found.whose(one)))


def test_two_of_one_name_are_told_apart_by_their_logins(place, clones, tmp_path):
    for name in ("ann1", "ann2"):
        clones(f"tiny-{name}")
    grades = listed(tmp_path, row("ann1", "id-1", "tiny-ann1"), row("ann2", "id-2", "tiny-ann2"))
    taking.take(place, tmp_path / "tiny-submissions", grades)

    assert {"ann1", "ann2"} == {path.name for path in place.submissions.iterdir()}


def test_who_did_not_accept_is_counted(place, clones, tmp_path):
    clones("tiny-ann")
    grades = listed(tmp_path, row("ann", "1", "tiny-ann"), row("", "2", "", ""), row("", "3", "", ""))
    taken = taking.take(place, tmp_path / "tiny-submissions", grades)

    assert f"{place.submissions}: 1 hand-in (1 new); 2 people of the list without a repository" == taken.told(
        place.submissions
    )


def test_what_does_not_fit_together_is_named_and_stops_nobody(place, clones, tmp_path):
    clones("tiny-ann")
    clones("tiny-eve")
    grades = listed(tmp_path, row("ann", "1", "tiny-ann"), row("bo", "2", "tiny-bo"))
    taken = taking.take(place, tmp_path / "tiny-submissions", grades)

    assert [
        f"tiny-bo was left out: there is no such folder in {tmp_path / 'tiny-submissions'}",
        "tiny-eve was left out: grades.csv has no row for it",
    ] == taken.notes
    assert ["ann"] == [path.name for path in place.submissions.iterdir()]


def test_links_are_not_followed(place, clones, tmp_path):
    (tmp_path / "secret.py").write_text("x = 1\n")
    repository = clones("tiny-eve")
    (repository / "link.py").symlink_to(tmp_path / "secret.py")
    (repository / "folder").symlink_to(tmp_path)
    taken = taking.take(place, tmp_path / "tiny-submissions", listed(tmp_path, row("eve", "1", "tiny-eve")))

    assert ["solution.py"] == [path.name for path in (place.submissions / "eve").iterdir()]
    assert ["tiny-eve: 'link.py' was left out: it is a link, or no file"] == taken.notes


def test_a_file_too_large_for_a_hand_in_is_named(place, clones, tmp_path, monkeypatch):
    monkeypatch.setattr(taking, "MAX_FILE", 2**20)
    (clones("tiny-eve") / "weights.bin").write_bytes(bytes(2**20 + 1))
    taken = taking.take(place, tmp_path / "tiny-submissions", listed(tmp_path, row("eve", "1", "tiny-eve")))

    assert ["tiny-eve: 'weights.bin' was left out: it is larger than 1 MiB"] == taken.notes


@pytest.mark.parametrize(
    ("grades", "message"),
    [
        (
            [row("ann", "1", "tiny-ann", "soon")],
            r"grades.csv, line 2: `submission_timestamp` is 'soon', expected a time",
        ),
        (
            [row("ann", "1", "tiny-ann"), row("ann-at-work", "1", "tiny-ann-at-work")],
            r"grades.csv: tiny-ann and tiny-ann-at-work are both of 1 \(login:ann\); keep the row of one of them",
        ),
    ],
)
def test_what_would_need_a_guess_is_refused_by_its_line(place, clones, tmp_path, grades, message):
    clones("tiny-ann")
    with pytest.raises(RequestError, match=message):
        taking.take(place, tmp_path / "tiny-submissions", listed(tmp_path, *grades))


def test_another_list_is_refused_with_the_columns_it_has(place, clones, tmp_path):
    with pytest.raises(RequestError, match="the column 'github_username' was looked for, there are 'a', 'b'"):
        taking.take(place, tmp_path / "tiny-submissions", listed(tmp_path, "1,2", head="a,b"))


def test_the_command_tells_what_came_and_what_comes_next(place, clones, tmp_path, monkeypatch):
    clones("tiny-ann")
    monkeypatch.chdir(place.root)
    words = ["github", "intake", "tiny", str(tmp_path / "tiny-submissions")]
    grades = str(listed(tmp_path, row("ann", "1", "tiny-ann"), row("bo", "2", "tiny-bo")))
    said = CliRunner().invoke(command, [*words, "--grades", grades], standalone_mode=False)

    assert 1 == said.return_value
    assert "1 hand-in (1 new)" in said.stdout
    assert "next: grader grade tiny" in said.stdout
    assert "note: tiny-bo was left out" in said.stderr
