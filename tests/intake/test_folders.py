"""What comes out of folders and loose files."""

import hashlib
import os
from pathlib import Path

import pytest

from grader.errors import SubmissionError
from grader.intake import Arrival, gathering, open_arrival
from grader.model import Submission


def opened(path: Path) -> Submission:
    return open_arrival(Arrival("s", path))


def test_files_come_as_bytes_with_digests_sorted_by_path(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.py").write_bytes(b"b")
    (tmp_path / "a.py").write_bytes(b"a\0")

    submission = opened(tmp_path)

    assert [("a.py", b"a\0"), ("sub/b.py", b"b")] == list(submission.files.items())
    assert {
        "a.py": hashlib.sha256(b"a\0").hexdigest(),
        "sub/b.py": hashlib.sha256(b"b").hexdigest(),
    } == submission.digests
    assert () == submission.notes


def test_a_single_file_is_a_hand_in(tmp_path: Path) -> None:
    (tmp_path / "alice.py").write_bytes(b"x")

    assert {"alice.py": b"x"} == opened(tmp_path / "alice.py").files


def test_caches_and_hidden_files_are_left_out_without_a_word(tmp_path: Path) -> None:
    for name in (
        "__pycache__/a.pyc",
        ".ipynb_checkpoints/n.ipynb",
        "__MACOSX/x.py",
        ".git/config",
        ".DS_Store",
        "a.py~",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "venv" / "lib").mkdir(parents=True)
    (tmp_path / "venv" / "pyvenv.cfg").write_text("home = x")
    (tmp_path / "venv" / "lib" / "site.py").write_text("x")
    (tmp_path / "a.py").write_bytes(b"x")

    submission = opened(tmp_path)

    assert ["a.py"] == list(submission.files)
    assert () == submission.notes


def test_an_empty_folder_is_a_hand_in_that_says_so(tmp_path: Path) -> None:
    submission = opened(tmp_path)

    assert {} == submission.files
    assert (f"{tmp_path.name} holds no files that could be graded.",) == submission.notes


def test_links_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.py"
    secret.write_text("answer = 42")
    folder = tmp_path / "alice"
    folder.mkdir()
    (folder / "solution.py").symlink_to(secret)
    (folder / "up").symlink_to(tmp_path)

    submission = opened(folder)

    assert {} == submission.files
    assert "'solution.py' was left out: it is a link, and links are not followed." in submission.notes
    assert "'up' was left out: it is a link, and links are not followed." in submission.notes


def test_a_hand_in_that_is_itself_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "alice").symlink_to(tmp_path)

    with pytest.raises(
        SubmissionError, match="alice is a link, and links are not followed; hand in the file or folder"
    ):
        opened(tmp_path / "alice")


def test_a_pipe_never_hangs(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "solution.ipynb")

    assert ("'solution.ipynb' was left out: it is neither a file nor a folder.",) == opened(tmp_path).notes[:1]
    with pytest.raises(SubmissionError, match=r"solution\.ipynb is neither a file nor a folder"):
        opened(tmp_path / "solution.ipynb")


def test_a_file_that_cannot_be_read_is_noted(users_folder: Path) -> None:
    (users_folder / "a.py").write_text("x")
    (users_folder / "a.py").chmod(0)

    assert "'a.py' was left out: it cannot be read (Permission denied)." in opened(users_folder).notes
    with pytest.raises(SubmissionError, match=r"a.py cannot be read \(Permission denied\)"):
        opened(users_folder / "a.py")


def test_a_hand_in_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(SubmissionError, match=r"gone.zip cannot be read \(No such file or directory\)"):
        opened(tmp_path / "gone.zip")


def test_one_large_file_is_left_out_and_the_rest_graded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MAX_FILE", 2**20)
    (tmp_path / "data.bin").write_bytes(b"x" * (2**20 + 1))
    (tmp_path / "a.py").write_bytes(b"x")

    submission = opened(tmp_path)

    assert ["a.py"] == list(submission.files)
    assert ("'data.bin' was left out: it is larger than 1 MiB.",) == submission.notes


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MAX_FILES", 3)
    for number in range(4):
        (tmp_path / f"{number}.py").write_text("x")

    with pytest.raises(SubmissionError, match="holds more than 3 files; hand in only your own"):
        opened(tmp_path)


def test_too_much_in_all_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MAX_TOTAL", 2**20)
    for number in range(3):
        (tmp_path / f"{number}.txt").write_bytes(b"x" * 2**19)

    with pytest.raises(SubmissionError, match="is larger than 1 MiB in all; hand in only your own files"):
        opened(tmp_path)


def test_odd_names_are_left_out_with_a_sentence(tmp_path: Path) -> None:
    for name in (b"a\nb.py", b"\x1b[31m.py", b"caf\xe9.py", b"back\\slash.py"):
        Path(os.fsdecode(bytes(tmp_path) + b"/" + name)).write_bytes(b"x")

    submission = opened(tmp_path)

    assert {} == submission.files
    assert (
        "'a\\nb.py' was left out: its name has characters that cannot be shown, or is too long; rename it."
        in submission.notes
    )
    assert 5 == len(submission.notes)
    assert all(note.isprintable() for note in submission.notes)


def test_names_that_differ_in_capitals_only_are_not_both_taken(tmp_path: Path) -> None:
    (tmp_path / "Solution.py").write_text("1")
    (tmp_path / "solution.py").write_text("2")

    submission = opened(tmp_path)

    assert ["Solution.py"] == list(submission.files)
    assert (
        "'solution.py' was left out: its name differs from 'Solution.py' in capitals only; rename one.",
    ) == submission.notes


def test_an_archive_inside_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "old.zip").write_bytes(b"PK")
    (tmp_path / "a.py").write_bytes(b"x")

    assert (
        "'old.zip' was left out: an archive inside a hand-in is not opened; put its files beside the others.",
    ) == opened(tmp_path).notes


def test_notes_do_not_grow_without_end(tmp_path: Path) -> None:
    for number in range(100):
        (tmp_path / f"{number}.zip").write_text("x")

    assert 21 == len(opened(tmp_path).notes)


def test_very_deep_folders_are_left_out(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 20)
    deep.mkdir(parents=True)
    (deep / "a.py").write_text("x")

    assert "it lies more than 12 folders deep" in opened(tmp_path).notes[0]


def test_a_folder_that_cannot_be_read_is_noted(users_folder: Path) -> None:
    (users_folder / "sub").mkdir(mode=0)

    assert "'sub/' was left out: the folder cannot be read (Permission denied)." in opened(users_folder).notes


def test_a_single_file_may_not_be_huge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.intake.opening.MAX_FILE", 10)
    (tmp_path / "a.py").write_text("x" * 11)

    with pytest.raises(SubmissionError, match=r"a\.py is larger than 0 MiB; hand in only your own work"):
        opened(tmp_path / "a.py")
