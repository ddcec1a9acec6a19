"""The same 24 hand-ins through four other graders and through this one: `python -m benchmarks peers [--env DIR]`.

The others are installed with fixed versions in an environment of their own, in a cache folder unless --env names one,
and each is run as its documentation says: otter and nbgrader on notebooks, gradescope-utils and pytest in a fresh
process per hand-in. CPU is that of the command and of everybody it started. The endless loop is run on its own and
left out of the ratios. Our own row is told twice: as one command for 23 hand-ins, the start included, and for one
hand-in more in a batch that is running, which is what a class of any size pays.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks import hand_ins
from benchmarks.spending import Spent, spend
from benchmarks.tables import drive, show

PINNED = ("otter-grader==7.0.0", "nbgrader==0.9.6", "gradescope-utils==0.5.0", "pytest==9.2.0", "numpy>=2,<3")
TARGETS = {"otter-grader 7.0.0": 150, "nbgrader 0.9.6": 80, "pytest 9.2.0": 15, "gradescope-utils 0.5.0": 15}
COPIES = 10  # of each, so that processor time counted in hundredths of a second is exact enough
PATIENCE = 30.0  # seconds for the endless loop, where the other grader has no limit of its own
CHECKS = {
    "sigmoid": ["[0.0, 1.0]", "[-2.0]", "[-800.0, 800.0]"],
    "softmax": ["[0.0, 0.0]", "[1.0, 2.0, 3.0]", "[1000.0, 1001.0]"],
    "l2_update": ["[1.0, -2.0], np.array([0.5, 0.5]), 0.1, 0.2", "[0.0], np.array([3.0]), 1.0, 5.0"],
    "moving_average": ["[1.0, 2.0, 3.0], 0.5", "[4.0], 0.9"],
}


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where the others are installed and where they work."""

    env: Path
    folder: Path

    def spend(self, folder: Path, *command: str, seconds: float = 300.0) -> Spent:
        environment = {
            "PATH": f"{self.env / 'bin'}:/usr/bin:/bin",
            "HOME": str(self.folder / "home"),
            "LANG": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return spend([str(self.env / "bin" / command[0]), *command[1:]], folder, environment, seconds)


def install(env: Path) -> None:
    """The other graders, once."""
    stamp = env / "installed.txt"
    if stamp.is_file() and stamp.read_text() == "\n".join(PINNED):
        return
    print(f"installing {', '.join(PINNED)} into {env}", file=sys.stderr)
    if not (env / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(env)], check=True)
    subprocess.run([str(env / "bin" / "python"), "-m", "pip", "install", "-q", *PINNED], check=True)
    stamp.write_text("\n".join(PINNED))


def calls(name: str) -> list[tuple[str, str]]:
    """Every check of a function: the call, and its value by a closed form that was worked out on the spot."""
    space: dict[str, object] = {}
    exec("import numpy as np\n" + hand_ins.RIGHT[name], space)
    made = []
    for arguments in CHECKS[name]:
        first, _, rest = arguments.partition("]")
        call = f"{name}(np.array({first}]){rest})"
        made.append((call, repr(eval(call, space).tolist())))  # type: ignore[attr-defined]
    return made


def plain_tests(indent: str = "") -> str:
    """The ten checks as functions of assertions."""
    lines = []
    for name in CHECKS:
        for n, (call, value) in enumerate(calls(name), 1):
            lines += [f"def test_{name}_{n}(" + ("self" if indent else "") + "):"]
            lines += [f"    np.testing.assert_allclose(solution.{call}, {value}, rtol=1e-4, atol=1e-9)", ""]
            if indent:
                lines[-3:-3] = ["@weight(1)"]
    return textwrap.indent("\n".join(lines), indent)


def pytest(shop: Workshop, files: Mapping[str, str]) -> list[Spent]:
    """A folder per hand-in with the tests beside it; `pytest` in each."""
    tests = "import numpy as np\nimport solution\n\n\n" + plain_tests()
    spent = []
    for name, text in files.items():
        folder = _folder(shop, f"pytest/{name}", {"solution.py": text, "test_solution.py": tests})
        command = ("pytest", "-q", "-p", "no:cacheprovider", "--junitxml=report.xml", "test_solution.py")
        spent.append(shop.spend(folder, *command, seconds=PATIENCE if name == "endless" else 600))
        _expect(spent[-1], name, folder / "report.xml")
    return spent


GRADESCOPE = """\
import json
import unittest

import numpy as np
from gradescope_utils.autograder_utils.decorators import weight
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner

import solution


class TestFour(unittest.TestCase):
{tests}

if __name__ == "__main__":
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(TestFour)
    with open("results.json", "w") as file:
        JSONTestRunner(visibility="visible", stream=file).run(suite)
"""


