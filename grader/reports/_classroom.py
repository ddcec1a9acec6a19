"""class.html: the class at a glance, for staff (it names hand-ins, so it is not for the class)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from grader.model import Report, Status
from grader.statistics import FEWEST, FEWEST_ITEMS, Classroom, of_class

BINS = 10
MANY = 30  # hand-ins from which the numbers are more than hints
LISTED = 200  # rows of one list; items.csv has them all
WIDTH, HEIGHT, FOOT, HEAD = 400, 150, 34, 16  # of the histogram, in its own units


def view(reports: Iterable[Report]) -> dict[str, Any]:
    """What the template is given."""
    found = of_class(reports)
    return {
        "room": found,
        "bars": bars(found.shares),
        "width": WIDTH,
        "height": HEIGHT,
        "foot": HEIGHT - FOOT,
        "listed": LISTED,
        "statuses": list(Status),
        "gaps": [item for item in found.items if item.looked_right],
        "nobody": [item for item in found.items if item.nobody],
        "cautions": _cautions(found),
        "ratio": ratio,
        "percent": percent,
    }


def bars(shares: Sequence[float]) -> list[dict[str, Any]]:
    """The histogram: ten bars, whose heights are counts; full marks belong to the last."""
    counts = [0] * BINS
    for share in shares:
        counts[min(BINS - 1, int(share * BINS + 1e-9))] += 1
    tallest = max(counts) or 1
    step = WIDTH / BINS
    room = HEIGHT - FOOT - HEAD
    return [
        {
            "label": f"{100 * i // BINS}–{100 * (i + 1) // BINS} %",
            "from": 100 * i // BINS,
            "count": number,
            "x": round(i * step + 2, 1),
            "middle": round((i + 0.5) * step, 1),
            "y": round(HEIGHT - FOOT - room * number / tallest, 1),
            "width": round(step - 4, 1),
            "height": round(room * number / tallest, 1),
        }
        for i, number in enumerate(counts)
    ]


def ratio(value: float | None) -> str:
    """A coefficient with two decimals, or a dash where it would mean nothing."""
    return "–" if value is None else f"{value:.2f}".replace("-", "−").replace("−0.00", "0.00")


def percent(value: float | None) -> str:
    """A share as a whole percentage, or a dash."""
    return "–" if value is None else f"{math.floor(100 * value + 0.5)} %"


def _cautions(found: Classroom) -> list[str]:
    """What a careful reader would keep in mind."""
    said = ["These numbers describe homework; they are not those of a test under equal conditions."]
    if found.marked < FEWEST:
        said.append(
            f"With fewer than {FEWEST} marked hand-ins, nothing is said about how criteria tell students apart."
        )
    elif found.marked < MANY:
        said.append(f"With fewer than {MANY} marked hand-ins, take the correlations as hints.")
    if found.questions < FEWEST_ITEMS:
        said.append(f"A reliability needs at least {FEWEST_ITEMS} questions; this assignment has {found.questions}.")
    return said
