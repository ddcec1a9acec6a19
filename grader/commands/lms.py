"""`grader lms SYSTEM …`: every file in grader/lms is a system, and its `command` is what one types after its name."""

from __future__ import annotations

import difflib
from typing import Any

import click

from grader import kinds
from grader.errors import InternalError


class Systems(click.Group):
    """A group whose members are the modules of grader/lms and those that outsiders add."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        return kinds.names("lms")

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        found = getattr(kinds.find("lms", cmd_name), "command", None)
        if not isinstance(found, click.Command):
            raise InternalError(f"the module of the system {cmd_name!r} holds no click command called `command`")
        return found

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        known = self.list_commands(ctx)
        if args and args[0] not in known:
            near = difflib.get_close_matches(args[0], known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
            raise click.UsageError(f"there is no system {args[0]!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=Systems, epilog="Exit status: as of every command; `run` says where its system wants another one.")
def command() -> None:
    """Work with the system that your course lives in.

    \b
    grader lms SYSTEM run ASSIGNMENT …      called by the system: grade what it lays out, answer in its format
    grader lms SYSTEM intake ASSIGNMENT …   called by you: a download of hand-ins becomes submissions/NAME/
    grader lms SYSTEM --help                what else this system can do
    """
