"""Sentences that several formats share."""

from fractions import Fraction

from grader.model import Conditions, CriterionReport, Isolation, Report, Status, Withheld
from grader.reports._numbers import decimal, share
from grader.reports._text import one_line

MARKS = {
    Status.PASSED: "✓",
    Status.PARTIAL: "~",
    Status.FAILED: "✗",
    Status.MISSING: "○",
    Status.UNDECIDED: "?",
}
SMALLEST = "The same on the smallest example:"
LEVELS = {
    "isolated": "in a locked process that sees no network, no other files and no other processes (level isolated)",
    "confined": "in a process confined by the system's own filters (level confined)",
    "limited": "in a process with limits on time and memory, and no wall around it (level limited)",
    "none": "in an ordinary process, trusted by whoever started it (level none)",
}


def count(number: int, one: str, many: str = "") -> str:
    """A number and its noun.

    >>> count(1, "case"), count(2, "case"), count(0, "criterion", "criteria")
    ('1 case', '2 cases', '0 criteria')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def likeness(mistake: str) -> str:
    """A mistake's id, as a sentence begins with it."""
    return f"This looks like: {one_line(mistake).replace('_', ' ').replace('-', ' ')}."


def keeps(criterion: CriterionReport) -> str:
    """Why a criterion has other points than its parts add up to: its mistake has a price of its own."""
    earned = sum((part.weight for part in criterion.parts if part.status is Status.PASSED), Fraction(0))
    if not criterion.mistake or criterion.credit == earned:
        return ""
    return f"This mistake keeps {share(criterion.credit)} of the points."


def ran(conditions: Conditions) -> str:
    """Where the student's code ran, as the end of a sentence that begins with it."""
    return f"ran {isolation(conditions.isolation)}" if conditions.versions else "did not run"


def isolation(found: Isolation) -> str:
    """The level that was really in force, in words, and the attacks that were not stopped."""
    open_to = sorted(one_line(attack) for attack, outcome in found.attacks.items() if outcome != "stopped")
    return LEVELS[found.level] + (f", open to: {', '.join(open_to)}" if open_to else "")


def beyond(finding: str, criterion: str) -> str:
    """What a part's finding says that its criterion's does not.

    >>> beyond("counts only once `core` passes; the shape is wrong", "the shape is wrong")
    'counts only once `core` passes'
    """
    return "" if finding == criterion else finding.removesuffix(f"; {criterion}")


def waiting(withheld: Withheld) -> str:
    """What a self-check did not try."""
    if not withheld.parts and not withheld.cases:
        return ""
    waits = [count(withheld.cases, "hidden case"), count(withheld.parts, "hidden part")]
    named = " and ".join(text for text in waits if not text.startswith("0 "))
    return f"{named} {'waits' if withheld.cases + withheld.parts == 1 else 'wait'} until you hand in."


def adjusting(report: Report) -> list[str]:
    """What lies between the points of the criteria and the score, line by line; nothing where they are the same."""
    lines = [line.sentence for line in report.adjustments]
    if report.score != report.earned:
        lines.append(f"Your answers earned {decimal(report.earned)} points; {decimal(report.score)} of them count.")
    return lines


def why(report: Report) -> str:
    """What a teacher would say first about this mark."""
    kinds = dict.fromkeys(line.kind for line in report.adjustments if line.points)
    off = f"{' and '.join(kinds)}: {decimal(report.score - report.earned)} points" if kinds else ""
    return "; ".join(filter(None, [off, _answers(report)]))


def _answers(report: Report) -> str:
    rows = report.criteria
    if waits := [row.id for row in rows if row.status is Status.UNDECIDED]:
        return f"{', '.join(waits)} {'waits' if len(waits) == 1 else 'wait'} for a person"
    if report.notes and not report.earned:
        return report.notes[0]
    if named := list(dict.fromkeys(filter(None, (row.mistake or row.cause for row in rows)))):
        return ", ".join(named)
    wrong = sorted(
        (row for row in rows if row.status is not Status.PASSED), key=lambda row: row.status is Status.MISSING
    )
    return next((row.finding for row in wrong if row.finding), "")
