"""A box without walls: the real probe in a forked child, with time limits. For tests of what stands on a box."""

import builtins
import importlib
import os
import select
import struct
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from typing import Any

from grader.evidence import Loaded, read_load, read_reply
from grader.model import Ask, Earlier, Isolation, Job, Limits, Observation, Outcome, Step
from grader.probe import wire
from grader.probe.serve import serve, warm

globals()["__builtins__"] = dict(vars(builtins))  # the child keeps its own, whatever student code does to them
SIZE_PACK, SIZE_UNPACK, WRITE, READ = struct.Struct(">Q").pack, struct.Struct(">Q").unpack, os.write, os.read
NONE = Isolation(level="none")


def load_frame(job: Job, nonce: str) -> bytes:
    header = {"do": "load", "nonce": nonce, "kind": "files", "seed": job.seed, "limits": asdict(job.limits)}
    files = [[name, number] for number, name in enumerate(job.files)]
    return wire.pack({**header, "files": files}, list(job.files.values()))


def ask_frame(ask: Ask, nonce: str) -> bytes:
    buffers: list[bytes] = []
    steps = []
    for step in ask.steps:
        arguments = [[name, _argument(value, buffers)] for name, value in step.arguments.items()]
        steps.append({"do": step.do, "name": step.name, "of": step.of, "arguments": arguments})
    keep = None if ask.keep is None else list(ask.keep)
    return wire.pack({"do": "ask", "nonce": nonce, "ask": {"id": ask.id, "steps": steps, "keep": keep}}, buffers)


def _argument(value: Any, buffers: list[bytes]) -> list[Any]:
    return ["earlier", value.step, value.item] if isinstance(value, Earlier) else wire.encode(value, buffers)


class TimedOut(Exception):
    pass


class Died(Exception):
    pass


class Child:
    """A forked process that serves frames over two pipes from an empty folder."""

    def __init__(self) -> None:
        down, self.to = os.pipe()
        self.back, up = os.pipe()
        self.folder = tempfile.TemporaryDirectory()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # 3.12 warns of forking beside threads; this child computes alone
            self.pid = os.fork()
        if self.pid == 0:
            try:
                os.close(self.to)
                os.close(self.back)
                os.chdir(self.folder.name)
                importlib.reload(warnings)  # pytest records them, a real child shows them
                warnings.resetwarnings()
                if "torch" in sys.modules:
                    sys.modules["torch"].set_num_threads(1)
                warm([])
                serve(lambda: _read(down), lambda frame: _write(up, frame))
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(0)
        os.close(down)
        os.close(up)

    def tell(self, frame: bytes, seconds: float = 300) -> bytes:
        try:
            _write(self.to, frame)
        except BrokenPipeError:
            raise Died from None
        return _read(self.back, time.monotonic() + seconds)

    def close(self) -> None:
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)
        os.close(self.to)
        os.close(self.back)
        self.folder.cleanup()


@contextmanager
def child() -> Iterator[Child]:
    it = Child()
    try:
        yield it
    finally:
        it.close()


def _write(fd: int, frame: bytes) -> None:
    data = SIZE_PACK(len(frame)) + frame
    while data:
        data = data[WRITE(fd, data) :]


def _read(fd: int, deadline: float | None = None) -> bytes:
    (size,) = SIZE_UNPACK(_exactly(fd, 8, deadline))
    return _exactly(fd, size, deadline)


def _exactly(fd: int, size: int, deadline: float | None) -> bytes:
    data = bytearray()
    while len(data) < size:
        if deadline is not None and not select.select([fd], [], [], max(0, deadline - time.monotonic()))[0]:
            raise TimedOut
        piece = READ(fd, min(2**20, size - len(data)))
        if not piece:
            raise Died
        data += piece
    return bytes(data)


class FakeBox:
    """Runs a Job as the real box does, but without a lock; remembers the jobs it was given."""

    isolation = NONE

    def __init__(self) -> None:
        self.jobs: list[Job] = []

    def run(self, job: Job) -> Outcome:
        self.jobs.append(job)
        replies: dict[str, bytes] = {}
        with child() as it:
            for number, (name, frame) in enumerate(frames(job)):
                try:
                    replies[name] = it.tell(frame(f"{number}"), job.limits.seconds)
                except TimedOut:
                    return Outcome(ended="stopped", replies=replies, isolation=NONE, limit="seconds", at=name)
                except Died:
                    return Outcome(ended="stopped", replies=replies, isolation=NONE, limit="crash", at=name)
        return Outcome(ended="finished", replies=replies, isolation=NONE)


def frames(job: Job) -> Iterator[tuple[str, Callable[[str], bytes]]]:
    yield "load", partial(load_frame, job)
    for ask in job.asks:
        yield ask.id, partial(ask_frame, ask)


def header_of(frame: bytes) -> dict[str, Any]:
    return wire.unpack(frame, 2**40)[0]


def run(files: Mapping[str, bytes | str], *asks: Ask, seed: int = 0) -> dict[str, dict[str, Any]]:
    """The replies' headers by id, "load" among them."""
    return {name: header_of(frame) for name, frame in _outcome(files, asks, seed).replies.items()}


def seen(files: Mapping[str, bytes | str], *asks: Ask, seed: int = 0) -> dict[str, Observation]:
    """What was seen for each ask."""
    replies = _outcome(files, asks, seed).replies
    return {name: read_reply(frame, 2**30) for name, frame in replies.items() if name != "load"}


def loaded(files: Mapping[str, bytes | str], seed: int = 0) -> Loaded:
    """What loading the files gave."""
    return read_load(_outcome(files, (), seed).replies["load"], 2**30)


def call(name: str, *, case: str | None = None, **arguments: Any) -> Ask:
    """An ask that calls one function."""
    return Ask(id=case or f"{name}/1", steps=(Step(do="call", name=name, arguments=arguments),))


def read(name: str) -> Ask:
    return Ask(id=f"{name}/1", steps=(Step(do="read", name=name),))


def _outcome(files: Mapping[str, bytes | str], asks: tuple[Ask, ...], seed: int) -> Outcome:
    data = {name: text.encode() if isinstance(text, str) else text for name, text in files.items()}
    outcome = FakeBox().run(Job(files=data, asks=asks, limits=Limits(seconds=200), seed=seed))
    assert outcome.ended == "finished", outcome
    return outcome
