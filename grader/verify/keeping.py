"""What was proved before and still holds: rows are kept by the contents that they depend on.

reports/NAME/verify.json has every row of the last run, with a key for those that were expensive. A row is taken over
if its key is the same: the same criterion, reference, samples, seed, limits and version of this program.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from grader.digests import of_sources, of_texts
from grader.model import Criterion, Submission
from grader.pipeline import Plan
from grader.reports._files import write_bytes_atomically
from grader.runners.observing import versions
from grader.verify.proof import Proof

FILE = "verify.json"
SCHEMA = "grader.verify/1"


@dataclass
class Kept:
    """Rows of the last run, and those of this one."""

    before: Mapping[tuple[str, str], tuple[str, Proof]] = field(default_factory=dict)
    keys: dict[tuple[str, str], str] = field(default_factory=dict)
    taken: int = 0

    def or_else(self, kind: str, subject: str, key: str, prove: Callable[[], Proof]) -> Proof:
        """The row as it was proved before under this key, else proved now."""
        self.keys[kind, subject] = key
        old, proof = self.before.get((kind, subject), ("", None))
        if proof is None or old != key:
            return prove()
        self.taken += 1
        return proof


def load(folder: Path) -> Kept:
    """What stands in a folder; nothing where it cannot be read."""
    try:
        document = json.loads((folder / FILE).read_bytes())
        rows = document["proofs"] if document["schema"] == SCHEMA else []
        return Kept({(row["kind"], row["subject"]): (row.get("key", ""), _proof(row)) for row in rows})
    except (OSError, ValueError, LookupError, TypeError):
        return Kept()


def _proof(row: Mapping[str, Any]) -> Proof:
    return Proof(row["kind"], row["subject"], row["holds"], row["sentence"], row["warns"], row["facts"])


def document(name: str, plan: Plan, proofs: Iterable[Proof], keys: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    """One JSON document: what `--json` prints and reports/NAME/verify.json holds."""
    rows = list(proofs)
    return {
        "schema": SCHEMA,
        "assignment": name,
        "digest": plan.assignment.digest,
        "holds": all(row.holds for row in rows),
        "mutation": mutation(rows),
        "proofs": [
            {
                "kind": row.kind,
                "subject": row.subject,
                "holds": row.holds,
                "warns": row.warns,
                "sentence": row.sentence,
                "facts": dict(row.facts),
                **({"key": keys[row.kind, row.subject]} if (row.kind, row.subject) in keys else {}),
            }
            for row in rows
        ],
    }


def mutation(rows: Iterable[Proof]) -> dict[str, Any]:
    """The score of a whole assignment: killed ÷ (all − explained)."""
    facts = [row.facts for row in rows if row.kind == "mutants" and row.facts]
    total, killed, explained = (sum(one[name] for one in facts) for name in ("mutants", "killed", "explained"))
    score = Fraction(killed, total - explained) if total > explained else None
    return {
        "mutants": total,
        "killed": killed,
        "explained": explained,
        "score": None if score is None else round(float(score), 4),
    }


def save(folder: Path, made: Mapping[str, Any], kept: Kept) -> Path:
    """Write the document; rows of proofs that were not asked for this time stay, for the next."""
    asked = {(row["kind"], row["subject"]) for row in made["proofs"]}
    kinds = {row["kind"] for row in made["proofs"]}
    others = [
        {"kind": p.kind, "subject": p.subject, "holds": p.holds, "warns": p.warns, "sentence": p.sentence,
         "facts": dict(p.facts), "key": key}
        for (kind, subject), (key, p) in kept.before.items()
        if kind not in kinds and (kind, subject) not in asked and key
    ]  # fmt: skip
    path = folder / FILE
    folder.mkdir(parents=True, exist_ok=True)
    whole = {**made, "proofs": [*made["proofs"], *others]}
    write_bytes_atomically(path, (json.dumps(whole, indent=2, ensure_ascii=False) + "\n").encode())
    return path


def criterion_key(plan: Plan, criterion: Criterion) -> str:
    """Changes with anything that a proof about one criterion can depend on."""
    limits, seed = plan.assignment.limits, plan.assignment.seed
    reference = plan.truth_digest.partition(" ")[2]
    return of_texts(content(criterion), repr((limits, seed)), reference, _ours())


def submission_key(plan: Plan, submission: Submission, *more: str) -> str:
    """Changes with a hand-in, with what it is asked, and with how it is judged."""
    return of_texts(json.dumps(dict(submission.digests)), plan.asked_digest, plan.truth_digest, *more, _ours())


def content(criterion: Criterion) -> str:
    """A criterion as text, to the last digit, wherever it stands in its file."""
    with np.printoptions(threshold=sys.maxsize, floatmode="unique", precision=17):
        return repr(replace(criterion, at=(1, 1)))


@cache
def _ours() -> str:
    here = Path(__file__).parents[1]
    return of_texts(of_sources([here]), json.dumps(dict(versions())))
