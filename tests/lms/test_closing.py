"""What student code must not read is closed before it runs."""

from pathlib import Path

from grader.lms._closing import close


def test_files_and_folders_are_left_to_their_owner(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("")

    assert [] == close([tmp_path / "folder", tmp_path / "file", tmp_path / "none"])
    assert (0o700, 0o600) == tuple((tmp_path / name).stat().st_mode & 0o777 for name in ("folder", "file"))


def test_what_cannot_be_closed_is_told(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refuse)

    assert [f"{tmp_path} could not be closed to others (Operation not permitted)"] == close([tmp_path])
