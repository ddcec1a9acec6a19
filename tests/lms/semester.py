"""A semester: a class, three assignments, and what Moodle and Canvas would let a teacher download.

    python -m tests.lms.semester FOLDER [--students 300]

lays FOLDER/moodle and FOLDER/canvas, a course each, with the downloads beside it, and prints the commands of a sitting.
Whoever handed in what is decided here, so is the mark that everybody must have in the end.
"""

import argparse
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from tests import courses
from tests.lms import canvas_site, moodle_site

DUE = datetime(2026, 10, 23, 18, tzinfo=ZoneInfo("Europe/Berlin"))  # clocks go back in the night after the next day
ASSIGNMENTS = {"hw1": "Twice", "hw2": "Twice again, and in time", "hw3": "Twice as a team"}
FIRST = ("Ann", "Zoë", "Bob_J", "明", "José María", "Ólafur", "Anne-Marie", "Đorđe", "Ngọc", "محمد")
LAST = ("Lee", "Müller, PhD", "O'Neil-Smith", "李", "de la Cruz", "Þórsson", "Lee", "Nguyễn", "<Smith>", "van 't Hoff")
WORK = {
    "right": ({"solution.py": courses.RIGHT, "answers.md": courses.SHEET}, Fraction(4)),
    "squared": ({"solution.py": courses.SQUARED, "answers.md": courses.SHEET}, Fraction(2)),
    "no answer": ({"solution.py": courses.RIGHT}, Fraction(3)),
    "broken": ({"solution.py": "def double(x:\n", "answers.md": courses.SHEET}, Fraction(1)),
    "empty": ({"notes.txt": ""}, Fraction(0)),
}
LATENESS = (-1, -26, 0, 1, 23, 25, 48, 50)  # hours after the due time, by the clock on the wall
LATE = "late: {deduct: {points: 1}, grace_minutes: 10, at_most: {points: 3}}\n"


