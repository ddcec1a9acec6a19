"""What is said when nothing came back that could be compared: raised, missing, stopped, unreadable."""

from __future__ import annotations

from grader.model import Asking, Missing, Observation, Raised, Stopped, Unreadable, Verdict

STOPS = {
    "seconds": "took longer than allowed and was stopped; look for a loop that never ends or takes many turns",
    "total_seconds": "was not reached in the time allowed for the whole hand-in",
    "memory": "needed more memory than allowed and was stopped",
    "output": "printed more than allowed and was stopped",
    "files": "wrote more to disk than allowed and was stopped",
    "threads": "started more threads than allowed and was stopped",
    "reply": "gave an answer that cannot be read; return plain numbers, lists or arrays of a reasonable size",
    "crash": "ended the whole Python process (a crash, or a call such as `os._exit`)",
}


def explain(ask: Asking, seen: Observation) -> Verdict:
    """The verdict on a case that returned nothing."""
    subject = "the test" if ask.kind == "test" else f"`{ask.name}`" if ask.name else "the answer"
    match seen:
        case Raised(kind, message, where, trace):
            said = f": {message}" if message else ""
            at = f" ({where})" if where else ""
            return Verdict.failed(f"{subject} raised {kind}{said}{at}", trace)
        case Missing(name, near, reason):
            return Verdict.missing(_missing(ask, name, near, reason))
        case Stopped(limit, detail, True):
            did = STOPS.get("seconds" if limit == "total_seconds" else limit, f"was stopped ({limit})")
            return Verdict.failed(f"{subject} was never asked: running your files from top to bottom {did}", detail)
        case Stopped(limit, detail):
            return Verdict.failed(f"{subject} {STOPS.get(limit, f'was stopped ({limit})')}", detail)
        case Unreadable(kind, reason):
            said = f"; {reason}" if reason else ""
            if ask.kind == "file":
                return Verdict.failed(f"`{ask.name}` cannot be read{said}")
            if not ask.name:
                return Verdict.failed(f"the answer cannot be read ({kind}){said}")
            article = "an" if kind[:1].lower() in "aeiou" or kind == "ndarray" else "a"
            return Verdict.failed(f"{subject} gave back {article} {kind}{said}")
    return Verdict.undecided(f"an observation of an unknown kind: {seen!r}")


def _missing(ask: Asking, name: str, near: tuple[str, ...], reason: str) -> str:
    if not ask.name:
        return reason or f"no answer was found; write it under the heading {name!r} of answers.md"
    if ask.kind in ("file", "test"):
        return _no_file(ask.name, near)
    what = "variable" if ask.kind == "read" else "function"
    hint = f"; your files have {', '.join(f'`{other}`' for other in near)}" if near else ""
    because = f" ({reason})" if reason else ""
    return f"no {what} `{name or ask.name}` was found in your files{hint}{because}"


def _no_file(name: str, near: tuple[str, ...]) -> str:
    hint = f" (you have {', '.join(f'`{other}`' for other in near)})" if near else ""
    return f"no file `{name}` was handed in{hint}"
