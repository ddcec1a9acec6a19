"""Which hand-in and which criterion are meant: `NAME/SUBMISSION`, a folder of reports, or a name that is enough."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader import places
from grader.errors import RequestError
from grader.places import Place
from grader.showing import near


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """One hand-in of one assignment, and where its reports are."""

    place: Place
    reports: Path
    submission: str

    @property
    def folder(self) -> Path:
        return self.reports / self.submission

    def document(self) -> dict[str, Any]:
        """Its report.json."""
        path = self.folder / "report.json"
        try:
            found: dict[str, Any] = json.loads(path.read_bytes())
        except (OSError, ValueError) as error:
            raise RequestError(f"{path} cannot be read ({error}); grade the hand-in again") from None
        return found


def find(
    words: str, here: Path, assignment: str | None = None, out: Path | None = None, wanted: str | None = None
) -> Meant:
    """The hand-in; RequestError with what is near where there is none, or with all of them where there are several.

    Of several with one name, the one that has the `wanted` criterion is meant.
    """
    path = here / words
    if (path / "report.json").is_file():
        return _at(path.resolve(), here, assignment)
    name, _, submission = words.rpartition("/")
    if name or assignment:
        place = places.locate(assignment or name, here)
        return _known(Meant(place=place, reports=out or place.reports, submission=submission))
    root = places.root_of(here)
    found = sorted(root.glob(f"reports/{_literal(submission)}/report.json".replace("reports/", "reports/*/", 1)))
    if len(found) > 1 and wanted is not None:
        found = [one for one in found if wanted in ids(json.loads(one.read_bytes()))] or found
    if len(found) == 1:
        return _at(found[0].parent, here, None)
    if not found:
        raise RequestError(_nobody(submission, root.glob("reports/*/*/report.json"), root / "reports"))
    named = ", ".join(f"{one.parent.parent.name}/{submission}" for one in found)
    raise RequestError(f"{submission!r} handed in more than once: {named}; name one of these")


def _literal(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _at(folder: Path, here: Path, assignment: str | None) -> Meant:
    meant = json.loads((folder / "report.json").read_bytes())
    named = assignment or folder.parent.name
    known = places.names(places.root_of(here))
    if assignment is None and named not in known:  # written with --out
        named = meant["assignment"]["id"]
    return Meant(place=places.locate(named, here), reports=folder.parent, submission=folder.name)


def _known(meant: Meant) -> Meant:
    if not (meant.folder / "report.json").is_file():
        raise RequestError(_nobody(meant.submission, meant.reports.glob("*/report.json"), meant.reports))
    return meant


def _nobody(submission: str, found: Iterable[Path], where: Path) -> str:
    ids = sorted({path.parent.name for path in found})
    if not ids:
        return f"nothing was graded in {where}; run `grader grade NAME` first"
    close = near(submission, ids)
    hint = f"did you mean {close[0]!r}?" if close else f"there are {len(ids)}, such as {ids[0]!r}"
    return f"no hand-in in {where} is called {submission!r}; {hint}"


def rows(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The criteria of a report.json."""
    return [row for question in document["questions"] for row in question["criteria"]]


def ids(document: Mapping[str, Any]) -> list[str]:
    """Their ids."""
    return [row["id"] for row in rows(document)]


def criterion(name: str, known: Sequence[str], where: str) -> str:
    """The criterion of that name; RequestError with what is near."""
    if name in known:
        return name
    close = near(name, known)
    hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(known)}"
    raise RequestError(f"{where} has no criterion {name!r}; {hint}")
