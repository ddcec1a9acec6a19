"""The autograder zip: what is in it, what is not, and that it grades where it is unpacked."""

import io
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from fractions import Fraction
from pathlib import Path

import pytest

from grader import places
from grader.errors import InternalError, RequestError, SpecError
from grader.lms import _grading, _package, _slice
from grader.lms._grading import Walls
from grader.lms.gradescope import building
from grader.lms.gradescope.building import Order
from grader.lms.gradescope.running import Choice
from grader.model import Visibility
from tests import courses
from tests.lms import readers

PLAIN = Order(choice=Choice())


@pytest.fixture
def course(tmp_path):
    """A course with more in it than one assignment needs, all of it marked."""
    root = tmp_path / "course"
    root.mkdir()
    courses.lay(root)
    courses.hand_in(root, "ada", "# LEFT-BEHIND\n")
    other = root / "assignments" / "other"
    other.mkdir()
    (other / "assignment.yaml").write_text(courses.SPEC.replace("tiny", "other") + "# LEFT-BEHIND\n")
    for name in ("samples/right/solution.py", "starter/solution.py", "notes.md"):
        file = root / "assignments" / "tiny" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("# LEFT-BEHIND\n")
    (root / "reference" / "unused.py").write_text("# LEFT-BEHIND\n")
    (root / "marks" / "tiny").mkdir(parents=True)
    (root / "marks" / "tiny" / "ada.json").write_text('{"LEFT-BEHIND": 1}')
    return root


def build(course, order=PLAIN, name="out.zip"):
    return building.build(places.locate("tiny", course), order, course / name)


def inside(path):
    with zipfile.ZipFile(path) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def test_the_scripts_stand_at_the_root_and_can_be_run(course):
    with zipfile.ZipFile(build(course).path) as archive:
        modes = {entry.filename: entry.external_attr >> 16 for entry in archive.infolist()}

    for name in ("setup.sh", "run_autograder"):
        assert stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH == modes[name] & 0o111
        assert stat.S_ISREG(modes[name])
    assert all(not mode & 0o111 for name, mode in modes.items() if name not in ("setup.sh", "run_autograder"))


def test_the_scripts_begin_as_scripts_do_and_have_unix_lines(course):
    for name in ("setup.sh", "run_autograder"):
        text = inside(build(course).path)[name]

        assert text.startswith(b"#!/usr/bin/env bash\n")
        assert b"\r" not in text
        assert b"@" not in text.replace(b'"$@"', b""), "everything is filled in"
        assert 0 == subprocess.run(["bash", "-n"], input=text, check=False).returncode


def test_only_what_the_assignment_needs_is_in_it(course):
    found = inside(build(course).path)

    assert {
        "setup.sh",
        "run_autograder",
        "constraints.txt",
        "course/assignments/tiny/assignment.yaml",
        "course/reference/__init__.py",
        "course/reference/twice.py",
        "packages/homework_grader-0.1.0-py3-none-any.whl",
    } == set(found)
    wheel = zipfile.ZipFile(io.BytesIO(found["packages/homework_grader-0.1.0-py3-none-any.whl"]))
    for name, data in [*found.items(), *((name, wheel.read(name)) for name in wheel.namelist())]:
        assert b"LEFT-BEHIND" not in data, name


def test_the_same_course_gives_the_same_bytes(course, tmp_path):
    first = build(course).path.read_bytes()
    moved = shutil.copytree(course, tmp_path / "moved")
    for path in moved.rglob("*.py"):
        os.utime(path, (1, 1))

    assert first == build(moved, name="again.zip").path.read_bytes()


def test_the_size_that_is_told_is_the_size_of_the_file(course):
    built = build(course)

    assert built.path.stat().st_size == built.size
    assert f"{built.path}: {built.size / 1e6:.1f} MB" in building.told(built, PLAIN)[0]


def test_the_person_who_uploads_it_is_told_what_counts(course):
    built = build(course)
    told = "\n".join(building.told(built, PLAIN))

    assert "it holds the solutions of tiny; upload it to Gradescope and nowhere else" in told
    assert "autograder points to set there: 4" in told
    assert "2 of 2 criteria and the total are not shown at once; the visible cases are." in told
    assert "What the assignment hides is shown: never (see --hidden)" in told


