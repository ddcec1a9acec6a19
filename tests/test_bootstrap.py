"""The two commands, in clones whose `.venv` holds fakes that write down how they were called."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from grader import bootstrap

HERE = Path(bootstrap.__file__).resolve().parent.parent
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the fakes are shell scripts")


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A folder that looks like a clone with two assignments and one of them handed in."""
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    (tmp_path / "constraints.txt").write_text("torch==2.13.0\n")
    for name in ("adam", "dropout"):
        (tmp_path / "assignments" / name).mkdir(parents=True)
        (tmp_path / "assignments" / name / "assignment.yaml").touch()
    (tmp_path / "submissions" / "adam").mkdir(parents=True)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    return tmp_path


def fake(clone, name, script):
    """A program in the clone's `.venv` that notes its arguments in `calls` and then runs `script`."""
    path = clone / ".venv" / "bin" / name
    path.write_text(f'#!/bin/sh\necho "{name} $*" >> "{clone}/calls"\n{script}\n')
    path.chmod(0o755)


def made(clone):
    """Pretend that the installation is done."""
    fake(clone, "python", "exit 0")
    (clone / ".venv" / "stamp").write_text(bootstrap.fingerprint())


def calls(clone):
    file = clone / "calls"
    return file.read_text().splitlines() if file.exists() else []


# ---- any Python ----


def test_its_syntax_is_readable_for_python_3_7():
    ast.parse(Path(bootstrap.__file__).read_text(), feature_version=(3, 7))


def test_it_imports_the_standard_library_alone():
    tree = ast.parse(Path(bootstrap.__file__).read_text())
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert plain | named <= sys.stdlib_module_names


def test_an_old_python_gets_one_sentence():
    script = (
        "import sys, runpy; sys.version_info = (3, 9, 1); sys.argv = ['bootstrap', 'grade'];"
        "runpy.run_module('grader.bootstrap', run_name='__main__')"
    )

    done = subprocess.run([sys.executable, "-S", "-c", script], cwd=HERE, capture_output=True, text=True)

    assert done.returncode == 2
    assert done.stderr == (
        "bootstrap: this is Python 3.9, and 3.11 or newer is needed: install one and call it by its name, "
        "as in python3.12 -m grader.bootstrap\n"
    )


# ---- words ----


def test_without_a_command_it_says_what_there_is(capsys):
    assert bootstrap.main([]) == 2
    assert bootstrap.main(["--help"]) == 0
    assert capsys.readouterr().out.count("python3 -m grader.bootstrap grade") == 2


def test_an_unknown_command_is_named(capsys):
    assert bootstrap.main(["grad"]) == 2
    assert capsys.readouterr().err == "bootstrap: there is no command 'grad'; there are grade, test and setup\n"


def test_setup_takes_nothing_else(clone, capsys):
    made(clone)

    assert bootstrap.main(["setup", "now"]) == 2
    assert capsys.readouterr().err == "bootstrap: setup takes no arguments, found 'now'\n"


def test_setup_says_where_the_command_is(clone, capsys):
    made(clone)

    assert bootstrap.main(["setup"]) == 0
    assert capsys.readouterr().out == f"ready: {clone}/.venv/bin/grader --help\n"


def test_outside_of_a_clone_it_says_so(clone, capsys):
    (clone / "constraints.txt").unlink()

    assert bootstrap.main(["setup"]) == 2
    assert "is not a clone of the grader: it has no constraints.txt; run this inside a clone" in capsys.readouterr().err


def test_ctrl_c_ends_with_a_sentence(clone, capsys, monkeypatch):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr(bootstrap, "install", interrupted)

    assert bootstrap.main(["setup"]) == 130
    assert capsys.readouterr().err == "bootstrap: stopped by you; the same command goes on where it was\n"


# ---- grade ----


def test_every_assignment_with_hand_ins_is_graded(clone, capsys):
    made(clone)
    fake(clone, "grader", "exit 0")

    assert bootstrap.main(["grade"]) == 0
    assert calls(clone) == ["grader grade adam"]
    assert "dropout: skipped, there is no submissions/dropout/" in capsys.readouterr().out


def test_named_assignments_and_options_are_passed_on(clone):
    made(clone)
    fake(clone, "grader", "exit 0")

    assert bootstrap.main(["grade", "dropout", "adam", "--jobs", "2"]) == 0
    assert calls(clone) == ["grader grade dropout --jobs 2", "grader grade adam --jobs 2"]


