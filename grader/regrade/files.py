"""A regrade as a file: JSON for programs, CSV for spreadsheets, one HTML page to look at and to pass on among staff."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader.errors import RequestError
from grader.regrade import showing
from grader.regrade.moves import Change, Move, Share, Total
from grader.regrade.showing import Diff
from grader.reports import html
from grader.reports._files import write_bytes_atomically
from grader.reports._numbers import PLACES, decimal, is_exact, number
from grader.reports.csv import cell

SCHEMA = "grader.regrade/1"
COLUMNS = (
    *("submission", "kind", "before", "after", "points", "change"),
    *("criterion", "criterion_before", "criterion_after", "criterion_points"),
    *("status_before", "status_after", "mistake_before", "mistake_after", "how", "why"),
)


def check(path: Path) -> None:
    """Find out that a file cannot be written before anything runs."""
    if path.suffix.lower() not in FORMATS:
        raise RequestError(f"--diff {path} ends in {path.suffix or 'nothing'!r}, expected {', '.join(FORMATS)}")


def write(diff: Diff, path: Path) -> None:
    """Write it in the format that the file's name asks for."""
    write_bytes_atomically(path, FORMATS[path.suffix.lower()](diff))


def document(diff: Diff, about: Mapping[str, Any]) -> dict[str, Any]:
    """As plain JSON values; `about` is what the command knows on top."""
    tally = diff.tally
    return {
        "schema": SCHEMA,
        "assignment": diff.assignment,
        **about,
        "because": diff.because,
        "assignment_changes": list(diff.lines),
        "hand_ins": tally.number,
        "kinds": dict(sorted(tally.kinds.items())),
        "how": dict(sorted(tally.how.items())),
        "roads": [
            {"how": how, "why": why, "hand_ins": many, "first": tally.roads[how, why]}
            for (how, why), many in sorted(tally.why.items(), key=lambda item: -item[1])
        ],
        "criteria": {
            name: {"up": up, "down": down, "other": other} for name, (up, down, other) in tally.criteria.items()
        },
        "distribution": {
            name: {"mean": showing.mean(shares), "median": showing.median(shares), "tenths": showing.bins(shares)}
            for name, shares in (("before", tally.before), ("after", tally.after))
        },
        "moves": [_move(one) for one in diff.moves],
        "worded": list(diff.worded),
        "conflicts": [{"submission": name, "sentence": said} for name, said in diff.conflicts],
    }


def _move(one: Move) -> dict[str, Any]:
    return {
        "submission": one.id,
        "kind": one.kind,
        "how": one.how,
        "why": list(one.why),
        "before": _total(one.before),
        "after": _total(one.after),
        "change": _number(one.delta),
        "criteria": [
            {
                "criterion": change.criterion,
                "change": _number(change.delta),
                "before": _share(change.before),
                "after": _share(change.after),
            }
            for change in one.changes
        ],
        "adjustments": list(one.adjusted),
    }


def _total(total: Total | None) -> dict[str, Any] | None:
    if total is None:
        return None
    return {"score": _number(total.score), "points": _number(total.points), "status": total.status.value}


def _share(share: Share | None) -> dict[str, Any] | None:
    if share is None:
        return None
    plain = {"score": _number(share.score), "points": _number(share.points), "status": share.status.value}
    return {**plain, "mistake": share.mistake or None}


def _number(value: Fraction) -> int | float | str:
    """A decimal where it says all there is to say, otherwise the fraction."""
    return number(value) if is_exact(value) else str(value)


def _json(diff: Diff) -> bytes:
    return (json.dumps(document(diff, {}), indent=1) + "\n").encode()


def _csv(diff: Diff) -> bytes:
    """A row for each criterion that moves; the first columns are the hand-in's and repeat."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for one in diff.moves:
        for change in one.changes or (None,):
            table.writerow([*_whose(one), *_which(change), one.how, cell("; ".join(one.why))])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _whose(one: Move) -> list[str]:
    before = "" if one.before is None or one.before.waits else _decimal(one.before.score)
    after = "" if one.after.waits else _decimal(one.after.score)
    return [cell(one.id), one.kind, before, after, _decimal(one.after.points), _decimal(one.delta)]


def _which(change: Change | None) -> list[str]:
    if change is None:
        return [""] * 8
    both = (change.before, change.after)
    shares = ["" if share is None else _decimal(share.score) for share in both]
    points = next(share.points for share in reversed(both) if share is not None)
    statuses = ["" if share is None else share.status.value for share in both]
    mistakes = ["" if share is None else cell(share.mistake) for share in both]
    return [cell(change.criterion), *shares, _decimal(points), *statuses, *mistakes]


def _decimal(value: Fraction) -> str:
    return decimal(value, PLACES)


def _html(diff: Diff) -> bytes:
    before, after = showing.bins(diff.tally.before), showing.bins(diff.tally.after)
    tenths = [(f"{10 * i}–{10 * i + 10} %", before[i], after[i]) for i in range(showing.BINS)]
    page = html.page(
        "regrade.html",
        diff=diff,
        tally=diff.tally,
        tenths=tenths,
        summary=showing.summary(diff.tally),
        roads=showing.roads(diff.tally),
        total=showing.total,
        signed=showing.signed,
        because=showing.because,
        percent=showing.percent,
        mean=showing.mean,
        median=showing.median,
    )
    return page.encode("utf-8")


FORMATS: Mapping[str, Callable[[Diff], bytes]] = {".html": _html, ".csv": _csv, ".json": _json}
