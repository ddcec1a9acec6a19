"""junit.xml: a report as build servers show it, one test case per part.

A part that waits for a person is skipped, not failed: a build server knows no third colour. Where the grader itself
failed, what waits is an error, so that nobody takes an empty run for a passed one. Points are properties of a suite.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from grader.model import CriterionReport, PartReport, Report, Status
from grader.reports._files import write_bytes_atomically
from grader.reports._numbers import PLACES, decimal
from grader.reports._text import clean, shorten
from grader.reports._words import likeness

LONGEST = 2000


def write(report: Report, folder: Path) -> Path:
    """Write junit.xml into the hand-in's folder."""
    path = folder / "junit.xml"
    write_bytes_atomically(path, render(report).encode("utf-8"))
    return path


def render(report: Report, failed: str = "") -> str:
    """The document; a suite per question, times left out so that the same report gives the same bytes.

    `failed` says why the grader could not do its work, where it could not.
    """
    root = ElementTree.Element("testsuites", name=_text(f"{report.assignment}: {report.submission}"))
    if report.adjustments:
        held = ElementTree.SubElement(root, "properties")
        for line in report.adjustments:
            ElementTree.SubElement(held, "property", name=_text(line.kind), value=_text(line.sentence))
    for question in report.questions:
        suite = ElementTree.SubElement(root, "testsuite", name=_text(question.id))
        held = ElementTree.SubElement(suite, "properties")
        for name, value in (("points", question.points), ("score", question.score)):
            ElementTree.SubElement(held, "property", name=name, value=decimal(value, PLACES))
        for criterion in question.criteria:
            for part in criterion.parts:
                suite.append(_case(criterion, part, failed))
        _totals(suite, [suite])
    _totals(root, root.findall("testsuite"))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _case(criterion: CriterionReport, part: PartReport, failed: str) -> ElementTree.Element:
    case = ElementTree.Element("testcase", classname=_text(criterion.id), name=_text(part.id))
    said = part.finding or criterion.finding or part.status.value
    if part.status is Status.UNDECIDED and failed:
        ElementTree.SubElement(case, "error", type="grader", message=_text(failed))
    elif part.status is Status.UNDECIDED:
        ElementTree.SubElement(case, "skipped", message=_text(said))
    elif part.status is not Status.PASSED:
        failure = ElementTree.SubElement(case, "failure", type=part.status.value, message=_text(said))
        score = f"{decimal(criterion.score)} of {decimal(criterion.points)} points"
        mistake = [likeness(criterion.mistake), criterion.finding] if criterion.mistake else []
        cases = f"{part.passed} of {part.total} cases right; " if part.total else ""
        failure.text = _text("\n".join([*mistake, f"{cases}{score}"]))
    return case


def _totals(element: ElementTree.Element, suites: list[ElementTree.Element]) -> None:
    paths = {
        "tests": "testcase",
        "failures": "testcase/failure",
        "errors": "testcase/error",
        "skipped": "testcase/skipped",
    }
    for name, path in paths.items():
        element.set(name, str(sum(len(suite.findall(path)) for suite in suites)))


def _text(text: str) -> str:
    """XML cannot hold control characters even when escaped, so they are spelled out."""
    return clean(shorten(text, LONGEST))
