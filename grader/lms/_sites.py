"""What the commands of a site share, also those that ask it: the files they take, where it is, and what is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.errors import RequestError
from grader.places import Place

if TYPE_CHECKING:
    from grader.lms._web import Site

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
EITHER = click.Path(exists=True, path_type=Path)
NEW = click.Path(dir_okay=False, path_type=Path)
SCALE = click.option(
    "--scale", is_flag=True, help="Multiply marks where the site's maximum differs from the assignment's."
)
ZEROS = click.option("--zero-missing", is_flag=True, help="Give 0 to those who handed in nothing; otherwise nothing.")
SEND = click.option("--send", is_flag=True, help="Really send it; without this you only see what would be sent.")
LISTED = click.option("--list", "listed", type=FILE, help="Instead of asking: a CSV of id and submitted_at.")


def site(system: str) -> Callable[[Any], Any]:
    """The option that says where it is."""
    return click.option(
        "--site", default="", metavar="URL", help=f"https://{system}.example.edu; kept for the next time."
    )


def token(system: str) -> Callable[[Any], Any]:
    """The option that says who asks."""
    said = f"A file that holds the token; otherwise {system.upper()}_TOKEN has it."
    return click.option("--token-file", type=FILE, help=said)


def opened(place: Place, system: str, named: str, token_file: Path | None) -> tuple[Site, str]:
    """The site, as said now or before, and the token for it."""
    from grader.lms import _web
    from grader.lms._marks import address

    return _web.Site(address(place, named, system)), _web.token(f"{system.upper()}_TOKEN", token_file)


def told(lines: Iterable[str], trouble: bool = False) -> int:
    """Say the lines; the exit status."""
    for line in lines:
        click.echo(line)
    return 1 if trouble else 0


def timed(place: Place, system: str, named: str, listed: Path | None, ask: Callable[[], Iterable[str]]) -> int:
    """Put times into the roster, those of a list or those that `ask` gets from the site."""
    from grader.lms import _times

    if named and listed:
        raise RequestError("expected either --site, to ask it, or --list with a file of times")
    return told(ask() if listed is None else _times.read(place, system, listed))