def test_trust_is_told_and_handed_on(course):
    order = Order(choice=Choice(walls=Walls(isolation="limited", trusted=True), hidden=Visibility.VISIBLE))
    built = build(course, order)

    assert "with --trust: student code runs even where nothing keeps it from the solutions" in building.told(
        built, order
    )
    assert b"--hidden visible --isolation limited --trust\n" in inside(built.path)["run_autograder"]


def test_without_trust_nothing_of_it_is_handed_on(course):
    assert b"--trust" not in inside(build(course).path)["run_autograder"]


def test_a_faulty_assignment_is_not_built(course):
    (course / "reference" / "twice.py").write_text("def double(x): raise OSError\n")

    with pytest.raises(SpecError, match="raised OSError"):
        build(course)
    assert not (course / "out.zip").exists()


def test_a_slice_that_misses_something_is_not_built(course, monkeypatch):
    whole = _slice.files
    monkeypatch.setattr(
        _slice, "files", lambda *given: {name: data for name, data in whole(*given).items() if "twice" not in name}
    )

    with pytest.raises(InternalError, match=r"the part of the course that was taken for tiny is incomplete: .*twice"):
        build(course)


def test_a_slice_that_asks_something_else_is_not_built(course, monkeypatch):
    whole = _slice.files
    monkeypatch.setattr(
        _slice, "files", lambda *given: {n: data.replace(b"seed: 7", b"seed: 8") for n, data in whole(*given).items()}
    )

    with pytest.raises(InternalError, match="the part of the course that was taken for tiny draws other cases"):
        build(course)


# ---- packages ----


def test_torch_comes_along_where_the_references_use_it(course):
    assert ("notebook",) == build(course).extras
    (course / "reference" / "twice.py").write_text(courses.REFERENCE + "\n\ndef net():\n    import torch\n")
    assert ("notebook", "torch") == build(course).extras
    assert b"https://download.pytorch.org/whl/cpu" in inside(course / "out.zip")["setup.sh"]
    assert ("notebook",) == build(course, Order(choice=Choice(), torch=False)).extras


def test_wheels_that_are_missing_are_named_with_the_command_that_fetches_them(course, tmp_path):
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    (wheels / "numpy-2.4.6-cp312-cp312-manylinux_2_28_x86_64.whl").write_bytes(b"numpy")

    with pytest.raises(RequestError, match=r"holds 1 wheel and none for click, ipython, jinja2, .*pip download .*-d"):
        build(course, Order(choice=Choice(), wheels=wheels))


def test_wheels_come_along_and_the_image_needs_no_index(course, tmp_path):
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    for name in _package.about().needed("notebook"):
        (wheels / f"{name.replace('-', '_')}-1.0-py3-none-any.whl").write_bytes(name.encode())
    built = build(course, Order(choice=Choice(), wheels=wheels))
    found = inside(built.path)

    assert b"numpy" == found["packages/numpy-1.0-py3-none-any.whl"]
    assert b'--no-index --find-links "$source/packages"' in found["setup.sh"]
    assert b"download.pytorch.org" not in found["setup.sh"]
    assert "the others come from the index" not in building.told(built, Order(choice=Choice(), wheels=wheels))[0]


def test_names_of_packages_are_those_that_are_asked_for():
    about = _package.About(
        version="1",
        python=">=3.11",
        requires=(
            "Jinja2>=3",
            "typing_extensions ; extra == 'b'",
            'torch==2 ; extra == "a"',
            "homework-grader[a]; extra == 'b'",
        ),
        extras=("a", "b"),
    )

    assert ("jinja2",) == about.needed()
    assert ("jinja2", "torch") == about.needed("a")
    assert ("jinja2", "typing-extensions") == about.needed("b")


