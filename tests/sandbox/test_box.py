"""What a box tells of a job, at every level alike."""

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from grader.errors import RequestError
from grader.model import Ask, Job, Limits, Step
from grader.probe import wire
from grader.sandbox import box as module
from grader.sandbox import open_box, words
from grader.sandbox.box import Box
from grader.sandbox.twins import Forked, Twin
from tests.sandbox.conftest import Run


def seen(frame: bytes) -> str:
    header, _ = wire.unpack(frame, 2**20)
    return str(header["seen"])


def value(frame: bytes) -> object:
    header, buffers = wire.unpack(frame, 2**20)
    assert header["seen"] == "returned", header
    return wire.decode(header["value"], buffers)


def test_a_finished_job_has_a_reply_for_the_load_and_for_each_ask(run: Run) -> None:
    outcome = run("def f():\n    return 3\ndef g():\n    return [4]\n", "f", "g")

    assert outcome.ended == "finished"
    assert list(outcome.replies) == ["load", "f", "g"]
    assert value(outcome.replies["f"]) == 3
    assert value(outcome.replies["g"]) == [4]


def test_arrays_go_in_and_come_back(box: Box) -> None:
    step = Step(do="call", name="f", arguments={"w": np.arange(6.0).reshape(2, 3)})
    files = {"solution.py": b"def f(w):\n    return w.T * 2\n"}

    outcome = box.run(Job(files=files, asks=(Ask(id="a", steps=(step,)),), limits=Limits()))

    assert np.array_equal(value(outcome.replies["a"]), [[0, 6], [2, 8], [4, 10]])  # type: ignore[arg-type]


def test_an_exception_is_an_answer_and_the_next_ask_still_runs(run: Run) -> None:
    outcome = run("def f():\n    1 / 0\ndef g():\n    return 1\n", "f", "g")

    assert outcome.ended == "finished"
    assert [seen(frame) for frame in outcome.replies.values()] == ["loaded", "raised", "returned"]


def test_an_endless_loop_is_stopped_at_its_ask(run: Run) -> None:
    outcome = run("def f():\n    return 1\ndef g():\n    while True: pass\n", "f", "g", seconds=2)

    assert (outcome.ended, outcome.limit, outcome.at) == ("stopped", "seconds", "g")
    assert outcome.detail == "no answer within 2 seconds"
    assert list(outcome.replies) == ["load", "f"]


def test_an_endless_loop_while_loading_is_stopped_at_load(run: Run) -> None:
    outcome = run("while True: pass\n", seconds=0.5)

    assert (outcome.ended, outcome.limit, outcome.at) == ("stopped", "seconds", "load")


def test_the_total_time_counts_over_all_asks(run: Run) -> None:
    """No call takes long, and all of them together would take ten seconds."""
    source = "import time\ndef f():\n    time.sleep(0.1)\n"
    names = [f"f{number}" for number in range(100)]

    outcome = run(source + "".join(f"{name} = f\n" for name in names), *names, seconds=60, total_seconds=1)

    assert (outcome.ended, outcome.limit) == ("stopped", "total_seconds")
    assert outcome.detail == "no answer within 1 seconds"


@pytest.mark.parametrize("name", ["../x.py", "/etc/x.py", "a/../../x.py", ""])
def test_a_file_that_leads_out_of_the_folder_breaks_the_job(box: Box, name: str) -> None:
    outcome = box.run(Job(files={name: b""}, asks=(), limits=Limits()))

    assert outcome.ended == "broken"
    assert outcome.detail == f"what we were given cannot be sent: {name!r} is no place in a work folder"


def test_an_input_that_cannot_be_sent_breaks_the_job(box: Box) -> None:
    step = Step(do="call", name="f", arguments={"w": object()})

    outcome = box.run(Job(files={}, asks=(Ask(id="a", steps=(step,)),), limits=Limits()))

    assert outcome.ended == "broken"
    assert outcome.detail.startswith("what we were given cannot be sent: object: ")


def test_a_level_that_nobody_knows_is_refused() -> None:
    with pytest.raises(RequestError, match=r"there is no isolation level 'total'; the levels are isolated, confined"):
        open_box("total")


