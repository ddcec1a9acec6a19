"""Bytes on a shared disk that no folder shows are found all the same."""

import mmap
import os
import sys
from pathlib import Path

import pytest

from grader.sandbox import hidden

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def test_a_process_handle_names_its_process() -> None:
    handle = os.pidfd_open(os.getpid())

    assert hidden.process_of(handle) == os.getpid()

    os.close(handle)


def test_a_removed_file_is_counted_while_it_is_open(tmp_path: Path) -> None:
    before = hidden.open_and_removed(os.getpid())
    with (tmp_path / "x").open("wb") as file:
        file.write(bytes(2**20))
        file.flush()
        assert hidden.open_and_removed(os.getpid()) == before  # it still has a name
        (tmp_path / "x").unlink()
        assert hidden.open_and_removed(os.getpid()) - before >= 2**20


def test_touched_shared_memory_is_counted() -> None:
    before = hidden.mapped(os.getpid())
    with mmap.mmap(-1, 2**22) as memory:
        memory[:] = bytes(2**22)

        assert hidden.mapped(os.getpid()) - before >= 2**22


def test_a_process_that_is_gone_hides_nothing() -> None:
    assert hidden.open_and_removed(2**30) == hidden.mapped(2**30) == 0


def test_a_child_may_hide_as_much_as_it_may_have(tmp_path: Path) -> None:
    handle = os.pidfd_open(os.getpid())
    with (tmp_path / "x").open("wb") as file:
        file.write(bytes(2**20))
        file.flush()
        (tmp_path / "x").unlink()
        held = max(hidden.open_and_removed(os.getpid()), hidden.mapped(os.getpid()))

        assert not hidden.too_much(handle, held)
        assert hidden.too_much(handle, held - 1)

    os.close(handle)
