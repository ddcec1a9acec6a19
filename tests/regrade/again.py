"""Runs of `grader grade` and `grader regrade` on the small course, without their terminals."""

import shutil
from itertools import count

from grader import batch, classroom, history, intake, pipeline, places, versions
from grader.regrade import applying, people, whole
from grader.regrade.deciding import Rules
from grader.regrade.desk import Options

RULES = ("fresh", "partly", "isolation")
SPEC = ("assignments", "tiny", "assignment.yaml")


def plan_of(root):
    return pipeline.prepare(root.joinpath(*SPEC), root)


def note(plan, command, because=""):
    ticks = count(1)
    return history.Note(
        command=command,
        version=versions.name(plan),
        reference=plan.reference,
        because=because,
        by="prof",
        clock=lambda: f"2026-11-21T10:00:{next(ticks):02}+00:00",
    )


def grade(root, out=None, **more):
    plan = plan_of(root)
    folder = out or root / "reports" / "tiny"
    options = batch.Options(
        out=folder,
        marks=root / "marks" / "tiny",
        trusted=True,
        ledger=history.Ledger(folder, note(plan, "grade")),
        **more,
    )
    rows = list(batch.run(plan, intake.find([root / "submissions" / "tiny"]), options))
    classroom.write(rows, folder, {})
    return {row.id: row for row in rows}


def regrade(root, *named, apply=False, because="", plan=None, seen=lambda _: None, **more):
    """The diff; `engine="nowhere"` proves that nothing runs."""
    plan = plan or plan_of(root)
    out = root / "reports" / "tiny"
    place = places.locate("tiny", root)
    somebody = people.find(place, out, named)
    rules = Rules(out=out, marks=place.marks, **{name: more.pop(name) for name in RULES if name in more})
    begun = applying.begun(out)
    before = applying.standing_then(out, begun) if begun else None
    options = Options(rules=rules, trusted=True, before=before, **more)
    if apply:
        return whole.apply(plan, somebody, options, seen, note(plan, "regrade", because))
    return whole.look(plan, somebody, options, seen)


def edit(root, old, new):
    """Change the assignment in one place."""
    spec = root.joinpath(*SPEC)
    text = spec.read_text()
    assert text.count(old) == 1, (old, text.count(old))
    spec.write_text(text.replace(old, new))


def contents(folder):
    """Every file by its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def marked(folder):
    """What a fresh grade writes, too: all but the record of how it came about."""
    kept = contents(folder)
    return {
        name: data
        for name, data in kept.items()
        if name not in ("batch.json", "history.jsonl") and not name.startswith("versions/")
    }


def books(folder):
    """The files about the class."""
    return {name: (folder / name).read_bytes() for name in ("gradebook.csv", "items.csv", "class.html")}


def aside(root):
    """The reports as they stand, once more: what grading makes of them is what regrading must make of the others."""
    return shutil.copytree(root / "reports" / "tiny", root / "aside")


def moved(diff):
    return {one.id: (one.kind, float(one.delta)) for one in diff.moves}


def ways(diff):
    """How and why → the hand-ins that went that way."""
    return {(how, why): names for (how, why), names in diff.tally.roads.items()}
