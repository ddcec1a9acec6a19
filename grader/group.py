"""The words people type. Words in, words out; decides nothing.

A command's module is imported only when it is the one that runs, so that `grader --help` stays quick.
"""

from __future__ import annotations

import errno
import importlib
import keyword
import sys
import traceback
from typing import Any

import click

from grader.cli import COMMANDS, overview
from grader.errors import GraderError, InternalError

REFUSED = {errno.EACCES, errno.EDQUOT, errno.ENOSPC, errno.ENOTDIR, errno.EPERM, errno.EROFS}  # by the disk


class Commands(click.Group):
    """A group that knows its commands' names and one-line helps without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name  # `import`
        found = importlib.import_module(f"grader.commands.{module}").command
        return found if isinstance(found, click.Command) else None

    def get_help(self, ctx: click.Context) -> str:
        return overview(ctx.command_path)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in COMMANDS:
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(COMMANDS)}"
            raise click.UsageError(f"there is no command {args[0]!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)


def _version(ctx: click.Context, _option: click.Parameter, asked: bool) -> None:
    """Print which version this is; a clone that nobody installed has none."""
    if not asked:
        return
    from importlib import metadata

    try:
        click.echo(f"grader, version {metadata.version('homework-grader')}")
    except metadata.PackageNotFoundError:
        click.echo("grader, used from its folder, not installed")
    ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version and exit."
)
def group() -> None:
    """Grade deep-learning homework the way a careful teacher would."""


def run() -> None:
    """Run a command; every error of ours ends in one readable message and the exit status that says whose it is."""
    try:
        sys.exit(group(standalone_mode=False))
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped; run the same command again to go on", err=True)
        sys.exit(130)
    except InternalError as error:
        click.echo(f"the grader failed: {error}\nNo mark was lost; this is ours to mend.", err=True)
        sys.exit(3)
    except GraderError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except Exception as error:  # noqa: BLE001 -- status 1 would say that a mark waits
        sys.exit(_unforeseen(error))


def _unforeseen(error: Exception) -> int:
    """Say whose turn it is: the caller's where the disk refuses, otherwise ours."""
    if isinstance(error, OSError) and error.errno in REFUSED and error.filename:
        said = f"{error.filename!r} cannot be written: {error.strerror}"
        click.echo(f"{said}; make room for it, or work in a folder that is yours", err=True)
        return 2
    traceback.print_exception(error)
    said = f"the grader failed: {type(error).__name__}: {error}"
    click.echo(f"{said}\nNo mark was lost; this is ours to mend.", err=True)
    return 3
