"""Opening a box: checks what was asked for, and picks the road that this system has."""

import sys
from typing import Any

from grader.errors import RequestError
from grader.sandbox.box import Box
from grader.sandbox.levels import LEVELS, Level
from grader.sandbox.start import Broken, Request, Zygote


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
    return Box(request, wanted, trusted)


def survey() -> dict[str, Any]:
    """See grader.sandbox.survey."""
    found: dict[str, Any] = {"platform": sys.platform, "features": {}, "possible": ["none"], "level": "none"}
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
