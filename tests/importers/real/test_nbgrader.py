"""Every test cell of every hand-in gets from our import what nbgrader 0.9.6 gives it."""

import json

import pytest

from tests.importers.fixtures import nbgrader_losses, nbgrader_squares
from tests.importers.grading import imported
from tests.importers.making import lay

CONFIG = """\
c = get_config()
c.CourseDirectory.course_id = "course"
c.OverwriteCells.add_missing_cells = True  # as we do: a cell that was taken away is no reason for a zero
"""
TELL = """\
import json, sys
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db") as book:
    told = {}
    for handed in book.assignment_submissions(sys.argv[1]):
        for notebook in handed.notebooks:
            for grade in notebook.grades:
                entry = told.setdefault(handed.student.id, {})
                entry[notebook.name + "." + grade.name] = grade.auto_score
print(json.dumps(told))
"""
# Where we give more, and why.
KINDER = {
    # the hidden helper stands behind an assertion that failed, so nbgrader's next cell has no helper and fails, too
    ("lists", "squares.test-later"): (0, 1),
}


def theirs(peers, root, name):
    """Student → notebook.cell → points, None where a person decides."""
    peers.run(root, "nbgrader", "update", ".")  # notes of older schemas, which it refuses otherwise
    peers.run(root, "nbgrader", "generate_assignment", name, "--force")
    peers.run(root, "nbgrader", "autograde", name)
    (root / "tell.py").write_text(TELL)
    return json.loads(peers.run(root, "python", "tell.py", name))


@pytest.mark.slow
@pytest.mark.parametrize("fixture", [nbgrader_squares, nbgrader_losses], ids=lambda one: one.NAME)
def test_every_cell_gets_the_same(peers, tmp_path, fixture):
    course = lay(tmp_path / "theirs", fixture.course())
    config = course / "nbgrader_config.py"
    config.write_text(CONFIG + (config.read_text().partition("\n")[2] if config.exists() else ""))
    ours = imported("nbgrader", course / "source" / fixture.NAME, tmp_path / "ours")

    told = theirs(peers, course, fixture.NAME)

    compared = 0
    for student, cells in told.items():
        for cell, points in cells.items():
            mine = ours.score(student, cell if len(fixture.NOTEBOOKS) > 1 else cell.partition(".")[2])
            if points is None:
                assert mine == 0  # and it waits for a person, or was not touched
            else:
                assert (points, mine) == KINDER.get((student, cell), (points, points)), (student, cell)
                compared += 1
    assert set(told) == set(fixture.STUDENTS)
    assert compared >= len(fixture.STUDENTS) * len(fixture.AUTO)
    print(f"{fixture.NAME}: {compared} cells of {len(told)} hand-ins compared")
