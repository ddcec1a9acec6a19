"""What this machine can do: what is installed, how well student code is held, and what would make it better.

Nothing is taken on trust: the isolation level is the one that a locked child found by attacking itself.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal, TypeAlias

from grader import sandbox
from grader.errors import GraderError
from grader.model import Isolation

State: TypeAlias = Literal["ok", "note", "bad"]
CORE = ("numpy", "pydantic", "PyYAML", "sympy", "nbformat", "Jinja2", "markdown-it-py", "rich", "click")
EXTRAS = {  # extra → its packages, and what is missing without them
    "torch": (("torch",), "hand-ins that import PyTorch cannot run"),
    "notebook": (
        ("ipython", "matplotlib", "matplotlib-inline"),
        "notebooks run as plain Python, without magics and figures",
    ),
    "cluster": (("distributed", "dask-jobqueue", "cryptography"), "batches run on this machine alone"),
}
LEVELS: dict[str, tuple[State, str]] = {
    "isolated": ("ok", "its own small world, with no network, no other files and no other processes"),
    "confined": ("note", "no network, no other processes, no files but its own; a disk can be filled up to a quota"),
    "limited": ("note", "no network and no other processes, but files that everybody may read are readable"),
    "none": ("bad", "student code can do what you can do, so none is run unless you say --trust"),
}
PER_HAND_IN = 1024  # MiB, the default memory limit of an assignment
ROOM = 500  # MiB that a batch may need for temporary files


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, how it is, and what to do about it."""

    name: str
    state: State
    found: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that was looked at."""

    lines: tuple[Finding, ...]
    isolation: Isolation

    @property
    def healthy(self) -> bool:
        """Whether hand-ins can be graded here as it is."""
        return all(line.state != "bad" for line in self.lines)

    def as_text(self) -> str:
        return "\n".join(_told(self.lines, self.healthy))

    def as_json(self) -> str:
        isolation = {"level": self.isolation.level, "attacks": dict(sorted(self.isolation.attacks.items()))}
        document = {
            "schema": "grader.doctor/1",
            "healthy": self.healthy,
            "isolation": isolation,
            "findings": [asdict(line) for line in self.lines],
        }
        return json.dumps(document, indent=2)


def examine() -> Findings:
    """Look at everything; takes about a second, most of it for the locked child."""
    held = hold()
    return Findings((*_installed(), *_held(held), *_machine(), *_places()), held.isolation)


# ---- what is installed ----


def _installed() -> Iterator[Finding]:
    yield Finding("python", "ok", f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    yield Finding("grader", "ok", _version("homework-grader") or "used from its folder, not installed")
    missing = [name for name in CORE if _version(name) is None]
    if missing:
        yield Finding("packages", "bad", f"not installed: {', '.join(missing)}", f"pip install {' '.join(missing)}")
    else:
        yield Finding("packages", "ok", ", ".join(f"{name} {_version(name)}" for name in CORE[:4]))
    for extra in EXTRAS:
        yield _extra(extra)


def _extra(name: str) -> Finding:
    packages, without = EXTRAS[name]
    missing = [package for package in packages if _version(package) is None]
    if missing:
        return Finding(
            name, "note", f"not installed: {', '.join(missing)}; {without}", f"pip install {' '.join(missing)}"
        )
    return Finding(name, "ok", ", ".join(f"{package} {_version(package)}" for package in packages))


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


# ---- isolation ----


@dataclass(frozen=True, slots=True)
class Hold:
    """What holds student code here: the level found, each lock with `works` or the kernel's answer, what went wrong."""

    isolation: Isolation
    locks: Mapping[str, str]
    problem: str = ""


def hold() -> Hold:
    """Open a box, let the locked child attack itself, and try every lock on its own."""
    try:
        found = sandbox.survey()
    except GraderError as error:
        return Hold(Isolation(level="none"), {}, str(error))
    isolation = Isolation(level=found["level"], attacks=found.get("attacks", {}))
    locks = {name: answer for name, answer in found["features"].items() if name != "setuid"}
    return Hold(isolation, locks, found.get("problem", ""))


def _held(held: Hold) -> Iterator[Finding]:
    level, attacks = held.isolation.level, held.isolation.attacks
    stopped = sum(answer == "stopped" for answer in attacks.values())
    state, meaning = LEVELS[level]
    proof = f" ({stopped} of {len(attacks)} attacks stopped)" if attacks else ""
    yield Finding("isolation", state, f"{level}: {meaning}{proof}", _first_step(level))
    if held.problem:
        yield Finding("sandbox", "note", held.problem)
    if level == "isolated":
        return
    for lock, answer in held.locks.items():
        works = answer == "works"
        yield Finding(lock, "ok" if works else "note", answer, "" if works else remedy(lock, Path("/")))


