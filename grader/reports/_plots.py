"""The curves that a student logged, as a drawing: numbers for a template, in the units of its own canvas."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from grader.model import Curves

WIDTH, HEIGHT = 560, 250
LEFT, RIGHT, TOP, BOTTOM = 52, 118, 12, 34  # margins: numbers at the left, names of the lines at the right
ROWS = 12  # of the table beside the drawing
LOGARITHMIC = 50  # largest over smallest value, from which powers of ten are the better scale
APART = 13  # units between two names


def drawing(curves: Curves) -> dict[str, Any]:
    """Everything that the template puts on the page for one plot."""
    values = [value for line in curves.lines for _, value in line.values]
    low, high = min(values), max(values)
    powers = low > 0 and high / low > LOGARITHMIC
    marks = _powers(low, high) if powers else _steps(low, high)
    floor, ceiling = min(low, marks[0]), max(high, marks[-1])
    if floor == ceiling:
        floor, ceiling = floor - abs(floor or 1.0) / 2, ceiling + abs(ceiling or 1.0) / 2

    def y(value: float) -> float:
        a, b, v = (map(math.log, (floor, ceiling, value))) if powers else (floor, ceiling, value)
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (v / (b - a) - a / (b - a)), 1)

    def x(epoch: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * epoch / max(1, curves.epochs - 1), 1)

    lines = [
        {
            "name": line.name,
            "number": number % 6,
            "points": " ".join(f"{x(epoch)},{y(value)}" for epoch, value in line.values),
            "x": x(line.values[-1][0]),
            "y": y(line.values[-1][1]),
            "first": number_text(line.values[0][1]),
            "last": number_text(line.values[-1][1]),
            "least": number_text(min(value for _, value in line.values)),
        }
        for number, line in enumerate(curves.lines)
    ]
    return {
        "title": curves.title,
        "lines": lines,
        "names": _names(lines),
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "foot": HEIGHT - BOTTOM,
        "powers": powers,
        "marks": [{"y": y(mark), "text": number_text(mark)} for mark in marks],
        "epochs": [{"x": x(e), "text": e} for e in sorted({0, (curves.epochs - 1) // 2, curves.epochs - 1})],
        "rows": _rows(curves),
    }


def number_text(value: float) -> str:
    """Four digits, a real minus.

    >>> number_text(0.123456), number_text(-2.0)
    ('0.1235', '−2')
    """
    return f"{value:.4g}".replace("-", "−")


def _steps(low: float, high: float) -> list[float]:
    """Round numbers from just below the lowest to just above the highest."""
    spread = high - low
    if not math.isfinite(spread) or spread <= 1e-12 * max(abs(low), abs(high)):
        return [low] if low == high else [low, high]
    size = 10.0 ** math.floor(math.log10(spread / 4))
    size *= next(step for step in (1, 2, 5, 10) if spread / (4 * size * step) <= 1)
    return [round(k * size, 12) for k in range(math.floor(low / size), math.ceil(high / size) + 1)]


def _powers(low: float, high: float) -> list[float]:
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    every = max(1, (last - first) // 6)
    marks = [float(f"1e{k}") for k in range(first, last, every)] + [float(f"1e{min(last, 308)}")]
    return [mark for mark in marks if mark > 0]


def _names(lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The names at the right, from top to bottom, pushed apart so that none covers another."""
    placed: list[dict[str, Any]] = []
    for line in sorted(lines, key=lambda line: line["y"]):
        above = placed[-1]["y"] + APART if placed else TOP
        placed.append({"name": line["name"], "number": line["number"], "y": max(line["y"] + 4, above)})
    over = placed[-1]["y"] - (HEIGHT - BOTTOM)
    if over > 0:
        lifted = HEIGHT - BOTTOM + APART
        for name in reversed(placed):
            name["y"] = lifted = min(name["y"], lifted - APART)
    return placed


def _rows(curves: Curves) -> list[dict[str, Any]]:
    """Some epochs, the first and the last among them, with what each line has there."""
    epochs = sorted({epoch for line in curves.lines for epoch, _ in line.values})
    step = max(1, -(-len(epochs) // ROWS))
    kept = sorted({*epochs[::step], epochs[-1]})
    held = [dict(line.values) for line in curves.lines]
    return [
        {"epoch": epoch, "values": [number_text(values[epoch]) if epoch in values else "" for values in held]}
        for epoch in kept
    ]
