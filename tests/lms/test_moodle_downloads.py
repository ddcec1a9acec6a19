"""What lies in a download of Moodle: archives, links, folders from elsewhere, names that nobody can store."""

import os
import zipfile

import pytest

from grader.intake import exports
from tests.lms import desk
from tests.lms.moodle_class import NAMES, RIGHT, TIMED, download, members, take, taken, zipped
from tests.lms.moodle_site import Site


@pytest.fixture
def course(tmp_path):
    return desk.lay(tmp_path, TIMED)


def test_a_folder_that_came_from_elsewhere_is_left_alone(course):
    mine = course / "submissions" / "tiny" / "ann-lee-12"
    mine.mkdir(parents=True)
    (mine / "mine.txt").write_text("mine")
    download(course, Site(members()))

    said = take(course)

    assert 2 == said.status
    assert "ann-lee-12 is there already and came from no download; move it away first" in said
    assert "mine" == (mine / "mine.txt").read_text()


def test_an_archive_alone_stays_one_and_beside_others_it_is_unpacked(course):
    site = Site(members())
    site.member(12).files = {"hw.zip": zipped(RIGHT)}
    site.member(19).files = {"hw.zip": zipped({"hw/solution.py": b"x = 1\n"}), "report.pdf": b"%PDF"}
    site.member(4).files = {"hw.zip": b"broken", "notes.txt": b""}
    download(course, site)

    said = take(course)

    assert 1 == said.status
    assert (course / "submissions/tiny/ann-lee-12.zip").is_file()
    assert ["hw/solution.py", "report.pdf"] == desk.hand_ins(course)["ann-lee-19"]
    assert "left out: zoë-müller-phd-4: hw.zip is not an archive that can be opened" in said
    assert ["hw.zip", "notes.txt"] == desk.hand_ins(course)["zoë-müller-phd-4"]


def test_an_archive_that_becomes_a_folder_leaves_no_twin(course):
    site = Site(members())
    site.member(12).files = {"hw.zip": zipped(RIGHT)}
    taken(course, site)
    site.member(12).files = RIGHT
    taken(course, site)

    assert "ann-lee-12.zip" not in desk.hand_ins(course)
    assert ["answers.md", "solution.py"] == desk.hand_ins(course)["ann-lee-12"]


HOSTILE = [
    ("../../escaped.py", "has a name that leads out of the folder"),
    ("/etc/cron.d/job", "has a name that leads out of the folder"),
    ("C:\\escaped.py", "has a name that leads out of the folder"),
    ("Ann Lee_12_assignsubmission_file/../../x.py", "has a name that leads out of the folder"),
    ("notes.txt", "is not named as in Moodle's"),
    ("Ann Lee_12_assignsubmission_file", "is not named as in Moodle's"),
]


@pytest.mark.parametrize(("name", "why"), HOSTILE)
def test_a_hostile_download_is_refused_by_name(course, name, why):
    download(course, Site(members()))
    with zipfile.ZipFile(course / "C-tiny-77.zip", "a") as archive:
        archive.writestr(name, b"x")

    said = take(course)

    assert 2 == said.status
    assert why in said
    assert repr(name.replace("\\", "/")) in said
    assert not (course / "submissions" / "tiny").exists()
    assert not (course / "rosters").exists()


def test_a_link_in_the_download_is_refused_by_name(course):
    download(course, Site(members()))
    with zipfile.ZipFile(course / "C-tiny-77.zip", "a") as archive:
        link = zipfile.ZipInfo("Ann Lee_12_assignsubmission_file/secret")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")

    assert "'Ann Lee_12_assignsubmission_file/secret' is a link or a device" in take(course)


def test_files_that_cannot_be_written_are_listed_and_the_rest_comes_in(course):
    site = Site(members())
    site.member(12).files = {**RIGHT, "n" * 230 + ".py": b"", "a": b"", "a/b.py": b""}
    site.member(19).files = {"assignfeedback_x/y.py": b"y = 1\n"}
    download(course, site)

    said = take(course)

    assert 1 == said.status
    assert "has a name that is too long, too deep or cannot be shown" in said
    assert "left out: ann-lee-12: 'a/b.py' cannot be written" in said
    assert {"a", "answers.md", "solution.py"} == set(desk.hand_ins(course)["ann-lee-12"])
    assert ["assignfeedback_x/y.py"] == desk.hand_ins(course)["ann-lee-19"]


