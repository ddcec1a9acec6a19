"""What the smallest failing example costs: `python -m benchmarks smallest`. CPU of everybody involved, by hand-in.

Three classes: everybody with the same declared mistake, everybody with the same slip that nobody declared, and the
mixed class of the other tables. Each is graded twice, without examples and with them.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import hand_ins
from benchmarks.spending import spend
from benchmarks.tables import HERE, show

SLIP = "def l2_update(w, grad, lr, lam):\n    return w - lr * grad\n"
MISTAKE = '\n\ndef undecayed(w, grad, lr, lam):\n    """Without decay."""\n    return w - lr * grad\n'
DECLARED = "        mistakes: [{expect: {reference: four.undecayed}, say: The decay is missing.}]\n"


def main(quick: bool) -> int:
    number = 20 if quick else 200
    rows = []
    for name, classes in (
        ("a declared mistake", _same),
        ("an undeclared slip", _same),
        ("a mixed class", hand_ins.numpy),
    ):
        with tempfile.TemporaryDirectory(prefix="grader-benchmark-") as folder:
            root = Path(folder)
            place = hand_ins.lay(root)
            if name == "a declared mistake":
                _declare(root)
            for student, file, text in classes(number):
                (place / student).mkdir()
                (place / student / file).write_text(text)
            without, cost = (_cpu(root, option) / number for option in ("--no-smallest", "--smallest"))
            shown = sum(map(_examples, (root / "reports" / hand_ins.NAME).glob("*/report.json")))
        more = 1e3 * (cost - without)
        rows.append((name, f"{1e3 * without:.1f}", f"{1e3 * cost:.1f}", f"{more:.1f}", f"{shown / number:.2f}"))
    show((f"{number} hand-ins", "CPU ms each", "with examples", "more", "examples each"), rows)
    return 0


def _same(number: int) -> Iterator[tuple[str, str, str]]:
    """A class in which everybody forgets the decay."""
    for n in range(number):
        yield f"s{n:05}", "solution.py", f"# {n}\n{hand_ins.source({**hand_ins.RIGHT, 'l2_update': SLIP})}"


def _declare(root: Path) -> None:
    spec = root / "assignments" / hand_ins.NAME / "assignment.yaml"
    text = spec.read_text()
    place = text.index("id: moving-average")
    start = text.rindex("      - ", 0, place)
    spec.write_text(text[:start] + DECLARED + text[start:])
    reference = root / "reference" / "four.py"
    reference.write_text(reference.read_text() + MISTAKE)


def _cpu(root: Path, option: str) -> float:
    command = [sys.executable, "-m", "grader", "grade", hand_ins.NAME, "--fresh", "--quiet", "--jobs", "2", option]
    done = spend(command, root, {**os.environ, "PYTHONPATH": str(HERE)})
    assert done.status == 0, done.said
    return done.cpu


def _examples(report: Path) -> int:
    document = json.loads(report.read_text())
    return sum(len(row["smallest"]) for question in document["questions"] for row in question["criteria"])
