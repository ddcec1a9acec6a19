"""A grader in other circumstances: as an ordinary user, with a Python that others can reach, on a poorer kernel.

A program that opens a box and then answers one JSON line per job with one JSON line per outcome. What it changes about
itself (mounts, user, a filter that denies kernel features) goes with it.
"""

import argparse
import errno
import json
import os
import sys
from pathlib import Path
from typing import Any

from grader.errors import RequestError
from grader.model import Ask, Job, Limits, Outcome, Step
from grader.probe import wire
from grader.sandbox import open_box, survey
from grader.sandbox.kernel import CLONE_NEWNS, mount, unshare


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--level")
    options.add_argument("--user", type=int)
    options.add_argument("--open-python", action="store_true")
    options.add_argument("--deny", default="")
    options.add_argument("--survey", action="store_true")
    chosen = options.parse_args()
    if chosen.open_python:
        open_python()
    if chosen.user:
        become(chosen.user)
    if chosen.deny:
        deny(chosen.deny.split(","))
    if chosen.survey:
        say(survey())
        return
    try:
        box = open_box(chosen.level, warm=frozenset(["numpy"]), trusted=chosen.level == "none")
    except RequestError as error:
        say({"refused": str(error)})
        return
    with box:
        say({"level": box.isolation.level, "attacks": dict(box.isolation.attacks), "pid": os.getpid()})
        for line in sys.stdin:
            say(told(box.run(job(json.loads(line)))))


def say(message: dict[str, Any]) -> None:
    print(json.dumps(message), flush=True)


def job(asked: dict[str, Any]) -> Job:
    asks = tuple(Ask(id=name, steps=(Step(do="call", name=name),)) for name in asked["names"])
    files = {name: text.encode() for name, text in asked["files"].items()}
    return Job(files=files, asks=asks, limits=Limits(**asked["limits"]))


def told(outcome: Outcome) -> dict[str, Any]:
    """An outcome as JSON; a reply as what was seen and the value or the type of the exception."""
    seen: dict[str, Any] = {}
    for name, frame in outcome.replies.items():
        header, buffers = wire.unpack(frame, 2**26)
        if header["seen"] == "returned":
            seen[name] = ["returned", repr(wire.decode(header["value"], buffers))]
        else:
            seen[name] = [header["seen"], header.get("type", ""), header.get("message", "")]
    return {
        "ended": outcome.ended,
        "limit": outcome.limit,
        "at": outcome.at,
        "detail": outcome.detail,
        "level": outcome.isolation.level,
        "printed": len(outcome.printed),
        "seen": seen,
    }


def open_python() -> None:
    """In mounts of our own, uncover this Python where its folders are closed to other users, as /root is."""
    unshare(CLONE_NEWNS)
    mount("none", "/", "", 16384 | 1 << 18)
    for prefix in dict.fromkeys([sys.base_prefix, sys.prefix]):
        closed = [folder for folder in Path(prefix).parents if not folder.stat().st_mode & 0o001]
        if closed:
            source = os.open(prefix, os.O_PATH)
            mount("cover", str(closed[-1]), "tmpfs", 0, "mode=755")
            Path(prefix).mkdir(parents=True)
            mount(f"/proc/self/fd/{source}", prefix, "", 4096 | 16384)
            os.close(source)


def become(user: int) -> None:
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def deny(names: list[str]) -> None:
    """Answer these system calls as a container or an old kernel does."""
    from grader.sandbox import seccomp

    answers = {name: errno.ENOSYS if name.startswith("landlock") else errno.EPERM for name in names}
    seccomp.install(seccomp.denying(answers), os.getpid())


if __name__ == "__main__":
    main()
