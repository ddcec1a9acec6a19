"""From a hand-in to the files a teacher opens: the sentence, the row, the count; and silence in a self-check."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader import kinds
from tests import courses

ROOT = Path(__file__).parents[2]
SAID = "Your values are the right ones, but with the other sign."


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Two who turn the sign, one who is right, and one whose answer nobody can explain; graded."""
    root = courses.lay(tmp_path_factory.mktemp("course"))
    courses.hand_in(root, "anna", "def double(x):\n    return -2 * x\n")
    courses.hand_in(root, "ben", "def double(x):\n    return [-(a + a) for a in x]\n")
    courses.hand_in(root, "carl")
    courses.hand_in(root, "dora", "def double(x):\n    return x**3 + 1\n")
    done = typed(root, "grade", "tiny", "--quiet")
    assert 0 == done.returncode, done.stderr
    return root


def typed(here, *words):
    return subprocess.run(
        [sys.executable, "-m", "grader", *words],
        cwd=here,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )


def test_the_sentence_stands_in_the_report_and_its_cause_beside_it(course):
    report = json.loads((course / "reports/tiny/anna/report.json").read_text())

    row = report["questions"][0]["criteria"][0]
    assert (SAID, "looks-like:sign", None) == (row["finding"], row["cause"], row["mistake"])
    assert "diagnosed as looks-like:sign: every case agrees with" in row["detail"]
    assert SAID in (course / "reports/tiny/anna/report.html").read_text()


def test_a_report_that_is_read_again_keeps_its_cause(course):
    report = kinds.find("reports", "json").read(course / "reports/tiny/ben/report.json")

    assert "looks-like:sign" == report.criteria[0].cause


def test_where_nothing_is_known_only_the_places_are_named(course):
    report = json.loads((course / "reports/tiny/dora/report.json").read_text())

    row = report["questions"][0]["criteria"][0]
    assert row["cause"] is None
    assert "1 of 2 values is off; the first is at [1], where you have 9.0" == row["finding"]


def test_items_and_the_class_page_count_causes_with_the_mistakes(course):
    with (course / "reports/tiny/items.csv").open(encoding="utf-8-sig", newline="") as file:
        told = {(row["submission"], row["criterion"]): row["mistake"] for row in csv.DictReader(file)}

    assert "looks-like:sign" == told["anna", "double"] == told["ben", "double"]
    assert "" == told["carl", "double"] == told["dora", "double"]
    assert (
        '<th scope="row">looks-like:sign</th><td><code>double</code></td><td class="number">2</td>'
        in (course / "reports/tiny/class.html").read_text()
    )


def test_the_table_of_a_batch_names_the_cause(course):
    told = typed(course, "grade", "tiny", "--only", "anna", "--out", "again")

    assert "looks-like:sign" in told.stdout


def test_a_self_check_is_not_diagnosed(course):
    """A cause is claimed on all cases or not at all, and a student sees few of them."""
    told = typed(course, "check", "submissions/tiny/anna/solution.py", "--assignment", "tiny")

    assert "2 of 2 values are off" in told.stdout
    assert "other sign" not in told.stdout
