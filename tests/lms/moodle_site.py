"""A small Moodle, written from observations of the real one: what it exports, and how it reads what is uploaded.

Its importer is strict where Moodle is strict and silent where Moodle is silent: rows that it does not like are skipped
without a word, except in `log`, which Moodle does not show.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 20, 18, tzinfo=ZONE)
EMPTY_TEXT = '<html><head><meta charset="utf-8"></head><body><div></div></body></html>'

LANGUAGES = {
    "en": {
        "word": "Participant ",
        "headers": {
            "identifier": "Identifier",
            "name": "Full name",
            "idnumber": "ID number",
            "email": "Email address",
            "status": "Status",
            "group": "Group",
            "grade": "Grade",
            "maximum": "Maximum Grade",
            "scale": "Scale",
            "changeable": "Grade can be changed",
            "submitted": "Last modified (submission)",
            "text": "Online text",
            "modified": "Last modified (grade)",
            "comments": "Feedback comments",
        },
        "yes": "Yes",
        "no": "No",
        "done": "Submitted for grading",
        "nothing": "No submission",
        "group": "Default group",
        "decimal": ".",
        "days": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        "months": {10: "October", 11: "November", 12: "December"},
    },
    "de": {
        "word": "Teilnehmer/in ",
        "headers": {
            "identifier": "ID",
            "name": "Vollständiger Name",
            "idnumber": "Matrikel",
            "email": "E-Mail-Adresse",
            "status": "Status",
            "group": "Gruppe",
            "grade": "Bewertung",
            "maximum": "Bestwertung",
            "scale": "Skala",
            "changeable": "Bewertung kann geändert werden",
            "submitted": "Zuletzt geändert (Abgabe)",
            "text": "Texteingabe",
            "modified": "Zuletzt geändert (Bewertung)",
            "comments": "Feedback als Kommentar",
        },
        "yes": "Ja",
        "no": "Nein",
        "done": "Zur Bewertung abgegeben",
        "nothing": "Keine Abgabe",
        "group": "Standardgruppe",
        "decimal": ",",
        "days": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
        "months": {10: "Oktober", 11: "November", 12: "Dezember"},
    },
    "zh": {
        "word": "参与者",
        "headers": {
            "identifier": "标识符",
            "name": "全名",
            "idnumber": "学号",
            "email": "电子邮件地址",
            "status": "状态",
            "group": "小组",
            "grade": "成绩",
            "maximum": "最高分",
            "scale": "量表",
            "changeable": "成绩可以更改",
            "submitted": "最近修改（提交）",
            "text": "在线文本",
            "modified": "最近修改（成绩）",
            "comments": "反馈评语",
        },
        "yes": "是",
        "no": "否",
        "done": "已提交",
        "nothing": "没有提交",
        "group": "默认小组",
        "decimal": ".",
        "days": ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
        "months": {},
    },
}


@dataclass
class Member:
    """A participant of one assignment, and what was handed in and graded there."""

    id: int
    name: str
    email: str = ""
    idnumber: str = ""
    group: str = ""
    files: dict = field(default_factory=dict)
    text: str | None = None
    submitted: datetime | None = None
    grade: Fraction | None = None
    graded: datetime | None = None
    comment: str = ""  # as HTML
    feedback: dict = field(default_factory=dict)
    locked: bool = False
    user: int = 0


@dataclass
class Site:
    """One assignment on a site."""

    members: list
    language: str = "en"
    maximum: Fraction | None = Fraction(4)
    items: tuple = ()
    blind: bool = False
    groups: dict = field(default_factory=dict)  # name → id; those of a team assignment
    onlinetext: bool = False
    comments: bool = True
    idnumbers: bool = False
    emails: bool = True
    now: datetime = NOW
    cmid: int = 77
    log: list = field(default_factory=list)

    @property
    def words(self):
        return LANGUAGES[self.language]

    def member(self, number):
        return next(one for one in self.members if one.id == number)

    # ---- exports ----

    def folder(self, one):
        if self.groups or any(m.group for m in self.members):
            return f"{clean(one.group)}_{self.groups[one.group]}" if one.group else self.words["group"]
        return f"{clean(self.words['word'] if self.blind else one.name)}_{one.id}"

    def download(self, folders=True, trailing=False, wrapped="", flags="moodle"):
        """The zip of all submissions."""
        out = io.BytesIO()
        written = set()
        with zipfile.ZipFile(out, "w") as archive:
            for one in self.members:
                if one.submitted is None:
                    continue
                parts = [("file", name, data) for name, data in one.files.items()]
                if self.onlinetext:
                    text = f"<html><body>{one.text}</body></html>" if one.text else EMPTY_TEXT
                    parts.append(("onlinetext", "onlinetext.html", text.encode()))
                for plugin, name, data in parts:
                    start = f"{wrapped}{self.folder(one)}_assignsubmission_{plugin}"
                    path = f"{start}{'_' if trailing else ''}/{name}" if folders else f"{start}_{name}"
                    if path not in written:
                        archive.writestr(zipfile.ZipInfo(path, (2026, 11, 20, 18, 0, 0)), data)
                    written.add(path)
        return out.getvalue()

    def date(self, when):
        if when is None:
            return "-"
        words, at = self.words, when.astimezone(ZONE)
        day = words["days"][at.weekday()]
        if self.language == "en":
            clock = f"{at.hour % 12 or 12}:{at.minute:02d} {'PM' if at.hour >= 12 else 'AM'}"
            return f"{day}, {at.day} {words['months'][at.month]} {at.year}, {clock}"
        if self.language == "zh":
            return f"{at.year}年{at.month}月{at.day}日 {day} {at.hour:02d}:{at.minute:02d}"
        return f"{day}, {at.day}. {words['months'][at.month]} {at.year}, {at.hour:02d}:{at.minute:02d}"

    def number(self, value):
        return "" if value is None else f"{float(value):.2f}".replace(".", self.words["decimal"])

    def grade_text(self, one):
        if one.grade is None:
            return ""
        return self.items[int(one.grade) - 1] if self.items else self.number(one.grade)

    def columns(self):
        keys = ["identifier"]
        if not self.blind:
            keys += ["name", *(["idnumber"] if self.idnumbers else []), *(["email"] if self.emails else [])]
        keys += ["status", *(["group"] if self.groups else []), "grade", "scale" if self.items else "maximum"]
        keys += ["changeable", "submitted", *(["text"] if self.onlinetext else []), "modified"]
        return [*keys, *(["comments"] if self.comments else [])]

    def worksheet(self):
        """The grading worksheet: UTF-8 with a byte order mark, commas, LF, quotes where they are needed."""
        keys, words = self.columns(), self.words
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([words["headers"][key] for key in keys])
        for one in self.members:
            cells = {
                "identifier": f"{words['word']}{one.id}",
                "name": one.name,
                "idnumber": one.idnumber,
                "email": one.email,
                "status": words["done"] if one.submitted else words["nothing"],
                "group": one.group or words["group"],
                "grade": self.grade_text(one),
                "maximum": self.number(self.maximum),
                "scale": ", ".join(self.items),
                "changeable": words["no"] if one.locked else words["yes"],
                "submitted": self.date(one.submitted),
                "text": re.sub("<[^>]*>", " ", one.text or ""),
                "modified": self.date(one.graded),
                "comments": re.sub("<[^>]*>", "", one.comment) + (" " if one.comment else ""),
            }
            writer.writerow([cells[key] for key in keys])
        return ("\ufeff" + out.getvalue()).encode()

    # ---- imports ----

    def upload(self, data, force=False):
        """The worksheet importer: how many grades and how many comments it says it updated."""
        text = data.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline="")))
        header = rows[0]
        named = self.words["headers"]
        for key in ("identifier", "grade", "modified"):
            assert named[key] in header, f"Moodle refuses a worksheet without {named[key]!r}"
        grades = comments = 0
        for row in rows[1:]:
            cells = dict(zip(header, row, strict=True))
            done = self._row(cells, named, force)
            grades += done[0]
            comments += done[1]
        return grades, comments

    def _row(self, cells, named, force):
        match = re.fullmatch(re.escape(self.words["word"]) + r"(\d+)", cells[named["identifier"]])
        one = next((m for m in self.members if match and m.id == int(match[1])), None)
        if one is None or one.locked:
            return self._skip(cells, "nobody, or locked")
        if one.graded is not None and not force:
            seen = self._parsed(cells[named["modified"]])
            if seen is None or one.graded > seen + timedelta(seconds=60):
                return self._skip(cells, "graded since the export")
        graded = self._grade(one, cells[named["grade"]])
        commented = 0
        if named["comments"] in cells:
            if cells[named["comments"]] != one.comment:
                commented = 1
            one.comment = cells[named["comments"]]  # an empty one erases
        if graded or commented:
            one.graded = self.now
        return graded, commented

    def _grade(self, one, text):
        if text in ("", "-"):
            return 0
        if self.items:
            if text not in self.items:
                return self._skip(one.id, f"{text!r} is no item")[0]
            value = Fraction(self.items.index(text) + 1)
        else:
            match = re.match(r"-?\d+(\.\d+)?", text.replace(self.words["decimal"], "."))  # the rest is dropped
            value = Fraction(match[0]) if match else None
            if value is None or not 0 <= value <= self.maximum:
                return self._skip(one.id, f"{text!r} is out of range")[0]
        if value == one.grade:
            return 0
        one.grade = value
        return 1

    def _skip(self, cells, why):
        self.log.append((cells, why))
        return 0, 0

    def _parsed(self, text):
        """Moodle compares with what it would print itself."""
        moments = [one.graded for one in self.members if one.graded] + [self.now]
        return next((at.replace(second=0) for at in moments if self.date(at) == text), None)

    def upload_feedback(self, data):
        """The importer of feedback files: how many it took."""
        pattern = re.compile(r"(?:.*/)?[^/_]*_(\d+)_(assignsubmission|assignfeedback)_([a-z]+)_?/?(.*)", re.S)
        taken = 0
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                match = pattern.fullmatch(name)
                if match is None or match[4].startswith((".", "~")):
                    continue
                number = int(match[1])
                if self.groups:
                    whose = [
                        m
                        for m in self.members
                        if self.groups.get(m.group) == number or (not m.group and m.id == number)
                    ]
                else:
                    whose = [m for m in self.members if m.id == number]
                for one in whose:
                    if one.files.get(match[4]) != archive.read(name):
                        one.feedback[match[4]] = archive.read(name)
                        taken += 1
        return taken


def clean(name):
    """A name in the zip: some characters are taken out, and nothing else is changed."""
    return re.sub(r"[&<>\"'`|:/\\\x00-\x1f\x7f]", "", name.replace("_", " "))
