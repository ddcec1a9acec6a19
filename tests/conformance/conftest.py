"""The rooms of the conformance suite: each level this machine can make, as root and as an ordinary user."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
USER = 12345  # nobody's account: what an ordinary user may do needs no entry in /etc/passwd

# account → what the grader changes about itself first, and the levels it must then reach
ACCOUNTS = {
    "root": ([], ["isolated", "confined"]),
    "root, reachable Python": (["--open-python"], ["confined", "limited"]),
    "user": (["--open-python", "--user", str(USER)], ["isolated", "confined"]),
}
if os.geteuid() != 0:
    ACCOUNTS = {"user": ([], ["isolated", "confined"])}
ROOMS = [(account, level) for account, (_, levels) in ACCOUNTS.items() for level in levels]


class Grader:
    """A grader in a process of its own."""

    def __init__(self, *options: str) -> None:
        command = [sys.executable, "-m", "tests.conformance.host", *options]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "SECRET": "s"},
        )
        self.greeting = self.hear()

    def hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the grader ended"
        message: dict[str, Any] = json.loads(line)
        return message

    def run(self, files: dict[str, str], names: list[str], **limits: float) -> dict[str, Any]:
        assert self.process.stdin is not None
        allowed = {"seconds": 200, "total_seconds": 300, "memory_mib": 256, "files_mib": 8, **limits}
        self.process.stdin.write(json.dumps({"files": files, "names": names, "limits": allowed}) + "\n")
        self.process.stdin.flush()
        return self.hear()

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(300)
        self.process.stdout.close()


@pytest.fixture(scope="module", params=ROOMS, ids=["-".join(room) for room in ROOMS])
def room(request: pytest.FixtureRequest) -> Iterator[Grader]:
    account, level = request.param
    grader = Grader("--level", level, *ACCOUNTS[account][0])
    yield grader
    grader.close()
