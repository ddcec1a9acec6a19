"""Where things stand in a course folder: assignments/NAME/, submissions/NAME/, reports/NAME/, rosters/, reference/."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

from grader.errors import RequestError

SPEC = "assignment.yaml"


@dataclass(frozen=True, slots=True)
class Place:
    """One assignment and the course around it."""

    name: str
    spec: Path
    root: Path

    @property
    def submissions(self) -> Path:
        return self.root / "submissions" / self.name

    @property
    def marks(self) -> Path:
        return self.root / "marks" / self.name

    @property
    def roster(self) -> Path:
        return self.root / "rosters" / f"{self.name}.json"

    @property
    def reports(self) -> Path:
        return self.root / "reports" / self.name


def locate(assignment: str, start: Path) -> Place:
    """The assignment of that name in the course around `start`, or at that path."""
    path = start / assignment
    if path.is_dir() and (path / SPEC).is_file():
        return _at(path / SPEC)
    if path.is_file() and path.suffix in (".yaml", ".yml"):
        return _at(path)
    root = root_of(start)
    spec = root / "assignments" / assignment / SPEC
    if "/" not in assignment and spec.is_file():
        return Place(assignment, spec, root)
    raise RequestError(_unknown(assignment, root))


def root_of(start: Path) -> Path:
    """The nearest folder, from here upwards, that holds assignments/; here when there is none."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / "assignments").is_dir():
            return folder
    return start.resolve()


def names(root: Path) -> list[str]:
    """The assignments of a course."""
    return sorted(path.parent.name for path in (root / "assignments").glob(f"*/{SPEC}"))


def _at(spec: Path) -> Place:
    spec = spec.resolve()
    folder = spec.parent
    named = folder.name if spec.name == SPEC else spec.stem
    return Place(named, spec, root_of(folder))


def _unknown(assignment: str, root: Path) -> str:
    known = names(root)
    if not known:
        return (
            f"there is no assignment {assignment!r}: {root} has no assignments/ folder with an {SPEC} in it; "
            "go to your course folder, name the path of an assignment, or start one with `grader new NAME`"
        )
    near = difflib.get_close_matches(assignment, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
    return f"there is no assignment {assignment!r} in {root / 'assignments'}; {hint}"
