"""GitHub Classroom: grades in a workflow, hands the result to Classroom's reporter, or reports itself."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from grader import places, spec
from grader.lms import _commands, _feedback, _results
from grader.lms._grading import Graded, Walls
from grader.lms.github import runner, totals, workflow
from grader.model import Report, Status, Visibility
from grader.reports import markdown

FAILED = "The grader failed. No mark was lost; your instructor has to look into it.\n"
INSTALL = click.option(
    "--install", default="homework-grader[notebook]", show_default=True, help="What `pip install` gets in the workflow."
)


@click.group()
def command() -> None:
    """Grade in a GitHub Classroom workflow.

    \b
    grader lms github workflow weight-decay    a classroom.yml that does the rest
    grader lms github run weight-decay work/   in the workflow: grade, and hand the result on
    grader lms github intake weight-decay …    cloned repositories into submissions/weight-decay/
    """


@command.command()
@_commands.assignment
@_commands.hand_in
@_commands.walls
@_commands.hidden(Visibility.VISIBLE)
@click.option("--must-pass", multiple=True, metavar="CRITERION", help="End with 1 unless this one has full points.")
def run(assignment: str, hand_in: Path, walls: Walls, hidden: Visibility, must_pass: tuple[str, ...]) -> int:
    """Grade HAND_IN for ASSIGNMENT as a runner of GitHub Classroom.

    The result goes, in base64, into the step's output `result`, and a report into the job's summary; outside of a
    workflow it is printed as JSON. An output is set in any case, or the reporter would report nothing at all.
    Exit status: 0 graded; 1 a criterion of --must-pass lacks points; 2 the request is wrong; 3 the grader failed.
    """
    try:
        done = _commands.graded(assignment, hand_in, walls, edition=True)
    except Exception:
        _hand_on(runner.failed(), FAILED)
        raise
    if done.broken:
        _hand_on(runner.failed(), FAILED)
        return _commands.FAILED
    _hand_on(runner.document(done.report, hidden), _page(done.report, hidden))
    return 1 if _falls_short(done, must_pass) else 0


def _falls_short(done: Graded, must_pass: tuple[str, ...]) -> bool:
    rows = {row.id: row for row in done.report.criteria}
    unknown = [name for name in must_pass if name not in rows]
    if unknown:
        raise click.UsageError(f"there is no criterion {unknown[0]!r}; there are {', '.join(rows)}")
    return any(rows[name].status is not Status.PASSED for name in must_pass)


def _page(report: Report, hidden: Visibility) -> str:
    """What stands in the summary of the job: the report, or as plain text what may be read of it by now."""
    if all(row.visibility is Visibility.VISIBLE for row in _results.rows(report, hidden)):
        return markdown.render(report)
    return "\n".join(f"    {line}" for line in _feedback.text(report, hidden).splitlines()) + "\n"


def _hand_on(document: dict[str, object], page: str) -> None:
    """Put the result where the next step finds it; on a person's own machine that is the terminal."""
    output, summary = os.environ.get("GITHUB_OUTPUT"), os.environ.get("GITHUB_STEP_SUMMARY")
    if output:
        runner.put("result", runner.encoded(document), Path(output))
    else:
        click.echo(json.dumps(document, indent=1))
    if summary:
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(page)


@command.command()
@click.argument("runners", nargs=-1, required=True)
def report(runners: tuple[str, ...]) -> int:
    """Add up the results of RUNNERS and report them, in place of GitHub Classroom's own reporter.

    \b
    env: {GRADER_RESULTS: "${{ steps.grader.outputs.result }}"}
    run: grader lms github report grader

    The result of a runner `name` is read from the environment variable NAME_RESULTS. Classroom reads the points from
    the notice that this prints, which is the sum of the tests' scores.
    Exit status: 0 every runner passed; 1 one of them did not; 2 a result is missing or no result.
    """
    found = [totals.read(name, os.environ) for name in runners]
    for line in (*totals.table(found), *totals.notices(found)):
        click.echo(line)
    return 0 if all(one.status == "pass" for one in found) else 1


@command.command("workflow")
@_commands.assignment
@INSTALL
@click.option("--course", metavar="OWNER/REPO", help="A private repository with your course, read with a token.")
@click.option("--legacy", is_flag=True, help="Print autograding.json for an older classroom, a test per criterion.")
def print_workflow(assignment: str, install: str, course: str | None, legacy: bool) -> int:
    """Print .github/workflows/classroom.yml for ASSIGNMENT.

    Without --course it grades with the assignment.yaml that `grader release` made for students: the visible cases, and
    nothing secret. With it, the solutions come along from a private repository; whoever can change the workflow can
    read them, so keep students from that.
    """
    told = spec.load(places.locate(assignment, Path.cwd()).spec)
    click.echo(workflow.legacy(told, install) if legacy else workflow.classroom(told, install, course), nl=False)
    return 0


@command.command()
@_commands.assignment
@click.argument("clones", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--grades",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The list that `gh classroom assignment-grades` writes.",
)
def intake(assignment: str, clones: Path, grades: Path) -> int:
    """Take the repositories in CLONES as hand-ins of ASSIGNMENT, and note whose they are and when they came.

    \b
    gh classroom clone student-repos -a ID
    gh classroom assignment-grades -a ID -f grades.csv
    grader lms github intake weight-decay weight-decay-submissions --grades grades.csv

    Exit status: 0 everything was taken; 1 something was left out, and is named.
    """
    from grader.lms.github import taking

    place = places.locate(assignment, Path.cwd())
    taken = taking.take(place, clones, grades)
    for note in taken.notes:
        click.echo(f"note: {note}", err=True)
    click.echo(taken.told(place.submissions))
    click.echo(f"{place.roster}: whose they are and when they came; next: grader grade {place.name}")
    return 1 if taken.notes else 0
