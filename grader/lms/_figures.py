"""The curves that a student logged, as a picture in a URL, for systems that show pictures and no pages."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

from markupsafe import escape

from grader.model import Curves
from grader.reports._plots import drawing
from grader.reports._text import one_line

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")  # told apart by everybody


def url(curves: Curves) -> str:
    """One plot; everything that a student named is text in it."""
    svg = "".join(_svg(drawing(curves)))
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _svg(plot: dict[str, Any]) -> Iterator[str]:
    width, height = plot["width"], plot["height"]
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
    yield 'font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="white"/>'
    for mark in plot["marks"]:
        yield f'<path d="M{plot["left"]} {mark["y"]}H{plot["right"]}" stroke="#ddd"/>'
        yield f'<text x="{plot["left"] - 6}" y="{mark["y"] + 4}" text-anchor="end">{escape(mark["text"])}</text>'
    for epoch in plot["epochs"]:
        yield f'<text x="{epoch["x"]}" y="{plot["foot"] + 16}" text-anchor="middle">{escape(epoch["text"])}</text>'
    for line in plot["lines"]:
        colour = COLOURS[line["number"] % len(COLOURS)]
        yield f'<polyline points="{line["points"]}" fill="none" stroke="{colour}" stroke-width="1.5"/>'
    for name in plot["names"]:
        colour = COLOURS[name["number"] % len(COLOURS)]
        text = escape(one_line(name["name"]))
        yield f'<text x="{plot["right"] + 8}" y="{name["y"]}" fill="{colour}">{text}</text>'
    yield "</svg>"
