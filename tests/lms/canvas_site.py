"""A small Canvas, written from its rules: what it exports, and what an import of a gradebook would change."""

import csv
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal

ESCAPED = re.compile(r'[\0/\\:*?"<>|]+')
TOTALS = re.compile(r"(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)")


@dataclass
class User:
    """A student of the course."""

    id: int
    sortable: str  # "Lee, Ann"
    sis: str = ""
    login: str = ""
    section: str = "Section 1"
    anonymous: str = ""


@dataclass
class Handed:
    """The current attempt of one user: display names as Canvas shows them."""

    files: dict = field(default_factory=dict)
    text: str | None = None
    link: str | None = None
    late: bool = False


@dataclass
class Task:
    """An assignment."""

    id: int
    title: str
    points: str = "4.00"
    handed: dict = field(default_factory=dict)  # user id → Handed
    grades: dict = field(default_factory=dict)  # user id → Decimal, "EX" or "N/A"
    groups: dict = field(default_factory=dict)  # group name → (id, [user ids]); the first stands for it
    anonymous: bool = False
    read_only: bool = False


@dataclass
class Course:
    """A course, and what an import did to it."""

    users: list
    tasks: list
    custom: tuple = ()
    split_names: bool = False
    manual: bool = False
    delimiter: str = ","
    proposed: list = field(default_factory=list)

    def user(self, number):
        return next(one for one in self.users if one.id == number)

    # ---- exports ----

    def download(self, task, wrapped=""):
        """The zip of "Download Submissions"."""
        out = io.BytesIO()
        attachment = 9000
        with zipfile.ZipFile(out, "w") as archive:
            for number, handed in task.handed.items():
                start = self._start(task, number, handed)
                for name, data in handed.files.items():
                    attachment += 1
                    archive.writestr(f"{wrapped}{start}_{attachment}_{ESCAPED.sub('_', name)}", data)
                if handed.text is not None:
                    archive.writestr(f"{wrapped}{start}_text.html", f"<html><body>{handed.text}</body></html>")
                if handed.link is not None:
                    archive.writestr(
                        f"{wrapped}{start}_link.html", f'<meta http-equiv="Refresh" content="0; {handed.link}">'
                    )
        return out.getvalue()

    def _start(self, task, number, handed):
        if task.anonymous:
            return f"{'LATE_' if handed.late else ''}anon_{self.user(number).anonymous}"
        name = next((group for group, (_, users) in task.groups.items() if number in users), self.user(number).sortable)
        return f"{cleaned(name)}{'_LATE' if handed.late else ''}_{number}"

    def gradebook(self):
        """The exported gradebook."""
        names = ["LastName", "FirstName"] if self.split_names else ["Student"]
        info = [*names, "ID", "SIS User ID", "SIS Login ID", "Section"]
        totals = ["Current Score", "Final Grade"]
        header = [*info, *self.custom, *(f"{task.title} ({task.id})" for task in self.tasks), *totals]
        blank = [""] * (len(info) - 1 + len(self.custom))
        rows = [header]
        if self.manual:
            rows.append(["", *blank, *("Manual Posting" for _ in self.tasks), "", ""])
        points = ["(read only)" if task.read_only else task.points for task in self.tasks]
        rows.append(["    Points Possible", *blank, *points, "(read only)", "(read only)"])
        for user in self.users:
            shown = (
                [user.sortable.partition(", ")[0], user.sortable.partition(", ")[2]]
                if self.split_names
                else [user.sortable]
            )
            cells = [self.cell(task.grades.get(user.id)) for task in self.tasks]
            ids = [str(user.id), user.sis, user.login, user.section]
            rows.append([*shown, *ids, *("note" for _ in self.custom), *cells, "50.00", "F"])
        out = io.StringIO()
        csv.writer(out, delimiter=self.delimiter, lineterminator="\n").writerows(rows)
        return ("\ufeff" + out.getvalue()).encode()

    @staticmethod
    def cell(grade):
        return "" if grade is None else f"{grade:.2f}" if isinstance(grade, Decimal) else grade

    def group_list(self, task):
        """The list of groups under People."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        header = [
            "name",
            "canvas_user_id",
            "user_id",
            "login_id",
            "sections",
            "group_name",
            "canvas_group_id",
            "group_id",
        ]
        writer.writerow(header)
        for user in self.users:
            name, number = next(((n, i) for n, (i, users) in task.groups.items() if user.id in users), ("", ""))
            writer.writerow([user.sortable, user.id, user.sis, user.login, user.section, name, number, ""])
        return out.getvalue().encode()

    # ---- an import ----

    def upload(self, data):
        """What an import would change, (user, assignment, before, after) each; the changes are then made."""
        text = data.decode("utf-8-sig")
        header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=self._delimiter(text))
        assert ("Student" in header[0] and header[1] == "ID") or header[:3] == ["LastName", "FirstName", "ID"]
        assert "Section" in header, "Canvas refuses a gradebook without Section"
        first = header.index("Section") + 1
        columns = {n: self._task(title) for n, title in enumerate(header) if n >= first and not TOTALS.search(title)}
        at = next(n for n, row in enumerate(rows) if "Points Possible" in row[0])
        for n, task in columns.items():
            if task and rows[at][n] not in ("", "(read only)"):
                task.points = rows[at][n]
        changes = []
        for row in rows[at + 1 :]:
            user = self._student(dict(zip(header, row, strict=True)), row[0])
            changes += [
                self._set(user, task, row[n]) for n, task in columns.items() if user and task and not task.read_only
            ]
        return [change for change in changes if change]

    @staticmethod
    def _delimiter(text):
        lines = text.splitlines()[:3]
        counts = {mark: [len(next(csv.reader([line], delimiter=mark))) for line in lines] for mark in ",;"}
        even = len(set(counts[";"])) == 1
        return ";" if even and counts[";"][0] > counts[","][0] else ","

    def _task(self, title):
        match = re.search(r"\((\d+)\)\s*$", title)
        found = next((task for task in self.tasks if match and task.id == int(match[1])), None)
        found = found or next((task for task in self.tasks if task.title == title), None)
        if found is None:
            self.proposed.append(f"assignment {title}")
        return found

    def _student(self, cells, name):
        for user in self.users:
            if cells["ID"] == str(user.id):
                return user
        self.proposed.append(f"user {name}")
        return None

    @staticmethod
    def _set(user, task, cell):
        before = task.grades.get(user.id)
        if cell == "EX" or not cell or cell == "-":
            after = "EX" if cell == "EX" else None
        elif re.fullmatch(r"-?[0-9.,]+%?", cell):
            whole, sign, rest = re.match(r"(.*?)(?:([.,])([^.,]*))?$", cell).groups()
            after = Decimal(re.sub("[.,]", "", whole) + (f".{rest}" if sign else ""))
        else:
            after = cell
        if isinstance(before, Decimal) and isinstance(after, Decimal) and round(before, 2) == round(after, 2):
            return None
        if before == after:
            return None
        task.grades[user.id] = after
        return user.id, task.id, before, after


def cleaned(name):
    """The name in the zip: Ruby counts letters, marks, digits and `_` to a word."""
    word = "".join(one for one in name.lower() if one == "_" or unicodedata.category(one)[0] in "LMN")
    return re.sub(r"_(\d+)_", r"\1", word)
