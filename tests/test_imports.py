"""The plan of the house is a test: who may import whom, and what nobody on the trusted side calls."""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "grader").rglob("*.py"))
TRUSTED = [file for file in FILES if "probe" not in file.relative_to(ROOT).parts]
# Doors for modules that are only known by name, and what comes through them. In grader/sandbox/ it is the probe
# and what student code will import, in a process of their own.
IMPORTERS_BY_NAME = {
    "grader/group.py",  # the command that was typed
    "grader/kinds.py",  # a kind
    "grader/course.py",  # the teacher's reference functions
}
# What runs text all the same, and whose text it is.
MAY_EVALUATE = {"grader/mutation/__init__.py"}  # the teacher's reference, changed in one place
EVALUATORS = {"eval", "exec", "compile", "__import__"}


def calls(file: Path) -> set[str]:
    """The names of everything that a file calls: eval, importlib.import_module, …"""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def imports(file: Path) -> set[str]:
    """The top-level names of everything that a file imports, wherever in it."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def test_every_import_contract_is_kept():
    launcher = Path(sys.executable).parent / "lint-imports"

    done = subprocess.run([launcher, "--no-cache"], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr


def test_a_broken_contract_would_be_seen(tmp_path):
    """The linter is run on a house whose intake reaches for the oracle, and says so."""
    for room in ("", "intake", "spec"):
        (tmp_path / "grader" / room).mkdir(parents=True, exist_ok=True)
        (tmp_path / "grader" / room / "__init__.py").touch()
    (tmp_path / "grader" / "oracle.py").touch()
    (tmp_path / "grader" / "intake" / "__init__.py").write_text("from grader import oracle\n")
    (tmp_path / ".importlinter").write_text(
        "[importlinter]\nroot_package = grader\n[importlinter:contract:secrets]\nname = secrets\ntype = forbidden\n"
        "source_modules = grader.intake\nforbidden_modules = grader.oracle\n"
    )
    launcher = Path(sys.executable).parent / "lint-imports"

    done = subprocess.run([launcher, "--no-cache"], cwd=tmp_path, capture_output=True, text=True)

    assert done.returncode == 1
    assert "grader.intake -> grader.oracle" in done.stdout


def test_nothing_on_the_trusted_side_evaluates_text():
    found = {name(file) for file in TRUSTED if calls(file) & EVALUATORS}

    assert found <= MAY_EVALUATE


def test_no_file_reads_pickles():
    readers = {"pickle", "shelve", "marshal", "cloudpickle", "dill"}

    assert {name(file): found for file in FILES if (found := imports(file) & readers)} == {}


def test_modules_are_imported_by_name_at_known_doors_only():
    """Elsewhere a name could lead around the contracts."""
    doors = {"import_module", "exec_module", "run_path", "run_module"}
    found = {name(file) for file in TRUSTED if any(call.rpartition(".")[2] in doors for call in calls(file))}
    here = {file for file in found if not file.startswith("grader/sandbox/")}

    assert here <= IMPORTERS_BY_NAME


def test_the_probe_knows_only_itself():
    for file in (ROOT / "grader/probe").rglob("*.py"):
        ours = {module for module in imports(file) if module.split(".")[0] in ("grader", "reference")}

        assert {module for module in ours if not module.startswith("grader.probe")} == set(), file


def test_the_package_itself_imports_nothing():
    """Whoever starts bootstrap or a sandbox pays for that alone."""
    assert (ROOT / "grader/__init__.py").read_text() == ""
