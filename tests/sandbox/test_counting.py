"""What a child writes is counted, wherever it hides it; what cannot be counted is too much."""

import os
from pathlib import Path

import pytest

from grader.sandbox import conversation
from grader.sandbox.conversation import _size

MOST = 2**20


def test_files_are_counted_and_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(bytes(100_000))
    (tmp_path / "up").symlink_to("/usr")

    assert 100_000 <= _size(str(tmp_path), MOST) < 110_000


def test_a_folder_deeper_than_any_path_is_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(25):
        os.mkdir("d" * 200)  # noqa: PTH102
        os.chdir("d" * 200)
    os.chdir(tmp_path)

    assert _size(str(tmp_path), 2**40) > 2**40


def test_so_many_names_are_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abcd":
        (tmp_path / name).mkdir()

    monkeypatch.setattr(conversation, "MAX_NAMES", 4)
    assert _size(str(tmp_path), MOST) < MOST
    monkeypatch.setattr(conversation, "MAX_NAMES", 3)
    assert _size(str(tmp_path), MOST) > MOST


@pytest.mark.parametrize("instead", ["nothing", "a file"])
def test_a_folder_that_goes_meanwhile_hides_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, instead: str
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").write_bytes(bytes(100_000))
    plain = os.scandir

    def going(folder: str) -> object:
        if folder.endswith("/a"):
            Path(folder).rmdir()
            if instead == "a file":
                Path(folder).touch()
        return plain(folder)

    monkeypatch.setattr(os, "scandir", going)

    assert 100_000 <= _size(str(tmp_path), MOST) < 110_000


def test_a_closed_folder_is_too_much(users_folder: Path) -> None:
    (users_folder / "closed").mkdir(mode=0)

    assert _size(str(users_folder), MOST) > MOST


def test_a_file_that_goes_meanwhile_hides_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abc":
        (tmp_path / name).write_bytes(bytes(100_000))
    plain = os.scandir

    class Going:
        """A listing one of whose files is gone by the time it is looked at."""

        def __init__(self, folder: str) -> None:
            self.entries = plain(folder)

        def __enter__(self) -> object:
            return (self.without(entry) for entry in self.entries)

        def __exit__(self, *_: object) -> None:
            self.entries.close()

        def without(self, entry: os.DirEntry[str]) -> os.DirEntry[str]:
            if entry.name == "a":
                Path(entry.path).unlink()
            return entry

    monkeypatch.setattr(os, "scandir", Going)

    assert 200_000 <= _size(str(tmp_path), MOST) < 210_000
