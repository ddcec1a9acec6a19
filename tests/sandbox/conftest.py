"""Boxes for the tests: one per level and module, because a zygote takes a tenth of a second to start."""

from collections.abc import Callable, Iterator

import pytest

from grader.model import Ask, Job, Limits, Outcome, Step
from grader.sandbox import open_box
from grader.sandbox.box import Box

Run = Callable[..., Outcome]


@pytest.fixture(scope="module", params=["isolated", "confined", "none"])
def box(request: pytest.FixtureRequest) -> Iterator[Box]:
    with open_box(request.param, warm=frozenset(["numpy"]), trusted=request.param == "none") as box:
        yield box


@pytest.fixture
def run(box: Box) -> Run:
    """Run a solution and call its functions `f`, or those named, without arguments."""

    def call(source: str, *names: str, **limits: float) -> Outcome:
        asks = [Ask(id=name, steps=(Step(do="call", name=name),)) for name in names or ("f",)]
        allowed = Limits(**{"seconds": 60, "total_seconds": 300, "memory_mib": 256, "files_mib": 8, **limits})  # type: ignore[arg-type]
        return box.run(Job(files={"solution.py": source.encode()}, asks=tuple(asks), limits=allowed))

    return call
