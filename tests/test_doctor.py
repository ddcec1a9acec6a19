"""`grader doctor`, on this machine and on machines made of a few files."""

import json
import tomllib
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from grader import doctor
from grader.errors import InternalError
from grader.model import Isolation

ROOT = Path(doctor.__file__).resolve().parent.parent
HELD = Isolation(level="isolated", attacks={"TCP": "stopped", "fork": "stopped"})


@pytest.fixture
def machine(monkeypatch):
    """A machine whose isolation and locks are told to it."""

    def is_like(held, problem="", **locks):
        found = {"level": held.level, "attacks": held.attacks, "features": {"setuid": "works", **locks}}
        monkeypatch.setattr(doctor.sandbox, "survey", lambda: found | ({"problem": problem} if problem else {}))
        monkeypatch.setattr(doctor.sys, "platform", "linux")

    return is_like


def line(findings, name):
    (found,) = [one for one in findings.lines if one.name == name]
    return found


def write(root, path, text):
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


# ---- what is installed ----


def test_a_missing_extra_says_what_is_lost_and_how_to_get_it(machine, monkeypatch):
    machine(HELD)
    there = doctor.version
    monkeypatch.setattr(doctor, "version", lambda name: absent(name) if name == "torch" else there(name))

    found = line(doctor.examine(), "torch")

    assert (found.state, found.found) == ("note", "not installed: torch; hand-ins that import PyTorch cannot run")
    assert found.advice == "pip install torch"


def test_a_missing_core_package_is_bad(machine, monkeypatch):
    machine(HELD)
    monkeypatch.setattr(doctor, "version", absent)

    findings = doctor.examine()

    assert not findings.healthy
    assert line(findings, "packages").found.startswith("not installed: numpy, pydantic")
    assert line(findings, "grader").found == "used from its folder, not installed"


def absent(name):
    raise PackageNotFoundError(name)


def test_the_extras_are_those_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    listed = project["optional-dependencies"]

    assert {name for name in listed if name not in ("test", "dev")} == set(doctor.EXTRAS)
    for name, (packages, _) in doctor.EXTRAS.items():
        assert len(packages) == len(listed[name])
        for package in packages:
            assert any(entry.startswith(package) for entry in listed[name]), package


# ---- isolation ----


def test_full_isolation_needs_no_advice(machine):
    machine(HELD)

    found = line(doctor.examine(), "isolation")

    assert found.state == "ok"
    assert found.found == (
        "isolated: its own small world, with no network, no other files and no other processes (2 of 2 attacks stopped)"
    )
    assert found.advice == ""


def test_a_lower_level_names_the_lock_that_is_refused(machine):
    machine(Isolation(level="confined"), namespaces="unshare: Operation not permitted", landlock="works")

    findings = doctor.examine()

    assert findings.healthy
    assert line(findings, "isolation").advice == "good enough to grade; the lines below say what would make it isolated"
    assert line(findings, "namespaces").state == "note"
    assert line(findings, "namespaces").found == "unshare: Operation not permitted"
    assert line(findings, "landlock").state == "ok"


def test_without_isolation_nothing_can_be_graded(machine):
    machine(Isolation(level="none"))

    findings = doctor.examine()

    assert not findings.healthy
    assert line(findings, "isolation").advice.endswith("until then only files you trust can be run, with --trust")
    assert findings.as_text().endswith("Hand-ins cannot be graded here yet; the lines marked BAD say why.")


def test_what_went_wrong_in_the_sandbox_is_told(machine):
    machine(Isolation(level="none"), problem="the zygote did not start")

    assert line(doctor.examine(), "sandbox").found == "the zygote did not start"


def test_a_sandbox_that_fails_altogether_is_a_finding(machine, monkeypatch):
    def fails():
        raise InternalError("no processes left")

    machine(HELD)
    monkeypatch.setattr(doctor.sandbox, "survey", fails)

    findings = doctor.examine()

    assert not findings.healthy
    assert line(findings, "sandbox").found == "no processes left"


def test_other_systems_are_pointed_to_linux(machine, monkeypatch):
    machine(Isolation(level="none"))
    monkeypatch.setattr(doctor.sys, "platform", "darwin")

    found = line(doctor.examine(), "isolation")

    assert found.advice == "grade on Linux, in a virtual machine or WSL 2; here, only files you trust, with --trust"


@pytest.mark.parametrize(
    ("file", "text", "advice"),
    [
        ("kernel/unprivileged_userns_clone", "0", "as administrator: sysctl kernel.unprivileged_userns_clone=1"),
        ("user/max_user_namespaces", "0", "as administrator: sysctl user.max_user_namespaces=10000"),
        (
            "kernel/apparmor_restrict_unprivileged_userns",
            "1",
            "as administrator: sysctl kernel.apparmor_restrict_unprivileged_userns=0, or an AppArmor profile with "
            "userns for this Python",
        ),
    ],
)
def test_the_switch_that_forbids_namespaces_is_named(tmp_path, file, text, advice):
    write(tmp_path, f"proc/sys/{file}", f"{text}\n")

    assert doctor.remedy("namespaces", tmp_path) == advice


