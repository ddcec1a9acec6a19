"""Which asks go out together, and whose answer an answer is; the other side of the wire is written down here."""

import contextlib
import os
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from grader.model import Ask, Isolation, Job, Limits, Step
from grader.probe import wire
from grader.sandbox import child, frames
from grader.sandbox.box import Box
from grader.sandbox.conversation import MAX_TOGETHER, Run, Stop, converse

LIMITS = Limits(seconds=60, total_seconds=120)
Heard = list[list[tuple[str, str]]]  # what arrived in one piece: nonces and names
Reply = Callable[[str, str], Iterable[bytes]]


@dataclass
class Peer:
    """As much of a child as a conversation needs."""

    link: socket.socket
    record: int
    folder: str = ""

    def ended(self, seconds: float) -> bool:
        return True

    def exceeds(self, most: int) -> str:
        return ""

    def printed(self, size: int) -> bytes:
        return b""

    def end(self) -> dict[str, Any]:
        return {}


def said(nonce: str, name: str, **more: Any) -> bytes:
    return wire.pack({"nonce": nonce, "id": name, "seen": "returned", **more}, [])


def ask(name: str, **arguments: Any) -> Ask:
    return Ask(id=name, steps=(Step(do="call", name="f", arguments=arguments),))


def read(data: bytes) -> Iterator[tuple[str, str]]:
    """The nonce and the name of each frame; whoever is told that this was all, hangs up."""
    while data:
        size = wire.PREFIX.size + sum(wire.lengths(data[: wire.PREFIX.size], 2**30))
        header, _ = wire.unpack(data[:size], 2**30)
        if header["do"] == "end":
            raise ConnectionError
        yield header["nonce"], header.get("ask", {}).get("id", "load")
        data = data[size:]


@contextlib.contextmanager
def other_side(reply: Reply) -> Iterator[tuple[socket.socket, Heard]]:
    """Somebody who reads whatever has arrived, and answers it as told, until one of the two hangs up."""
    ours, theirs = socket.socketpair()
    heard: Heard = []

    def listen() -> None:
        with theirs, contextlib.suppress(ConnectionError):
            while data := theirs.recv(2**20):
                piece = list(read(data))
                heard.append(piece)
                for nonce, name in piece:
                    for frame in reply(nonce, name):
                        theirs.sendall(frame)

    thread = threading.Thread(target=listen)
    thread.start()
    ours.setblocking(False)
    try:
        yield ours, heard
    finally:
        ours.close()
        thread.join()


def talk(job: Job, reply: Reply = lambda nonce, name: [said(nonce, name)]) -> tuple[Run, Stop | None, Heard]:
    record = os.memfd_create("printed")
    try:
        with other_side(reply) as (link, heard):
            run = Run(job, Peer(link, record), float("inf"), Isolation(level="isolated"), 0)
            try:
                converse(run)
            except Stop as stop:
                return run, stop, heard
            return run, None, heard
    finally:
        os.close(record)


def job(*asks: Ask, singly: bool = False) -> Job:
    return Job(files={}, asks=asks, limits=LIMITS, singly=singly)


def names(heard: Heard) -> list[list[str]]:
    return [[name for _, name in piece] for piece in heard]


def test_the_asks_of_a_criterion_go_out_together_and_those_of_the_next_when_all_are_answered() -> None:
    run, stop, heard = talk(job(ask("a/1"), ask("a/2"), ask("b/p/1"), ask("b/q/1"), ask("c/1")))

    assert stop is None
    assert names(heard) == [["load"], ["a/1", "a/2"], ["b/p/1", "b/q/1"], ["c/1"]]
    assert list(run.replies) == ["load", "a/1", "a/2", "b/p/1", "b/q/1", "c/1"]


def test_every_ask_has_a_nonce_of_its_own() -> None:
    _, _, heard = talk(job(ask("a/1"), ask("a/2"), ask("b/1")))

    assert len({nonce for piece in heard for nonce, _ in piece}) == 4


def test_singly_means_one_after_the_other() -> None:
    _, _, heard = talk(job(ask("a/1"), ask("a/2"), singly=True))

    assert names(heard) == [["load"], ["a/1"], ["a/2"]]


