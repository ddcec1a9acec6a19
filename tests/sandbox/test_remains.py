"""A work folder goes, whatever was built in it."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.sandbox import remains


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where work folders really stand: in memory, on Linux."""
    with tempfile.TemporaryDirectory(dir=remains.ground()) as ground:
        (Path(ground) / "outside").write_text("stays")
        (Path(ground) / "work").mkdir()
        yield Path(ground) / "work"


def test_folders_nested_deeper_than_any_path(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    for _ in range(3000):
        os.mkdir("d")  # noqa: PTH102
        os.chdir("d")
    os.chdir(folder.parent)

    remains.clear(str(folder))

    assert not folder.exists()


def test_links_are_removed_and_not_followed(folder: Path) -> None:
    (folder / "link").symlink_to(folder.parent / "outside")
    (folder / "up").symlink_to(folder.parent)

    remains.clear(str(folder))

    assert (folder.parent / "outside").read_text() == "stays"
    assert not folder.exists()


def test_folders_that_are_closed_to_their_owner(folder: Path) -> None:
    (folder / "a" / "b" / "c").mkdir(parents=True)
    (folder / "a" / "b" / "c" / "file").touch()
    for closed in ("a/b/c", "a/b", "a"):
        (folder / closed).chmod(0)

    remains.clear(str(folder))

    assert not folder.exists()


def test_what_a_killed_launcher_left_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remains, "ground", lambda: str(tmp_path))
    left = tmp_path / "grader-box-999999999-x"
    alive = tmp_path / f"grader-box-{os.getpid()}-x"
    other = tmp_path / "grader-box-of-somebody"
    for folder in (left, alive, other):
        (folder / "boxes").mkdir(parents=True)

    remains.sweep()

    assert sorted(tmp_path.iterdir()) == sorted([alive, other])