def test_the_wheel_installs_and_runs(tmp_path):
    """pip checks the metadata and every digest in RECORD."""
    name, data = _package.wheel()
    (tmp_path / name).write_bytes(data)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(tmp_path / "app"),
    ]
    subprocess.run([*pip, str(tmp_path / name)], check=True, timeout=900)
    said = subprocess.run(
        [sys.executable, "-P", "-m", "grader", "--version"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "app")},
        capture_output=True,
        text=True,
        check=True,
        timeout=900,
    )

    assert f"grader, version {_package.about().version}\n" == said.stdout


# ---- the two scripts ----


def unpacked(path, root):
    """As Gradescope does it: everything to source/, run_autograder copied to the root."""
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            target = Path(archive.extract(entry, root / "source"))
            target.chmod(entry.external_attr >> 16 & 0o777)
    shutil.copy(root / "source" / "run_autograder", root / "run_autograder")
    (root / "submission").mkdir()


def executable(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


def started(root, home, script, **more):
    return subprocess.run(
        [root / script],
        cwd=root,
        env={"PATH": os.environ["PATH"], "AUTOGRADER_ROOT": str(root), "GRADER_HOME": str(home), **more},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )


def test_the_zip_grades_where_it_is_unpacked(course, tmp_path):
    order = Order(choice=Choice(walls=Walls(trusted=True), hidden=Visibility.VISIBLE))
    root, home = tmp_path / "autograder", tmp_path / "home"
    unpacked(build(course, order).path, root)
    (root / "submission" / "solution.py").write_text(courses.SQUARED)
    executable(
        home / "bin" / "grader", f'#!/bin/sh\nPYTHONPATH="{home / "app"}" exec "{sys.executable}" -P -m grader "$@"\n'
    )
    with zipfile.ZipFile(next((root / "source" / "packages").glob("*.whl"))) as wheel:
        wheel.extractall(home / "app")

    done = started(root, home, "run_autograder")

    assert 0 == done.returncode
    assert "grader ended with status 0" in done.stdout
    seen = readers.gradescope((root / "results" / "results.json").read_bytes())
    assert (1, {"double", "answer"}) == (seen["score"], set(seen["now"]["tests"]))
    assert Fraction(1) == Fraction(seen["tests"][0]["score"])


def test_an_image_without_a_grader_says_that_nothing_was_graded(course, tmp_path):
    root = tmp_path / "autograder"
    unpacked(build(course).path, root)
    done = started(root, tmp_path / "nothing", "run_autograder")

    assert 0 == done.returncode
    seen = readers.gradescope((root / "results" / "results.json").read_bytes())
    assert seen["score"] is None
    assert "The autograder could not start. No mark was lost." in seen["output"]


FAKE = """#!/bin/sh
# A Python that makes virtual environments of copies of itself, and notes what is asked of it.
echo "$@" >> "$LOG"
if [ "$2" = venv ]; then mkdir -p "$4/bin" && cp "$0" "$4/bin/python" && cp "$0" "$4/bin/grader"; fi
"""


def test_setup_installs_the_pinned_packages_and_closes_the_sources(course, tmp_path):
    root, home = tmp_path / "autograder", tmp_path / "home"
    unpacked(build(course).path, root)
    executable(tmp_path / "bin" / "python3.13", FAKE)
    log = tmp_path / "log"

    done = started(root, home, "source/setup.sh", PATH=f"{tmp_path / 'bin'}:{os.environ['PATH']}", LOG=str(log))

    assert 0 == done.returncode, done.stderr
    wheel = f"{root}/source/packages/homework_grader-0.1.0-py3-none-any.whl"
    assert [
        "-c import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))",
        f"-m venv --clear {home}",
        f"-m pip install --disable-pip-version-check --no-input -c {root}/source/constraints.txt {wheel}[notebook]",
        "doctor",
    ] == log.read_text().splitlines()
    assert 0 == (root / "source").stat().st_mode & 0o077


def test_the_course_in_the_zip_is_the_course(course, tmp_path):
    place = places.locate("tiny", course)
    for name, data in _slice.files(place, _grading.prepare(place).assignment).items():
        assert (course / name).read_bytes() == data
