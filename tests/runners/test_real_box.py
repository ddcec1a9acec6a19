"""A few hand-ins through the real sandbox: what the fakes promise holds there, too."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from grader import sandbox
from grader.errors import RequestError
from grader.model import Evidence, Limits, Missing, Raised, Returned, Stopped, Submission
from grader.runners import observe
from tests.fakes import call

LIMITS = Limits(seconds=3, total_seconds=100, memory_mib=512, output_kib=64)


@pytest.fixture(scope="module")
def box() -> Iterator[Any]:
    try:
        opened = sandbox.open_box()
    except RequestError as error:
        pytest.skip(str(error))
    with opened:
        yield opened


def look(box: Any, files: dict[str, str], *asks: Any) -> Evidence:
    data = {name: text.encode() for name, text in files.items()}
    return observe(Submission(id="s", files=data, digests={}), asks, LIMITS, 1, box, answers=["why"])


def test_ordinary_work_comes_back(box: Any) -> None:
    evidence = look(
        box, {"a.py": "def f(w):\n    return [w, w * 2]\n", "answers.md": "# why\nbecause"}, call("f", w=1.5)
    )

    assert {"f/1": Returned([1.5, 3.0]), "why/1": Returned("because")} == evidence.observations
    assert "" == evidence.broken
    assert evidence.conditions.isolation.level != "none"


def test_every_kind_of_end_costs_only_itself(box: Any) -> None:
    source = """
import os
def loop(w):
    while True: pass
def leave(w): os._exit(0)
def crash(w):
    import ctypes
    ctypes.string_at(0)
def hog(w): return len(bytearray(2**32))
def flood(w): print("x" * 10**8)
def fork(w): return os.fork()
def secret(w): return open("/etc/shadow").read()
def right(w): return w
"""
    names = ["loop", "leave", "crash", "hog", "flood", "fork", "secret", "right"]

    seen = look(box, {"a.py": source}, *(call(name, w=1) for name in names)).observations

    limits = [seen[f"{name}/1"] for name in names[:3]]
    assert ["seconds", "crash", "crash"] == [one.limit if isinstance(one, Stopped) else one for one in limits]
    assert isinstance(seen["hog/1"], Raised | Stopped)
    assert isinstance(seen["flood/1"], Returned)
    assert isinstance(seen["fork/1"], Raised)
    assert isinstance(seen["secret/1"], Raised)
    assert Returned(1) == seen["right/1"]


def test_a_notebook_runs_and_is_kept(box: Any) -> None:
    pytest.importorskip("IPython")
    cells = [{"cell_type": "code", "source": text} for text in ("1 / 0", "!ls", "def f(w): return w", "print('hi')")]

    evidence = look(box, {"a.ipynb": json.dumps({"cells": cells})}, call("f", w=1), call("g", w=1))

    assert Returned(1) == evidence.observations["f/1"]
    assert isinstance(evidence.observations["g/1"], Missing)
    assert "hi\n" == evidence.printed
    assert 4 == len(json.loads(evidence.artefacts["a.ipynb"])["cells"])


def test_nothing_is_left_for_the_next_hand_in(box: Any) -> None:
    left = """
import os, builtins
open("left.txt", "w").write("x")
open(os.path.expanduser("~/.startup"), "w").write("x")
builtins.secret = 42
"""
    look(box, {"a.py": left})
    source = """
import os, builtins
def f(w):
    return [os.listdir("."), os.listdir(os.path.expanduser("~")), hasattr(builtins, "secret")]
"""

    seen = look(box, {"b.py": source}, call("f", w=1)).observations["f/1"]

    assert Returned([["b.py"], [], False]) == seen
