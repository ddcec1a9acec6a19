"""A grader that stands among the packages student code may read, as pip puts it there, is locked in all the same."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from grader.lms import _package
from grader.sandbox import tree

TRY = """\
import sys
from grader import sandbox
from grader.errors import RequestError
from grader.model import Ask, Job, Limits, Step
from grader.sandbox import tree

CODE = f'''
import os, numpy
def f(path):
    try:
        return open(path).read(1)
    except OSError as error:
        return type(error).__name__
'''
try:
    with sandbox.open_box(sys.argv[1]) as box:
        asks = tuple(
            Ask(id=str(i), steps=(Step(do="call", name="f", arguments={"path": str(tree.package() / name)}),))
            for i, name in enumerate(["oracle.py", "sandbox/start.py", "probe/wire.py"])
        )
        outcome = box.run(Job(files={"solution.py": CODE.encode()}, asks=asks, limits=Limits()))
        print(box.isolation.level, [b"Error" in outcome.replies[str(i)] for i in range(3)])
except RequestError as refused:
    print("refused", refused)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder of packages with ours in it."""
    root = tmp_path_factory.mktemp("python")
    zipfile.ZipFile(io.BytesIO(_package.wheel()[1])).extractall(root / "lib" / "site-packages")
    (root / "lib64").symlink_to("lib")
    return root


@pytest.mark.parametrize("level", ["isolated", "confined"])
def test_student_code_reads_the_probe_beside_it_and_nothing_else_of_ours(installed, level):
    done = subprocess.run(
        [sys.executable, "-P", "-c", TRY, level],
        env={**os.environ, "PYTHONPATH": f"{installed}/lib/site-packages:{installed}/lib64/site-packages"},
        capture_output=True,
        text=True,
        timeout=900,
        check=True,
    )
    if "has none of what it is made of" in done.stdout or "namespaces:" in done.stdout:
        pytest.skip(f"this machine does not offer level {level}")

    assert f"{level} [True, True, False]\n" == done.stdout, done.stderr


def test_what_stands_beside_the_package_is_readable_and_the_way_to_it_is_listed(tmp_path, monkeypatch):
    for name in ("lib/site-packages/grader", "lib/site-packages/numpy", "lib/other", "bin"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "lib" / "site-packages" / "six.py").touch()
    (tmp_path / "lib" / "site-packages" / "link").symlink_to("/home")
    (tmp_path / "lib64").symlink_to("lib")
    monkeypatch.setattr(tree, "package", lambda: Path(tmp_path / "lib" / "site-packages" / "grader"))

    def found(folder):
        parts = tree.without_package(str(tmp_path / folder))
        return {Path(path).relative_to(tmp_path).as_posix(): whole for path, whole in parts}

    assert {"bin": True} == found("bin")
    assert found("lib") == found("lib64")
    assert found("lib") == {
        "lib": False,
        "lib/other": True,
        "lib/site-packages": False,
        "lib/site-packages/numpy": True,
        "lib/site-packages/six.py": True,
    }
