"""A file is whole or it is not there."""

import pytest

from grader.reports._files import replacing, write_bytes_atomically


def test_the_folder_is_made_and_the_bytes_are_written(tmp_path):
    write_bytes_atomically(tmp_path / "a" / "b.json", b"{}")

    assert (tmp_path / "a" / "b.json").read_bytes() == b"{}"


def test_a_failure_on_the_way_leaves_the_old_file_and_no_draft(tmp_path):
    path = tmp_path / "gradebook.csv"
    write_bytes_atomically(path, b"old")

    with pytest.raises(TypeError), replacing(path) as file:
        file.writelines([b"half of the n", None])

    assert path.read_bytes() == b"old"
    assert [path] == list(tmp_path.iterdir())


def test_colleagues_may_read_what_was_written(tmp_path):
    write_bytes_atomically(tmp_path / "x", b"")

    assert (tmp_path / "x").stat().st_mode & 0o777 == 0o644
