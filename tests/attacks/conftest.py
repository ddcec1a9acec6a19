"""One batch per room: honest hand-ins and the whole corpus, graded by the real command at one level by one account."""

import hashlib
import json
import os
import re
import secrets
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from grader import evidence, intake
from grader.model import Evidence
from grader.sandbox.kernel import PR_SET_CHILD_SUBREAPER, prctl
from tests.attacks import honest
from tests.attacks.attack import Attack, Scene
from tests.attacks.corpus import ATTACKS
from tests.conformance.conftest import ACCOUNTS, ROOT, USER

SPEC = """\
assignment: tiny
title: Twice
seed: 7
limits: {seconds: 2, total_seconds: 12, memory_mib: 256, files_mib: 8, output_kib: 64, reply_mib: 4}
questions:
  - id: code
    title: Code
    prompt: Write `double(x)`, `spare(x)` and `secret()`.
    criteria:
      - id: double
        points: 3
        call: double
        cases:
          - {x: [1.0, 2.0], visible: true}
          - draw: {x: {normal: [3]}}
            times: 2
        expect: {reference: twice.double}
        judge: {kind: close, rtol: 1e-6, atol: 1e-9}
      - id: spare
        points: 2
        call: spare
        cases: [{draw: {x: {normal: [3]}}}]
        expect: {reference: twice.spare}
        judge: {kind: close, rtol: 1e-6, atol: 1e-9}
      - id: secret
        points: 2
        call: secret
        cases: [{arguments: {}}]
        expect: {reference: twice.secret}
        judge: {kind: exact}
  - id: written
    title: Written
    prompt: What is double(21)?
    criteria:
      - id: answer
        points: 1
        answer: typed
        expect: {value: 42}
        judge: {kind: number, atol: 0}
"""
REFERENCE = '''\
"""Doubling, and a word that nobody else knows."""


def double(x):
    return 2 * x


def spare(x):
    return x + 1


def secret():
    return "WORD"
'''
ROOMS = [(account, level) for account in ("root", "user") for level in ("isolated", "confined") if account in ACCOUNTS]


@dataclass
class Graded:
    """What a finished batch left."""

    scene: Scene
    status: int
    said: str
    honest: list[str]
    ids: dict[str, str]  # what its folder or file is called → the id it was graded under
    before: dict[str, Any]
    after: dict[str, Any]
    orphans: list[str]  # processes that outlived the grader
    texts: dict[str, str] = field(default_factory=dict)

    def report(self, name: str) -> dict[str, Any]:
        report: dict[str, Any] = json.loads(self.text(name))
        return report

    def text(self, name: str) -> str:
        if name not in self.texts:
            self.texts[name] = (self.scene.out / name / "report.json").read_text()
        return self.texts[name]

    def evidence(self, name: str) -> Evidence:
        return evidence.load(self.scene.out / name / "evidence")

    def of(self, attack: Attack) -> str:
        """The id that an attack was graded under."""
        place = attack.place or attack.id
        return next(known for name, known in self.ids.items() if name in (place, *_packed(place)))


def _packed(place: str) -> Sequence[str]:
    return [place + suffix for suffix in (".zip", ".tar.gz", ".tar.bz2")]


def grade(account: str, level: str, attacks: Sequence[Attack]) -> Graded:
    """Lay a course, an honest class and these attacks in a new folder, and grade it all in one batch."""
    top = Path(tempfile.mkdtemp(prefix="corpus-", dir="/tmp"))
    scene = _scene(top)
    hand_ins = scene.course / "submissions" / "tiny"
    names = honest.lay(hand_ins, scene)
    for attack in attacks:
        attack.lay(hand_ins, scene)
    found = {arrival.path.name: arrival.id for arrival in intake.find([hand_ins])}
    options = ACCOUNTS[account][0] if account in ACCOUNTS else []
    own = children()
    adopt()
    if "--user" in options:
        subprocess.run(["chown", "-hR", str(USER), str(top)], check=True)
    before = traces(scene)
    done = subprocess.run(
        [sys.executable, "-m", "tests.attacks.run", *options, str(scene.course), "grade", "tiny",
         "--out", str(scene.out), "--jobs", "2", "--isolation", level, "--trust", "--quiet", "--json"],
        cwd=ROOT, capture_output=True, text=True, timeout=3600, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COURSE_SECRET": scene.word},
    )  # fmt: skip
    said, left = done.stdout + done.stderr, orphans(own)
    return Graded(scene, done.returncode, said, names, found, before, settled(scene, before), left)


