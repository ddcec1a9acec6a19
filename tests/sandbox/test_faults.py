"""When the box itself fails: the job is broken, the sentence says where, and nobody is blamed."""

import os
from pathlib import Path

import pytest

from grader.errors import RequestError
from grader.model import Ask, Job, Limits, Outcome, Step
from grader.sandbox import open_box, opening, start

JOB = Job(
    files={"s.py": b"def f(): return 1\n"}, asks=(Ask(id="f", steps=(Step(do="call", name="f"),)),), limits=Limits()
)


def broken(monkeypatch: pytest.MonkeyPatch, change: str) -> Outcome:
    """The outcome of a job in a box whose zygote starts with this change."""
    before, begin = start.START.split("; from grader.sandbox.launcher")
    imports = "import os, time\nfrom grader.sandbox import child, namespaces, zygote"
    monkeypatch.setattr(start, "START", f"{before}\n{imports}\n{change}\nfrom grader.sandbox.launcher{begin}")
    with open_box("isolated") as box:
        return box.run(JOB)


def test_a_child_that_fails_to_lock_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = broken(monkeypatch, "child.restrict_files = lambda *_: 1 / 0")

    assert (outcome.ended, outcome.limit, outcome.replies) == ("broken", "", {})
    assert outcome.detail.startswith("a child could not lock itself: Traceback")
    assert "ZeroDivisionError" in outcome.detail


def test_a_child_that_ends_before_it_has_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = broken(monkeypatch, "child.restrict_files = lambda *_: os._exit(3)")

    assert outcome.ended == "broken"
    assert outcome.detail == "a child did not report its locks (nothing) "


def test_a_zygote_that_cannot_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    change = "def fail(*_): raise OSError(11, 'Resource temporarily unavailable')\nnamespaces.Nursery.fork = fail"

    outcome = broken(monkeypatch, change)

    assert outcome.ended == "broken"
    assert outcome.detail == "no child could be started: [Errno 11] Resource temporarily unavailable"


def test_a_disk_without_room_for_a_work_folder_breaks_the_job_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = tmp_path / "full"
    change = f"""
import os
plain = os.mkdir
def mkdir(path, *mode):
    if "/boxes/" in str(path) and "warm" not in str(path) and os.path.exists({str(full)!r}):
        raise OSError(28, "No space left on device")
    plain(path, *mode)
os.mkdir = mkdir"""
    before, begin = start.START.split("; from grader.sandbox.launcher")
    monkeypatch.setattr(start, "START", f"{before}\n{change}\nfrom grader.sandbox.launcher{begin}")
    with open_box("none", trusted=True) as box:
        full.touch()
        assert box.run(JOB).detail == "no child could be started: [Errno 28] No space left on device"
        full.unlink()

        assert box.run(JOB).ended == "finished"


def test_a_sandbox_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time is counted from when it has said that it is busy, however long that took."""
    monkeypatch.setattr(start, "READY_SECONDS", 0.5)
    plain = start.Zygote.ready

    def once_it_has_spoken(zygote: start.Zygote) -> object:
        while not os.pread(zygote.record, 1, 0):
            os.sched_yield()
        return plain(zygote)

    monkeypatch.setattr(start.Zygote, "ready", once_it_has_spoken)

    outcome = broken(monkeypatch, "print('still busy', flush=True); time.sleep(600)")

    assert outcome.ended == "broken"
    assert outcome.detail == "the sandbox did not answer in 0.5 seconds\nstill busy\n"


@pytest.mark.parametrize(
    ("warm", "said"),
    [
        (
            "import threading, time\n    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
            "runs 2 threads",
        ),
        ("globals()['kept'] = open(__file__)", "the warm interpreter holds '{path}' open (descriptor "),
        ("raise KeyError('library')", "KeyError: 'library'"),
    ],
)
def test_an_interpreter_that_warms_up_wrongly_is_refused(tmp_path: Path, warm: str, said: str) -> None:
    path = tmp_path / "served.py"
    path.write_text(f"def warm(_):\n    {warm}\ndef serve(receive, send): pass\n")

    with pytest.raises(RequestError, match="level none could not be set up: ") as caught:
        opening.open_box("none", warm=frozenset(), trusted=True, serve=str(path))

    assert said.format(path=path) in str(caught.value)
