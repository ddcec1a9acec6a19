"""A class for a shipped assignment: hand-ins mixed, criterion by criterion, from the samples whose marks are known.

    python -m benchmarks.classes NAME OUT --students 40 --seed 1
    python -m benchmarks.classes NAME OUT --against REPORTS

Every function and every written answer is drawn from some sample; what the function needs of its file comes along.
The hand-ins are scripts with a sheet in Markdown or YAML, or notebooks; some answers are left out, one script has a
syntax error, one hand-in is empty. `OUT.json` tells which sample each criterion came from, so that the second form can
hold every mark against marks.yaml: a mark that depends on its neighbours shows. The same seed gives the same files.
"""

from __future__ import annotations

import argparse
import ast
import json
import random
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from benchmarks.hand_ins import notebook
from grader import spec
from grader.model import Assignment, Criterion, Returned
from grader.runners.typed import look

ROOT = Path(__file__).parents[1]
OMITTED = 0.04  # of the answers
RIGHT = 0.5  # of the answers are drawn from the samples that start with "right", so that findings stand out
BROKEN = "import numpy as np\n\n\ndef unfinished(:\n    pass\n"
FORMS = ("markdown", "yaml", "notebook")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One hand-in to draw from: its script in functions that stand alone, and its answers."""

    name: str
    functions: Mapping[str, str]
    answers: Mapping[str, Any]
    files: Mapping[str, str]  # the other files, for criteria that read one


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn:
    """What a student hands in, and the sample that each criterion came from; None where it was left out."""

    files: Mapping[str, str]
    origin: Mapping[str, str | None]


def read_samples(name: str, assignment: Assignment) -> list[Sample]:
    """Every sample with at most one script; a notebook has the same code as its neighbours."""
    wanted = [one.id for one in assignment.criteria if one.ask.kind == "answer"]
    marked = yaml.safe_load((ROOT / "assignments" / name / "samples/marks.yaml").read_text("utf-8"))
    found = []
    for folder in (ROOT / "assignments" / name / "samples" / sample for sample in marked):
        files = {path.name: path.read_text("utf-8") for path in sorted(folder.iterdir())}
        scripts = [text for file, text in files.items() if file.endswith(".py")]
        if len(scripts) > 1 or any(file.endswith(".ipynb") for file in files):
            continue
        seen = look({file: text.encode() for file, text in files.items()}, {}, wanted).found
        answers = {key: one.value for key, one in seen.items() if isinstance(one, Returned)}
        functions = dict(cut(scripts[0])) if scripts else {}
        others = {file: text for file, text in files.items() if file.endswith(".json")}
        found.append(Sample(name=folder.name, functions=functions, answers=answers, files=others))
    return found


def cut(source: str) -> Iterator[tuple[str, str]]:
    """Every function and class of a script with the lines that it needs, closed off from everybody else's.

    >>> print(dict(cut("import math\\n\\ndef area(r):\\n    return math.pi * r**2"))["area"])
    import math
    <BLANKLINE>
    def area(r):
        return math.pi * r**2
    """
    tree = ast.parse(source)
    statements = [one for one in tree.body if not isinstance(one, ast.Expr)]
    binds = {id(one): set(_bound(one)) for one in statements}
    for one in statements:
        if not isinstance(one, ast.FunctionDef | ast.ClassDef):
            continue
        needed, names = {id(one)}, _used(one)
        while more := [s for s in statements if id(s) not in needed and binds[id(s)] & names]:
            needed |= {id(s) for s in more}
            names = names.union(*map(_used, more))
        texts = [_text(source, s) for s in statements if id(s) in needed]
        alone = all(s is one or isinstance(s, ast.Import | ast.ImportFrom) for s in statements if id(s) in needed)
        yield one.name, "\n\n".join(texts) if alone else _closed(one.name, texts)


def _text(source: str, node: ast.stmt) -> str:
    first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
    return "\n".join(source.split("\n")[first - 1 : node.end_lineno])


def _closed(name: str, texts: list[str]) -> str:
    body = textwrap.indent("\n\n".join(texts), "    ")
    return f"def _with_helpers():\n{body}\n\n    return {name}\n\n\n{name} = _with_helpers()"


def _used(node: ast.stmt) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _bound(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from ((alias.asname or alias.name).split(".")[0] for alias in node.names)
    else:
        yield from (one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store))


def make(assignment: Assignment, samples: list[Sample], students: int, seed: int) -> dict[str, HandIn]:
    """The class, by student."""
    dice = random.Random(seed)
    made = {}
    for number in range(1, students + 1):
        origin: dict[str, str | None] = {}
        for key, criteria in _groups(assignment).items():
            drawn = _draw(key, samples, dice)
            origin |= {one.id: drawn.name if drawn else None for one in criteria}
        form = dice.choice(FORMS)
        made[f"s{number:02}"] = HandIn(files=_files(assignment, samples, origin, form), origin=origin)
    nothing: dict[str, str | None] = {one.id: None for one in assignment.criteria}
    made["s02-empty"] = HandIn(files={}, origin=nothing)
    made["s03-syntax"] = HandIn(files={"solution.py": BROKEN}, origin=nothing)
    return {name: one for name, one in sorted(made.items()) if name not in ("s02", "s03")}


def _groups(assignment: Assignment) -> dict[tuple[str, str], list[Criterion]]:
    """The criteria that are asked of one thing: an answer each, a function or file together."""
    groups: dict[tuple[str, str], list[Criterion]] = {}
    for one in assignment.criteria:
        kind = one.ask.kind if one.ask.kind in ("answer", "file") else "name"
        groups.setdefault((kind, one.ask.name or one.id), []).append(one)
    return groups


def _has(sample: Sample, key: tuple[str, str]) -> bool:
    kind, name = key
    return name in {"answer": sample.answers, "file": sample.files, "name": sample.functions}[kind]


def _draw(key: tuple[str, str], samples: list[Sample], dice: random.Random) -> Sample | None:
    able = [one for one in samples if _has(one, key)]
    right = [one for one in able if one.name.startswith("right")]
    if not able or dice.random() < OMITTED:
        return None
    return dice.choice(right if right and dice.random() < RIGHT else able)


def _files(
    assignment: Assignment, samples: list[Sample], origin: Mapping[str, str | None], form: str
) -> dict[str, str]:
    by_name = {one.name: one for one in samples}
    pieces: dict[str, str] = {}
    answers: dict[str, Any] = {}
    files: dict[str, str] = {}
    for (kind, name), criteria in _groups(assignment).items():
        source = origin[criteria[0].id]
        if source is None:
            continue
        if kind == "answer":
            answers[name] = by_name[source].answers[name]
        elif kind == "file":
            files[name] = by_name[source].files[name]
        else:
            pieces[name] = by_name[source].functions[name]
    listed = {key: one for key, one in answers.items() if form == "yaml" or not isinstance(one, str)}
    written = {key: one for key, one in answers.items() if key not in listed}
    if listed:
        files["answers.yaml"] = yaml.safe_dump(listed, allow_unicode=True, sort_keys=False)
    if written and form == "markdown":
        files["answers.md"] = _markdown(written)
    if form == "notebook":
        document = json.loads(notebook(list(pieces.values())))
        document["cells"] += [
            {"cell_type": "markdown", "id": f"a{n}", "metadata": {}, "source": _markdown({key: text})}
            for n, (key, text) in enumerate(written.items())
        ]
        return {**files, "homework.ipynb": json.dumps(document)}
    return {**files, "solution.py": "\n\n\n".join(pieces.values()) + "\n"}


def _markdown(answers: Mapping[str, str]) -> str:
    return "\n".join(f"# {key}\n{text}\n" for key, text in answers.items())


def against(name: str, out: Path, reports: Path) -> list[str]:
    """Every mark that is not the one of the sample that the answer came from."""
    told = yaml.safe_load((ROOT / "assignments" / name / "samples/marks.yaml").read_text("utf-8"))
    faults = []
    for student, origin in json.loads(out.with_suffix(".json").read_text("utf-8")).items():
        report = json.loads((reports / student / "report.json").read_text("utf-8"))
        for row in (one for question in report["questions"] for one in question["criteria"]):
            sample = origin[row["id"]]
            mark = told[sample].get(row["id"], 0) if sample else 0
            score, mistake = (mark["score"], mark["mistake"]) if isinstance(mark, dict) else (mark, None)
            got = round(Fraction(str(row["score"] or 0)), 4)
            if (got, row["mistake"]) != (Fraction(str(score)), mistake):
                faults.append(f"{student} {row['id']} from {sample}: {got} {row['mistake']}, not {score} {mistake}")
    return faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name")
    parser.add_argument("out", type=Path)
    parser.add_argument("--students", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--against", type=Path)
    asked = parser.parse_args()
    if asked.against:
        faults = against(asked.name, asked.out, asked.against)
        print("\n".join(faults) or "every mark is that of its sample")
        raise SystemExit(bool(faults))
    assignment = spec.load(ROOT / "assignments" / asked.name)
    made = make(assignment, read_samples(asked.name, assignment), asked.students, asked.seed)
    for student, one in made.items():
        folder = asked.out / student
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in one.files.items():
            (folder / file).write_text(text, "utf-8")
    asked.out.with_suffix(".json").write_text(json.dumps({key: one.origin for key, one in made.items()}, indent=1))


if __name__ == "__main__":
    main()
