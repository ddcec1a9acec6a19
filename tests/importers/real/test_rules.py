"""Single rules of ours beside the very functions of otter-grader 7.0.0 and nbgrader 0.9.6 that decide them there."""

import json
import random
from fractions import Fraction

import pytest

from grader.importers import _marks, _released, _solutions
from grader.importers._notebooks import Cell
from grader.importers._points import shared

ASK = """\
import json, sys
asked = json.load(open(sys.argv[1]))
from otter.assign.solutions import replace_solutions, remove_ignored_lines
from otter.test_files.abstract_test import TestCase, TestFile
from nbgrader.utils import compute_checksum, is_locked
from nbgrader.nbgraderformat import MetadataValidator
from nbformat.v4 import new_code_cell, new_markdown_cell

def points(total, given):
    cases = [TestCase("", "", False, one, None, None) for one in given]
    try:
        return [case.points for case in TestFile.resolve_test_file_points(total, cases)]
    except (ValueError, AssertionError, TypeError):
        return None

def cell(kind, source, held):
    made = (new_code_cell if kind == "code" else new_markdown_cell)(source)
    made.metadata["nbgrader"] = held
    return made

def upgraded(held):
    made = MetadataValidator().upgrade_cell_metadata(cell("code", "x", held))
    return made.metadata.get("nbgrader", {})

print(json.dumps({
    "cut": ["\\n".join(replace_solutions(text.split("\\n"), "python")) for text in asked["cut"]],
    "ignored": ["\\n".join(remove_ignored_lines(text.split("\\n"))) for text in asked["ignored"]],
    "points": [points(*pair) for pair in asked["points"]],
    "checksums": [compute_checksum(cell(*one)) for one in asked["checksums"]],
    "upgraded": [upgraded(one) for one in asked["upgraded"]],
}))
"""
CUT = [
    "x = 1 # SOLUTION",
    "x = 1  # SOLUTION",
    "x, y = f(1), 2 # SOLUTION",
    "table['a'] = 1 # SOLUTION",
    "self.weights = np.zeros(3) # SOLUTION",
    "    return x == 1 # SOLUTION",
    "print(x == 1) # SOLUTION",
    "f(x=3) # SOLUTION",
    "if x == 1: # SOLUTION\n    y = 2 # SOLUTION",
    "x = 1 #SOLUTION",
    'plt.plot(x); # SOLUTION NO PROMPT\n""" # BEGIN PROMPT\nplt.plot(...);\n""" # END PROMPT',
    "def f(x):\n    # BEGIN SOLUTION\n    y = x\n    return y\n    # END SOLUTION\n\nf(3)",
    "def f(x):\n    # BEGIN SOLUTION NO PROMPT\n    return 2\n    # END SOLUTION\n"
    '    """ # BEGIN PROMPT\n    pass\n    """; # END PROMPT',
    "rng = np.random.default_rng(3) # SEED\nx = 3",
    "x = 3",
    "",
]
IGNORED = [
    "a\nb # IGNORE\nc",
    "a\n# BEGIN IGNORE\nb\n# END IGNORE\nc",
    "    # BEGIN IGNORE\n    b\n    # END IGNORE",
    "a",
]


def points():
    """Questions with and without points, of cases with and without; some contradict each other."""
    draw = random.Random(7)
    totals = [None, 0, 1, 2.5, 5, [1], [0, 0, 2], [1, None, 2], "two", -1]
    values = [None, None, 0, 0.5, 1, 2]
    rows = [[total, [draw.choice(values) for _ in range(draw.randint(1, 4))]] for total in totals for _ in range(12)]
    return [*rows, [[0, 0, 2], [None] * 3], [None, [0, 0]], [3, [1, 1]]]


MARKS = [
    {"grade": True, "solution": False, "locked": False, "grade_id": "a", "points": 2},
    {"grade": True, "solution": False, "locked": True, "grade_id": "ü", "points": 0.5},
    {"grade": True, "solution": True, "locked": True, "grade_id": "b", "points": 3},
    {"grade": False, "solution": True, "locked": True, "grade_id": "c"},
    {"grade": False, "solution": False, "locked": True, "grade_id": "d"},
]
OLD = [
    {"grade": True, "grade_id": "a", "points": "2"},
    {"grade": True, "grade_id": "a", "points": ""},
    {"grade": True, "grade_id": "a"},
    {"grade": True, "grade_id": "a", "points": -3},
    {"solution": True, "grade_id": "a", "points": 3},
    {"grade": False, "solution": False, "grade_id": "a"},
    {"grade": True, "solution": True, "locked": False, "grade_id": "a", "points": 2, "schema_version": 1},
    {"grade": False, "solution": False, "locked": True, "grade_id": "a", "schema_version": 2},
]
SOURCES = [("code", "assert x == 'é'\n"), ("markdown", "YOUR ANSWER HERE")]


@pytest.fixture
def told(peers, tmp_path):
    checksums = [[kind, source, held] for held in MARKS for kind, source in SOURCES]
    asked = {"cut": CUT, "ignored": IGNORED, "points": points(), "checksums": checksums, "upgraded": OLD}
    (tmp_path / "asked.json").write_text(json.dumps(asked))
    (tmp_path / "ask.py").write_text(ASK)
    return json.loads(peers.run(tmp_path, "python", "ask.py", "asked.json"))


@pytest.mark.slow
def test_every_rule_says_the_same(told):
    assert told["cut"] == [_solutions.cut(text) for text in CUT]
    assert told["ignored"] == [_solutions.without_ignored(text) for text in IGNORED]
    ours = [_shared(*pair) for pair in points()]
    for pair, theirs, mine in zip(points(), told["points"], ours, strict=True):
        assert (theirs is None) == (mine is None), (pair, theirs, mine)
        assert theirs is None or all(abs(a - float(b)) < 1e-12 for a, b in zip(theirs, mine, strict=True)), pair
    checksums = [_released.checksum(source, kind, held) for held in MARKS for kind, source in SOURCES]
    assert told["checksums"] == checksums
    for old, theirs in zip(OLD, told["upgraded"], strict=True):
        mine = _marks.upgraded(old)
        assert {key: mine.get(key) for key in theirs} == theirs
        assert bool(theirs) == bool(mine)


def _shared(total: object, given: list[object]) -> tuple[Fraction, ...] | None:
    try:
        return shared(total, given)
    except ValueError:
        return None


def test_a_cell_without_a_note_stays_without_one():
    assert _marks.mark(Cell(kind="code", source="x")) is None
