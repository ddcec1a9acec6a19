"""The same marks another way: as a notebook, with two threads, with other seeds, and well within the limits."""

import json
from dataclasses import replace

from grader import intake, places
from grader.model import Limits, Stopped, Usage
from grader.verify import bench as benches
from grader.verify import costs, ways
from grader.verify.bench import Bench
from grader.verify.keeping import Kept
from tests import courses
from tests.verify.test_verify import proved, refer, respell, sample

MARKS = "{double: 3, answer: 1}"


def handed_in(root, name):
    (arrival,) = intake.find([root / "assignments" / "tiny" / "samples" / name])
    return intake.open_arrival(arrival)


def test_a_script_becomes_a_notebook_with_a_cell_for_each_statement(course):
    sample(course, "right", MARKS, "import math\n\n# twice\ndef double(x):\n    return 2 * x\n\nX = 1\n")

    turned = ways.turned(handed_in(course, "right"))

    assert ["answers.md", "solution.ipynb"] == list(turned.files)
    cells = json.loads(turned.files["solution.ipynb"])["cells"]
    assert ["import math\n", "\n# twice\ndef double(x):\n    return 2 * x\n", "\nX = 1\n"] == [
        cell["source"] for cell in cells
    ]


def test_a_notebook_becomes_a_script_unless_only_a_notebook_can_be_it(course):
    cells = [{"cell_type": "code", "source": ["x = 1\n", "y = 2"]}, {"cell_type": "code", "source": "z = 3"}]
    sample(course, "book", MARKS, json.dumps({"cells": cells}), "solution.ipynb")
    assert b"x = 1\ny = 2\n\nz = 3\n" == ways.turned(handed_in(course, "book")).files["solution.py"]

    for number, cell in enumerate(
        [
            {"cell_type": "code", "source": "%timeit 3"},
            {"cell_type": "markdown", "source": "# answer\n42"},
            {"source": "x"},
        ]
    ):
        sample(course, f"book-{number}", MARKS, json.dumps({"cells": [cell]}), "solution.ipynb")
        assert ways.turned(handed_in(course, f"book-{number}")) is None


def test_files_that_import_one_another_stay_files(course):
    sample(course, "two", MARKS)
    (course / "assignments/tiny/samples/two/more.py").write_text("x = 1\n")
    sample(course, "broken", MARKS, "def (")

    assert ways.turned(handed_in(course, "two")) is None
    assert ways.turned(handed_in(course, "broken")) is None


def test_right_samples_earn_the_same_as_a_notebook_and_with_two_threads(course):
    sample(course, "right", MARKS)
    sample(course, "squared", "{double: {score: 1, mistake: squared}, answer: 1}", courses.SQUARED)

    sample(course, "with-arrays", MARKS, "import numpy as np\n\n\ndef double(x):\n    return np.add(x, x)\n")

    assert {"right": True, "with-arrays": True} == {name: row.holds for name, row in proved(course, "runners").items()}
    assert {"with-arrays": True} == {name: row.holds for name, row in proved(course, "threads").items()}


def test_code_that_only_a_script_can_run_is_found(course):
    sample(course, "right", MARKS, "def double(x):\n    return 2 * x if __file__.endswith('.py') else x\n")

    row = proved(course, "runners")["right"]

    assert not row.holds
    assert row.sentence.startswith("double earns 0, not 3 (")


def test_code_that_minds_the_threads_is_found(course):
    """It asks numpy's own library, so that the test fails if nobody gave it two threads."""
    code = (
        "import ctypes, glob, os, numpy\n\n\n"
        "def double(x):\n"
        "    (path,) = glob.glob(os.path.dirname(numpy.__file__) + '.libs/*openblas*')\n"
        "    return 2 * x if ctypes.CDLL(path).scipy_openblas_get_num_threads64_() == 1 else x\n"
    )
    sample(course, "right", MARKS, code)

    assert proved(course, "samples")["right"].holds
    assert not proved(course, "threads")["right"].holds


# ---- seeds ----


def test_a_mistake_that_some_draws_cannot_tell_is_found(course):
    """With few draws of few values, some seeds give only zeros and twos, on which squaring is doubling."""
    respell(course, "{x: [1.0, 2.0], visible: true}", "{x: [2.0, 2.0], visible: true}")
    respell(course, "draw: {x: {normal: [3]}}", "draw: {x: {choice: [[2.0, 2.0], [3.0, 3.0]]}}")
    respell(course, "times: 3", "times: 2")

    row = proved(course, "seeds")["double"]

    assert not row.holds
    assert "the mistake squared earns full marks: no case tells it from the truth; add one that does" in row.sentence
    assert row.sentence.startswith("with seed ")


