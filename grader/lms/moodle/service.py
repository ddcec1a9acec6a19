"""Moodle's web services: what they are asked, and their answers as values of ours.

An error comes back with status 200. Names come with HTML escapes inside the JSON. A grade is a text, -1 for none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from html import unescape
from typing import Any

from grader.errors import RequestError
from grader.lms._web import Site

SERVER = "webservice/rest/server.php"
UPLOADS = "webservice/upload.php"
SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One assignment on the site."""

    id: int  # of the assignment, for the other calls
    name: str
    maximum: Fraction | None  # None where a scale is used, or nothing
    team: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody who may hand in."""

    user: str
    ids: Mapping[str, str]
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """When somebody, or their group, handed in last."""

    user: str
    group: str
    at: datetime
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A grade to save, with the comment that stands beside it afterwards."""

    user: str
    text: str  # the mark as it is written
    comment: str
    draft: str = ""  # the number of a file to attach, as `draft` gave it


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What a student finds beside the grade now."""

    comment: str = ""  # as HTML
    files: Mapping[str, int] = field(default_factory=dict)  # name → bytes


class Service:
    """The web services that grading needs."""

    def __init__(self, site: Site, token: str) -> None:
        self.site = site
        self._token = token

    def activity(self, course: str, number: str) -> Activity:
        """The assignment with this number in its address, mod/assign/view.php?id=…"""
        found = self._ask("mod_assign_get_assignments", {"courseids": [course], "includenotenrolledcourses": 1})
        every = [one for group in found["courses"] for one in group["assignments"]]
        for one in every:
            if str(one["cmid"]) == number:
                return _activity(one)
        listed = ", ".join(f"{unescape(one['name'])!r} ({one['cmid']})" for one in every) or "none"
        raise RequestError(f"course {course} has no assignment with the number {number}; this token sees {listed}")

    def participants(self, activity: Activity) -> list[Participant]:
        """Everybody who may hand in, with every id that the site tells."""
        found = self._ask("mod_assign_list_participants", {"assignid": activity.id, "groupid": 0, "filter": ""})
        return [_participant(one) for one in found]

    def came(self, activity: Activity) -> list[Came]:
        """What was handed in, by person or by group; drafts and empty ones are left out."""
        found = self._ask("mod_assign_get_submissions", {"assignmentids": [activity.id]})
        listed = [one for group in found["assignments"] for one in group["submissions"]]
        return [_came(one) for one in listed if one["status"] == SUBMITTED]

    def extensions(self, activity: Activity) -> dict[str, datetime]:
        """Due times of their own, by user."""
        found = self._ask("mod_assign_get_user_flags", {"assignmentids": [activity.id]})
        flags = [one for group in found["assignments"] for one in group["userflags"]]
        return {str(one["userid"]): _moment(one["extensionduedate"]) for one in flags if one.get("extensionduedate")}

    def grades(self, activity: Activity) -> dict[str, Fraction]:
        """The grades that are stored, by user."""
        found = self._ask("mod_assign_get_grades", {"assignmentids": [activity.id]})
        listed = [one for group in found["assignments"] for one in group["grades"]]
        every = {str(one["userid"]): Fraction(one["grade"]) for one in listed}
        return {user: grade for user, grade in every.items() if grade >= 0}

    def feedback(self, activity: Activity, user: str) -> Feedback:
        """The comment and the files that a student has now."""
        found = self._ask("mod_assign_get_submission_status", {"assignid": activity.id, "userid": user})
        plugins = (found.get("feedback") or {}).get("plugins", [])
        texts = [one["text"] for plugin in plugins if plugin["type"] == "comments" for one in plugin["editorfields"]]
        areas = [area for plugin in plugins if plugin["type"] == "file" for area in plugin.get("fileareas", [])]
        files = {one["filename"]: int(one["filesize"]) for area in areas for one in area.get("files", [])}
        return Feedback(comment=str(texts[0]) if texts else "", files=files)

    def draft(self, name: str, data: bytes) -> str:
        """Put a file where it can be attached from; gives its number."""
        fields = {"token": self._token, "filearea": "draft", "itemid": "0"}
        found = self.site.upload(UPLOADS, fields, (name, data), "the upload").json("the upload")
        if not isinstance(found, list) or not found:
            said = str(found.get("error", found)) if isinstance(found, dict) else "nothing came back"
            raise RequestError(f"the upload of {name!r} was refused: {said.replace(self._token, '…')}")
        return str(found[0]["itemid"])

    def save(self, activity: Activity, grades: Sequence[Grade]) -> None:
        """Save grades, each with its comment: without one the site fails where a comment is stored already."""
        rows = [
            {
                "userid": one.user,
                "grade": one.text,
                "attemptnumber": -1,
                "addattempt": 0,
                "workflowstate": "",
                "plugindata": {
                    "assignfeedbackcomments_editor": {"text": one.comment, "format": 1},
                    **({"files_filemanager": one.draft} if one.draft else {}),
                },
            }
            for one in grades
        ]
        self._ask("mod_assign_save_grades", {"assignmentid": activity.id, "applytoall": 0, "grades": rows}, again=False)

    def _ask(self, function: str, arguments: Mapping[str, Any], again: bool = True) -> Any:
        fields = {
            "wstoken": self._token,
            "wsfunction": function,
            "moodlewsrestformat": "json",
            **dict(_flat(arguments)),
        }
        found = self.site.post(SERVER, fields, function, again).json(function)
        if isinstance(found, dict) and "exception" in found:
            said = str(found.get("message", "")).replace(self._token, "…")
            raise RequestError(f"{function}: the site refused with {found.get('errorcode')!r}: {said}")
        return found


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Nested values as PHP reads them from a form.

    >>> list(_flat({"grades": [{"userid": 4}]}))
    [('grades[0][userid]', '4')]
    """
    pairs = value.items() if isinstance(value, Mapping) else enumerate(value)
    for key, item in pairs:
        inner = f"{name}[{key}]" if name else str(key)
        if isinstance(item, Mapping | list | tuple):
            yield from _flat(item, inner)
        else:
            yield inner, str(item)


def _activity(one: Mapping[str, Any]) -> Activity:
    maximum = Fraction(str(one["grade"]))
    return Activity(
        id=one["id"],
        name=unescape(one["name"]),
        maximum=maximum if maximum > 0 else None,
        team=bool(one.get("teamsubmission")),
    )


def _participant(one: Mapping[str, Any]) -> Participant:
    ids = {"user": str(one["id"]), "email": one.get("email") or "", "idnumber": one.get("idnumber") or ""}
    if int(one.get("recordid") or -1) > 0:
        ids["participant"] = str(one["recordid"])
    named = unescape(str(one.get("fullname", "")))
    return Participant(user=ids["user"], ids={kind: value for kind, value in ids.items() if value}, name=named)


def _came(one: Mapping[str, Any]) -> Came:
    return Came(
        user=str(one["userid"]),
        group=str(one.get("groupid") or 0),
        at=_moment(one["timemodified"]),
        attempt=int(one.get("attemptnumber") or 0) + 1,
    )


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)