def test_level_none_needs_trust() -> None:
    with pytest.raises(RequestError, match=r"if you trust these files, say so with --trust"):
        open_box("none")


@pytest.mark.parametrize(
    ("header", "wrong"),
    [
        ({"nonce": "n", "id": "f"}, ""),
        ({"nonce": "n", "id": "g" * 100}, f"the reply answers '{'g' * 80}'"),
        ({"nonce": "n", "id": ["f"]}, "the reply answers nothing"),
        ({"nonce": "m", "id": "f"}, "the reply does not repeat the nonce it was asked with"),
        ({"id": "f"}, "the reply does not repeat the nonce it was asked with"),
    ],
)
def test_a_reply_must_repeat_the_nonce_and_the_id(header: dict[str, object], wrong: str) -> None:
    assert words.answers(wire.pack(header, []), "n", "f", 100) == wrong


def test_a_reply_that_is_no_frame_is_told_so() -> None:
    assert words.answers(b"full marks", "n", "f", 100) == "the reply cannot be read: this is not a frame"


def test_a_grader_without_descriptors_left_breaks_the_job_and_recovers(box: Box) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    job = Job(files={}, asks=(), limits=Limits())
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(list(Path("/proc/self/fd").iterdir())) - 1, hard))
    try:
        outcome = box.run(job)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    assert (outcome.ended, outcome.detail) == ("broken", "[Errno 24] Too many open files")
    assert box.run(job).ended == "finished"


def test_the_room_opens_where_linux_modules_do_not_exist() -> None:
    script = (
        "import sys\n"
        "for name in ('ctypes', 'fcntl', 'resource', 'pwd'): sys.modules[name] = None\n"
        "import grader.sandbox.opening, grader.sandbox.workers, grader.sandbox.worker\n"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=Path(__file__).parents[2])

    assert done.stderr == ""


def test_a_hand_in_may_be_larger_than_what_it_may_write(box: Box) -> None:
    """Its own files count for nobody, and what it may write comes on top of them."""
    source = """
import os
def size(): return os.path.getsize("data.bin")
def write():
    with open("more.bin", "wb") as file:
        return file.write(bytes(5 * 2**20))
"""
    asks = tuple(Ask(id=name, steps=(Step(do="call", name=name),)) for name in ("size", "write"))
    files = {"solution.py": source.encode(), "data.bin": bytes(12 * 2**20)}

    outcome = box.run(Job(files=files, asks=asks, limits=Limits(files_mib=8)))

    assert outcome.ended == "finished", outcome.detail
    assert [value(outcome.replies[ask.id]) for ask in asks] == [12 * 2**20, 5 * 2**20]


def test_system_calls_that_a_student_takes_away_are_missed_by_nobody_else(run: Run) -> None:
    """Its own process still answers and ends, and does not go on as its twin would; so the next hand-in finds a box."""
    for _ in "ab":
        outcome = run("import os\nos.read = os.write = os._exit = None\ndef f(): return 1\n")

        assert outcome.ended == "finished", outcome.detail
        assert value(outcome.replies["f"]) == 1


def test_what_we_take_to_start_and_to_clear_up_is_not_the_time_of_the_hand_in(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hand-in that leaves ten thousand folders would lose the time for its other questions while we remove them."""
    ours = 1_000.0
    clock, passed = time.monotonic, [0.0]
    start_one, clear_up = Twin.child, Forked.end

    def slowly(do: Callable[..., Any]) -> Callable[..., Any]:
        def done(*given: Any) -> Any:
            passed[0] += ours
            return do(*given)

        return done

    monkeypatch.setattr(Twin, "child", slowly(start_one))
    monkeypatch.setattr(Forked, "end", slowly(clear_up))
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: clock() + passed[0]))

    outcome = box.run(Job(files={}, asks=(), limits=Limits(seconds=60, total_seconds=300)))

    assert outcome.ended == "finished", outcome.detail
    assert passed == [2 * ours]
    assert outcome.usage.wall_seconds < ours
