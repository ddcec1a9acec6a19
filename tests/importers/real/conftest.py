"""The real nbgrader and otter, where `python -m benchmarks.peers_env` has put them; skipped without them."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

import pytest

ENV = Path(os.environ.get("GRADER_PEERS", Path(tempfile.gettempdir()) / "grader-benchmark-peers"))
WHY = "the other graders are not installed; `python -m benchmarks.peers_env` does that"


class Peers:
    """Commands of the other graders, in a home of their own."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def run(self, folder: Path, *words: str) -> str:
        environment = {
            "PATH": f"{ENV / 'bin'}:/usr/bin:/bin",
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "OMP_NUM_THREADS": "1",
        }
        command = [str(ENV / "bin" / words[0]), *words[1:]]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=900)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture
def peers(tmp_path):
    if not (ENV / "installed.txt").is_file():
        pytest.skip(WHY)
    (tmp_path / "home").mkdir()
    return Peers(tmp_path / "home")
