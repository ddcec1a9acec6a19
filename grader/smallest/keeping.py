"""Examples on disk, beside the evidence: a report that is judged again needs no code to run for them.

They hold what was asked and what came back, so what is expected is looked up anew. The file is written for every
hand-in that was looked at, also where nothing was found, and says for which files and which questions it stands.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from grader.model import Observation, Raised, Returned
from grader.probe import wire
from grader.smallest.finding import Example

SCHEMA = "grader.smallest/1"
FILE = "evidence/smallest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The examples of one hand-in."""

    asked: str  # what was asked of which files
    truth: str  # by which specification and reference they were last found wrong
    examples: Mapping[str, Example] = field(default_factory=dict)  # criterion


def text(kept: Kept) -> str:
    """The file; the same examples give the same bytes."""
    rows = {name: _entry(example) for name, example in sorted(kept.examples.items())}
    document = {"schema": SCHEMA, "asked": kept.asked, "truth": kept.truth, "examples": rows}
    return json.dumps(document, indent=1) + "\n"


def read(folder: Path) -> Kept | None:
    """What was kept of a hand-in; None where there is nothing that can be read."""
    try:
        document = json.loads((folder / FILE).read_bytes())
        if document["schema"] != SCHEMA:
            return None
        examples = {name: _example(entry) for name, entry in document["examples"].items()}
        return Kept(asked=document["asked"], truth=document["truth"], examples=examples)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, wire.WireError):
        return None


def _entry(example: Example) -> dict[str, Any]:
    buffers: list[bytes] = []
    inputs = wire.encode(dict(example.inputs), buffers, 2**62, ours=True)
    seen: dict[str, Any] = {}
    if isinstance(example.seen, Returned):
        seen = {"returned": wire.encode(example.seen.value, buffers, 2**62, ours=True)}
    elif isinstance(example.seen, Raised):
        seen = {"raised": {**asdict(example.seen), "traceback": ""}}
    arrays = [base64.b64encode(buffer).decode("ascii") for buffer in buffers]
    return {"part": example.part, "inputs": inputs, "seen": seen, "arrays": arrays}


def _example(entry: Mapping[str, Any]) -> Example:
    buffers = [memoryview(base64.b64decode(array)) for array in entry["arrays"]]
    inputs = wire.decode(entry["inputs"], buffers)
    seen: Observation
    if "returned" in entry["seen"]:
        seen = Returned(wire.decode(entry["seen"]["returned"], buffers))
    else:
        seen = Raised(**entry["seen"]["raised"])
    if not isinstance(inputs, dict):
        raise ValueError(f"inputs that are no mapping: {inputs!r}")
    return Example(part=entry["part"], inputs=inputs, seen=seen)
