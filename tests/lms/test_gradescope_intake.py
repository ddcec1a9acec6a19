"""The export of a class on Gradescope, with everything that such exports are known to hold."""

import zipfile
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from grader import places, roster
from grader.commands.lms import command
from grader.errors import RequestError
from grader.lms._moments import moment
from grader.lms.gradescope import taking
from tests import courses

LISTED = """\
---
submission_123456789:
  :submitters:
  - :name: Lee, Ann
    :sid: '0312'
    :email: ann@example.edu
  :created_at: 2023-09-21 14:22:32.365935000 -07:00
  :score: 17.5
  :status: processed
  :results:
    tests:
    - name: 'Q1: x'
      score: 1.0
      output: ":submitters: nobody"
  :history:
  - :id: 123456701
    :created_at: 2023-09-20 14:00:00.000000000 -07:00
    :score: 10.0
    :submitters: []
  - :id: 123456700
    :created_at: 2023-09-19 14:00:00.000000000 -07:00
submission_2:
  :submitters:
  - :name: Lee, Ann
    :sid: 0313
    :email: ANN.LEE@example.edu
  :created_at: 2023-09-21 23:00:00 Z
  :results:
submission_3:
  :submitters:
  - :name: 李 Müller
    :sid:
    :email: li@example.edu
  - :name: Bo
    :sid: 0099
  :created_at: 2023-09-22 01:02:03 UTC
"""
FILES = {
    "submission_123456789/solution.py": courses.RIGHT,
    "submission_123456789/__pycache__/x.pyc": "",
    "submission_2/data/Übung 1.py": courses.SQUARED,
    "submission_3/solution.py": courses.RIGHT,
    "submission_3/submission_metadata.yml": "my own notes",
}


@pytest.fixture
def place(tmp_path):
    return places.locate("tiny", courses.lay(tmp_path))


@pytest.fixture
def zipped(tmp_path):
    def make(listed=LISTED, files=FILES, folder="assignment_77_export/"):
        path = tmp_path / "export.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in files.items():
                archive.writestr(folder + name, text)
            if listed is not None:
                archive.writestr(f"{folder}submission_metadata.yml", listed)
            archive.writestr("__MACOSX/._submission_metadata.yml", b"\0\5\x16\7")
        return path

    return make


def test_every_submission_becomes_a_folder_of_its_people(place, zipped):
    taken, _ = taking.take(place, zipped())

    assert ["0099+li@example.edu", "ann.lee@example.edu", "ann@example.edu"] == sorted(
        path.name for path in place.submissions.iterdir()
    )
    assert courses.RIGHT == (place.submissions / "ann@example.edu" / "solution.py").read_text()
    assert courses.SQUARED == (place.submissions / "ann.lee@example.edu" / "data" / "Übung 1.py").read_text()
    assert not (place.submissions / "ann@example.edu" / "__pycache__").exists()
    assert [] == taken.notes


def test_the_roster_says_who_when_and_which(place, zipped):
    taking.take(place, zipped())
    found = roster.load(place.roster)

    one = found.of("ann@example.edu")
    assert datetime(2023, 9, 21, 21, 22, 32, 365935, UTC) == one.submitted_at
    assert (3, {"submission": "123456789"}) == (one.attempt, one.site)
    assert ["Lee, Ann"] == [person.name for person in found.whose(one)]
    assert "gradescope" == found.system


def test_two_people_of_one_name_are_two_people(place, zipped):
    taking.take(place, zipped())
    found = roster.load(place.roster)

    assert {"email:ann@example.edu", "email:ann.lee@example.edu"} == {
        person.key for person in found.people if person.name == "Lee, Ann"
    }


def test_a_student_id_keeps_its_zeros_also_without_quotes(place, zipped):
    taking.take(place, zipped())

    assert {"0312", "0313", "0099"} == {
        person.id("sis") for person in roster.load(place.roster).people if person.id("sis")
    }


def test_a_group_is_one_hand_in_of_all_its_members(place, zipped):
    taken, _ = taking.take(place, zipped())
    found = roster.load(place.roster)

    assert {"李 Müller", "Bo"} == {person.name for person in found.whose(found.of("0099+li@example.edu"))}
    assert f"{place.submissions}: 3 hand-ins of 4 people, 1 group among them (3 new)" == taken.told(
        place.submissions, 4
    )


