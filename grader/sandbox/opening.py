"""Opening a box: checks what was asked for, and picks the road that this system has."""

import sys
from typing import Any

from grader.errors import RequestError
from grader.sandbox.box import Box
from grader.sandbox.levels import LEVELS, Level
from grader.sandbox.sources import Broken
from grader.sandbox.start import Request, Zygote
from grader.sandbox.twins import Twin


def open_box(level: str | None, *, warm: frozenset[str], trusted: bool, serve: str = "grader.probe.serve") -> Box:
    """See grader.sandbox.open_box."""
    wanted: Level | None = next((known for known in LEVELS if known == level), None)
    if level is not None and wanted is None:
        raise RequestError(f"there is no isolation level {level!r}; the levels are {', '.join(LEVELS)}")
    if wanted == "none" and not trusted:
        raise RequestError(
            'level "none" holds student code by time-outs alone; if you trust these files, say so with --trust'
        )
    acceptable = (wanted,) if wanted else LEVELS if trusted else LEVELS[:-1]
    request = Request(acceptable, tuple(sorted(warm)), serve)
    if sys.platform != "linux":
        return _portable(request, wanted, trusted)
    return Box(lambda: Twin(request), wanted, trusted)


def _portable(request: Request, wanted: Level | None, trusted: bool) -> Box:
    """Elsewhere nothing but time-outs holds student code."""
    from grader.sandbox.workers import Workers

    if not trusted:
        raise RequestError(
            f"student code cannot be held on {sys.platform}: namespaces, Landlock and seccomp are Linux's; "
            'it does not run unless you say "I trust these files": pass --trust'
        )
    if wanted not in (None, "none"):
        raise RequestError(f'there is no level {wanted!r} on {sys.platform}, only "none"')
    return Box(lambda: Workers(request), wanted, trusted)


def survey() -> dict[str, Any]:
    """See grader.sandbox.survey."""
    found: dict[str, Any] = {"platform": sys.platform, "features": {}, "possible": ["none"], "level": "none"}
    if sys.platform != "linux":
        return found
    zygote = Zygote(Request((), (), survey=True))
    try:
        found |= zygote.hear()
    except Broken as error:
        found["problem"] = str(error)
    finally:
        zygote.close()
    try:
        with open_box(None, warm=frozenset(), trusted=False) as box:
            found |= {"level": box.isolation.level, "attacks": dict(box.isolation.attacks)}
    except RequestError as error:
        found["problem"] = str(error)
    return found
