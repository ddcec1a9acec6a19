"""Hand-ins by the thousand, and the small course that they belong to.

Four functions and ten checks. Of 24 hand-ins 10 are right, 9 wrong, 4 crash, and the last loops for ever; the other
kinds of class leave the loop out and repeat the 23. Every file is different by a comment, so none is graded from
what was kept of another. The same seed gives the same files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

NAME = "four"
SPEC = """\
assignment: four
title: Four functions
seed: 11
limits: {seconds: 5, total_seconds: 20}
questions:
  - id: four
    title: Four functions
    prompt: Write `sigmoid(x)`, `softmax(z)`, `l2_update(w, grad, lr, lam)` and `moving_average(x, beta)`.
    criteria:
"""
CRITERION = """\
      - id: {id}
        points: {points}
        call: {name}
        arguments: {arguments}
        cases:
{cases}
        expect: {{reference: four.{name}}}
        judge: {{kind: close, rtol: 1e-4, atol: 1e-9}}
"""
CASES = {
    "sigmoid": ["{x: [0.0, 1.0], visible: true}", "{x: [-2.0]}", "{x: [-800.0, 800.0]}"],
    "softmax": ["{z: [0.0, 0.0], visible: true}", "{z: [1.0, 2.0, 3.0]}", "{z: [1000.0, 1001.0]}"],
    "l2_update": [
        "{w: [1.0, -2.0], grad: [0.5, 0.5], lr: 0.1, lam: 0.2, visible: true}",
        "{w: [0.0], grad: [3.0], lr: 1.0, lam: 5.0}",
    ],
    "moving_average": ["{x: [1.0, 2.0, 3.0], beta: 0.5, visible: true}", "{x: [4.0], beta: 0.9}"],
}
ARGUMENTS = {
    "sigmoid": "{x: array}",
    "softmax": "{z: array}",
    "l2_update": "{w: array, grad: array, lr: number, lam: number}",
    "moving_average": "{x: array, beta: number}",
}
RIGHT = {
    "sigmoid": "def sigmoid(x):\n    e = np.exp(-np.abs(x))\n    return np.where(x >= 0, 1, e) / (1 + e)\n",
    "softmax": "def softmax(z):\n    e = np.exp(z - np.max(z))\n    return e / e.sum()\n",
    "l2_update": "def l2_update(w, grad, lr, lam):\n    return w - lr * (grad + lam * w)\n",
    "moving_average": (
        "def moving_average(x, beta):\n    m, path = 0.0, []\n    for one in x:\n"
        "        m = beta * m + (1 - beta) * one\n        path.append(m)\n    return np.array(path)\n"
    ),
}
WRONG = [
    {"sigmoid": "def sigmoid(x):\n    return np.tanh(x)\n"},
    {"softmax": "def softmax(z):\n    return z / z.sum()\n"},
    {"softmax": "def softmax(z):\n    return (z - z.min() + 1) / (z - z.min() + 1).sum()\n"},
    {"l2_update": "def l2_update(w, grad, lr, lam):\n    return w - lr * grad + lam * w\n"},
    {"l2_update": "def l2_update(w, grad, lr, lam):\n    return w - lr * grad\n"},
    {"moving_average": "def moving_average(x, beta):\n    return np.cumsum(x) / np.arange(1, len(x) + 1)\n"},
    {"moving_average": "def moving_average(x, beta):\n    return (1 - beta) * np.asarray(x)\n"},
    {"sigmoid": "def sigmoid(x):\n    return 1 / (1 + np.exp(np.minimum(x, 700)))\n"},
    {"softmax": "def softmax(z):\n    return np.ones_like(z) / len(z)\n"},
]
CRASHING = [
    {"sigmoid": "def sigmoid(x):\n    return undefined_name(x)\n"},
    {"softmax": "def softmax(z):\n    return z[10_000]\n"},
    {"l2_update": "def l2_update(w):\n    return w\n"},
    {"moving_average": "def moving_average(x, beta):\n    raise ValueError('not yet')\n"},
]
ENDLESS = {"moving_average": "def moving_average(x, beta):\n    while True:\n        pass\n"}
TORCH = {
    "sigmoid": "def sigmoid(x):\n    return torch.sigmoid(torch.as_tensor(x))\n",
    "softmax": "def softmax(z):\n    return torch.softmax(torch.as_tensor(z), 0)\n",
    "l2_update": (
        "def l2_update(w, grad, lr, lam):\n    w = torch.tensor(w, requires_grad=True)\n"
        "    (lam / 2 * (w * w).sum() + (torch.as_tensor(grad) * w).sum()).backward()\n"
        "    with torch.no_grad():\n        return w - lr * w.grad\n"
    ),
}
FIGURE = (
    "import matplotlib.pyplot as plt\n\nplt.plot(np.linspace(-4, 4, 50), np.tanh(np.linspace(-4, 4, 50)))\nplt.show()"
)


def lay(root: Path) -> Path:
    """The course in an empty folder, with no hand-ins yet; gives the folder for them."""
    folder = root / "assignments" / NAME
    folder.mkdir(parents=True)
    (folder / "assignment.yaml").write_text(SPEC + "".join(map(_criterion, CASES)))
    (root / "reference").mkdir()
    (root / "reference" / "__init__.py").write_text("")
    (root / "reference" / "four.py").write_text(
        source(RIGHT, '"""The four functions, right."""\n\nimport numpy as np\n')
    )
    hand_ins = root / "submissions" / NAME
    hand_ins.mkdir(parents=True)
    return hand_ins


def _criterion(name: str) -> str:
    cases = "\n".join(f"          - {case}" for case in CASES[name])
    return CRITERION.format(
        id=name.replace("_", "-"), points=len(CASES[name]), name=name, arguments=ARGUMENTS[name], cases=cases
    )


def source(functions: dict[str, str], head: str = "import numpy as np\n") -> str:
    """A file with these functions."""
    return "\n\n".join([head, *functions.values()])


def peers() -> dict[str, dict[str, str]]:
    """The 24 of the comparison, by name: what each of the four functions is."""
    kinds = [*[{}] * 10, *WRONG, *CRASHING, ENDLESS]
    names = [
        *(f"right-{n}" for n in range(1, 11)),
        *(f"wrong-{n}" for n in range(1, 10)),
        *(f"crash-{n}" for n in range(1, 5)),
        "endless",
    ]
    return {name: {**RIGHT, **kind} for name, kind in zip(names, kinds, strict=True)}


def numpy(number: int) -> Iterator[tuple[str, str, str]]:
    """Student, file, contents: small scripts, right, wrong and crashing by turns."""
    for name, functions in _by_turns(number):
        yield name, "solution.py", f"# {name}\n{source(functions)}"


def torch(number: int) -> Iterator[tuple[str, str, str]]:
    """Scripts in which three of the four functions are written with torch, one of them with its gradients."""
    for name, functions in _by_turns(number):
        mixed = {key: TORCH.get(key, text) if text == RIGHT[key] else text for key, text in functions.items()}
        head = "import numpy as np\nimport torch\n"
        yield name, "solution.py", f"# {name}\n{source(mixed, head)}"


def notebooks(number: int) -> Iterator[tuple[str, str, str]]:
    """Notebooks: a heading, a cell per function, one figure."""
    for name, functions in _by_turns(number):
        yield name, "solution.ipynb", notebook([f"# {name}\nimport numpy as np", *functions.values(), FIGURE])


def notebook(cells: list[str]) -> str:
    """A notebook of these code cells."""
    made = [{"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# Four functions"}]
    for n, cell in enumerate(cells):
        code = {"cell_type": "code", "id": f"cell-{n}", "metadata": {}, "source": cell.rstrip()}
        made.append({**code, "execution_count": None, "outputs": []})
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return json.dumps({"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})


def _by_turns(number: int) -> Iterator[tuple[str, dict[str, str]]]:
    kinds = [kind for name, kind in peers().items() if name != "endless"]
    for n in islice(count(), number):
        yield f"s{n:05}", kinds[n % len(kinds)]


KINDS = {"numpy": numpy, "torch": torch, "notebook": notebooks}


def write(folder: Path, kind: str, number: int) -> None:
    """A class of that kind and size, a folder per student."""
    for student, file, text in KINDS[kind](number):
        (folder / student).mkdir(exist_ok=True)
        (folder / student / file).write_text(text)