def adopt() -> None:
    """Whatever outlives a grader becomes a child of this process, and so is found."""
    prctl(PR_SET_CHILD_SUBREAPER, 1)


def orphans(own: set[int]) -> list[str]:
    """Processes that were adopted and do not end; whoever was killed may still be dying, and is buried."""
    left = children() - own
    until = time.monotonic() + 60
    while left and time.monotonic() < until:
        left -= {pid for pid in left if os.waitpid(pid, os.WNOHANG)[0]}
        left |= children() - own - left
    prctl(PR_SET_CHILD_SUBREAPER, 0)  # the tests that come after count their own processes
    return [Path(f"/proc/{pid}/cmdline").read_text() for pid in left]


def children() -> set[int]:
    """The processes that are children of this one, and nobody's else."""
    return {int(pid) for file in Path("/proc/self/task").glob("*/children") for pid in file.read_text().split()}


def _scene(top: Path) -> Scene:
    top.chmod(0o755)
    word = "word-" + secrets.token_hex(16)
    scene = Scene(course=top / "course", out=top / "reports", canary=top / "canary", word=word)
    for folder in ("assignments/tiny", "reference", "submissions/tiny"):
        (scene.course / folder).mkdir(parents=True)
    (scene.course / "assignments/tiny/assignment.yaml").write_text(SPEC)
    (scene.course / "reference/__init__.py").write_text("")
    (scene.course / "reference/twice.py").write_text(REFERENCE.replace("WORD", word))
    scene.canary.mkdir()
    scene.canary.chmod(0o777)
    (scene.canary / "sings").write_bytes(bytes(range(256)))
    scene.out.mkdir()
    return scene


def traces(scene: Scene) -> dict[str, Any]:
    """What must be the same afterwards: files, mounts, processes, and what lies in the folders for everybody."""
    kept = {
        str(path.relative_to(scene.course.parent)): _picture(path)
        for top in (scene.canary, scene.course)
        for path in sorted(top.rglob("*"))
    }
    shared = {str(path) for top in ("/tmp", "/var/tmp", "/dev/shm") for path in Path(top).iterdir()}
    left = {name for name in shared if "of-grader" in name or _is_of_the_dead(name)}
    return {"files": kept, "mounts": Path("/proc/mounts").read_text().count("\n"), "left": left}


def settled(scene: Scene, before: dict[str, Any]) -> dict[str, Any]:
    """The traces; what tests beside this one have killed lies about until the next sandbox of theirs starts."""
    until = time.monotonic() + 60
    while (after := traces(scene))["left"] - before["left"] and time.monotonic() < until:
        os.sched_yield()
    return after


def _is_of_the_dead(name: str) -> bool:
    """Whether this is the work folder of a sandbox that is gone; others may be grading on this machine."""
    match = re.search(r"/grader-box-(\d+)-", name)
    return match is not None and not Path(f"/proc/{match[1]}").exists()


def _picture(path: Path) -> str:
    mode = path.lstat().st_mode
    if stat.S_ISREG(mode) and path.stat().st_size < 2**28:
        return f"{mode:o} {hashlib.sha256(path.read_bytes()).hexdigest()}"
    return f"{mode:o} {path.readlink() if stat.S_ISLNK(mode) else path.lstat().st_size}"


@pytest.fixture(scope="session", params=ROOMS, ids=["-".join(room) for room in ROOMS])
def graded(request: pytest.FixtureRequest) -> Iterator[Graded]:
    batch = grade(*request.param, ATTACKS)
    yield batch
    shutil.rmtree(batch.scene.course.parent)
