"""Takes the pictures of the README again: a real run in the terminal, and a real report in a real browser.

.venv/bin/python docs/pictures/make.py        (needs the program `chromium`)
"""

import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
COLUMNS = 84
ASSIGNMENT, HAND_IN = "weight-decay", "mila-mistakes"


def main() -> None:
    """Both pictures."""
    terminal(["grader", "grade", ASSIGNMENT])
    report(ROOT / "reports" / ASSIGNMENT / HAND_IN / "report.html")


def terminal(words: list[str]) -> None:
    """run.svg: what the command prints, in the colours it prints it."""
    environment = {**os.environ, "FORCE_COLOR": "1", "COLUMNS": str(COLUMNS)}
    command = [sys.executable, "-c", "from grader.cli import main; main()", *words[1:], "--fresh"]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.assemble(("$ ", "bold green"), (" ".join(words), "bold")))
    for line in run.stdout.replace(f"{ROOT}/", "").splitlines():
        console.print(Text.from_ansi(line))
    picture = console.export_svg(title=" ".join(words), theme=MONOKAI, unique_id="run")
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)  # a picture fetches nothing
    picture = picture.replace("Fira Code, monospace", "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace")
    (HERE / "run.svg").write_text(picture, encoding="utf-8")


def report(page: Path) -> None:
    """report.png: the upper part of what a student reads."""
    with tempfile.TemporaryDirectory() as profile:
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=820,1480"]
        where = [f"--user-data-dir={profile}", f"--screenshot={HERE / 'report.png'}", page.as_uri()]
        subprocess.run(["chromium", *flags, *where], check=True, capture_output=True, timeout=60)  # noqa: S603, S607


if __name__ == "__main__":
    main()
