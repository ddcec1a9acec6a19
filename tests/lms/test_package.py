"""This grader as a wheel: what it needs is said by the clone, or by what was installed."""

import io
import zipfile
from pathlib import Path

import pytest

from grader.errors import InternalError
from grader.lms import _package

METADATA = """\
Metadata-Version: 2.1
Name: homework-grader
Version: 9.1
Requires-Python: >=3.11
Provides-Extra: torch
Requires-Dist: Click>=8
Requires-Dist: torch==2 ; extra == 'torch'
"""


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """As pip installs it: a package with no clone around it."""
    monkeypatch.setattr(_package, "PACKAGE", tmp_path / "site-packages" / "grader")
    return tmp_path / "site-packages"


def installed(folder, name, metadata):
    (folder / f"{name}.dist-info").mkdir(parents=True)
    (folder / f"{name}.dist-info" / "METADATA").write_text(metadata)


def test_a_clone_says_what_it_needs():
    found = _package.about()

    assert "numpy" in found.needed()
    assert "torch" in found.needed("torch")
    assert "torch" not in found.needed()
    assert "pydantic==" in _package.constraints()


def test_an_installation_says_what_it_needs(elsewhere, monkeypatch):
    installed(elsewhere, "homework_grader-9.1", METADATA)
    monkeypatch.syspath_prepend(str(elsewhere))
    found = _package.about()

    assert ("9.1", ">=3.11", ("torch",)) == (found.version, found.python, found.extras)
    assert (("click",), ("click", "torch")) == (found.needed(), found.needed("torch"))


def test_an_installation_pins_what_is_installed_without_local_versions(elsewhere, monkeypatch):
    """A `+cpu` build stands on no index."""
    installed(elsewhere, "homework_grader-9.1", METADATA)
    installed(elsewhere, "torch-2.13.0", "Metadata-Version: 2.1\nName: Torch\nVersion: 2.13.0+cpu\n")
    monkeypatch.syspath_prepend(str(elsewhere))
    lines = _package.constraints().splitlines()

    assert "torch==2.13.0" in lines
    assert not [line for line in lines if line.startswith("homework-grader")]


def test_a_package_of_which_nothing_is_known_is_our_fault(elsewhere, monkeypatch):
    monkeypatch.setattr("sys.path", [str(elsewhere)])

    with pytest.raises(InternalError, match="is neither in a clone nor installed, so nothing says what it needs"):
        _package.about()


def test_the_wheel_holds_the_package_and_no_traces_of_running_it():
    name, data = _package.wheel()
    with zipfile.ZipFile(io.BytesIO(data)) as wheel:
        names = wheel.namelist()

    assert "homework_grader-0.1.0-py3-none-any.whl" == name
    assert {"grader/cli.py", "grader/lms/gradescope/setup.sh", "homework_grader-0.1.0.dist-info/RECORD"} <= set(names)
    assert not [one for one in names if "__pycache__" in one or one.endswith(".pyc")]
    assert {Path(one).parts[0] for one in names} == {"grader", "homework_grader-0.1.0.dist-info"}
