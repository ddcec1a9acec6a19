"""What is worth importing once is guessed from the files, and a file may be anything."""

import os
from pathlib import Path

from grader.warming import wanted


def test_what_files_mention_is_imported_once(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import torch\n")

    assert frozenset({"numpy", "torch"}) == wanted([tmp_path])


def test_a_pipe_called_a_script_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ada.py")

    assert frozenset() == wanted([tmp_path / "ada.py"])


def test_a_file_that_is_gone_is_passed_over(tmp_path: Path) -> None:
    assert frozenset() == wanted([tmp_path / "gone.ipynb"])
