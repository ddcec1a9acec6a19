"""Executed notebooks as a hand-in's process hands them over: kept only where they are notebooks."""

import json

from grader.evidence import Loaded
from grader.runners.notebook import artefacts


def test_only_notebooks_are_kept() -> None:
    book = json.dumps({"cells": [{"cell_type": "raw", "source": "[" * 1000}]}).encode()
    handed = {"a": book, "b": b"{", "c": b"[" * 10**5, "d": b'{"cells": 3}', "e": b"[]"}

    assert artefacts(Loaded(notebooks=handed)) == {"a": book}


def test_one_that_would_fill_our_memory_is_left_out() -> None:
    """Two million empty lists: eight megabytes to send, and thirty times as many to read."""
    handed = {"bomb": b'{"cells": [' + b"[]," * 2_000_000 + b"1]}", "long": b'{"cells": ["' + b"x" * 2**22 + b'"]}'}

    assert list(artefacts(Loaded(notebooks=handed))) == ["long"]