def test_the_worst_exit_status_is_given(clone, capsys):
    (clone / "submissions" / "dropout").mkdir()
    made(clone)
    fake(clone, "grader", 'test "$2" = dropout || exit 3')

    assert bootstrap.main(["grade"]) == 3
    assert len(calls(clone)) == 2
    assert "2 assignments; what a student reads is reports/NAME/HAND-IN/report.html" in capsys.readouterr().out


def test_a_mark_that_waits_for_a_person_is_told_and_is_no_failure(clone, capsys):
    (clone / "submissions" / "dropout").mkdir()
    made(clone)
    fake(clone, "grader", 'test "$2" = dropout || exit 1')

    assert bootstrap.main(["grade"]) == 0
    assert capsys.readouterr().out.endswith(
        f"Undecided marks wait for a person: `{bootstrap.program('grader')} mark NAME`, with NAME of adam\n"
    )


def test_a_misspelt_assignment_is_named(clone, capsys):
    made(clone)

    assert bootstrap.main(["grade", "adm"]) == 2
    assert "there is no assignment 'adm' in assignments/; there are adam, dropout" in capsys.readouterr().err


def test_help_for_grade_is_the_graders_own(clone):
    made(clone)
    fake(clone, "grader", "exit 0")

    assert bootstrap.main(["grade", "--help"]) == 0
    assert calls(clone) == ["grader grade --help"]


def test_a_clone_without_assignments_is_explained(clone, capsys):
    for file in clone.glob("assignments/*/assignment.yaml"):
        file.unlink()
    made(clone)

    assert bootstrap.main(["grade"]) == 2
    assert "assignments holds no NAME/assignment.yaml; nothing can be graded" in capsys.readouterr().err


# ---- test ----


def test_the_checks_run_before_the_tests(clone, capsys):
    made(clone)
    fake(clone, "lint-imports", "exit 0")

    assert bootstrap.main(["test"]) == 0
    assert [" ".join(call.split()[:4]) for call in calls(clone)] == [
        "python -m ruff check",
        "python -m ruff format",
        "python -m mypy --no-error-summary",
        "lint-imports --no-cache",
        "python -m pytest -q",
    ]
    assert re.findall(r"^(\w+) +ok", capsys.readouterr().out, re.M) == ["style", "format", "types", "imports"]


def test_a_failed_check_is_shown_and_counts_though_the_tests_pass(clone, capsys):
    made(clone)
    fake(clone, "lint-imports", "echo intake reaches the oracle; exit 1")

    assert bootstrap.main(["test"]) == 1
    said = capsys.readouterr().out
    assert "intake reaches the oracle" in said
    assert "FAILED before the tests: imports (shown above). The tests follow." in said
    assert calls(clone)[-1].startswith("python -m pytest")


def test_with_arguments_only_pytest_runs(clone):
    made(clone)

    assert bootstrap.main(["test", "-k", "adam"]) == 0
    assert calls(clone) == ["python -m pytest -k adam"]


# ---- install ----


def test_a_stamped_venv_is_left_alone(clone):
    made(clone)

    bootstrap.install()

    assert calls(clone) == []


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_a_changed_file_makes_the_stamp_stale(clone, name):
    made(clone)
    assert bootstrap.is_ready()

    (clone / name).write_text("changed\n")

    assert not bootstrap.is_ready()


def test_a_moved_clone_makes_the_stamp_stale(clone, monkeypatch):
    made(clone)
    moved = clone.with_name("moved")
    clone.rename(moved)
    monkeypatch.setattr(bootstrap, "ROOT", moved)

    assert not bootstrap.is_ready()


def test_a_half_made_venv_is_replaced(clone, capsys):
    (clone / ".venv" / "debris").touch()

    bootstrap.make_venv()

    assert "making .venv anew: it was unfinished, or made elsewhere" in capsys.readouterr().out
    assert not (clone / ".venv" / "debris").exists()
    assert bootstrap.works([bootstrap.python(), "-m", "pip", "-V"])

    bootstrap.make_venv()  # a sound one is kept

    assert capsys.readouterr().out == ""


def test_a_python_that_cannot_make_a_venv_is_explained(clone, monkeypatch):
    monkeypatch.setattr(bootstrap, "base_python", lambda: "/bin/false")

    with pytest.raises(bootstrap.BootstrapError, match="on Debian and Ubuntu install the package python3-venv"):
        bootstrap.make_venv()


def test_pip_is_given_the_constraints_and_its_output_is_kept(clone, capsys):
    fake(clone, "python", "echo '  Downloading torch-2.13.0.whl (181.2 MB)'; echo 'Requirement already satisfied: x'")

    bootstrap.fill_venv()

    assert calls(clone) == [
        "python -I -m pip install --disable-pip-version-check --no-input --progress-bar off "
        "-c constraints.txt -e .[dev]"
    ]
    assert "  fetching torch-2.13.0.whl (181.2 MB)\n" in capsys.readouterr().out
    assert "already satisfied" in (clone / ".venv" / "install.log").read_text()