def test_the_next_export_replaces_what_changed_and_leaves_the_rest(place, zipped):
    taking.take(place, zipped())
    before = (place.submissions / "ann@example.edu").stat()
    again = LISTED.replace("submission_2:", "submission_8:")
    files = {name.replace("submission_2/", "submission_8/"): text for name, text in FILES.items()}
    files["submission_8/solution.py"] = files.pop("submission_8/data/Übung 1.py")
    taken, _ = taking.take(place, zipped(again, files))

    assert (2, ["ann.lee@example.edu"], []) == (len(taken.laid.same), taken.laid.changed, taken.laid.new)
    assert ["solution.py"] == [path.name for path in (place.submissions / "ann.lee@example.edu").iterdir()]
    assert before.st_ino == (place.submissions / "ann@example.edu").stat().st_ino
    assert "8" == roster.load(place.roster).of("ann.lee@example.edu").site["submission"]
    assert 3 == len(list(place.submissions.iterdir()))


def test_a_hand_in_of_a_group_that_is_no_more_is_named(place, zipped):
    taking.take(place, zipped())
    apart = LISTED.replace(
        "  - :name: Bo\n    :sid: 0099\n",
        "  :created_at: 2023-09-23 01:02:03 UTC\nsubmission_4:\n  :submitters:\n  - :name: Bo\n    :sid: 0099\n",
    )
    taken, _ = taking.take(place, zipped(apart, {**FILES, "submission_4/solution.py": ""}))

    assert [
        f"{place.submissions / '0099+li@example.edu'} is outdated: its people have handed in in other groups since; "
        "remove it"
    ] == taken.notes


def test_an_active_submission_that_is_not_the_newest_is_marked(place, zipped):
    taking.take(place, zipped(LISTED.replace("2023-09-20 14:00:00.000000000", "2023-09-29 14:00:00.000000000")))

    one = roster.load(place.roster).of("ann@example.edu")
    assert (2, "yes") == (one.attempt, one.site["newer"])


def test_a_zip_packed_again_without_its_folder_is_read(place, zipped):
    taken, _ = taking.take(place, zipped(folder=""))

    assert 3 == len(taken.laid.new)


@pytest.mark.parametrize(
    ("more", "note"),
    [
        (
            "submission_5:\n  :submitters:\n  - :name: Eve\n    :email: eve@example.edu\n",
            "submission_5 of Eve was left out: its folder is missing or empty",
        ),
        (
            "5551.pdf:\n  :submitters:\n  - :name: Eve\n    :email: eve@example.edu\n",
            "5551.pdf of Eve was left out: it is a scan, and holds no code",
        ),
        ("submission_5:\n  :submitters: []\n", "submission_5 was left out: nobody is named as its submitter"),
        ("submission_5:\n  :status: processed\n", "submission_5 was left out: nobody is named as its submitter"),
    ],
)
def test_what_cannot_become_a_hand_in_is_named_and_stops_nobody(place, zipped, more, note):
    taken, _ = taking.take(place, zipped(LISTED + more))

    assert [note] == taken.notes
    assert 3 == len(taken.laid.new)


def test_a_folder_that_is_nobodys_is_named(place, zipped):
    taken, _ = taking.take(place, zipped(files={**FILES, "submission_9/solution.py": ""}))

    assert ["submission_9/ was left out: submission_metadata.yml does not say whose it is"] == taken.notes


@pytest.mark.parametrize("name", ["a\x1b[31m.py", "x" * 250 + ".py"])
def test_a_file_that_cannot_be_stored_is_named(place, zipped, name):
    taken, _ = taking.take(place, zipped(files={**FILES, f"submission_2/{name}": ""}))

    assert [f"ann.lee@example.edu: {name!r} has a name that is too long, too deep or cannot be shown"] == taken.notes


def test_an_archive_that_is_all_there_is_stays_one(place, zipped):
    files = {**FILES, "submission_2/work.tar.gz": "\x1f\x8b"}
    del files["submission_2/data/Übung 1.py"]
    taking.take(place, zipped(files=files))

    assert (place.submissions / "ann.lee@example.edu.tar.gz").is_file()


