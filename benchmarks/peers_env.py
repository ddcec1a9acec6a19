"""`python -m benchmarks.peers_env`: the other graders in an environment of their own, for comparing marks.

With a folder behind it they are put there; tests/importers/real finds it by GRADER_PEERS, or by the default below.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.peers import install

DEFAULT = Path(tempfile.gettempdir()) / "grader-benchmark-peers"

if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    install(folder.resolve())
    print(f"export GRADER_PEERS={folder.resolve()}")
