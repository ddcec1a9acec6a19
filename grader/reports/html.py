"""report.html, what a student reads, and class.html, what staff reads. One file each, no script, nothing loaded.

Every text is escaped by the template engine after the acting characters in it were spelled out, so that nothing a
student can write is markup, breaks the page, or turns the reading order. Details for staff are not in it.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.model import CriterionReport, Report, Status
from grader.reports import _proved
from grader.reports._classroom import view
from grader.reports._files import write_bytes_atomically
from grader.reports._kept import by_identity
from grader.reports._numbers import decimal, share
from grader.reports._plots import drawing
from grader.reports._prose import phrase, prose, said
from grader.reports._text import clean, shorten
from grader.reports._words import MARKS, adjusting, beyond, count, keeps, likeness, ran, waiting

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

TEMPLATES = Path(__file__).with_name("templates")
PRINTED = 6000  # characters of printed output on the page
FINDING = 2000
VALUE = 4000


def write(report: Report, folder: Path) -> Path:
    """Write report.html into the hand-in's folder."""
    path = folder / "report.html"
    write_bytes_atomically(path, render(report).encode("utf-8"))
    return path


def render(report: Report) -> str:
    """The page."""
    return page("report.html", report=report, segments=_segments(report.criteria, report.points))


def write_class(reports: Iterable[Report], folder: Path) -> Path:
    """Write class.html, the page about the class, from one pass over its reports."""
    path = folder / "class.html"
    write_bytes_atomically(path, render_class(reports, folder).encode("utf-8"))
    return path


def render_class(reports: Iterable[Report], folder: Path | None = None) -> str:
    """The page about the class, for staff; the folder is where `grader verify` leaves what it found."""
    digests: set[str] = set()
    seen = view(_noting(reports, digests))
    return page("class.html", **seen, proved=_proved.read(folder, digests) if folder else None)


def _noting(reports: Iterable[Report], digests: set[str]) -> Iterator[Report]:
    """The same reports; on the way, which versions of the assignment they are about."""
    for report in reports:
        digests.add(report.digest)
        yield report


def page(template: str, **values: Any) -> str:
    """A template of ours, filled in."""
    return _environment().get_template(template).render(values)


@functools.cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    style = (TEMPLATES / "style.css").read_text(encoding="utf-8").strip()
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_fit_for_a_page,
    )
    environment.globals |= {
        "style": Markup(style),  # noqa: S704 - our own file
        "style_digest": base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii"),
        "Status": Status,
        "marks": MARKS,
        "adjusting": adjusting,
        "article": _article,
        "attempts": lambda isolation: _attempts(tuple(isolation.attacks.items())),
        "beyond": beyond,
        "count": count,
        "ran": ran,
        "keeps": keeps,
        "likeness": likeness,
        "waiting": waiting,
        "needs_parts": _needs_parts,
        "drawing": drawing,
    }
    environment.filters |= {
        "decimal": decimal,
        "share": share,
        "prose": prose,
        "phrase": phrase,
        "said": lambda text: said(shorten(text, FINDING)),
        "value": lambda text: shorten(text, VALUE),
        "printed": lambda text: shorten(text, PRINTED),
    }
    return environment


def _fit_for_a_page(value: Any) -> Any:
    """Every plain text on its way into the page; what is markup already was made by us."""
    return clean(value) if type(value) is str else value


@by_identity
def _article(criterion: CriterionReport, name: str) -> Markup:
    """What the page says of one criterion; `name` is its place on the page."""
    return _piece("criterion.html", criterion=criterion, name=name)


@functools.lru_cache(maxsize=16)  # they are the same for a whole class
def _attempts(attacks: tuple[tuple[str, str], ...]) -> Markup:
    """What the locked process tried before the student's code ran in it."""
    return _piece("attempts.html", attacks=dict(attacks))


def _piece(template: str, **values: Any) -> Markup:
    """A part of a page, from a template that has escaped it already."""
    from markupsafe import Markup

    return Markup(page(template, **values))  # noqa: S704 - our own template


def _needs_parts(criterion: CriterionReport) -> bool:
    """Whether the parts say more than the criterion does."""
    more = any(beyond(part.finding, criterion.finding) for part in criterion.parts)
    return criterion.status is not Status.MISSING and (len(criterion.parts) > 1 or more)


def _segments(criteria: Iterable[CriterionReport], points: Fraction) -> list[dict[str, Any]]:
    """The bar: a stretch for every criterion, as long as its points, filled as far as its credit."""
    held = list(criteria)
    stretches = _stretches(tuple(criterion.points for criterion in held), points)
    made = []
    for criterion, (x, width, exact) in zip(held, stretches, strict=True):
        filled = width if criterion.credit == 1 else decimal(criterion.credit * exact, 3)
        made.append({"x": x, "width": width, "filled": filled, "status": criterion.status.value})
    return made


@functools.lru_cache(maxsize=16)  # they are the same for a whole class
def _stretches(points: tuple[Fraction, ...], total: Fraction) -> tuple[tuple[str, str, Fraction], ...]:
    """Where each criterion's stretch begins, how long it is, and how long exactly."""
    made = []
    start = Fraction(0)
    for worth in points:
        whole = 100 * worth / total if total else Fraction(0)
        width = max(whole - Fraction(1, 2), Fraction(1, 4))
        made.append((decimal(start, 3), decimal(width, 3), width))
        start += whole
    return tuple(made)
