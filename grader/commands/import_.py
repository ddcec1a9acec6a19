"""`grader import`: an existing assignment of another grader becomes ours."""

from __future__ import annotations

from pathlib import Path

import click

from grader import kinds, places
from grader.errors import RequestError
from grader.importers import _telling, _writing
from grader.importers._draft import Draft
from grader.new import NAME


@click.command()
@click.argument("format")
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    help="NAME, or COURSE/NAME for the course in another folder; default: the name it has there.",
)
def command(format: str, source: Path, into: Path | None) -> int:  # noqa: A002 -- the word in the help
    """Make an assignment of ours out of SOURCE, which is in the FORMAT nbgrader, otter or ok.

    \b
    grader import otter hw01/                 tests/*.py and a notebook, or a master notebook
    grader import otter autograder.zip        what otter grades with
    grader import nbgrader course/source/ps1  with the hand-ins in course/submitted/
    grader import ok hw01/ --into hw01        a project of the OK client

    Nothing of SOURCE is run, and nothing that exists is overwritten. What cannot be carried over is listed, with its
    reason and its points, here and in assignments/NAME/import.md, and so is every test that has to be judged beside the
    student's code. Then: grader grade NAME, and grader verify NAME.
    """
    drafts: tuple[Draft, ...] = kinds.find("importers", format).read(source)
    if into is not None and len(drafts) > 1:
        listed = ", ".join(draft.name for draft in drafts)
        raise RequestError(f"{source} holds {len(drafts)} assignments ({listed}); name one of them to use --into")
    for draft in drafts:
        done = _writing.write(draft, _place(into, draft))
        for line in _telling.lines(done.draft, done.place.name, done.assignment):
            click.echo(line)
        click.echo(f"Wrote {len(done.files)} files; begin with {done.place.spec} and import.md beside it.\n")
    return 0


def _place(into: Path | None, draft: Draft) -> places.Place:
    """Where the assignment goes: in the course around here, or in the one that was named."""
    name = into.name if into is not None else draft.name
    if not NAME.fullmatch(name):
        raise RequestError(
            f"{name!r} cannot name an assignment: it becomes folder names, so write lower-case letters, digits and "
            "dashes, a letter first, behind --into"
        )
    root = places.root_of(Path.cwd())
    if into is not None and len(into.parts) > 1:
        folder = into.parent.resolve()
        root = folder.parent if folder.name == "assignments" else folder
    return places.Place(name, root / "assignments" / name / places.SPEC, root)
