"""The warm interpreter: what it holds when it is ready, and what works in a child that was forked from it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.model import Ask, Job, Limits, Outcome, Step
from grader.probe import wire
from grader.sandbox import open_box, twins
from grader.sandbox.box import Box
from tests.sandbox.test_endings import family

closed = pytest.mark.skipif(os.geteuid() != 0, reason="what a zygote holds is closed to its own user")
TORCH = """
import torch
from torch import nn

def train(kind):
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
    optimiser = getattr(torch.optim, kind)(model.parameters(), lr=0.1)
    x = torch.ones(32, 4)
    for _ in range(20):
        optimiser.zero_grad()
        loss = (model(x) - 1).square().mean()
        loss.backward()
        optimiser.step()
    return bool(loss < 0.5)

def sgd(): return train("SGD")
def adam(): return train("Adam")
def adamw(): return train("AdamW")
def convolution():
    layer = nn.Conv2d(3, 8, 3)
    layer(torch.ones(4, 3, 16, 16)).sum().backward()
    return layer.weight.grad is not None
def recurrent(): return list(nn.LSTM(4, 8)(torch.ones(5, 2, 4))[0].shape) == [5, 2, 8]
def attention(): return list(nn.TransformerEncoderLayer(8, 2)(torch.ones(5, 2, 8)).shape) == [5, 2, 8]
def large(): return float((torch.ones(400, 400) @ torch.ones(400, 400))[0, 0]) == 400
def loader():
    from torch.utils.data import DataLoader
    return len(list(DataLoader(range(10), batch_size=2))) == 5
"""
WORK = ["sgd", "adam", "adamw", "convolution", "recurrent", "attention", "large", "loader"]


@pytest.fixture(scope="module", params=["isolated", "confined"])
def box(request: pytest.FixtureRequest) -> Iterator[Box]:
    with open_box(request.param, warm=frozenset(["numpy", "torch", "matplotlib"])) as box:
        yield box


def run(box: Box, source: str, *names: str, seed: int = 0) -> Outcome:
    asks = tuple(Ask(id=name, steps=(Step(do="call", name=name),)) for name in names)
    limits = Limits(seconds=200, total_seconds=600, memory_mib=1024)
    return box.run(Job(files={"s.py": source.encode()}, asks=asks, limits=limits, seed=seed))


def crew(box: Box) -> tuple[int, int]:
    """The zygote and the twin of this box, whoever else is at work here."""
    assert isinstance(box._source, twins.Twin)
    zygote, twin = family(box._source._zygote.process.pid)
    return zygote, twin


def value(frame: bytes) -> object:
    header, buffers = wire.unpack(frame, 2**24)
    assert header["seen"] == "returned", header
    return wire.decode(header["value"], buffers)


@pytest.mark.slow
def test_torch_works_after_the_fork(box: Box) -> None:
    """A child of an interpreter that ran a parallel operation would hang here."""
    outcome = run(box, TORCH, *WORK)

    assert outcome.ended == "finished", outcome
    assert {name: value(outcome.replies[name]) for name in WORK} == dict.fromkeys(WORK, True)


@pytest.mark.slow
def test_a_figure_is_drawn_and_saved(box: Box) -> None:
    source = """
import matplotlib.pyplot as plt, os
def f():
    plt.plot([1, 2]); plt.title("loss"); plt.savefig("loss.png")
    return os.path.getsize("loss.png") > 1000
"""
    assert value(run(box, source, "f").replies["f"]) is True


@closed
def test_one_thread_and_no_shared_writable_memory(box: Box) -> None:
    for pid in crew(box):
        assert len(list(Path(f"/proc/{pid}/task").iterdir())) == 1
        shared = [line for line in Path(f"/proc/{pid}/maps").read_text().splitlines() if line.split()[1] == "rw-s"]
        assert shared == []


@closed
def test_only_known_files_are_open(box: Box) -> None:
    """Nothing, the record, the control socket; what the child locks itself with; and fonts."""
    _, twin = crew(box)
    opened = [str(path.readlink()) for path in Path(f"/proc/{twin}/fd").iterdir()]
    sockets = [name for name in opened if name.startswith("socket:")]

    assert len(sockets) == 1
    assert not [name for name in opened if name.startswith(("pipe:", str(Path(__file__).parents[2] / "grader/model")))]


def test_the_same_seed_gives_the_same_numbers_and_another_hand_in_does_not_matter(box: Box) -> None:
    draw = "import numpy as np, random\ndef f():\n    return [random.random(), float(np.random.rand())]\n"
    poison = "import builtins, json, sys\nbuiltins.len = None\njson.dumps = None\nsys.modules['math'] = None\n"

    first = value(run(box, draw, "f", seed=7).replies["f"])
    run(box, poison)
    second = value(run(box, draw, "f", seed=7).replies["f"])
    third = value(run(box, draw, "f", seed=8).replies["f"])

    assert first == second != third


def test_words_have_the_same_order_in_every_zygote() -> None:
    source = "def f():\n    return list({'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'})\n"
    seen = []
    for _ in range(2):
        with open_box("isolated") as box:
            seen.append(value(run(box, source, "f").replies["f"]))

    assert seen[0] == seen[1]


MARKER = os.urandom(16)  # stands for an expected value in the grader's memory


@closed
def test_what_the_grader_knows_is_not_in_the_memory_of_zygote_and_child(box: Box) -> None:
    run(box, "def f(): return 1\n", "f")

    for pid in crew(box):
        assert MARKER not in memory(pid)
    assert MARKER in memory(os.getpid())


def memory(pid: int) -> bytes:
    """All private writable memory of a process."""
    found = []
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as file:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            ends, rights = line.split()[:2]
            if rights.startswith("rw") and "[v" not in line:
                first, last = (int(end, 16) for end in ends.split("-"))
                file.seek(first)
                found.append(file.read(last - first))
    return b"".join(found)
