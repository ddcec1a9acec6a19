"""Evidence is read lazily and is the same evidence."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import evidence as keeping
from grader.errors import InternalError
from grader.lines import line
from grader.model import Conditions, Evidence, Isolation, Missing, Raised, Returned, Stopped, Unreadable
from grader.regrade import kept

SEEN = {
    "a/core/1": Returned({"w": np.array([[1.0, np.nan], [np.inf, -0.0]]), "n": (1, True, None)}, ("w",), "hi\n"),
    "a/core/2": Raised("ValueError", 'no "good"\n', "solution.py, line 3", "Traceback…"),
    'b "quoted": {/1': Missing("f", ("g",), "because"),
    "c/1": Stopped("seconds", "late"),
    "ü/1": Unreadable("Tensor", "too deep"),
}


def evidence(seen, **more):
    return Evidence(
        submission="ada",
        files={"solution.py": "0" * 64},
        observations=seen,
        conditions=Conditions(isolation=Isolation(level="isolated", attacks={"x": "stopped"}), versions={}, seed=3),
        **more,
    )


def alike(one, other):
    """Compared by their lines, because arrays have no truth value."""
    return [(case, line(seen)) for case, seen in one.items()] == [(case, line(seen)) for case, seen in other.items()]


@pytest.mark.parametrize("seen", [SEEN, {}, dict(list(SEEN.items())[:1])])
def test_what_is_read_line_by_line_is_what_is_loaded_whole(tmp_path, seen):
    given_ = evidence(seen, notes=("a note",), printed='"observations": {\n', submitters=("Ada",))
    keeping.save(given_, tmp_path)

    found = kept.read(tmp_path).evidence()

    whole = keeping.load(tmp_path)
    assert list(seen) == list(found.observations)
    assert alike(whole.observations, found.observations)
    assert (whole.notes, whole.printed, whole.submitters, whole.conditions, whole.files) == (
        (found.notes, found.printed, found.submitters, found.conditions, found.files)
    )


@given(st.dictionaries(st.text(min_size=1), st.text(), max_size=5))
def test_any_names_and_texts_come_back(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("kept")
    keeping.save(evidence({case: Raised("E", text) for case, text in texts.items()}), folder)

    assert texts == {case: seen.message for case, seen in kept.read(folder).evidence().observations.items()}


def test_other_line_ends_are_read_too(tmp_path):
    keeping.save(evidence(SEEN), tmp_path)
    path = tmp_path / "evidence.json"
    before = kept.read(tmp_path)
    path.write_text(json.dumps(json.loads(path.read_text()), indent=4))

    after = kept.read(tmp_path)
    assert (before.about, before.seen.lines) == (after.about, after.seen.lines)


def test_what_is_written_back_is_what_was_there(tmp_path):
    keeping.save(evidence(SEEN), tmp_path)
    whole = (tmp_path / "evidence.json").read_bytes()
    kept.read(tmp_path).write(tmp_path)
    assert whole == (tmp_path / "evidence.json").read_bytes()

    kept.read(tmp_path).narrowed(["c/1", "gone", "a/core/1"]).write(tmp_path)

    assert ["c/1", "a/core/1"] == list(keeping.load(tmp_path).observations)


def test_who_looks_is_noted_also_where_nothing_is(tmp_path):
    keeping.save(evidence(SEEN), tmp_path)
    seen = kept.read(tmp_path).seen
    with seen.looking() as looked:
        seen["c/1"]
        seen.get("nowhere")
    with seen.looking() as all_of_them:
        list(seen)

    assert {"c/1", "nowhere"} == looked
    assert set(SEEN) == all_of_them


def test_a_digest_tells_apart_what_was_seen_and_what_was_not(tmp_path):
    keeping.save(evidence(SEEN), tmp_path)
    seen = kept.read(tmp_path).seen
    other = kept.Lines({**seen.lines, "c/1": seen.lines["c/1"].replace("late", "soon")})

    assert seen.digest(("a/core/1",)) == other.digest(("a/core/1",))
    assert seen.digest(("c/1",)) != other.digest(("c/1",))
    assert seen.digest(("c/1",)) != seen.digest(("c/1", "nowhere"))
    assert seen.kinds("stopped")
    assert not kept.Lines({"x": seen.lines["a/core/1"]}).kinds("stopped")


def test_a_folder_without_evidence_says_so(tmp_path):
    with pytest.raises(InternalError, match=r"^no evidence was kept$"):
        kept.read(tmp_path)
