"""junit.xml: a report as build servers show it, one test case per part.

A part that waits for a person is skipped, not failed: a build server knows no third colour.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from grader.model import CriterionReport, PartReport, Report, Status
from grader.reports._files import write_bytes_atomically
from grader.reports._numbers import decimal
from grader.reports._text import clean, shorten
from grader.reports._words import likeness

LONGEST = 2000


def write(report: Report, folder: Path) -> Path:
    """Write junit.xml into the hand-in's folder."""
    path = folder / "junit.xml"
    write_bytes_atomically(path, render(report).encode("utf-8"))
    return path


def render(report: Report) -> str:
    """The document; a suite per question, times left out so that the same report gives the same bytes."""
    root = ElementTree.Element("testsuites", name=_text(f"{report.assignment}: {report.submission}"))
    if report.adjustments:
        held = ElementTree.SubElement(root, "properties")
        for line in report.adjustments:
            ElementTree.SubElement(held, "property", name=_text(line.kind), value=_text(line.sentence))
    for question in report.questions:
        suite = ElementTree.SubElement(root, "testsuite", name=_text(question.id))
        for criterion in question.criteria:
            for part in criterion.parts:
                suite.append(_case(criterion, part))
        _totals(suite, [suite])
    _totals(root, root.findall("testsuite"))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _case(criterion: CriterionReport, part: PartReport) -> ElementTree.Element:
    case = ElementTree.Element("testcase", classname=_text(criterion.id), name=_text(part.id))
    said = part.finding or criterion.finding or part.status.value
    if part.status is Status.UNDECIDED:
        ElementTree.SubElement(case, "skipped", message=_text(said))
    elif part.status is not Status.PASSED:
        failure = ElementTree.SubElement(case, "failure", type=part.status.value, message=_text(said))
        score = f"{decimal(criterion.score)} of {decimal(criterion.points)} points"
        mistake = [likeness(criterion.mistake), criterion.finding] if criterion.mistake else []
        failure.text = _text("\n".join([*mistake, f"{part.passed} of {part.total} cases right; {score}"]))
    return case


def _totals(element: ElementTree.Element, suites: list[ElementTree.Element]) -> None:
    for name, path in (("tests", "testcase"), ("failures", "testcase/failure"), ("skipped", "testcase/skipped")):
        element.set(name, str(sum(len(suite.findall(path)) for suite in suites)))


def _text(text: str) -> str:
    """XML cannot hold control characters even when escaped, so they are spelled out."""
    return clean(shorten(text, LONGEST))