@dataclass(frozen=True)
class Hand:
    """What one student does in one assignment."""

    work: str  # empty: nothing is handed in
    hours: int

    @property
    def files(self):
        return {name: text.encode() for name, text in WORK[self.work][0].items()}

    @property
    def at(self):
        return DUE + timedelta(hours=self.hours)

    def mark(self, late, extended=False):
        """What it is worth: a day of the calendar costs a point, at most three; an extension is two days."""
        if not self.work:
            return None
        days = max(0, -(-(self.hours - (48 if extended else 0)) // 24)) if late else 0
        return max(Fraction(0), WORK[self.work][1] - min(days, 3))


@dataclass(frozen=True)
class Student:
    """One of the class, with what is done in each assignment."""

    number: int
    first: str
    last: str
    hands: dict

    @property
    def name(self):
        return f"{self.first} {self.last}"

    @property
    def email(self):
        return f"student{self.number}@example.edu"


def students(count, seed=2026):
    """The class; names repeat, ids do not."""
    rng = np.random.default_rng(seed)
    made = []
    for number in range(count):
        hands = {}
        for name in ASSIGNMENTS:
            work = rng.choice(["right", "right", "right", "squared", "no answer", "broken", "empty", ""])
            hands[name] = Hand(str(work), int(rng.choice(LATENESS)))
        first, last = FIRST[int(rng.integers(len(FIRST)))], LAST[int(rng.integers(len(LAST)))]
        made.append(Student(number, first, last, hands))
    return made


def teams(people):
    """Threes, by number; what the first of a team does is what it hands in."""
    return {f"Team {n // 3 + 1}": people[n : n + 3] for n in range(0, len(people), 3)}


def expected(people):
    """Student and assignment → the mark; None where nothing was handed in."""
    marks = {}
    for one in people:
        marks[one.number, "hw1"] = one.hands["hw1"].mark(late=False)
        marks[one.number, "hw2"] = one.hands["hw2"].mark(late=True, extended=one.number % 10 == 0)
    for members in teams(people).values():
        for one in members:
            marks[one.number, "hw3"] = members[0].hands["hw3"].mark(late=False)
    return marks


def lay(root, system, people):
    """A course with three assignments and everything that was downloaded; gives the sites by assignment."""
    (root / "reference").mkdir(parents=True)
    (root / "reference" / "__init__.py").write_text("")
    (root / "reference" / "twice.py").write_text(courses.REFERENCE)
    for name, title in ASSIGNMENTS.items():
        folder = root / "assignments" / name
        folder.mkdir(parents=True)
        due = f"due: {{at: {DUE:%Y-%m-%dT%H:%M}, zone: Europe/Berlin}}\n{LATE}" if name == "hw2" else ""
        text = courses.SPEC.replace("assignment: tiny", f"assignment: {name}").replace(
            "title: Twice", f"title: {title}"
        )
        (folder / "assignment.yaml").write_text(text.replace("seed: 7\n", f"seed: 7\n{due}"))
    (root / "rosters").mkdir()
    given = "".join(
        f"  - {{id: {one.email if system == 'moodle' else f'login:student{one.number}'}, days: 2, reason: illness}}\n"
        for one in people
        if one.number % 10 == 0
    )
    (root / "rosters" / "extensions.yaml").write_text(f"hw2:\n{given}")
    return (moodle if system == "moodle" else canvas)(root, people)


def moodle(root, people):
    """Three activities, with numbers of participants of their own."""
    sites = {}
    for place, name in enumerate(ASSIGNMENTS):
        site = moodle_site.Site([_member(one, name, place) for one in people], "de", cmid=70 + place)
        if name == "hw3":
            site.groups = {team: 500 + n for n, team in enumerate(teams(people))}
            for team, members in teams(people).items():
                for one in members:
                    member = site.member(_participant(one, place))
                    first = members[0].hands[name]
                    member.group = team
                    member.files = first.files if first.work else {}
                    member.submitted = first.at if first.work else None
        sites[name] = site
        (root / f"DL26-{name}-{site.cmid}.zip").write_bytes(site.download())
        (root / f"Bewertungen-DL26-{name}-{site.cmid}.csv").write_bytes(site.worksheet())
    return sites


def _participant(one, place):
    return 1 + (one.number * 7 + place * 11) % 100_003


def _member(one, name, place):
    hand = one.hands[name]
    return moodle_site.Member(
        _participant(one, place),
        one.name,
        one.email,
        files=hand.files if hand.work else {},
        submitted=hand.at if hand.work else None,
    )


def canvas(root, people):
    """One course with three assignments."""
    users = [
        canvas_site.User(1000 + one.number, f"{one.last}, {one.first}", f"s{one.number:04d}", f"student{one.number}")
        for one in people
    ]
    tasks = [canvas_site.Task(4000 + n, title) for n, title in enumerate(ASSIGNMENTS.values())]
    course = canvas_site.Course([*users, canvas_site.User(99, "Student, Test")], tasks, manual=True)
    for task, name in zip(tasks, ASSIGNMENTS, strict=True):
        if name == "hw3":
            for n, (team, members) in enumerate(teams(people).items()):
                task.groups[team] = (500 + n, [1000 + one.number for one in members])
        for one in [members[0] for members in teams(people).values()] if name == "hw3" else people:
            hand = one.hands[name]
            if hand.work:
                task.handed[1000 + one.number] = canvas_site.Handed(hand.files, late=hand.hours > 0)
        (root / f"dl26-{name}_submissions.zip").write_bytes(course.download(task))
    (root / "grades.csv").write_bytes(course.gradebook())
    (root / "groups.csv").write_bytes(course.group_list(tasks[2]))
    return course


def commands(system):
    """The sitting, one command a line."""
    for place, name in enumerate(ASSIGNMENTS):
        if system == "moodle":
            sheet = f"Bewertungen-DL26-{name}-{70 + place}.csv"
            yield ["lms", "moodle", "intake", name, f"DL26-{name}-{70 + place}.zip", "--worksheet", sheet]
            yield ["grade", name, "--quiet"]
            yield ["lms", "moodle", "worksheet", name, sheet]
            yield ["lms", "moodle", "feedback", name]
        else:
            more = ["--groups", "groups.csv"] if name == "hw3" else []
            yield ["lms", "canvas", "intake", name, f"dl26-{name}_submissions.zip", "--gradebook", "grades.csv", *more]
            yield ["grade", name, "--quiet"]
            yield ["lms", "canvas", "csv", name, "grades.csv", "--out", f"{name}.csv"]


def timed(root, people):
    """What `grader lms canvas times` would have noted, for a sitting without a site to ask."""
    from grader import roster

    path = root / "rosters" / "hw2.json"
    known = roster.load(path)
    at = {f"user:{1000 + one.number}": one.hands["hw2"].at for one in people}
    handed = tuple(replace(one, submitted_at=at[one.people[0]]) for one in known.handed)
    roster.save(replace(known, handed=handed), path)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--students", type=int, default=300)
    chosen = options.parse_args()
    for system in ("moodle", "canvas"):
        lay(chosen.folder / system, system, students(chosen.students))
        print(f"cd {chosen.folder / system}")
        for words in commands(system):
            print("grader", *words)


if __name__ == "__main__":
    main()
