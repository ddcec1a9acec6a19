"""A work folder goes, whatever was built in it."""

import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.sandbox import remains
from grader.sandbox.kernel import PR_SET_CHILD_SUBREAPER, prctl

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="work folders on a shared disk are Linux's")


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


def test_a_folder_that_is_itself_closed(folder: Path) -> None:
    (folder / "a").mkdir()
    folder.chmod(0)

    remains.clear(str(folder))

    assert not folder.exists()


def test_a_link_in_place_of_a_folder_opens_nothing_to_anybody(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is still at work in there may swap them once they were listed."""
    target = folder.parent / "target"
    target.mkdir(mode=0o500)
    (folder / "a").mkdir()
    plain = remains._without_files

    def swapping(here: int) -> list[str]:
        found = plain(here)
        for name in found:
            (folder / name).rmdir()
            (folder / name).symlink_to(target)
        return found

    monkeypatch.setattr(remains, "_without_files", swapping)

    with pytest.raises(NotADirectoryError):
        remains.clear(str(folder))

    assert target.stat().st_mode & 0o777 == 0o500


def test_whoever_was_left_behind_is_ended_and_buried() -> None:
    """In a process of its own: here, other tests may have children."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        prctl(PR_SET_CHILD_SUBREAPER, 1)
        if os.fork() == 0:  # leaves a daemon behind
            if os.fork() == 0:
                os.setsid()
                os.write(writing, b"%d" % os.getpid())
                signal.pause()
            os._exit(0)
        os.wait()
        daemon = os.read(reading, 20)
        remains.end_descendants()
        os.write(writing, daemon)
        os._exit(0)

    assert os.waitpid(pid, 0)[1] == 0
    assert not Path("/proc", os.read(reading, 20).decode()).exists()
    os.close(reading)
    os.close(writing)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_a_folder_of_somebody_else_is_not_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remains, "ground", lambda: str(tmp_path))
    (tmp_path / "grader-box-999999999-x").mkdir()
    os.chown(tmp_path / "grader-box-999999999-x", 12345, 12345)

    remains.sweep()

    assert (tmp_path / "grader-box-999999999-x").exists()


def test_what_a_killed_launcher_left_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remains, "ground", lambda: str(tmp_path))
    left = tmp_path / "grader-box-999999999-x"
    alive = tmp_path / f"grader-box-{os.getpid()}-x"
    other = tmp_path / "grader-box-of-somebody"
    for folder in (left, alive, other):
        (folder / "boxes").mkdir(parents=True)

    remains.sweep()

    assert sorted(tmp_path.iterdir()) == sorted([alive, other])