def test_a_container_is_recognised(tmp_path):
    (tmp_path / ".dockerenv").touch()

    assert doctor.remedy("namespaces", tmp_path) == (
        "this is a container, and its runtime refuses namespaces; start it with a seccomp profile that allows them"
    )


def test_an_unknown_reason_is_not_invented(tmp_path):
    assert doctor.remedy("namespaces", tmp_path) == (
        "the kernel refuses user namespaces to this account; ask the administrator for them"
    )


def test_landlock_may_only_have_to_be_switched_on(tmp_path):
    write(tmp_path, "sys/kernel/security/lsm", "capability,apparmor\n")

    assert doctor.remedy("landlock", tmp_path) == (
        "boot with landlock among the security modules: lsm=landlock,capability,apparmor"
    )


def test_an_old_kernel_has_no_landlock(tmp_path):
    assert doctor.remedy("landlock", tmp_path) == (
        "Landlock needs Linux 5.13 or newer, and in a container a runtime that lets its three calls through"
    )


def test_refused_seccomp_is_explained(tmp_path):
    assert doctor.remedy("seccomp", tmp_path) == (
        "the kernel or the container runtime refuses seccomp filters; allow the seccomp call"
    )


# ---- machine and places ----


def test_a_containers_memory_limit_counts(tmp_path):
    write(tmp_path, "proc/meminfo", "MemTotal:  9000000 kB\nMemAvailable:  8388608 kB\n")
    assert doctor.available(tmp_path) == 8192

    write(tmp_path, "sys/fs/cgroup/memory.max", f"{3 * 2**30}\n")
    write(tmp_path, "sys/fs/cgroup/memory.current", f"{2**30}\n")
    assert doctor.available(tmp_path) == 2048

    write(tmp_path, "sys/fs/cgroup/memory.max", "max\n")
    assert doctor.available(tmp_path) == 8192


def test_where_memory_is_unknown_nothing_is_said(tmp_path):
    assert doctor.available(tmp_path) is None


def test_little_memory_is_met_with_fewer_jobs(machine, monkeypatch):
    machine(HELD)
    monkeypatch.setattr(doctor, "available", lambda _: 1500)
    monkeypatch.setattr(doctor.os, "sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)

    found = line(doctor.examine(), "memory")

    assert (found.state, found.advice) == ("note", "`grader grade --jobs 1` leaves each the 1024 MiB it may use")


def test_a_folder_that_cannot_be_written_is_bad(machine, monkeypatch):
    machine(HELD)
    monkeypatch.setattr(doctor.os, "access", lambda *_: False)

    found = line(doctor.examine(), "reports")

    assert (found.state, found.found) == ("bad", f"{Path.cwd()} cannot be written to")
    assert found.advice == "go to a folder of your own, or name one with --out"


def test_a_full_disk_is_worth_a_note(machine, monkeypatch):
    machine(HELD)
    monkeypatch.setattr(doctor, "ROOM", 10**9)

    assert line(doctor.examine(), "temporary").state == "note"
    assert line(doctor.examine(), "temporary").advice == "set TMPDIR to a folder with room"


# ---- words ----


def test_the_text_has_a_line_for_each_finding_and_says_what_to_do():
    lines = (
        doctor.Finding("python", "ok", "3.11.7"),
        doctor.Finding("torch", "note", "not installed", "pip install it"),
        doctor.Finding("reports", "bad", "/ cannot be written to"),
    )

    assert doctor.Findings(lines, HELD).as_text().splitlines() == [
        "ok    python      3.11.7",
        "note  torch       not installed",
        "                  -> pip install it",
        "BAD   reports     / cannot be written to",
        "",
        "Hand-ins cannot be graded here yet; the lines marked BAD say why.",
    ]


def test_the_last_line_counts_what_could_be_better():
    ok, note = doctor.Finding("python", "ok", "3.11.7"), doctor.Finding("torch", "note", "not installed")

    assert doctor.Findings((ok,), HELD).as_text().endswith("\nReady to grade.")
    assert doctor.Findings((ok, note), HELD).as_text().endswith("\nReady to grade; 1 thing could be better.")
    assert doctor.Findings((note, note), HELD).as_text().endswith("\nReady to grade; 2 things could be better.")


def test_the_json_holds_the_same_and_every_attack():
    document = json.loads(doctor.Findings((doctor.Finding("python", "ok", "3.11.7"),), HELD).as_json())

    assert document == {
        "schema": "grader.doctor/1",
        "healthy": True,
        "isolation": {"level": "isolated", "attacks": {"TCP": "stopped", "fork": "stopped"}},
        "findings": [{"name": "python", "state": "ok", "found": "3.11.7", "advice": ""}],
    }


def test_this_machine_is_looked_at_for_real():
    findings = doctor.examine()

    assert findings.isolation.level in doctor.LEVELS
    assert line(findings, "isolation").found.startswith(findings.isolation.level)
    assert line(findings, "python").state == "ok"
