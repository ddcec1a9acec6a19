"""Writes the pages made from the code and the assignments: checkers.md, keys.md, commands.md and items.md.

    make docs

tests/test_docs.py fails while one of them is not what this would write.
"""

import dataclasses
import inspect
import re
import textwrap
import types
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import click
from pydantic_core import PydanticUndefined

from grader import group, kinds, spec
from grader.model import Criterion
from grader.spec import forms

HERE = Path(__file__).parent
MADE = "<!-- made by docs/generate.py; change the code instead -->"


def page(name: str) -> str:
    """The whole text of one of the pages."""
    lines = PAGES[name]()
    return "\n".join(line.rstrip() for line in lines) + "\n"


# ---- items ----


def items() -> Iterator[str]:
    """Every criterion of every shipped assignment: what it asks for, what it is worth, how it is judged."""
    yield from ("# What the shipped assignments ask", "", MADE, "")
    for file in sorted((HERE.parent / "assignments").glob("*/assignment.yaml")):
        assignment = spec.load(file)
        yield from (f"## {assignment.id}", "", f"{assignment.title}; {_points(assignment.points)} points.", "")
        yield from ("| criterion | asks for | judge | points | parts | mistakes |", "|---|---|---|---|---|---|")
        for criterion in assignment.criteria:
            yield _item(criterion)
        yield ""


def _item(criterion: Criterion) -> str:
    asked = f"`{criterion.ask.name}`" if criterion.ask.name else " or ".join(criterion.ask.places)
    parts = ", ".join(f"{part.id} {part.weight}" for part in criterion.parts)
    mistakes = ", ".join(mistake.id for mistake in criterion.mistakes) or "–"
    cells = [criterion.id, asked, criterion.kind, _points(criterion.points), parts, mistakes]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _points(value: Fraction) -> str:
    return str(value) if value.denominator > 1 else str(value.numerator)


# ---- checkers ----


def checkers() -> Iterator[str]:
    names = kinds.names("checkers")
    yield from ("# Checkers", "", MADE, "")
    yield "`judge: {kind: …}` names the checker that compares what came back with what was expected. One file each, in"
    yield "`grader/checkers/`; how to add one stands in [contributors.md](contributors.md#a-checker)."
    yield ""
    yield from ("| kind | what it says |", "|---|---|")
    modules = {name: kinds.find("checkers", name) for name in names}
    for name, module in modules.items():
        yield f"| [{name}](#{name}) | {first_line(module)} |"
    for name, module in modules.items():
        yield from ("", f"## {name}", "")
        yield first_sentence(module)
        yield from sections(inspect.getdoc(module) or "")
        yield from settings(module)


def first_line(module: types.ModuleType) -> str:
    return (inspect.getdoc(module) or "").splitlines()[0].partition(": ")[2]


def first_sentence(module: types.ModuleType) -> str:
    line = first_line(module)
    return line[:1].upper() + line[1:]


def sections(text: str) -> Iterator[str]:
    """A docstring's sections: unindented headings, each over an indented text."""
    for heading, body in re.findall(r"^(\S.*)\n((?:(?: {4}.*)?\n?)+)", text.partition("\n")[2], re.M):
        yield ""
        if heading == "In a spec":
            yield from specimen(textwrap.dedent(body).strip("\n").split("\n\n"))
        else:
            yield f"**{heading}.** " + re.sub(r"(?<=\d)\*(?=\d)", r"\*", textwrap.dedent(body).strip())


def specimen(paragraphs: list[str]) -> Iterator[str]:
    """What stands in a specification, and the prose that may follow it."""
    written = [text for text in paragraphs if re.match(r"[\w-]+:|- ", text)]
    yield from ("```yaml", *"\n\n".join(written).splitlines(), "```")
    for text in paragraphs[len(written) :]:
        yield from ("", text)


def settings(module: types.ModuleType) -> Iterator[str]:
    fields = dataclasses.fields(module.Checker)
    if not fields:
        return
    yield from ("", "| setting | value | default |", "|---|---|---|")
    for field in fields:
        yield f"| `{field.name}` | {kind_of(field.type)} | {default_of(field)} |"


def kind_of(annotation: Any) -> str:
    text = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))
    for word, plain in {
        "Fraction": "fraction", "float": "number", "int": "whole number", "str": "text", "bool": "true or false",
        "Any": "anything", "| None": "", "tuple": "list", "Mapping": "mapping",
    }.items():  # fmt: skip
        text = text.replace(word, plain)
    return re.sub(r"\[(.*)\]", r" of \1", text.replace(", ...", "")).strip().replace(" |", ",").replace("|", "or")


def default_of(field: Any) -> str:
    if field.default is not dataclasses.MISSING:
        return "none" if field.default in (None, "", ()) else written(field.default)
    return "none" if field.default_factory is not dataclasses.MISSING else "must be stated"


# ---- keys ----


def keys() -> Iterator[str]:
    yield from ("# Every key of assignment.yaml", "", MADE, "")
    yield "What they mean together, with examples, stands in [assignments.md](assignments.md). `grader schema` prints"
    yield "the same for editors, which then complete keys and mark mistakes while you type."
    for name, form in vars(forms).items():
        if inspect.isclass(form) and issubclass(form, forms.Form) and form is not forms.Form:
            title = re.sub(r"(?<!^)(?=[A-Z])", " ", name.removesuffix("Form")).capitalize()
            yield from (
                "",
                f"## {title}",
                "",
                inspect.getdoc(form) or "",
                "",
                "| key | what it is | default |",
                "|---|---|---|",
            )
            for key, field in form.model_fields.items():
                default = field.default
                shown = (
                    "must be stated" if default is PydanticUndefined and not field.default_factory else written(default)
                )
                yield f"| `{field.alias or key}` | {(field.description or '').replace('|', chr(92) + '|')} | {shown} |"


def written(default: Any) -> str:
    """A default as it would stand in YAML."""
    if default is None or default is PydanticUndefined:
        return ""
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    return f"`{default:g}`" if isinstance(default, float) else f"`{default}`"


# ---- commands ----


def commands() -> Iterator[str]:
    yield from ("# Commands", "", MADE, "")
    said = group.group.context_settings  # how people get at the help is passed on to every command
    context = click.Context(group.group, info_name="grader", max_content_width=100, terminal_width=100, **said)
    yield from ("```text", *group.group.get_help(context).splitlines(), "```")
    yield from members(group.group, context)


def members(outer: click.Group, context: click.Context) -> Iterator[str]:
    """The help of every command in a group, and in the groups inside it."""
    for name in outer.list_commands(context):
        command = outer.get_command(context, name)
        if command is None:
            continue
        inner = click.Context(command, context, name, max_content_width=100, terminal_width=100)
        yield from ("", f"## {inner.command_path}", "", "```text", *command.get_help(inner).splitlines(), "```")
        if isinstance(command, click.Group):
            yield from members(command, inner)


PAGES = {"checkers.md": checkers, "keys.md": keys, "commands.md": commands, "items.md": items}

if __name__ == "__main__":
    for made in PAGES:
        (HERE / made).write_text(page(made), encoding="utf-8")
