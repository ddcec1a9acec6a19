"""The words people type: which commands there are, and what `grader --help` says of them.

Everything else is imported once it is needed, so that help comes at once: the library that reads the command line takes
longer to import than Python does to start.
"""

from __future__ import annotations

import os
import sys

COMMANDS = {
    "grade": "Grade a batch of hand-ins into reports/NAME/.",
    "mark": "Mark free text by hand, key point by key point.",
    "regrade": "Judge saved evidence again and show who moves, before it counts.",
    "explain": "Show everything that one mark stands on, for the day it is questioned.",
    "check": "Check your own work against the visible cases.",
    "verify": "Let an assignment prove itself before any student meets it.",
    "release": "Write the student package of an assignment, nothing secret inside.",
    "lms": "Work with Gradescope, GitHub Classroom, Autolab and other systems.",
    "import": "Make an assignment out of one for nbgrader, otter or the OK client.",
    "new": "Start a new assignment that already works.",
    "schema": "Print the JSON Schema of assignment.yaml or of report.json.",
    "doctor": "Say what this machine can do and how well it isolates student code.",
}

OVERVIEW = """Usage: {called} [OPTIONS] COMMAND [ARGS]...

  Grade deep-learning homework the way a careful teacher would.

  Instructors:  grader grade ASSIGNMENT     the hand-ins in submissions/ASSIGNMENT/
  Students:     grader check                the files in this folder
  Everybody:    grader COMMAND --help

Options:
  --version   Show the version and exit.
  -h, --help  Show this message and exit.

Commands:
{commands}

  Exit status: 0 done; 1 something is not right yet (a visible part failed, a
  mark is undecided); 2 the request or the assignment is wrong; 3 the grader
  failed."""


def overview(called: str) -> str:
    """The help of the whole program, by the name it was called by."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:{width}}  {does}" for name, does in COMMANDS.items()]
    return OVERVIEW.format(called=called, commands="\n".join(lines))


def main() -> None:
    """What the shell calls."""
    if sys.argv[1:] in (["--help"], ["-h"]):
        file = os.path.basename(sys.argv[0])  # noqa: PTH119 -- pathlib takes as long as all of this
        print(overview("python -m grader" if file == "__main__.py" else file.removesuffix(".exe")))
        return
    from grader.group import run

    run()