def test_no_more_goes_out_than_a_socket_holds_while_nobody_reads() -> None:
    large = np.zeros(MAX_TOGETHER // 16)

    _, stop, heard = talk(job(*(ask(f"a/{n}", x=large) for n in range(4))))

    assert stop is None
    assert names(heard) == [["load"], ["a/0"], ["a/1"], ["a/2"], ["a/3"]]


def test_an_answer_out_of_turn_is_none() -> None:
    held: list[bytes] = []

    def swapped(nonce: str, name: str) -> list[bytes]:
        held.append(said(nonce, name))
        return {"load": [held[-1]], "a/1": [], "a/2": held[-1:-3:-1]}[name]

    run, stop, _ = talk(job(ask("a/1"), ask("a/2")), swapped)

    assert stop is not None
    assert (run.at, str(stop)) == ("a/1", "the reply does not repeat the nonce it was asked with")
    assert list(run.replies) == ["load"]


@pytest.mark.parametrize("last", [False, True])
def test_a_second_answer_takes_the_first_one_away(last: bool) -> None:
    """Whether others are still open or not, and whether both arrive at once or one by one."""
    asks = [ask("a/1"), ask("a/2")] if last else [ask("a/1"), ask("a/2"), ask("a/3")]

    def twice(nonce: str, name: str) -> list[bytes]:
        return [said(nonce, name)] if name != "a/2" else [said(nonce, name) + said(nonce, name, value=["n"])]

    run, stop, _ = talk(job(*asks), twice)

    assert stop is not None
    assert (stop.limit, run.at, str(stop)) == ("reply", "a/2", "more than one reply to one ask")
    assert list(run.replies) == ["load", "a/1"]


def test_whoever_ends_in_the_middle_keeps_what_was_answered() -> None:
    def half(nonce: str, name: str) -> Iterator[bytes]:
        if name != "a/2":
            yield said(nonce, name)
            return
        yield said(nonce, name)[:20]
        raise ConnectionError

    run, stop, _ = talk(job(ask("a/1"), ask("a/2"), ask("a/3")), half)

    assert stop is not None
    assert (stop.limit, run.at, str(stop)) == ("reply", "a/2", "half a reply, and then the end")
    assert list(run.replies) == ["load", "a/1"]


PIECES = [wire.pack({"n": 1}, []), wire.pack({"n": 2}, [bytes(300)]), wire.pack({"n": 3}, [])]


@pytest.mark.parametrize("step", [1, 7, 15, 16, 40, 333, 10_000])
def test_frames_are_whole_wherever_the_pieces_end(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = b"".join(PIECES)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(stream)
        monkeypatch.setattr(frames, "_FIRST", step)
        inbox = frames.Inbox(ours)
        assert [inbox.frame(float("inf"), 2**20) for _ in PIECES] == PIECES
        assert not inbox.more()

    pieces = iter([stream[at : at + step] for at in range(0, len(stream), step)])
    left = b""

    def read(_: int, most: int) -> bytes:
        nonlocal left
        got = left or next(pieces, b"")
        left = got[most:]
        return got[:most]

    monkeypatch.setattr(child, "_read", read)
    take = child.Inbox()
    assert [take() for _ in PIECES] == PIECES
    with pytest.raises(EOFError):
        take()


def together(box: Box, source: str, *functions: str, **limits: float) -> Any:
    asks = tuple(Ask(id=f"c/{n}", steps=(Step(do="call", name=name),)) for n, name in enumerate(functions, 1))
    allowed = Limits(**{"seconds": 60.0, "memory_mib": 256, "files_mib": 8, **limits})  # type: ignore[arg-type]
    return box.run(Job(files={"solution.py": source.encode()}, asks=asks, limits=allowed))


def test_asks_that_went_out_together_are_answered_in_their_order(box: Box) -> None:
    source = "seen = []\ndef f():\n    seen.append(1)\n    return len(seen)\n"

    outcome = together(box, source, "f", "f", "f")

    assert outcome.ended == "finished"
    told = [wire.unpack(outcome.replies[f"c/{n}"], 2**20)[0]["value"] for n in (1, 2, 3)]
    assert told == [["i", "1"], ["i", "2"], ["i", "3"]]


def test_a_crash_among_them_is_the_one_that_crashed(box: Box) -> None:
    outcome = together(box, "import os\ndef f():\n    return 1\ndef g():\n    os._exit(7)\n", "f", "g", "f")

    assert (outcome.ended, outcome.limit, outcome.at) == ("stopped", "crash", "c/2")
    assert list(outcome.replies) == ["load", "c/1"]


def test_an_endless_loop_among_them_is_the_one_that_loops(box: Box) -> None:
    source = "def f():\n    return 1\ndef g():\n    while True: pass\n"

    outcome = together(box, source, "f", "g", "f", seconds=2.0)

    assert (outcome.limit, outcome.at) == ("seconds", "c/2")
    assert list(outcome.replies) == ["load", "c/1"]
