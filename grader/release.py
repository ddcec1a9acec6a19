"""The student package: what to fill in, the visible cases with what they must give, and nothing secret.

assignment.yaml    the student edition (edition.py), for `grader check`
solution.py        stubs, and solution.ipynb the same as a notebook (starter.py)
answers.md         a heading for every written answer
README.md          how to begin
…                  everything in the assignment's starter/ folder, which goes before what is made here
"""

from __future__ import annotations

from pathlib import Path

from grader import starter
from grader.edition import student_edition
from grader.errors import RequestError
from grader.model import Assignment
from grader.oracle import Oracle
from grader.reports._files import write_bytes_atomically

EDITION = "assignment.yaml"


def release(assignment: Assignment, oracle: Oracle, folder: Path) -> tuple[Path, ...]:
    """Write the package into a folder; the files written, sorted.

    Raises SpecError where a reference fails, RequestError where the starter folder holds an assignment.yaml.
    """
    made = {name: text.encode() for name, text in starter.files(assignment).items()}
    made |= _own(Path(assignment.file).parent / "starter")
    made[EDITION] = student_edition(assignment, oracle).encode()
    paths = []
    for name in sorted(made):
        path = folder / name
        write_bytes_atomically(path, made[name])
        paths.append(path)
    return tuple(paths)


def _own(folder: Path) -> dict[str, bytes]:
    """The files of starter/, by their path in it."""
    if not folder.is_dir():
        return {}
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    if EDITION in found:
        raise RequestError(f"{folder / EDITION} would be replaced by the student edition; give it another name")
    return found
