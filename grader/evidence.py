"""Untrusted bytes become observations; observations are kept on disk and read back.

What arrives was written by a process in which student code ran, so every field is checked, cut to a length and rid of
what could trouble a terminal or a page. A frame that cannot be read is an observation, too: stopped, "reply".

On disk: `evidence.json`, with arrays in base64, and beside it the notebooks as they ran. The same evidence gives the
same bytes.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from grader.errors import InternalError
from grader.files import write_bytes_atomically
from grader.lines import lines_of, observation
from grader.model import Conditions, Evidence, Isolation, Missing, Observation, Raised, Returned, Stopped, Unreadable
from grader.probe import wire

SCHEMA = "grader.evidence/1"
FILE = "evidence.json"
MAX_TEXT = 2_000
MAX_TRACEBACK = 10_000
MAX_PRINTED = 1_000_000
MAX_NOTES = 200

_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What went wrong, or was noticed, while a file was loaded."""

    file: str
    line: int
    type: str
    message: str
    whole: bool = False  # nothing of the file could be run


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What loading the files gave."""

    problems: tuple[Problem, ...] = ()
    markdown: tuple[tuple[str, str], ...] = ()  # (file, text of a Markdown cell), in order
    notebooks: Mapping[str, bytes] = field(default_factory=dict)  # as they ran, with their outputs
    printed: str = ""


def clean(text: object, limit: int = MAX_TEXT) -> str:
    """Text that may stand in a report: no control characters, no reversed writing, no half characters, not too long.

    >>> clean("a\\x1b[31mb\\x00c\\u202ed\\ud800")
    'ab�c�d�'
    """
    if not isinstance(text, str):
        return ""
    text = _UNSHOWABLE.sub("\ufffd", _ANSI.sub("", text[: 4 * limit]).replace("\r\n", "\n").replace("\r", "\n"))
    return text if len(text) <= limit else text[: limit - 1] + "…"


def read_reply(frame: bytes, limit: int) -> Observation:
    """What a frame says about one ask; `limit` bounds its arrays, in bytes."""
    try:
        header, buffers = wire.unpack(frame, limit)
        return _observation(header, buffers)
    except wire.WireError as error:
        return Stopped("reply", str(error))


def _observation(header: dict[str, Any], buffers: list[memoryview]) -> Observation:
    match header.get("seen"):
        case "returned":
            value = wire.decode(header.get("value"), buffers)
            return Returned(value, _words(header.get("changed")), clean(header.get("printed"), 5_000))
        case "raised":
            kind = clean(header.get("type"), 200) or "an exception"
            message, where = clean(header.get("message")), clean(header.get("where"), 300)
            return Raised(kind, message, where, clean(header.get("traceback"), MAX_TRACEBACK))
        case "missing":
            near, reason = _words(header.get("near")), clean(header.get("reason"))
            return Missing(clean(header.get("name"), 200), near, reason)
        case "unreadable":
            return Unreadable(clean(header.get("type"), 200) or "object", clean(header.get("reason")))
    raise wire.WireError("the reply does not say what was seen")


def _words(items: object) -> tuple[str, ...]:
    return tuple(clean(item, 200) for item in items[:50] if isinstance(item, str)) if isinstance(items, list) else ()


def read_load(frame: bytes, limit: int) -> Loaded:
    """What the first frame of a run says about the files; parts that cannot be read are left out."""
    try:
        header, buffers = wire.unpack(frame, limit)
    except wire.WireError as error:
        return Loaded(problems=(Problem(file="", line=0, type="note", message=str(error)),))
    return Loaded(
        problems=tuple(_problem(item) for item in _dicts(header.get("problems"))[:MAX_NOTES]),
        markdown=tuple(
            (clean(m.get("file"), 500), clean(m.get("text"), MAX_PRINTED)) for m in _dicts(header.get("markdown"))
        ),
        notebooks=_notebooks(header.get("notebook"), buffers),
        printed=clean(header.get("printed"), MAX_PRINTED),
    )


def _dicts(items: object) -> list[dict[str, Any]]:
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _problem(item: dict[str, Any]) -> Problem:
    line = item.get("line")
    line = line if type(line) is int and 0 <= line < 10**9 else 0
    kind, message = clean(item.get("type"), 200), clean(item.get("message"))
    whole = item.get("whole") is True
    return Problem(file=clean(item.get("file"), 500), line=line, type=kind, message=message, whole=whole)


def _notebooks(items: object, buffers: list[memoryview]) -> dict[str, bytes]:
    if not isinstance(items, dict):
        return {}
    found = {}
    for name, index in sorted(items.items()):
        if type(index) is int and 0 <= index < len(buffers):
            found[clean(name, 500)] = bytes(buffers[index])
    return found


def save(evidence: Evidence, folder: Path) -> None:
    """Write evidence into a folder, each file by renaming; evidence.json last, so that what it names is there."""
    old = list(folder.glob("[0-9]*-*.ipynb")) if folder.is_dir() else []
    places = {name: f"{number}-{_safe(name)}" for number, name in enumerate(sorted(evidence.artefacts), 1)}
    for name, place in places.items():
        write_bytes_atomically(folder / place, evidence.artefacts[name])
    document = {
        "schema": SCHEMA,
        "submission": evidence.submission,
        "submitters": list(evidence.submitters),
        "files": dict(evidence.files),
        "conditions": _conditions(evidence.conditions),
        "notes": list(evidence.notes),
        "printed": evidence.printed,
        "broken": evidence.broken,
        "artefacts": places,
    }
    for path in old:
        if path.name not in places.values():
            path.unlink()
    write_bytes_atomically(folder / FILE, lay_out(document, lines_of(evidence.observations)).encode("ascii"))


def _conditions(conditions: Conditions) -> dict[str, Any]:
    isolation = {"level": conditions.isolation.level, "attacks": dict(conditions.isolation.attacks)}
    return {"isolation": isolation, "versions": dict(conditions.versions), "seed": conditions.seed}


_flat = json.JSONEncoder(allow_nan=False).encode


def lay_out(about: Mapping[str, Any], lines: Mapping[str, str]) -> str:
    """JSON with a line per entry and per observation; `indent` would do more, at several times the cost."""
    rest = [f"{_flat(name)}: {_flat(value)}" for name, value in about.items()]
    seen = ",\n".join(f"{_flat(case)}: {text}" for case, text in lines.items())
    return ",\n".join(["{" + rest[0], *rest[1:], f'"observations": {{\n{seen}\n}}']) + "}\n"


def load(folder: Path) -> Evidence:
    """Evidence as it was saved; InternalError when the folder does not hold such evidence."""
    try:
        document = json.loads((folder / FILE).read_bytes())
        if document["schema"] != SCHEMA:
            raise ValueError(f"schema {document['schema']!r}, expected {SCHEMA!r}")
        artefacts = {name: (folder / place).read_bytes() for name, place in document["artefacts"].items()}
        seen = {case: observation(kept) for case, kept in document["observations"].items()}
        return of_parts(document, seen, artefacts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, wire.WireError) as error:
        raise InternalError(f"{folder / FILE} cannot be read back ({error!r}); grade the hand-in again") from None


def of_parts(
    about: Mapping[str, Any], seen: Mapping[str, Observation], artefacts: Mapping[str, bytes] | None = None
) -> Evidence:
    """Evidence from what stands in evidence.json beside the observations, and from these."""
    conditions = about["conditions"]
    return Evidence(
        submission=about["submission"],
        submitters=tuple(about["submitters"]),
        files=about["files"],
        conditions=Conditions(
            isolation=Isolation(**conditions["isolation"]), versions=conditions["versions"], seed=conditions["seed"]
        ),
        notes=tuple(about["notes"]),
        printed=about["printed"],
        broken=about["broken"],
        artefacts=artefacts or {},
        observations=seen,
    )


def _safe(name: str) -> str:
    """A file name that every system takes."""
    plain = unicodedata.normalize("NFKD", PurePosixPath(name).stem).encode("ascii", "ignore").decode()
    return (re.sub(r"[^A-Za-z0-9-]+", "_", plain)[:60] or "notebook") + ".ipynb"
