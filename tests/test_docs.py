"""The manual is executed: every command, assignment and piece of Python in it is run, and compared where it says so.

```console          $ commands, run one after another in a copy of the course; what follows each is its output.
                    An ellipsis in a line stands for anything, a line of one ellipsis for any lines.
```console exit=1   the last command ends with this status, and its complaints belong to its output
```yaml             a whole assignment, a question, a criterion, cases or a judge: read by the specification
```python           run; with >>> as doctests, otherwise as a file
"""

import ast
import doctest
import os
import re
import shutil
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader import cli, kinds, spec
from grader.sandbox.levels import REQUIRED

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^(?P<indent> *)```(?P<info>[^\n]*)\n(?P<body>.*?)^ *```$", re.M | re.S)
WRAPPED = """\
assignment: example
title: Example
seed: 1
questions:
  - id: question
    title: Question
    prompt: Write `f(x)`.
    criteria:
"""
CRITERION = """\
- id: example
  points: 1
  call: f
  arguments: {x: array}
  cases: [{x: [1.0]}]
  expect: {reference: topic.f}
  judge: {kind: close, rtol: 1e-6, atol: 1e-9}
"""


@dataclass(frozen=True)
class Block:
    """One fenced piece of a page."""

    page: Path
    line: int
    info: str
    text: str

    @property
    def language(self):
        return self.info.split()[0] if self.info else ""

    def __str__(self):
        return f"{self.page.name}:{self.line}"


def blocks(language, pages=PAGES):
    found = []
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for match in FENCE.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            block = Block(page, line, match["info"].strip(), textwrap.dedent(match["body"]))
            if block.language == language and block.text.strip():
                found.append(block)
    return found


# ---- commands ----


@pytest.fixture
def course(tmp_path):
    """A copy of the shipped course, and a `grader` on the path."""
    for name in ("assignments", "reference", "submissions"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / "course" / name, ignore=shutil.ignore_patterns("__pycache__"))
    launcher = tmp_path / "bin" / "grader"
    launcher.parent.mkdir()
    launcher.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m grader "$@"\n')
    launcher.chmod(0o755)
    return tmp_path / "course"


def run(command, folder, surroundings):
    """Output, complaints, status, and the folder that the command leaves one in."""
    script = f"{command}\nstatus=$?; pwd > {surroundings['WHERE']}; exit $status"
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=surroundings, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    return done.stdout, done.stderr, done.returncode, Path(Path(surroundings["WHERE"]).read_text().strip())


def examples(block):
    """Pairs of a command and the output that the page shows for it."""
    pairs = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            pairs.append((line[2:], []))
        elif pairs and pairs[-1][0].endswith("\\"):
            pairs[-1] = (pairs[-1][0][:-1] + line.strip(), [])
        else:
            pairs[-1][1].append(line)
    return [(command, "\n".join(lines).rstrip()) for command, lines in pairs]


def matches(shown, found):
    """Whether an output is what the page shows, its ellipses standing for anything and blanks for blanks."""
    shown, found = (re.sub(" +", " ", text) for text in (shown, found))
    pattern = ""
    for line in shown.splitlines():
        if line.strip() == "…":
            pattern += r"(?:.*\n)*"
        else:
            pattern += re.escape(line.rstrip()).replace("…", ".*?") + r" *\n"
    return re.fullmatch(pattern, "".join(line.rstrip() + "\n" for line in found.rstrip().splitlines())) is not None


def surroundings_of(course):
    return {
        **{key: value for key, value in os.environ.items() if key not in ("FORCE_COLOR", "CI")},
        "PATH": f"{course.parent / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "WHERE": str(course.parent / "where"),
        "COLUMNS": "80",
        "NO_COLOR": "1",
        "HOME": str(course.parent),
        "LOGNAME": "prof",  # whose name stands in a history; a longer one would break its lines elsewhere
    }


@pytest.mark.parametrize("page", [page for page in PAGES if blocks("console", [page])], ids=lambda page: page.name)
def test_the_commands_of_a_page_do_what_it_shows(page, course):
    folder, surroundings = course, surroundings_of(course)
    for block in blocks("console", [page]):
        expected = int(block.info.partition("exit=")[2] or 0)
        pairs = examples(block)
        for position, (command, shown) in enumerate(pairs, 1):
            out, complaints, status, folder = run(command, folder, surroundings)
            wanted = expected if position == len(pairs) else 0
            assert status == wanted, f"{block}: {command}\n{out}{complaints}"
            found = out + complaints if wanted else out
            assert matches(shown, found) or not shown, f"{block}: {command}\n--- shown\n{shown}\n--- found\n{found}"


