"""Files that the warm interpreter holds open are each child's own: nobody leaves a word to the next in an offset."""

from collections.abc import Iterator

import pytest

from grader.model import Ask, Job, Limits, Step
from grader.probe import wire
from grader.sandbox import open_box
from grader.sandbox.box import Box

MOVE = """
import os
def f():
    moved = []
    for descriptor in range(4, 256):
        try:
            if os.path.isfile(os.readlink(f"/proc/self/fd/{descriptor}")):
                moved.append(os.lseek(descriptor, 0, os.SEEK_CUR))
                os.lseek(descriptor, 12345, os.SEEK_SET)
        except OSError:
            pass
    return moved
"""


@pytest.fixture(params=["isolated", "confined"])
def box(request: pytest.FixtureRequest) -> Iterator[Box]:
    with open_box(request.param, warm=frozenset(["numpy", "matplotlib"])) as box:
        yield box


def moved(box: Box) -> object:
    job = Job(files={"a.py": MOVE.encode()}, asks=(Ask(id="f", steps=(Step(do="call", name="f"),)),), limits=Limits())
    header, buffers = wire.unpack(box.run(job).replies["f"], 2**20)
    return wire.decode(header["value"], buffers)


def test_the_next_child_finds_every_offset_where_it_was(box: Box) -> None:
    first = moved(box)

    assert 12345 not in list(first)  # type: ignore[call-overload]
    assert first == moved(box)