def _first_step(level: str) -> str:
    if level == "isolated":
        return ""
    if sys.platform != "linux":
        return "grade on Linux, in a virtual machine or WSL 2; here, only files you trust, with --trust"
    if level == "none":
        return "see the lines below; until then only files you trust can be run, with --trust"
    return "good enough to grade; the lines below say what would make it isolated"


def remedy(feature: str, system: Path) -> str:
    """What an administrator can do about a lock that the kernel refuses; looks at /proc and /sys below `system`."""
    if feature == "namespaces":
        return _namespaces(system)
    if feature == "landlock":
        loaded = _read(system / "sys/kernel/security/lsm")
        if loaded and "landlock" not in loaded.split(","):
            return f"boot with landlock among the security modules: lsm=landlock,{loaded}"
        return "Landlock needs Linux 5.13 or newer, and in a container a runtime that lets its three calls through"
    return "the kernel or the container runtime refuses seccomp filters; allow the seccomp call"


def _namespaces(system: Path) -> str:
    switches = {  # file → what it must not hold, and the command that mends it
        "kernel/unprivileged_userns_clone": ("0", "sysctl kernel.unprivileged_userns_clone=1"),
        "user/max_user_namespaces": ("0", "sysctl user.max_user_namespaces=10000"),
        "kernel/apparmor_restrict_unprivileged_userns": (
            "1",
            "sysctl kernel.apparmor_restrict_unprivileged_userns=0, or an AppArmor profile with userns for this Python",
        ),
    }
    for file, (closed, command) in switches.items():
        if _read(system / "proc/sys" / file) == closed:
            return f"as administrator: {command}"
    if any((system / mark).exists() for mark in (".dockerenv", "run/.containerenv")):
        return (
            "this is a container, and its runtime refuses namespaces; start it with a seccomp profile that allows them"
        )
    return "the kernel refuses user namespaces to this account; ask the administrator for them"


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError:
        return ""


# ---- machine and places ----


def _machine() -> Iterator[Finding]:
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    yield Finding("cores", "ok", f"{cores}, so `grader grade` runs {cores} hand-ins side by side")
    free = available(Path("/"))
    if free is None:
        return
    fits = max(1, free // PER_HAND_IN)
    state: State = "ok" if fits >= cores else "note"
    advice = "" if fits >= cores else f"`grader grade --jobs {fits}` leaves each the {PER_HAND_IN} MiB it may use"
    yield Finding("memory", state, f"{free / 1024:.1f} GiB free", advice)


def available(system: Path) -> int | None:
    """Free memory in MiB, also where a container allows less than the machine has."""
    lines = dict(line.split(":", 1) for line in _read(system / "proc/meminfo").splitlines() if ":" in line)
    if "MemAvailable" not in lines:
        return None
    free = int(lines["MemAvailable"].split()[0]) // 1024
    most = _read(system / "sys/fs/cgroup/memory.max")
    used = _read(system / "sys/fs/cgroup/memory.current")
    if most.isdigit() and used.isdigit():
        free = min(free, max(0, int(most) - int(used)) // 2**20)
    return free


def _places() -> Iterator[Finding]:
    yield _place("reports", Path.cwd(), "go to a folder of your own, or name one with --out")
    yield _place("temporary", Path(tempfile.gettempdir()), "set TMPDIR to a folder with room")


def _place(name: str, folder: Path, advice: str) -> Finding:
    if not os.access(folder, os.W_OK):
        return Finding(name, "bad", f"{folder} cannot be written to", advice)
    free = shutil.disk_usage(folder).free // 2**20
    if free < ROOM:
        return Finding(name, "note", f"{folder} has {free} MiB left", advice)
    return Finding(name, "ok", f"{folder}, {free / 1024:.0f} GiB free")


# ---- words ----


def _told(lines: tuple[Finding, ...], healthy: bool) -> Iterator[str]:
    words = {"ok": "ok", "note": "note", "bad": "BAD"}
    for line in lines:
        yield f"{words[line.state]:<5} {line.name:<11} {line.found}"
        if line.advice:
            yield f"{'':<17} -> {line.advice}"
    yield ""
    notes = sum(line.state == "note" for line in lines)
    if not healthy:
        yield "Hand-ins cannot be graded here yet; the lines marked BAD say why."
    elif notes:
        yield f"Ready to grade; {notes} thing{'s' if notes > 1 else ''} could be better."
    else:
        yield "Ready to grade."