def test_a_reference_that_some_draws_break_is_found(course):
    refer(course, "def double(x):\n    return 2 * x if abs(x).max() < 2.2 else x[9]\n")
    respell(course, "seed: 7", "seed: 3")

    row = proved(course, "seeds")["double"]

    assert not row.holds
    assert "the assignment cannot be prepared: criterion 'double'" in row.sentence


def test_a_right_sample_is_right_with_every_seed(course):
    sample(course, "right", MARKS)
    assert proved(course, "seeds")["right"].holds


def test_a_sample_that_is_right_by_luck_is_found(course):
    sample(course, "right", MARKS, "def double(x):\n    return 2 * x if abs(x).max() < 2.5 else x\n")

    row = proved(course, "seeds")["right"]

    assert not row.holds
    assert "double earns" in row.sentence


# ---- limits ----


def test_what_a_right_sample_needs_is_told(course):
    sample(course, "right", MARKS)

    row = proved(course, "limits")["right"]

    assert (True, False) == (row.holds, row.warns)
    assert " of 10 s for everything, " in row.sentence
    assert " of 2 s for one call (double/" in row.sentence
    assert row.sentence.endswith(" of 1024 MiB")


class Metered:
    """A box whose meter shows 0.05 s for loading, and 0.25 s and 40 MiB more for each ask."""

    def __init__(self, box):
        self.box = box

    def __getattr__(self, name):
        return getattr(self.box, name)

    def run(self, job):
        asked = len(job.asks)
        usage = Usage(cpu_seconds=0.05 + 0.25 * asked, peak_mib=60 + 40 * asked)
        return replace(self.box.run(job), usage=usage)


def test_limits_that_leave_little_room_are_worth_a_look(course):
    """Five asks: 1.3 of 10 s, 0.25 of 2 s for one, 260 of 1024 MiB."""
    sample(course, "right", MARKS)
    with Bench(places.locate("tiny", course), trusted=True) as bench:
        bench.box = Metered(bench.box)
        (row,) = costs.prove(bench, Kept())

    assert (True, True) == (row.holds, row.warns)
    assert (
        "`total_seconds` is 10 and 1.3 s for everything are needed; `seconds` is 2 and 0.25 s for one call "
        "(double/edge/1) are needed; `memory_mib` is 1024 and 260 MiB are needed: less than 10 times as much; a slower "
        "machine may stop right work"
    ) == row.sentence


def test_an_assignment_without_a_right_sample_is_told_what_cannot_be_shown(course):
    row = proved(course, "samples")["a solution"]

    assert (True, True) == (row.holds, row.warns)
    assert "none is right in all that is run" in row.sentence


class Slow:
    """A box on a busy machine: what runs first is stopped by the clock."""

    def __init__(self, box):
        self.box = box
        self.runs = 0

    def __getattr__(self, name):
        return getattr(self.box, name)

    def run(self, job):
        self.runs += 1
        limits = Limits(seconds=1e-6, total_seconds=1e-6) if self.runs == 1 else job.limits
        return self.box.run(replace(job, limits=limits))


def test_where_verdicts_are_compared_a_second_run_has_ten_times_as_long(course):
    code = "import time\n\n\ndef double(x):\n    time.sleep(0 if any(x) else 4)\n    return 2 * x\n"
    sample(course, "right", MARKS, code)
    respell(course, "{seconds: 2, total_seconds: 10}", "{seconds: 1.5, total_seconds: 100}")

    assert not proved(course, "samples")["right"].holds
    assert proved(course, "runners")["right"].holds


def test_a_sample_that_ran_out_of_time_is_run_once_more(course):
    sample(course, "right", MARKS)
    with Bench(places.locate("tiny", course), trusted=True) as bench:
        bench.box = Slow(bench.box)
        (one,) = bench.samples

        assert [] == benches.differences(bench.report(one), one)
        assert not any(isinstance(seen, Stopped) for seen in bench.evidence(one).observations.values())
        assert [row.holds for row in costs.prove(bench, Kept())] == [True]
