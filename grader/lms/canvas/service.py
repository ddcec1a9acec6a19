"""Canvas's REST API: submissions in pages, grades one at a time, and what the site says about them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any
from urllib.parse import quote

from grader.errors import RequestError
from grader.lms._web import Site

NEXT = re.compile(r'<([^>]+)>;\s*rel="next"')
MAX_PAGES = 1000
INCLUDED = ("user", "submission_comments", "rubric_assessment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a rubric."""

    id: str
    description: str
    points: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One assignment on the site."""

    id: str
    name: str
    kind: str  # of grading: points, percent, pass_fail, letter_grade, gpa_scale, not_graded
    maximum: Fraction | None
    rubric: tuple[Row, ...] = ()
    rubric_grades: bool = False  # points in the rubric set the grade
    due: datetime | None = None  # everybody's due time there
    timed: bool = False  # it has one, at least for some


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What the site has of one user."""

    user: str  # empty where the assignment is anonymous
    anonymous: str
    at: datetime | None
    attempt: int | None
    late: bool
    seconds_late: int
    excused: bool
    entered: Fraction | None  # the score that was given
    deducted: Fraction  # from it, by the site's own rule for lateness
    comments: tuple[str, ...] = ()
    rubric: Mapping[str, Fraction] = field(default_factory=dict)


class Service:
    """The part of the API that grading needs, for one course."""

    def __init__(self, site: Site, token: str, course: str) -> None:
        self.site = site
        self.course = course
        self._headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        self._base = f"{site.address}/api/v1/courses/{quote(course, safe=':')}/assignments"

    def task(self, number: str) -> Task:
        """The assignment."""
        found = self.site.get(f"{self._base}/{quote(number, safe=':')}", self._headers, "the assignment").json(
            "the assignment"
        )
        return Task(
            id=str(found["id"]),
            name=str(found["name"]),
            kind=str(found.get("grading_type", "points")),
            maximum=_number(found.get("points_possible")),
            rubric=tuple(_row(row) for row in found.get("rubric") or ()),
            rubric_grades=bool(found.get("use_rubric_for_grading")),
            due=datetime.fromisoformat(found["due_at"]) if found.get("due_at") else None,
            timed=bool(found.get("due_at") or found.get("has_overrides")),
        )

    def sent(self, task: Task) -> list[Sent]:
        """What everybody handed in, page by page."""
        included = "".join(f"&include[]={name}" for name in INCLUDED)
        return [_sent(one) for one in self._pages(f"{self._base}/{task.id}/submissions?per_page=100{included}")]

    def grade(self, task: Task, one: Sent, fields: Mapping[str, str]) -> None:
        """Change the grade, the rubric or the comments of one user."""
        where = f"anonymous_submissions/{quote(one.anonymous)}" if not one.user else f"submissions/{quote(one.user)}"
        self.site.put(
            f"{self._base}/{task.id}/{where}", fields, self._headers, f"the grade of {one.user or one.anonymous}"
        )

    def _pages(self, url: str) -> Iterator[Mapping[str, Any]]:
        """All rows of a list; where the next page is, only the site can say."""
        for _ in range(MAX_PAGES):
            answer = self.site.get(url, self._headers, "the list of submissions")
            rows = answer.json("the list of submissions")
            if not isinstance(rows, list):
                raise RequestError("the list of submissions is no list; is that the address of a Canvas site?")
            yield from rows
            following = NEXT.search(answer.headers.get("link", ""))
            if following is None:
                return
            url = following[1]
        raise RequestError(f"the list of submissions has more than {MAX_PAGES} pages")


def rubric_fields(points: Mapping[str, str], comments: Mapping[str, str]) -> dict[str, str]:
    """Rubric rows as the API takes them, a number and perhaps a comment for each.

    >>> rubric_fields({"_8023": "2.5"}, {})
    {'rubric_assessment[_8023][points]': '2.5'}
    """
    numbers = {f"rubric_assessment[{row}][points]": number for row, number in points.items()}
    return numbers | {f"rubric_assessment[{row}][comments]": said for row, said in comments.items()}


def _row(row: Mapping[str, Any]) -> Row:
    return Row(
        id=str(row["id"]), description=str(row.get("description", "")), points=_number(row.get("points")) or Fraction(0)
    )


def _sent(one: Mapping[str, Any]) -> Sent:
    at = one.get("submitted_at")
    assessed = one.get("rubric_assessment") or {}
    rows = {row: _number(value.get("points")) for row, value in assessed.items()}
    return Sent(
        user="" if one.get("user_id") is None else str(one["user_id"]),
        anonymous=str(one.get("anonymous_id") or ""),
        at=datetime.fromisoformat(at) if at else None,
        attempt=one.get("attempt"),
        late=bool(one.get("late")),
        seconds_late=int(one.get("seconds_late") or 0),
        excused=bool(one.get("excused")),
        entered=_number(one.get("entered_score", one.get("score"))),
        deducted=_number(one.get("points_deducted")) or Fraction(0),
        comments=tuple(str(comment.get("comment", "")) for comment in one.get("submission_comments") or ()),
        rubric={row: points for row, points in rows.items() if points is not None},
    )


def _number(value: Any) -> Fraction | None:
    """A number of JSON, zero included; None where there is none."""
    return None if value is None else Fraction(str(value))
