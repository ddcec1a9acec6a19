"""The zip that Gradescope makes an image from: two scripts, this grader as a wheel, and a slice of the course.

    setup.sh, run_autograder        at the root, as Gradescope wants them
    constraints.txt, packages/      what setup.sh installs; with --wheels everything, so that it needs no network
    course/                         assignments/NAME/assignment.yaml and the reference modules that it leads to

It holds no other assignment, no samples and no hand-ins. It is read back before it is written: the course inside must
ask what the course here asks. The same inputs give the same bytes.
"""

from __future__ import annotations

import shlex
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files as resources
from pathlib import Path

from grader import places
from grader.errors import GraderError, InternalError, RequestError
from grader.lms import _grading, _package, _results, _slice, _zips
from grader.lms.gradescope.running import Choice
from grader.model import Assignment, Visibility
from grader.pipeline import Plan
from grader.places import Place
from grader.reports._files import write_bytes_atomically
from grader.reports._numbers import decimal
from grader.reports._words import count

PROGRAMS = frozenset({"setup.sh", "run_autograder"})
ONLINE = "--extra-index-url https://download.pytorch.org/whl/cpu"  # a GPU build is ten times as large
_WHEN = {
    Visibility.VISIBLE: "at once",
    Visibility.AFTER_DUE: "after the due date",
    Visibility.AFTER_PUBLISHED: "when you publish the marks",
    Visibility.HIDDEN: "never",
}
FETCH = "pip download --only-binary=:all: --python-version 3.12 --platform manylinux_2_28_x86_64"
OFFLINE = '--no-index --find-links "$source/packages"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How the zip is to be built."""

    choice: Choice
    wheels: Path | None = None
    torch: bool | None = None  # None: where the assignment or its references mention it


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What was built, for the person who uploads it."""

    path: Path
    size: int
    packages: int  # bytes of the wheels in it
    extras: tuple[str, ...]
    assignment: Assignment
    course: tuple[str, ...]


def build(place: Place, order: Order, out: Path) -> Built:
    """Write the zip; SpecError where the assignment is wrong, RequestError where the wheels do not suffice."""
    plan = _grading.prepare(place)
    course = _slice.files(place, plan.assignment)
    _prove(plan, place, course)
    wants_torch = _mentions_torch(course) if order.torch is None else order.torch
    extras = ("notebook", *(("torch",) if wants_torch else ()))
    packages = _packages(order.wheels, extras)
    made = {f"course/{name}": data for name, data in course.items()}
    made |= {f"packages/{name}": data for name, data in packages.items()}
    made["constraints.txt"] = _package.constraints().encode()
    made["setup.sh"] = _setup(extras, order.wheels is not None, wants_torch).encode()
    made["run_autograder"] = _script("run_autograder", NAME=shlex.quote(place.name), OPTIONS=_options(order.choice))
    data = _zips.packed(made, PROGRAMS)
    write_bytes_atomically(out, data)
    return Built(
        path=out,
        size=len(data),
        packages=sum(map(len, packages.values())),
        extras=extras,
        assignment=plan.assignment,
        course=tuple(sorted(course)),
    )


def _prove(plan: Plan, place: Place, course: Mapping[str, bytes]) -> None:
    """Lay the slice out and prepare it: nothing may be missing, and the cases must be the same."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, data in course.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        try:
            again = _grading.prepare(places.locate(place.name, folder))
        except GraderError as error:
            raise InternalError(
                f"the part of the course that was taken for {place.name} is incomplete: {error}"
            ) from None
    if again.asked_digest != plan.asked_digest:
        raise InternalError(f"the part of the course that was taken for {place.name} draws other cases")


def _mentions_torch(course: Mapping[str, bytes]) -> bool:
    return any(b"torch" in data or b"kind: module" in data for data in course.values())


def _packages(wheels: Path | None, extras: tuple[str, ...]) -> dict[str, bytes]:
    """Our own wheel, and those of a folder, which must hold everything that we ask for."""
    found = dict([_package.wheel()])
    if wheels is None:
        return found
    given = sorted(wheels.glob("*.whl"))
    have = {_package.plain(path.name.split("-")[0]) for path in given}
    missing = [name for name in _package.about().needed(*extras) if name not in have]
    if missing:
        there = f"{wheels} holds {count(len(given), 'wheel')} and none for {', '.join(missing)}"
        fetch = f"{FETCH} -d {shlex.quote(str(wheels))} {' '.join(missing)}"
        raise RequestError(f"{there}; fetch them for the machine that Gradescope runs: {fetch}")
    return {path.name: path.read_bytes() for path in given if not path.name.startswith("homework_grader-")} | found


def _setup(extras: tuple[str, ...], offline: bool, torch: bool) -> str:
    pip = OFFLINE if offline else ONLINE if torch else ""
    return _script("setup.sh", PIP=pip, EXTRAS=f"[{','.join(extras)}]").decode()


def _options(choice: Choice) -> str:
    words = ["--hidden", choice.hidden.value]
    if choice.walls.isolation:
        words += ["--isolation", choice.walls.isolation]
    return shlex.join([*words, *(["--trust"] if choice.walls.trusted else [])])


def _script(name: str, **filled: str) -> bytes:
    text = resources("grader.lms.gradescope").joinpath(name).read_text("utf-8")
    for key, value in filled.items():
        text = text.replace(f"@{key}@", value)
    return text.encode()


def hidden(assignment: Assignment, shown: Visibility) -> tuple[int, int]:
    """How many criteria students see only later or never, and how many there are."""
    later = [
        any(_results.moment(part.visibility, shown) is not Visibility.VISIBLE for part in criterion.parts)
        for criterion in assignment.criteria
    ]
    return sum(later), len(later)


def told(built: Built, order: Order) -> list[str]:
    """What the person who uploads the zip has to know about it."""
    later, criteria = hidden(built.assignment, order.choice.hidden)
    packages = f"{_mb(built.packages)} of it packages" + ("" if order.wheels else "; the others come from the index")
    lines = [
        f"{built.path}: {_mb(built.size)}, {packages}",
        f"in it: {', '.join(built.course)}",
        f"it holds the solutions of {built.assignment.id}; upload it to Gradescope and nowhere else",
        f"autograder points to set there: {decimal(built.assignment.points)}",
    ]
    if later:
        lines.append(
            f"{later} of {criteria} criteria and the total are not shown at once; the visible cases are. What the "
            f"assignment hides is shown: {_WHEN[order.choice.hidden]} (see --hidden)"
        )
    if order.choice.walls.trusted:
        lines.append("with --trust: student code runs even where nothing keeps it from the solutions")
    return lines


def _mb(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
