"""`grader lms`: one file per system, found by its name."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from grader import kinds
from grader.commands.lms import command
from grader.errors import InternalError


@pytest.mark.parametrize("name", kinds.names("lms"))
def test_every_system_has_commands_that_teach(name):
    said = CliRunner().invoke(command, [name, "--help"])

    assert 0 == said.exit_code
    assert f"grader lms {name}" in said.output, "its help begins with something to type"


def test_help_lists_every_system():
    said = CliRunner().invoke(command, ["--help"]).output

    assert set(kinds.names("lms")) <= set(said.split())


def test_an_unknown_system_gets_a_suggestion():
    said = CliRunner().invoke(command, ["junti"])

    assert 2 == said.exit_code
    assert "there is no system 'junti'; did you mean 'junit'?" in said.output


def test_a_system_unlike_all_others_is_told_which_there_are():
    said = CliRunner().invoke(command, ["zzz"])

    assert f"there is no system 'zzz'; there are {', '.join(kinds.names('lms'))}" in said.output


def test_a_module_without_commands_is_our_fault(monkeypatch):
    monkeypatch.setattr(kinds, "names", lambda room: ["empty"])
    monkeypatch.setattr(kinds, "find", lambda room, name: click)

    with pytest.raises(InternalError, match="'empty' holds no click command called `command`"):
        command.main(["empty"], standalone_mode=False)


def test_every_system_has_a_page_that_begins_with_its_command():
    pages = Path(__file__).resolve().parents[2] / "docs" / "lms"

    for name in kinds.names("lms"):
        text = (pages / f"{name}.md").read_text("utf-8")
        first = text.index("```")
        assert f"$ grader lms {name} " in text[first : text.index("```", first + 3)], name
        assert f"]({name}.md)" in (pages / "index.md").read_text("utf-8")
