"""Untrusted frames become observations; evidence is kept and read back as it was."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader import evidence
from grader.errors import InternalError
from grader.model import Conditions, Evidence, Isolation, Missing, Observation, Raised, Returned, Stopped, Unreadable
from grader.probe import wire

CONDITIONS = Conditions(
    isolation=Isolation(level="confined", attacks={"fork": "stopped"}), versions={"python": "3.11"}, seed=2026
)


def some(**more: Any) -> Evidence:
    fields: dict[str, Any] = {
        "submission": "alice",
        "files": {"a.py": "00"},
        "observations": {},
        "conditions": CONDITIONS,
    }
    return Evidence(**{**fields, **more})


def frame(**header: Any) -> bytes:
    return wire.pack(header, [])


READ: list[tuple[dict[str, Any], Observation]] = [
    ({"seen": "returned", "value": ["i", "3"]}, Returned(3)),
    ({"seen": "returned", "value": ["n"], "changed": ["w", 3], "printed": "a\x07"}, Returned(None, ("w",), "a\ufffd")),
    ({"seen": "returned", "value": ["s", "a\ud800"]}, Returned("a\ufffd")),
    ({"seen": "returned"}, Stopped("reply", "this is not a value: 'NoneType' object is not subscriptable")),
    (
        {"seen": "raised", "type": "E", "message": "m", "where": "a.py, line 1", "traceback": "t"},
        Raised("E", "m", "a.py, line 1", "t"),
    ),
    ({"seen": "raised"}, Raised("an exception", "")),
    ({"seen": "raised", "type": "E", "message": "x" * 9999}, Raised("E", "x" * 1999 + "…")),
    ({"seen": "raised", "type": "E", "message": "\x1b[31mred\x1b[0m\u202e"}, Raised("E", "red\ufffd")),
    ({"seen": "missing", "name": "f", "near": ["g", None], "reason": "r"}, Missing("f", ("g",), "r")),
    ({"seen": "missing", "name": 3, "near": "abc"}, Missing("")),
    ({"seen": "unreadable", "type": "set", "reason": "r"}, Unreadable("set", "r")),
    ({"seen": "unreadable"}, Unreadable("object")),
    ({"seen": "stopped"}, Stopped("reply", "the reply does not say what was seen")),
    ({}, Stopped("reply", "the reply does not say what was seen")),
]


@pytest.mark.parametrize(("header", "want"), READ)
def test_a_frame_is_an_observation(header: dict[str, Any], want: Observation) -> None:
    assert want == evidence.read_reply(frame(**header), 2**20)


@settings(derandomize=True, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["seen", "value", "type", "message", "near", "changed", "printed", "name"]),
        st.recursive(
            st.none()
            | st.text()
            | st.integers()
            | st.sampled_from(["returned", "raised", "missing", "unreadable", "s", "l", "i"]),
            st.lists,
        ),
    )
)
def test_no_frame_troubles_the_reader(header: dict[str, Any]) -> None:
    seen = evidence.read_reply(frame(**header), 2**20)

    assert isinstance(seen, Returned | Raised | Missing | Unreadable | Stopped)


def test_a_reply_larger_than_allowed_is_a_stop() -> None:
    buffers: list[bytes] = []
    tree = wire.encode(np.zeros(1000), buffers)

    got = evidence.read_reply(wire.pack({"seen": "returned", "value": tree}, buffers), 1000)

    assert isinstance(got, Stopped)
    assert "larger than allowed" in got.detail


CLEAN = [
    ("a\nb\tc", "a\nb\tc", "lines and tabs stay"),
    ("a\r\nb\rc", "a\nb\nc", "lines as on Windows, and progress bars"),
    ("\x1b[1;31mred\x1b[0m", "red", "colours go"),
    ("\x1b]0;title\x07", "\ufffd]0;title\ufffd", "other escapes cannot act"),
    ("a\x00b\x7fc\x9b", "a\ufffdb\ufffdc\ufffd", "control characters"),
    ("\u202eabc\u2066", "\ufffdabc\ufffd", "reversed writing"),
    ("\ud800", "\ufffd", "half a character"),
    ("é α 中 👍", "é α 中 👍", "the world's letters stay"),
    (3, "", "no text at all"),
    ("x" * 3000, "x" * 1999 + "…", "no more than so long"),
]


@pytest.mark.parametrize(("text", "want", "why"), CLEAN)
def test_text_is_cleaned(text: object, want: str, why: str) -> None:
    assert want == evidence.clean(text), why


OBSERVATIONS: dict[str, Observation] = {
    "a/1": Returned({"w": np.arange(6.0).reshape(2, 3), (1, 2): [None, True, "α", 1 - 2j, 0.1]}, ("w",), "hi"),
    "a/2": Raised("ValueError", "no", "a.py, line 3", "trace"),
    "a/3": Missing("f", ("g",), "why"),
    "a/4": Stopped("seconds", "detail"),
    "a/4b": Stopped("memory", "detail", loading=True),
    "a/5": Unreadable("set", "no order"),
    "a/6": Returned(float("inf")),
}


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    kept = some(
        observations=OBSERVATIONS,
        submitters=("a", "b"),
        notes=("a note",),
        printed="α",
        broken="we failed",
        artefacts={"sub/work.ipynb": b"{}", "ä.ipynb": b"[]"},
    )
    evidence.save(kept, tmp_path)

    back = evidence.load(tmp_path)

    assert np.array_equal(OBSERVATIONS["a/1"].value["w"], back.observations["a/1"].value["w"])  # type: ignore[union-attr]
    assert repr(kept) == repr(back)


def test_the_same_evidence_gives_the_same_bytes(tmp_path: Path) -> None:
    kept = some(observations=OBSERVATIONS, artefacts={"b.ipynb": b"2", "a.ipynb": b"1"})
    evidence.save(kept, tmp_path / "one")
    evidence.save(evidence.load(tmp_path / "one"), tmp_path / "two")

    one, two = ({file.name: file.read_bytes() for file in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two
    assert {"evidence.json", "1-a.ipynb", "2-b.ipynb"} == set(one)


def test_a_nan_is_kept(tmp_path: Path) -> None:
    evidence.save(some(observations={"a/1": Returned([float("nan"), np.array([np.nan])])}), tmp_path)

    back = evidence.load(tmp_path).observations["a/1"]

    assert isinstance(back, Returned)
    assert np.isnan(back.value[0])
    assert np.isnan(back.value[1]).all()


def test_a_value_as_deep_as_the_wire_allows_is_kept(tmp_path: Path) -> None:
    tree: list[Any] = ["s", "x" * 1_000_000]
    for _ in range(wire.MAX_DEPTH):
        tree = ["l", [tree]]
    seen = evidence.read_reply(frame(seen="returned", value=tree), 0)

    evidence.save(some(observations={"a/1": seen}), tmp_path)

    assert seen == evidence.load(tmp_path).observations["a/1"]


def test_saving_again_leaves_nothing_of_before(tmp_path: Path) -> None:
    evidence.save(some(artefacts={"a.ipynb": b"1", "b.ipynb": b"2"}), tmp_path)
    evidence.save(some(artefacts={"b.ipynb": b"2"}), tmp_path)

    assert ["1-b.ipynb", "evidence.json"] == sorted(file.name for file in tmp_path.iterdir())


def test_a_name_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    names = {"../../x.ipynb": b"1", "/etc/passwd": b"2", "..": b"3", "": b"4", "a" * 500: b"5", "con.ipynb": b"6"}
    evidence.save(some(artefacts=names), tmp_path / "deep" / "folder")

    assert ["folder"] == [path.name for path in (tmp_path / "deep").iterdir()]
    assert names == evidence.load(tmp_path / "deep" / "folder").artefacts


@pytest.mark.parametrize(
    "damage",
    [
        lambda document: "{",
        lambda document: "[]",
        lambda document: json.dumps({**document, "schema": "grader.evidence/0"}),
        lambda document: json.dumps({key: value for key, value in document.items() if key != "files"}),
        lambda document: json.dumps({**document, "observations": {"a/1": {"seen": "dreamt"}}}),
        lambda document: json.dumps({**document, "observations": {"a/1": 3}}),
        lambda document: json.dumps({**document, "conditions": {}}),
        lambda document: json.dumps({**document, "artefacts": {"a.ipynb": "gone.ipynb"}}),
    ],
)
def test_evidence_that_is_damaged_is_an_error_of_ours(tmp_path: Path, damage: Any) -> None:
    evidence.save(some(), tmp_path)
    document = json.loads((tmp_path / "evidence.json").read_text())
    (tmp_path / "evidence.json").write_text(damage(document))

    with pytest.raises(InternalError, match=r"evidence.json cannot be read back \(.*\); grade the hand-in again"):
        evidence.load(tmp_path)


def test_evidence_that_is_not_there_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(InternalError, match="cannot be read back"):
        evidence.load(tmp_path)


def test_a_load_frame_that_is_none_is_noted() -> None:
    loaded = evidence.read_load(b"nonsense", 100)

    assert ("this is not a frame",) == tuple(problem.message for problem in loaded.problems)