def test_a_folder_that_came_from_elsewhere_is_not_overwritten(place, zipped):
    courses.hand_in(place.root, "ann@example.edu", "mine")

    with pytest.raises(RequestError, match="is there already and came from no download; move it away first"):
        taking.take(place, zipped())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            ("    :email: li@example.edu\n", ""),
            "submission_metadata.yml: submission_3: 李 Müller has no id; expected email or sis",
        ),
        (
            ("    :sid: 0313\n    :email: ANN.LEE@example.edu", "    :sid: 0312\n    :email: ann@example.edu"),
            "submission_123456789 and submission_2 belong to the same people, Lee, Ann; keep one",
        ),
        (
            ("    :sid: 0099", "    :sid: 0312\n    :email: li@example.edu"),
            "the ids of Bo belong to Lee, Ann \\(email:ann@example.edu\\) and 李 Müller \\(email:li@example.edu\\)",
        ),
        (
            ("2023-09-21 23:00:00 Z", "soon"),
            "submission_2: `:created_at` is 'soon', expected a time such as 2026-11-20 18:00:00 Z",
        ),
        (("submission_2:", "../submission_2:"), "the entry '../submission_2' is not one of a submission"),
        (("---\n", "--- [\n"), "submission_metadata.yml cannot be read \\(.*\\); export again"),
        ((LISTED, "- 1\n"), "submission_metadata.yml lists no submissions; export again"),
    ],
)
def test_what_would_need_a_guess_is_refused_and_nothing_is_written(place, zipped, change, message):
    with pytest.raises(RequestError, match=message):
        taking.take(place, zipped(LISTED.replace(*change)))
    assert [] == list(place.submissions.iterdir())
    assert not place.roster.exists()


def test_another_zip_is_refused_with_the_way_to_the_right_one(place, zipped):
    with pytest.raises(RequestError, match=r"holds no submission_metadata.yml; on Gradescope, .* Export Submissions"):
        taking.take(place, zipped(listed=None, files={"a.py": ""}))


def test_a_hostile_export_is_refused_by_the_name_of_its_entry(place, zipped):
    with pytest.raises(
        RequestError, match=r"'assignment_77_export/submission_2/../../../../home/x.py' has a name that"
    ):
        taking.take(place, zipped(files={**FILES, "submission_2/../../../../home/x.py": ""}))


def test_yaml_that_would_build_something_builds_text(place, zipped):
    hostile = LISTED.replace(
        ":name: Lee, Ann\n    :sid: '0312'",
        ":name: !!python/object/apply:os.system [id]\n    :sid: !ruby/object:Gem '0312'",
    )
    taking.take(place, zipped(hostile))

    assert "" == roster.load(place.roster).find({"sis": "0312"}, "here").name


def test_a_bomb_of_references_stays_small(place, zipped):
    bomb = "a: &a [x, x, x, x, x, x, x, x]\n" + "".join(
        f"{b}: &{b} [{', '.join(['*' + a] * 8)}]\n" for a, b in zip("abcdefghij", "bcdefghijk", strict=True)
    )

    with pytest.raises(RequestError, match="the entry 'a' is not one of a submission"):
        taking.take(place, zipped(bomb))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2023-09-21 14:22:32.365935000 -07:00", datetime(2023, 9, 21, 21, 22, 32, 365935, UTC)),
        ("2023-09-21T14:22:32.5Z", datetime(2023, 9, 21, 14, 22, 32, 500000, UTC)),
        ("2023-09-21 14:22:32 UTC", datetime(2023, 9, 21, 14, 22, 32, tzinfo=UTC)),
        ("2023-09-21 14:22:32", datetime(2023, 9, 21, 14, 22, 32, tzinfo=UTC)),
        ("2023-09-21 14:22:32 +0530", datetime(2023, 9, 21, 8, 52, 32, tzinfo=UTC)),
        ("", None),
        (" ~ ", None),
    ],
)
def test_times_are_read_in_every_shape_they_come_in(text, found):
    assert found == moment(text)


@pytest.mark.parametrize("text", ["soon", "2023-13-01 00:00:00 Z", "2023-01-01", "2023-01-01 25:00:00"])
def test_what_is_no_time_is_shown(text):
    with pytest.raises(ValueError, match=f"^'{text}', expected a time such as"):
        moment(text)


def test_the_command_tells_what_came_and_what_comes_next(place, zipped, monkeypatch):
    monkeypatch.chdir(place.root)
    said = CliRunner().invoke(command, ["gradescope", "intake", "tiny", str(zipped())], standalone_mode=False)

    assert 0 == said.return_value
    assert "3 hand-ins of 4 people, 1 group among them (3 new)" in said.stdout
    assert "next: grader grade tiny" in said.stdout


def test_the_command_ends_with_one_where_something_was_left_out(place, zipped, monkeypatch):
    monkeypatch.chdir(place.root)
    path = zipped(files={**FILES, "submission_9/solution.py": ""})
    said = CliRunner().invoke(command, ["gradescope", "intake", "tiny", str(path)], standalone_mode=False)

    assert 1 == said.return_value
    assert "note: submission_9/ was left out" in said.stderr
