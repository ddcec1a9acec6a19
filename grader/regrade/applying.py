"""Writing a regrade, so that a kill at any moment can be gone on from.

    1  regrade.json says that one has begun, and how long the history was then
    2  each hand-in: its reports, then its key, then a line of the history
    3  gradebook.csv, items.csv and class.html
    4  regrade.json is taken away

Whoever finds regrade.json counts from the marks that stood when it was written, so that the table of an interrupted
regrade is whole when it is finished. A key is replaced only when the reports it signs are there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from grader import batch, classroom, history, kinds, shelf, versions
from grader.history import Ledger
from grader.minimising import WRONG, still_wrong, with_examples
from grader.model import Report
from grader.pipeline import Plan
from grader.regrade.desk import Result
from grader.regrade.moves import Standing, of_entry
from grader.reports import terminal
from grader.reports._files import write_bytes_atomically
from grader.shelf import Key
from grader.smallest import Ground, keeping
from grader.smallest.keeping import Kept

FILE = classroom.UNFINISHED
SCHEMA = "grader.regrade/1"
CUT_OFF = "the run that gave it was cut off before it was noted"
_DIGEST = re.compile(rb'"digest": "([0-9a-f]{64})"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A regrade that was begun and not finished."""

    end: int  # of the history, in bytes, before anything was written
    when: str
    by: str
    because: str = ""


def begun(out: Path) -> Begun | None:
    """What regrade.json says; None where there is none, or nothing that can be read."""
    try:
        document = json.loads((out / FILE).read_bytes())
        return Begun(**document) if document.pop("schema") == SCHEMA else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def standing_then(out: Path, found: Begun) -> Callable[[str], Standing | None]:
    """The marks from which an unfinished regrade counts."""
    path = out / history.FILE
    places = history.positions(path, found.end)

    def before(name: str) -> Standing | None:
        entry = history.at(path, places[name]) if name in places else None
        return of_entry(entry) if entry else None

    return before


class Writer:
    """Puts results where they belong."""

    def __init__(self, plan: Plan, out: Path, ledger: Ledger) -> None:
        self._out = out
        self._ledger = ledger
        self._digest = plan.assignment.digest.encode()
        self._plan = plan
        self._ground = Ground(plan.oracle) if plan.oracle is not None else None
        self._grader: dict[str, bool] = {}  # version → whether it was written by the code that runs now
        self.unlooked: list[batch.Row] = []  # wrong, and nobody has looked for a smallest example yet
        versions.keep(plan, out)

    def begin(self, note: history.Note) -> None:
        """Say that a regrade has begun."""
        path = self._out / history.FILE
        end = path.stat().st_size if path.is_file() else 0
        document = {
            "schema": SCHEMA,
            **asdict(Begun(end=end, when=note.clock(), by=note.by, because=note.because)),
        }
        write_bytes_atomically(self._out / FILE, (json.dumps(document, indent=1) + "\n").encode())

    def put(self, result: Result) -> None:
        """Write one hand-in, and note its mark."""
        name = result.move.id
        folder = self._out / name
        self._found(name, folder)
        kept = self._examples(folder, result)
        if kept is None and result.move.after.status in WRONG:
            total = result.move.after
            line = terminal.Row(id=name, score=total.score, points=total.points, status=total.status)
            self.unlooked.append(batch.Row(line=line, isolation="", how="judged again", seconds=0.0))
        if result.report is None:
            self._cut_off(folder, result)
            return
        if result.evidence is not None:
            shelf.put(folder, result.evidence, result.report, result.key)
        else:
            self._again(folder, result, self._shown(folder, result.report, kept))
        self._ledger.record(result.report, result.move.how, result.move.why, result.by)

    def finish(self, ids: Iterable[str]) -> None:
        """Write what is about the class, and say that the regrade is over."""
        classroom.write_books(ids, self._out)
        (self._out / FILE).unlink(missing_ok=True)

    def _examples(self, folder: Path, result: Result) -> Kept | None:
        """The smallest failing examples that stand by the evidence; None where nobody has looked for any."""
        kept = None if result.evidence is not None else keeping.read(folder)
        key = result.key or shelf.read_key(folder)
        return kept if kept is not None and key is not None and kept.asked == key.asked else None

    def _shown(self, folder: Path, report: Report, kept: Kept | None) -> Report:
        """The report with those examples that are wrong by what is expected now."""
        if kept is None or self._ground is None or report.status not in WRONG:
            return report
        now = replace(kept, truth=self._plan.truth_digest)
        write_bytes_atomically(folder / keeping.FILE, keeping.text(now).encode())
        return with_examples(report, still_wrong(self._plan, self._ground, kept.examples))

    def _found(self, name: str, folder: Path) -> None:
        """A mark from before there was a history is noted before it is replaced."""
        path = folder / "report.json"
        if self._ledger.knows(name) or not path.is_file():
            return
        report = kinds.find("reports", "json").read(path)
        key = shelf.read_key(folder)
        mark = {**history.mark_of(report, "", {}), "version": key.version if key else ""}
        self._ledger.append(name, mark, history.FOUND)

    def _cut_off(self, folder: Path, result: Result) -> None:
        """A mark that stands signed and was not noted: a run ended between the two."""
        report = kinds.find("reports", "json").read(folder / "report.json")
        if self._ledger.lacks(report):
            self._ledger.record(report, "kept", (CUT_OFF,), result.by)

    def _again(self, folder: Path, result: Result, report: Report) -> None:
        """New reports on what was seen before; nothing is written that stands there already."""
        before = shelf.read_key(folder)
        if result.narrowed is not None:
            result.narrowed.write(folder / "evidence")
        old = _read(folder / "report.json")
        new = kinds.find("reports", "json").render(report).encode()
        if old != new:
            write_bytes_atomically(folder / "report.json", new)
        if not self._reads_alike(folder / "report.html", old, new, before):
            kinds.find("reports", "html").write(report, folder)
        if result.key is None:
            (folder / shelf.KEY).unlink(missing_ok=True)
        else:
            write_bytes_atomically(folder / shelf.KEY, str(result.key).encode())

    def _reads_alike(self, page: Path, old: bytes, new: bytes, before: Key | None) -> bool:
        """Whether the page is right as it stands, or after the digest in its foot is replaced."""
        digest = _DIGEST.search(old)
        if before is None or digest is None or not self._ours(before.version):
            return False
        there = _read(page)
        if there.count(digest[1]) != 1 or old.count(digest[1]) != 1 or old.replace(digest[1], self._digest) != new:
            return False
        if digest[1] != self._digest:
            write_bytes_atomically(page, there.replace(digest[1], self._digest))
        return True

    def _ours(self, version: str) -> bool:
        """Whether a page of that version was drawn by the code that draws pages now."""
        if version not in self._grader:
            found = versions.read(self._out, version)
            self._grader[version] = found is not None and found.grader == versions.ours()
        return self._grader[version]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