def test_an_output_that_differs_is_seen():
    assert matches("a … c\n…\nend", "a b c\nx\ny\nend\n")
    assert not matches("a … c\nend", "a b c\nx\nend\n")
    assert not matches("3 of 4", "2 of 4")


# ---- assignments ----


def whole(text):
    """An assignment around a fragment."""
    if text.startswith(("assignment:", "#")) and "\nassignment:" in "\n" + text:
        return text
    if text.startswith("- id:") and "criteria:" in text:
        return WRAPPED.split("  - id:")[0] + textwrap.indent(text, "  ")
    if text.startswith("- id:"):
        return WRAPPED + textwrap.indent(text, "      ")
    kept = CRITERION
    keys = re.findall(r"^(\w+):", text, re.M)
    asked = ["call", "arguments", "cases"] if {"module", "read", "answer", "test"} & set(keys) else []
    for key in [*keys, *asked]:
        kept = re.sub(rf"^  {key}:.*\n", "", kept, flags=re.M)
    return WRAPPED + textwrap.indent(kept + textwrap.indent(text, "  "), "      ")


def fragments(block):
    """Checker pages show several judges below each other; each, with what stands before it, is one fragment."""
    found = [""]
    for line in block.text.splitlines():
        if re.match(r"\w", line) and re.search(r"^judge:", found[-1], re.M):
            found.append("")
        found[-1] += line + "\n"
    return found


@pytest.mark.parametrize("block", [block for block in blocks("yaml") if block.info == "yaml"], ids=str)
def test_every_assignment_in_the_manual_is_read(block, tmp_path):
    for number, text in enumerate(fragments(block)):
        file = tmp_path / f"{number}.yaml"
        file.write_text(whole(text), encoding="utf-8")

        assert spec.load(file).questions


# ---- Python ----


@pytest.mark.parametrize("page", [page for page in PAGES if blocks("python", [page])], ids=lambda page: page.name)
def test_the_python_of_a_page_runs(page):
    names: dict[str, object] = {"__name__": page.stem}
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for block in blocks("python", [page]):
        if block.text.startswith(">>>"):
            examples = [doctest.DocTestParser().get_doctest(block.text, names, str(block), str(page), block.line)]
        else:
            exec(compile(block.text, str(block), "exec", dont_inherit=True), names)
            written = [value for value in list(names.values()) if getattr(value, "__module__", "") == page.stem]
            examples = [one for value in written for one in doctest.DocTestFinder().find(value, globs=names)]
        for example in examples:
            assert runner.run(example, clear_globs=False).failed == 0, block


# ---- completeness ----


@pytest.mark.parametrize("name", ["checkers.md", "keys.md", "commands.md", "items.md"])
def test_the_pages_made_from_code_are_up_to_date(name):
    """In a process of its own: click remembers how a command was called before."""
    code = f"import runpy; print(ascii(runpy.run_path('docs/generate.py')['page']({name!r})))"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    made = ast.literal_eval(said.stdout)

    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == made, "run `make docs`"


def test_every_command_and_every_kind_of_report_is_in_the_manual():
    manual = "\n".join(page.read_text(encoding="utf-8") for page in PAGES if page.name != "commands.md")

    for command in cli.COMMANDS:
        assert f"grader {command}" in manual, command
    for name in kinds.names("checkers"):
        assert f"kind: {name}" in manual, name


def test_the_table_of_attacks_is_what_each_level_must_stop():
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    table = {level: set() for level in ("isolated", "confined", "limited")}
    for attack, *marks in re.findall(r"^\| (.+?) \| (✓?) ?\| (✓?) ?\| (✓?) ?\|$", text, re.M):
        for level, mark in zip(table, marks, strict=True):
            table[level] |= {attack} if mark else set()

    assert table == {level: set(REQUIRED[level]) for level in table}


def test_every_link_inside_the_manual_leads_somewhere():
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text) + re.findall(r'src="([^"]+)"', text):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_page_opens_with_something_to_type():
    for name in ("students", "instructors", "contributors"):
        first = FENCE.search((ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8"))

        assert first is not None, name
        assert first.start() < 600, name