def test_a_bomb_in_the_download_is_refused_by_name(course, monkeypatch):
    monkeypatch.setattr(exports, "FREE", 2**20)
    download(course, Site(members()))
    with zipfile.ZipFile(course / "C-tiny-77.zip", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Eve_30_assignsubmission_file/bomb.py", bytes(20 * 2**20))

    said = take(course)

    assert 2 == said.status
    assert "times its size, most of it in 'Eve_30_assignsubmission_file/bomb.py'; take that out of the zip" in said
    assert not (course / "submissions" / "tiny").exists()


def test_a_download_that_the_browser_unpacked_is_read_as_the_folder_it_is(course):
    download(course, Site(members()))
    with zipfile.ZipFile(course / "C-tiny-77.zip") as archive:
        archive.extractall(course / "C-tiny-77")
    (course / "C-tiny-77" / ".DS_Store").write_bytes(b"")

    assert 0 == take(course, zipped="C-tiny-77").status
    assert NAMES == sorted(desk.hand_ins(course))
    (course / "C-tiny-77").rename(course / "C-tiny-78")
    assert "C-tiny-78 is of activity 78 and Grades-C-tiny-77.csv of 77" in take(course, zipped="C-tiny-78")


def test_links_and_pipes_in_an_unpacked_download_are_not_read(course):
    download(course, Site(members()))
    with zipfile.ZipFile(course / "C-tiny-77.zip") as archive:
        archive.extractall(course / "C-tiny-77")
    ann = course / "C-tiny-77" / "Ann Lee_12_assignsubmission_file"
    os.mkfifo(ann / "pipe")
    assert "left out: 'Ann Lee_12_assignsubmission_file/pipe': it is neither a file nor a folder" in take(
        course, zipped="C-tiny-77"
    )
    (ann / "secret").symlink_to("/etc/passwd")

    said = take(course, zipped="C-tiny-77")

    assert 2 == said.status
    assert (
        "C-tiny-77: 'Ann Lee_12_assignsubmission_file/secret' is a link, and a download holds none; take it out" in said
    )


def test_feedback_files_in_a_download_are_not_hand_ins(course):
    download(course, Site(members()))
    with zipfile.ZipFile(course / "C-tiny-77.zip", "a") as archive:
        archive.writestr("Eve_30_assignfeedback_file/report.html", b"x")
        archive.writestr("__MACOSX/Ann Lee_12_assignsubmission_file/._solution.py", b"x")

    assert 0 == take(course).status
    assert NAMES == sorted(desk.hand_ins(course))


def test_plugins_that_nobody_knows_are_listed(course):
    download(course, Site(members()))
    with zipfile.ZipFile(course / "C-tiny-77.zip", "a") as archive:
        archive.writestr("Ann Lee_12_assignsubmission_mahara/page.html", b"x")

    said = take(course)

    assert 1 == said.status
    assert "left out: 'Ann Lee_12_assignsubmission_mahara/page.html': nothing is known of the plugin 'mahara'" in said


def test_an_archive_is_not_unpacked_over_a_folder_of_its_name(course):
    site = Site(members())
    site.member(12).files = {"hw.zip": zipped(RIGHT), "hw/notes.txt": b""}
    download(course, site)

    said = take(course)

    assert "left out: ann-lee-12: 'hw.zip' was not unpacked, since 'hw' is there already" in said
    assert ["hw.zip", "hw/notes.txt"] == desk.hand_ins(course)["ann-lee-12"]


def test_too_many_files_in_a_folder_are_no_download(course, monkeypatch):
    monkeypatch.setattr("grader.lms._downloads.MAX_ENTRIES", 3)
    download(course, Site(members()))
    with zipfile.ZipFile(course / "C-tiny-77.zip") as archive:
        archive.extractall(course / "C-tiny-77")

    assert "C-tiny-77 holds more than 3 files; that is no download of a class" in take(course, zipped="C-tiny-77")
