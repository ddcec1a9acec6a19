"""One sandbox for all samples of a file: warming up PyTorch and the figures takes longer than grading fifty of them."""

from collections.abc import Iterator
from typing import Any

import pytest

from grader.sandbox import open_box


@pytest.fixture(scope="module")
def box() -> Iterator[Any]:
    with open_box(None, warm=frozenset({"torch", "IPython", "matplotlib"})) as opened:
        yield opened
