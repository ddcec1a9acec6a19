"""Kernels whose Landlock does not know that a file can be cut short (Linux 5.13 to 6.1): the filter on calls does."""

import sys
from pathlib import Path

import pytest

from grader.model import Ask, Job, Limits, Step
from grader.probe import wire
from grader.sandbox import open_box, start

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Landlock is Linux's")

CUTS = {
    "by its name": "os.truncate(PATH, 0)",
    "opened for nothing": "os.open(PATH, 3 | os.O_TRUNC)",
    "opened for nothing, from a folder": "libc.open(PATH.encode(), 3 | os.O_TRUNC)",
    "opened for reading": "os.open(PATH, os.O_RDONLY | os.O_TRUNC)",
}


@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
def test_a_file_outside_keeps_its_length(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: str) -> None:
    (tmp_path / "kept").write_text("the reference")

    seen = asked_of_an_old_kernel(monkeypatch, str(tmp_path / "kept"), cut)

    assert (tmp_path / "kept").read_text() == "the reference"
    assert seen == {"own": "12", "seen": "returned"}


def asked_of_an_old_kernel(monkeypatch: pytest.MonkeyPatch, path: str, cut: str) -> dict[str, str]:
    """What a hand-in comes to that cuts a file which it may read, and then writes one of its own twice."""
    before, begin = start.START.split("; from grader.sandbox.launcher")
    old = "from grader.sandbox import landlock, tree\nlandlock.version = lambda: 2"
    old += f"\nreadable = tree.readable\ntree.readable = lambda: [*readable(), {path!r}]"
    monkeypatch.setattr(start, "START", f"{before}\n{old}\nfrom grader.sandbox.launcher{begin}")
    source = f"""
import ctypes, os
libc = ctypes.CDLL(None)
PATH = {path!r}
def f():
    try: {cut}
    except OSError: pass
    for text in ("longer", "12"):
        with open("own", "w") as file: file.write(text)
    return open("own").read()
"""
    job = Job(files={"s.py": source.encode()}, asks=(Ask(id="f", steps=(Step(do="call", name="f"),)),), limits=Limits())
    with open_box("confined") as box:
        header, buffers = wire.unpack(box.run(job).replies["f"], 2**20)
    return {"own": str(wire.decode(header["value"], buffers)), "seen": header["seen"]}
