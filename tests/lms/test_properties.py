"""Whatever text, number or document comes along: what must hold for every platform holds."""

import json
import tempfile
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.lms import _results, autolab, codegrade
from grader.lms._moments import moment
from grader.lms.github import runner
from grader.lms.gradescope import metadata, results
from grader.model import Visibility
from grader.reports._numbers import PLACES, decimal
from tests.lms import readers
from tests.reports import sample

SOME = settings(max_examples=60, deadline=None, derandomize=True, database=None)
TEXT = st.text(st.characters(), max_size=60) | st.sampled_from(
    ["::error::x", "##[x]", "a:", '{"scores": {}}', "\x1b[2J"]
)
LINES = st.lists(TEXT, max_size=4).map("\n".join)
SCORE = st.fractions(0, 100, max_denominator=97)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=8,
)


@SOME
@given(LINES)
def test_no_text_is_a_command_to_a_workflow(text):
    assert [] == readers.commands(runner.inert(text))


@SOME
@given(LINES, st.integers(0, 80))
def test_a_cap_keeps_a_beginning_and_counts_the_rest(text, limit):
    kept = _results.capped(text, limit)
    data = text.encode("utf-8", "replace")

    if len(data) <= limit:
        assert text == kept
    else:
        beginning, _, told = kept.rpartition("\n[truncated ")
        assert data.startswith(beginning.encode())
        assert len(beginning.encode()) <= limit
        assert len(data) == len(beginning.encode()) + int(told.split()[0])


@SOME
@given(st.lists(SCORE, max_size=12))
def test_spread_points_add_up_to_the_rounded_sum_and_are_near_each(scores):
    spread = _results.spread(scores)

    assert Fraction(decimal(sum(scores, Fraction(0)), PLACES)) == sum(
        (Fraction(str(one)) for one in spread), Fraction(0)
    )
    assert all(
        abs(Fraction(str(one)) - score) <= Fraction(1, 10**PLACES) for one, score in zip(spread, scores, strict=True)
    )


@SOME
@given(st.dictionaries(TEXT, SCORE, min_size=1, max_size=5))
def test_autolab_reads_every_line_of_scores(scores):
    try:
        names = autolab.names(scores)
    except autolab.RequestError:
        return  # two of them would be one problem
    line = autolab.line(dict(zip(names, _results.spread(list(scores.values())), strict=True)), Fraction(1, 3))

    assert set(names) == set(readers.autolab(line, names)["scores"])


@SOME
@given(LINES, LINES, LINES, st.sampled_from(Visibility))
def test_every_platform_reads_what_is_written_whatever_students_say(finding, got, printed, hidden):
    shown = (sample.ShownCase(call=got, got=finding, want="2", passed=False),)
    row = sample.criterion("c", 0, finding=finding, shown=shown, parts=(sample.part(finding=got),), mistake=got or None)
    report = sample.report(sample.question(row), notes=(printed,), printed=printed)

    assert 0 == readers.gradescope(results.render(results.graded(report, hidden)))["score"]
    assert [] == readers.runner(runner.encoded(runner.document(report, hidden)))["commands"]
    assert 0 == readers.codegrade("".join(codegrade.messages(report, hidden)).encode())["points"]


@SOME
@given(st.text(max_size=40))
def test_a_time_is_read_or_refused(text):
    try:
        found = moment(text)
    except ValueError:
        return  # what it says then, test_gradescope_intake.py looks at
    assert found is None or found.tzinfo is not None


KEYS = ("id", "created_at", "assignment", "users", "previous_submissions", "due_date", "total_points", "score")
DOCUMENT = st.dictionaries(
    st.sampled_from(KEYS), JSON | st.dictionaries(st.sampled_from(KEYS), JSON, max_size=4), max_size=5
)


@SOME
@given(DOCUMENT | JSON)
def test_no_metadata_stop_the_grading(document):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "submission_metadata.json"
        path.write_text(json.dumps(document, ensure_ascii=True))
        found = metadata.read(path)

    assert isinstance(found.problems, tuple)
    assert found.points is None or found.points == pytest.approx(float(found.points))
