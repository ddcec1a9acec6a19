"""Who is regraded: everybody who was graded, and who has handed in since; or those that are named."""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence
from pathlib import Path

from grader import intake
from grader.errors import RequestError
from grader.places import Place
from grader.regrade.desk import Person
from grader.showing import near


def find(place: Place, reports: Path, named: Sequence[str], each: bool = False) -> list[Person]:
    """The hand-ins in the order of their names; RequestError where there are none, or a name means none."""
    graded = {path.parent.name for path in reports.glob("*/report.json")}
    there = place.submissions.is_dir()
    known = {one.id: one for one in intake.find([place.submissions], each=each)} if there else {}
    if not graded:
        raise RequestError(f"nothing was graded in {reports}; run `grader grade {place.name}` first")
    ids = {*graded, *known}
    if not named:
        return [Person(name, known.get(name)) for name in sorted(ids)]
    chosen: dict[str, Person] = {}
    for word in named:
        fitting = sorted(name for name in ids if fnmatch.fnmatchcase(name, word))
        if fitting:
            chosen |= {name: Person(name, known.get(name)) for name in fitting}
        elif Path(word).exists():
            chosen |= {one.id: Person(one.id, one) for one in intake.find([Path(word)], each=each)}
        else:
            raise RequestError(_unknown(word, sorted(ids), reports))
    return [chosen[name] for name in sorted(chosen)]


def _unknown(word: str, ids: Sequence[str], reports: Path) -> str:
    close = near(word, ids)
    hint = f"did you mean {close[0]!r}?" if close else f"there are {len(ids)}, such as {ids[0]!r}"
    return f"no hand-in in {reports} is called {word!r}, and there is no such path; {hint}"
