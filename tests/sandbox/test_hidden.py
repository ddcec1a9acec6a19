"""Bytes on a shared disk that no folder shows are found all the same."""

import contextlib
import ctypes
import mmap
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.sandbox import hidden

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def test_a_process_handle_names_its_process() -> None:
    handle = os.pidfd_open(os.getpid())

    assert hidden.process_of(handle) == os.getpid()

    os.close(handle)


def open_and_removed() -> int:
    return sum(hidden.open_and_removed(os.getpid()).values())


def mapped() -> int:
    return hidden.threads_and_mapped(os.getpid())[1]


def test_a_removed_file_is_counted_while_it_is_open(tmp_path: Path) -> None:
    before = open_and_removed()
    with (tmp_path / "x").open("wb") as file:
        file.write(bytes(2**20))
        file.flush()
        assert open_and_removed() == before  # it still has a name
        (tmp_path / "x").unlink()
        assert open_and_removed() - before >= 2**20


def test_touched_shared_memory_is_counted() -> None:
    before = mapped()
    with mmap.mmap(-1, 2**22) as memory:
        memory[:] = bytes(2**22)

        assert mapped() - before >= 2**22


def test_a_file_that_is_open_twice_is_counted_once(tmp_path: Path) -> None:
    before = open_and_removed()
    with (tmp_path / "x").open("wb") as file, (tmp_path / "x").open("rb"):
        file.write(bytes(2**20))
        file.flush()
        (tmp_path / "x").unlink()

        assert 2**20 <= open_and_removed() - before < 2**21


def test_a_process_that_is_gone_hides_nothing() -> None:
    assert hidden.open_and_removed(2**30) == {}
    assert hidden.threads_and_mapped(2**30) == (0, 0)
    assert hidden.mapped_and_removed(2**30) == set()


def test_a_folder_that_is_gone_has_no_disk(tmp_path: Path) -> None:
    assert hidden.used(str(tmp_path)) > 0
    assert hidden.used(str(tmp_path / "gone")) == 0


def test_a_child_may_hide_as_much_as_it_may_have(tmp_path: Path) -> None:
    with handle_on_myself() as handle, (tmp_path / "x").open("wb") as file:
        file.write(bytes(2**20))
        file.flush()
        (tmp_path / "x").unlink()
        held = max(open_and_removed(), mapped())

        assert hidden.exceeded(handle, held, grown=False) == ""
        assert hidden.exceeded(handle, held - 1, grown=False) == "files"


def test_files_that_are_mapped_and_neither_named_nor_open_are_too_much(tmp_path: Path) -> None:
    """Their size is not to be had; where the disk has not become fuller, they are small."""
    with handle_on_myself() as handle, contextlib.ExitStack() as kept:
        for name in "abc":
            assert hidden.exceeded(handle, 2**40, grown=True) == ""
            kept.callback(map_without_descriptor(tmp_path / name))

        assert hidden.exceeded(handle, 2**40, grown=False) == ""
        assert hidden.exceeded(handle, 2**40, grown=True) == "files"


def test_a_child_may_have_so_many_threads_and_not_one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    with handle_on_myself() as handle:
        threads, _ = hidden.threads_and_mapped(os.getpid())
        assert threads == len(list(Path("/proc/self/task").iterdir()))

        monkeypatch.setattr(hidden, "MAX_THREADS", threads)
        assert hidden.exceeded(handle, 2**40, grown=False) == ""
        monkeypatch.setattr(hidden, "MAX_THREADS", threads - 1)
        assert hidden.exceeded(handle, 2**40, grown=False) == "threads"


@contextlib.contextmanager
def handle_on_myself() -> Iterator[int]:
    handle = os.pidfd_open(os.getpid())
    yield handle
    os.close(handle)


def map_without_descriptor(path: Path) -> Callable[[], object]:
    """Map a file and remove it; Python's own mapping would keep it open. Gives what unmaps it."""
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
    libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
    path.write_bytes(bytes(4096))
    with path.open("rb") as file:
        place = libc.mmap(None, 4096, mmap.PROT_READ, mmap.MAP_PRIVATE, file.fileno(), 0)
    path.unlink()
    return lambda: libc.munmap(place, 4096)
