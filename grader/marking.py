"""Marking free text by hand: which answers wait, in which order, and what a person's keys do to one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader import marks, shelf, similar
from grader.checkers.rubric import Checker
from grader.marks import Mark
from grader.model import Assignment, Criterion, Question

KEYS = """\
  1-9    key point said, or not said after all
  f      a fatal error: the answer earns nothing
  c      write a comment; those used before are offered by number
  Enter  that is the mark; go on
  b      back to the answer before
  s      leave this one for later
  q      stop; everything so far is kept"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One answer that a person has to look at, and who handed in the very same words."""

    question: Question
    criterion: Criterion
    text: str
    submissions: tuple[str, ...]
    mark: Mark | None = None  # given before, when everything is looked at again

    @property
    def rubric(self) -> Checker:
        judge = self.criterion.judge
        if not isinstance(judge, Checker):  # only such criteria are collected
            raise TypeError(f"{self.criterion.id} is judged by {self.criterion.kind}")
        return judge


def collect(assignment: Assignment, reports: Path, given: Path, again: bool = False) -> list[Waiting]:
    """The answers that wait, question by question, similar ones next to each other; `again`: also those marked."""
    waiting: list[Waiting] = []
    answers = _answers(reports)
    for question in assignment.questions:
        for criterion in question.criteria:
            if isinstance(criterion.judge, Checker):
                waiting += _of(question, criterion, answers.get(criterion.id, {}), given, again)
    return waiting


def _answers(reports: Path) -> dict[str, dict[str, str]]:
    """Criterion → hand-in → what was written."""
    found: dict[str, dict[str, str]] = {}
    for key in sorted(reports.glob(f"*/{shelf.KEY}")):
        evidence = shelf.load(key.parent.parent)
        if evidence is None:
            continue
        for case in evidence.observations:
            criterion = case.rpartition("/")[0]
            text = marks.answer(evidence, criterion)
            if text is not None:
                found.setdefault(criterion, {})[evidence.submission] = text
    return found


def _of(
    question: Question, criterion: Criterion, answers: Mapping[str, str], given: Path, again: bool
) -> Iterator[Waiting]:
    alike: dict[str, list[str]] = {}
    before: dict[str, Mark] = {}
    for submission, text in answers.items():
        mark = marks.read(given, submission).get(criterion.id)
        if mark is not None and mark.answer == marks.digest(text):
            if not again:
                continue
            before[text] = mark
        alike.setdefault(text, []).append(submission)
    texts = list(alike)
    for index in similar.in_order(texts):
        text = texts[index]
        yield Waiting(question, criterion, text, tuple(alike[text]), before.get(text))


@dataclass(slots=True)
class Sitting:
    """One person's session: the answers, where they are, and the comments they have used."""

    waiting: Sequence[Waiting]
    folder: Path
    by: str
    now: Callable[[], str]
    key: Callable[[], str]
    line: Callable[[str], str]
    say: Callable[[str], None]
    comments: list[str] = field(default_factory=list)
    marked: int = 0

    def run(self) -> int:
        """Go through the answers; how many were marked."""
        place = 0
        asked = ""
        while 0 <= place < len(self.waiting):
            item = self.waiting[place]
            if item.criterion.id != asked:
                self._introduce(item)
                asked = item.criterion.id
            self._show(item, place)
            step = self._decide(item)
            if step is None:
                break
            place = max(0, place + step)
        return self.marked

    def _introduce(self, item: Waiting) -> None:
        self.say(f"\n{item.question.title} ({item.criterion.id})\n{item.question.prompt}\n")
        self.say(KEYS)

    def _show(self, item: Waiting, place: int) -> None:
        others = len(item.submissions) - 1
        same = f", handed in word for word by {others} more" if others else ""
        self.say(f"\n── answer {place + 1} of {len(self.waiting)}{same} " + "─" * 30)
        self.say(item.text.strip() or "(nothing was written)")
        self.say("")

    def _decide(self, item: Waiting) -> int | None:
        """Read keys until this answer is decided; the step to the next one, None to stop."""
        mark = item.mark or Mark(answer=marks.digest(item.text))
        hinted = item.rubric.hinted(item.text)
        self._points(item, mark, hinted)
        while True:
            key = self.key()
            if key in ("\r", "\n", " "):
                self._keep(item, mark)
                return 1
            if key in "bsq" and key:
                return {"b": -1, "s": 1, "q": None}[key]
            changed = self._changed(item, mark, key)
            if changed is None:
                self.say(KEYS)
            else:
                mark = changed
                self._points(item, mark, hinted)

    def _changed(self, item: Waiting, mark: Mark, key: str) -> Mark | None:
        """The mark after a key; None for a key that means nothing here."""
        points = item.rubric.points
        if key.isdigit() and 1 <= int(key) <= len(points):
            name = points[int(key) - 1].id
            met = tuple(p.id for p in points if (p.id in mark.met) != (p.id == name))
            return replace(mark, met=met)
        if key == "f":
            return replace(mark, fatal=not mark.fatal)
        if key == "c":
            return replace(mark, comment=self._comment())
        return None

    def _comment(self) -> str:
        for number, comment in enumerate(self.comments, 1):
            self.say(f"  {number}  {comment}")
        typed = self.line("comment (or the number of one above): ").strip()
        if typed.isdigit() and 1 <= int(typed) <= len(self.comments):
            return self.comments[int(typed) - 1]
        if typed and typed not in self.comments:
            self.comments.append(typed)
        return typed

    def _points(self, item: Waiting, mark: Mark, hinted: Sequence[str]) -> None:
        for number, point in enumerate(item.rubric.points, 1):
            box = "x" if point.id in mark.met else " "
            hint = "   (a word of it stands there)" if point.id in hinted and point.id not in mark.met else ""
            self.say(f"  {number} [{box}] {point.say}{hint}")
        for error in item.rubric.fatal:
            self.say(f"  f [{'x' if mark.fatal else ' '}] {error}")
        credit = item.rubric.credit(frozenset(mark.met), mark.fatal)
        worth = item.criterion.points * credit
        comment = f"   “{mark.comment}”" if mark.comment else ""
        self.say(f"  = {float(worth):g} of {float(item.criterion.points):g}{comment}")

    def _keep(self, item: Waiting, mark: Mark) -> None:
        """Write the mark for everybody who handed in these words, before the next answer is shown."""
        done = replace(mark, by=self.by, when=self.now())
        for submission in item.submissions:
            marks.write(self.folder, submission, {**marks.read(self.folder, submission), item.criterion.id: done})
        self.marked += len(item.submissions)