def gradescope(shop: Workshop, files: Mapping[str, str]) -> list[Spent]:
    """run_tests.py as in the package's example, in a fresh process per hand-in."""
    tests = GRADESCOPE.format(tests=plain_tests("    "))
    spent = []
    for name, text in files.items():
        folder = _folder(shop, f"gradescope/{name}", {"solution.py": text, "run_tests.py": tests})
        spent.append(shop.spend(folder, "python", "run_tests.py", seconds=PATIENCE if name == "endless" else 600))
        _expect(spent[-1], name, folder / "results.json")
    return spent


OTTER_TEST = """\
from otter.test_files import test_case

OK_FORMAT = False
name = "{name}"
points = {points}

{cases}
"""
OTTER_CASE = """
@test_case(points=1)
def test_{n}({name}, np):
    np.testing.assert_allclose({call}, {value}, rtol=1e-4, atol=1e-9)
"""


def otter(shop: Workshop, files: Mapping[str, str]) -> list[Spent]:
    """`otter generate` once, then `otter run` per notebook."""
    kit = _folder(shop, "otter/kit", {})
    (kit / "tests").mkdir(exist_ok=True)
    for name in CHECKS:
        cases = "".join(
            OTTER_CASE.format(n=n, name=name, call=call, value=value) for n, (call, value) in enumerate(calls(name), 1)
        )
        (kit / "tests" / f"{name}.py").write_text(OTTER_TEST.format(name=name, points=len(CHECKS[name]), cases=cases))
    made = shop.spend(kit, "otter", "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment")
    if made.status != 0:
        raise SystemExit(f"otter generate failed:\n{made.said}")
    spent = []
    for name, text in files.items():
        cells = ["import numpy as np\nimport otter\ngrader = otter.Notebook()", *_cells(text)]
        cells += [f'grader.check("{function}")' for function in CHECKS]
        folder = _folder(shop, f"otter/{name}", {"four.ipynb": hand_ins.notebook(cells)})
        command = ("otter", "run", "four.ipynb", "-a", str(kit / "autograder.zip"), "-o", str(folder))
        spent.append(shop.spend(folder, *command, seconds=PATIENCE if name == "endless" else 600))
        _expect(spent[-1], name, folder / "results.json")
    return spent


def nbgrader(shop: Workshop, files: Mapping[str, str]) -> list[Spent]:
    """`nbgrader generate_assignment` once, then `nbgrader autograde` for the whole class."""
    lone = "" if len(files) > 1 else "-loop"
    folder = _folder(shop, f"nbgrader{lone}", {"nbgrader_config.py": NBGRADER})
    (folder / "source" / "four").mkdir(parents=True)
    (folder / "source" / "four" / "four.ipynb").write_text(_nbgrader_notebook(hand_ins.RIGHT))
    made = shop.spend(folder, "nbgrader", "generate_assignment", "four", "--force")
    if made.status != 0:
        raise SystemExit(f"nbgrader generate_assignment failed:\n{made.said}")
    for name in files:
        place = folder / "submitted" / name / "four"
        place.mkdir(parents=True)
        (place / "four.ipynb").write_text(_nbgrader_notebook(hand_ins.peers()[name]))
    done = shop.spend(folder, "nbgrader", "autograde", "four", seconds=600)
    graded = len(list((folder / "autograded").glob("*/four/four.ipynb")))
    if len(files) > 1 and graded != len(files):
        raise SystemExit(f"nbgrader graded {graded} of {len(files)}:\n{done.said}")
    each = Spent(done.status, done.wall / len(files), done.cpu / len(files), done.said)
    return [each] * len(files)


NBGRADER = """\
c = get_config()
c.CourseDirectory.course_id = "four"
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}
c.ExecutePreprocessor.timeout = 10
"""


def _nbgrader_notebook(functions: Mapping[str, str]) -> str:
    document = json.loads(hand_ins.notebook(["import numpy as np"]))
    cells = document["cells"]
    for name, text in functions.items():
        body = f"### BEGIN SOLUTION\n{text.rstrip()}\n### END SOLUTION"
        cells.append(_nbgrader_cell(name, body, grade=False, points=0))
        tests = [f"np.testing.assert_allclose({call}, {value}, rtol=1e-4, atol=1e-9)" for call, value in calls(name)]
        cells.append(_nbgrader_cell(f"test-{name}", "\n".join(tests), grade=True, points=len(tests)))
    return json.dumps(document)


