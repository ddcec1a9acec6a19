"""What the grader says to the probe: one load, then the asks, each with a nonce that nobody can guess."""

from typing import Any

from grader.model import Ask, Earlier, Job, Step
from grader.probe import wire

_BUDGET = 2**40  # our own values may be as large as they are


class Astray(Exception):
    """A file whose name leads out of the work folder; intake should have refused it."""


def load(job: Job, nonce: str) -> bytes:
    """The frame that hands over the files."""
    astray = [name for name in job.files if not name or name.startswith("/") or ".." in name.split("/")]
    if astray:
        raise Astray(f"{astray[0]!r} is no place in a work folder")
    buffers = list(job.files.values())
    limits = {"reply_mib": job.limits.reply_mib, "output_kib": job.limits.output_kib, "seconds": job.limits.seconds}
    files = [[name, index] for index, name in enumerate(job.files)]
    header = {"do": "load", "nonce": nonce, "kind": "files", "files": files, "seed": job.seed, "limits": limits}
    return wire.pack(header, buffers)


def ask(one: Ask, nonce: str) -> bytes:
    """The frame that asks one thing."""
    held = _held.get(id(one))
    if held is None or held[0] is not one:
        held = _hold(one)
    _, before, after = held
    return before + nonce.encode("ascii") + after


_held: dict[int, tuple[Ask, bytes, bytes]] = {}  # what stands before and after the nonce: a class is asked the same
_MOST_HELD, _MOST_BYTES = 2_000, 2**14
_BLANK = "-" * 32


def _hold(one: Ask) -> tuple[Ask, bytes, bytes]:
    buffers: list[bytes] = []
    steps = [_step(step, buffers) for step in one.steps]
    keep = None if one.keep is None else list(one.keep)
    header = {"do": "ask", "nonce": _BLANK, "ask": {"id": one.id, "steps": steps, "keep": keep}}
    before, _, after = wire.pack(header, buffers).partition(_BLANK.encode("ascii"))
    if len(after) <= _MOST_BYTES:
        if len(_held) >= _MOST_HELD:
            _held.clear()
        _held[id(one)] = one, before, after
    return one, before, after


def end() -> bytes:
    """The frame that says that this was all."""
    return wire.pack({"do": "end"}, [])


def _step(step: Step, buffers: list[bytes]) -> dict[str, Any]:
    arguments: list[Any] = []
    for name, value in step.arguments.items():
        if isinstance(value, Earlier):
            arguments.append([name, ["earlier", value.step, value.item]])
        else:
            arguments.append([name, wire.encode(value, buffers, _BUDGET, ours=True)])
    return {"do": step.do, "name": step.name, "of": step.of, "arguments": arguments}


TWICE = "more than one reply to one ask"


def answers(frame: bytes, nonce: str, name: str, limit: int, before: str = "") -> str:
    """Empty if the frame answers this nonce and name, else what is wrong with it; `before` is the nonce before."""
    try:
        header, _ = wire.unpack(frame, limit)
    except wire.WireError as error:
        return f"the reply cannot be read: {error}"
    told = header.get("nonce")
    if told != nonce:
        return TWICE if before and told == before else "the reply does not repeat the nonce it was asked with"
    if header.get("id") != name:
        said = header.get("id")
        return f"the reply answers {said[:80]!r}" if isinstance(said, str) else "the reply answers nothing"
    return ""
