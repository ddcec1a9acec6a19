"""A new assignment that already works: every file it needs, small enough to be read in five minutes.

It has one function with a visible case, drawn hidden cases, an edge and a named mistake, and one typed number, so
each thing a teacher wants next stands there to be changed. The hand-in beside it earns full marks.
"""

from __future__ import annotations

import re
from pathlib import Path

from grader.errors import RequestError

NAME = re.compile(r"(?=.{1,63}$)[a-z][a-z0-9]*(-[a-z0-9]+)*")
TEMPLATES = Path(__file__).with_name("templates") / "new"

# where a template goes → the template; {name} is the assignment, {topic} its module in reference/
FILES = {
    "assignments/{name}/assignment.yaml": "assignment.yaml",
    "assignments/{name}/starter/solution.py": "starter.py",
    "assignments/{name}/starter/answers.md": "answers-starter.md",
    "assignments/{name}/samples/right/solution.py": "solution.py",
    "assignments/{name}/samples/right/answers.md": "answers.md",
    "assignments/{name}/samples/sample-deviation/solution.py": "mistake.py",
    "assignments/{name}/samples/sample-deviation/answers.md": "answers.md",
    "assignments/{name}/samples/marks.yaml": "marks.yaml",
    "reference/{topic}.py": "reference.py",
    "submissions/{name}/right/solution.py": "solution.py",
    "submissions/{name}/right/answers.md": "answers.md",
}
COURSE = {"reference/__init__.py": "course-reference.py", ".gitignore": "course-gitignore", "README.md": "course.md"}


def create(name: str, root: Path) -> list[str]:
    """Write the assignment into the course at `root`, or make a course of an empty folder; what to tell the teacher.

    Nothing that exists is overwritten: the first file that is already there ends it before anything is written.
    """
    if not NAME.fullmatch(name):
        raise RequestError(
            f"{name!r} cannot name an assignment: it becomes folder names, so write lower-case letters, digits and "
            f"dashes, a letter first{_suggestion(name)}"
        )
    topic = name.replace("-", "_")
    wanted = {root / path.format(name=name, topic=topic): template for path, template in FILES.items()}
    for path in (root / "assignments" / name, root / "submissions" / name, *wanted):
        if path.exists():
            raise RequestError(
                f"{path} is already there and nothing is overwritten; take another name, or move it away"
            )
    course = _course(root)
    for path, template in course.items():
        _write(path, (TEMPLATES / template).read_text(encoding="utf-8"))
    for path, template in wanted.items():
        text = (TEMPLATES / template).read_text(encoding="utf-8")
        _write(path, text.replace("NAME", name).replace("TOPIC", topic))
    return _told(name, topic, [path.relative_to(root).as_posix() for path in (*course, *wanted)])


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _suggestion(name: str) -> str:
    near = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return f"; {near!r} would do" if NAME.fullmatch(near) else ""


def _course(root: Path) -> dict[Path, str]:
    """The files that make a course of an empty folder; in a course, only what an assignment cannot do without."""
    if (root / "assignments").is_dir():
        marker = root / "reference" / "__init__.py"
        return {} if marker.exists() else {marker: COURSE["reference/__init__.py"]}
    others = sorted(path.name for path in root.iterdir() if not path.name.startswith(".")) if root.is_dir() else []
    if others:
        raise RequestError(
            f"{root} is not a course: it has no assignments/ folder, but it holds {others[0]!r}; "
            "run this in an empty folder, or make the folder assignments/ here first"
        )
    return {root / path: template for path, template in COURSE.items() if not (root / path).exists()}


def _told(name: str, topic: str, paths: list[str]) -> list[str]:
    return [
        *(f"  wrote {path}" for path in paths),
        "",
        "It works as it is. Try it:",
        "",
        f"    grader grade {name}       grades submissions/{name}/",
        f"    grader verify {name}      lets the assignment prove itself",
        "",
        "Then make it yours:",
        f"  1. what is asked, and what it is worth:   assignments/{name}/assignment.yaml",
        f"  2. the truth, and the known mistakes:     reference/{topic}.py",
        f"  3. what students start from:              assignments/{name}/starter/",
        f"  4. hand-ins and what they must get:       assignments/{name}/samples/",
        "",
        f"For the students:  grader release {name}",
    ]