def _nbgrader_cell(name: str, text: str, *, grade: bool, points: int) -> dict[str, object]:
    mark = {
        "grade": grade,
        "grade_id": name,
        "locked": grade,
        "schema_version": 3,
        "solution": not grade,
        "task": False,
    }
    metadata = {"nbgrader": {**mark, **({"points": points} if grade else {})}}
    cell = {"cell_type": "code", "id": name.replace("_", "-"), "metadata": metadata, "source": text}
    return {**cell, "execution_count": None, "outputs": []}


def _cells(text: str) -> list[str]:
    return [cell for cell in text.split("\n\n\n") if cell.strip()] if "\n\n\n" in text else [text]


def _folder(shop: Workshop, name: str, files: Mapping[str, str]) -> Path:
    folder = shop.folder / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for file, text in files.items():
        (folder / file).write_text(text)
    return folder


def _expect(done: Spent, name: str, result: Path) -> None:
    """The other grader must have graded, or its row would mean nothing."""
    if name != "endless" and (not result.is_file() or not result.stat().st_size):
        raise SystemExit(f"{result} was not written:\n{done.said}")


def ours(shop: Workshop, files: Mapping[str, str]) -> tuple[Spent, str]:
    """One command for all, and what became of the loop; leaves a larger course for `one_more`."""
    course = _folder(shop, "ours", {})
    place = hand_ins.lay(course)
    _put(place, files)
    whole = spend(
        [sys.executable, "-m", "grader", "grade", hand_ins.NAME, "--quiet"],
        course,
        {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
    )
    assert whole.status == 0, whole.said
    _put(place, {"endless": hand_ins.source(hand_ins.peers()["endless"])})
    loop = drive(course)["points"]["endless"]
    shutil.rmtree(place / "endless")
    for n in range(1, COPIES):
        _put(place, {f"{name}-again-{n}": f"# {n}\n{text}" for name, text in files.items()})
    return whole, loop


def one_more(shop: Workshop) -> float:
    """CPU seconds of one hand-in more in a batch of ours that is running."""
    each: float = drive(shop.folder / "ours")["cpu_each"]
    return each


def _put(place: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (place / name).mkdir()
        (place / name / "solution.py").write_text(text)


OTHERS: dict[str, Callable[[Workshop, Mapping[str, str]], list[Spent]]] = {
    "gradescope-utils 0.5.0": gradescope,
    "pytest 9.2.0": pytest,
    "nbgrader 0.9.6": nbgrader,
    "otter-grader 7.0.0": otter,
}
HEAD = ("grader", "wall s", "CPU ms", "ours, one more", "ratio", "target", "ratio to one command", "the endless loop")


def main(quick: bool, env: Path | None = None) -> int:
    cache = env or Path(tempfile.gettempdir()) / "grader-benchmark-peers"
    install(cache)
    texts = {name: hand_ins.source(functions) for name, functions in hand_ins.peers().items()}
    files = {name: text for name, text in texts.items() if name != "endless"}
    if quick:
        files = {name: text for name, text in files.items() if name.endswith("-1")}
    missed = 0
    with tempfile.TemporaryDirectory(prefix="grader-benchmark-") as folder:
        shop = Workshop(cache, Path(folder))
        (shop.folder / "home").mkdir()
        whole, loop = ours(shop, files)
        rows = []
        before = one_more(shop)
        for name, grade in OTHERS.items():
            done = grade(shop, files)
            after = one_more(shop)  # neighbours come and go, so ours is measured on both sides of theirs
            more, before = (before + after) / 2, after
            cpu, wall = (sum(getattr(one, key) for one in done) / len(done) for key in ("cpu", "wall"))
            ratio, whole_ratio = cpu / more, cpu * len(files) / whole.cpu
            lost = _lost(grade(shop, {"endless": texts["endless"]})[0])
            numbers = (f"{wall:.2f}", f"{1e3 * cpu:.0f}", f"{1e3 * more:.1f}", f"{ratio:.0f}", f"{TARGETS[name]}")
            rows.append((name, *numbers, f"{whole_ratio:.1f}", lost))
            missed += ratio < TARGETS[name]
        wall, cpu = whole.wall / len(files), whole.cpu / len(files)
        rows.append(("grader, one command", f"{wall:.2f}", f"{1e3 * cpu:.0f}", "", "", "", "1", f"reported, {loop}"))
    print(f"{len(files)} hand-ins; wall and CPU for each; the endless loop apart")
    show(HEAD, rows)
    return missed


def _lost(done: Spent) -> str:
    """What became of the endless loop."""
    return "killed by us" if done.status is None else f"ended, {done.wall:.0f} s"