def test_a_failed_installation_leaves_no_stamp_and_shows_the_end_of_the_log(clone, capsys, monkeypatch):
    monkeypatch.setattr(bootstrap, "make_venv", lambda: None)
    fake(clone, "python", "echo Temporary failure in name resolution; exit 1")

    assert bootstrap.main(["setup"]) == 2

    said = capsys.readouterr().err
    assert "the package index cannot be reached: check the network or the proxy, or name a mirror in PIP_INDEX" in said
    assert "    Temporary failure in name resolution\nThe whole log is .venv/install.log" in said
    assert not bootstrap.is_ready()


@pytest.mark.parametrize(
    ("log", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full; .venv needs about 1.5 GB"),
        ("ERROR: No matching distribution found for torch==2.13.0", "there is no PyTorch of that version for this"),
        ("ERROR: Could not find a version (from versions: none)", "the package index cannot be reached: check"),
        ("something else", "pip could not install the packages. pip said last:\n    something else"),
    ],
)
def test_the_cause_of_a_failed_installation_is_a_sentence(log, sentence):
    assert sentence in bootstrap.why(log)


def test_after_an_installation_the_stamp_is_set(clone, capsys, monkeypatch):
    monkeypatch.setattr(bootstrap, "make_venv", lambda: None)
    fake(clone, "python", "exit 0")

    bootstrap.install()

    assert bootstrap.is_ready()
    assert re.search(r"installed into \.venv in \d+ s; later runs start at once", capsys.readouterr().out)


def test_pip_is_patient_unless_it_is_told_how_patient(clone, monkeypatch):
    monkeypatch.setattr(bootstrap, "make_venv", lambda: None)
    monkeypatch.delenv("PIP_RETRIES", raising=False)
    monkeypatch.setenv("PIP_DEFAULT_TIMEOUT", "7")
    monkeypatch.setenv("PIP_USER", "1")
    fake(clone, "python", f'echo "$PIP_RETRIES $PIP_DEFAULT_TIMEOUT $PIP_USER" >> "{clone}/told"')

    bootstrap.install()

    assert (clone / "told").read_text() == "10 7 \n"


def test_only_one_run_holds_the_lock(tmp_path):
    with (tmp_path / "lock").open("a+b") as first, (tmp_path / "lock").open("a+b") as second:
        assert bootstrap.try_lock(first.fileno())
        assert not bootstrap.try_lock(second.fileno())
        first.close()
        assert bootstrap.try_lock(second.fileno())


def test_a_run_that_waited_finds_the_work_done(clone, monkeypatch, capsys):
    answers = iter([False, True])  # held by another run, then free
    monkeypatch.setattr(bootstrap, "try_lock", lambda _: next(answers) or made(clone))
    monkeypatch.setattr(bootstrap.time, "sleep", lambda _: made(clone))

    bootstrap.install()

    assert capsys.readouterr().out == "another run is installing; waiting for it\n"
    assert calls(clone) == []


# ---- constraints ----


def pinned():
    lines = (HERE / "constraints.txt").read_text().splitlines()
    return dict(line.split("==") for line in lines if not line.startswith("#"))


def needed(requirement, seen):
    """The names of everything that a requirement brings with it on this machine."""
    key = canonicalize_name(requirement.name), frozenset(requirement.extras)
    if key in seen:
        return
    seen.add(key)
    for text in distribution(requirement.name).requires or ():
        inner = Requirement(text)
        if inner.marker is None or any(inner.marker.evaluate({"extra": e}) for e in requirement.extras or {""}):
            needed(inner, seen)


def test_everything_that_is_installed_has_its_version_pinned():
    project = tomllib.loads((HERE / "pyproject.toml").read_text())["project"]
    listed = [
        *project["dependencies"],
        *(line for extra in project["optional-dependencies"].values() for line in extra),
    ]
    seen: set[tuple[str, frozenset[str]]] = set()
    for line in listed:
        if not line.startswith(project["name"]):
            needed(Requirement(line), seen)

    of_one_card = ("cuda", "nvidia", "triton")  # where pip takes PyTorch's build for graphics cards
    names = {name for name, _ in seen if not name.startswith(of_one_card)}
    assert names <= {canonicalize_name(name) for name in pinned()}


def test_torch_is_pinned_for_every_machine():
    """No local version, which exists nowhere else, and no package of one graphics card."""
    assert pinned()["torch"] == "2.13.0"
    assert not [name for name in pinned() if name.startswith("nvidia")]
