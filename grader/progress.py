"""What a person sees while a batch runs: a bar on a terminal, a line now and then in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import click

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

LINES = 20  # about as many lines as a log gets for a whole batch


class Finished(Protocol):
    """A hand-in that is done."""

    @property
    def id(self) -> str: ...


class Watcher(Protocol):
    """Told when a hand-in begins and when it is finished."""

    def started(self, submission: str) -> None: ...

    def finished(self, row: Finished) -> None: ...


@contextmanager
def watching(total: int, title: str, quiet: bool = False) -> Iterator[Watcher]:
    """The right watcher for wherever stderr goes."""
    if quiet:
        yield Silent()
    elif sys.stderr.isatty():
        with _bar(total, title) as bar:
            yield bar
    else:
        yield Lines(total, title)


class Silent:
    """Says nothing."""

    def started(self, submission: str) -> None:
        """Nothing is said."""

    def finished(self, row: Finished) -> None:
        """Nothing is said."""


class Lines:
    """A line for every twentieth of the batch, with the rate and what is left."""

    def __init__(self, total: int, title: str) -> None:
        self.total = total
        self.title = title
        self.done = 0
        self.every = max(1, total // LINES)
        self.began = time.monotonic()

    def started(self, submission: str) -> None:
        """A log does not need to know."""

    def finished(self, row: Finished) -> None:
        """Count one hand-in, and say so now and then."""
        self.done += 1
        if self.done % self.every and self.done != self.total:
            return
        rate = self.done / max(time.monotonic() - self.began, 1e-9)
        left = (self.total - self.done) / rate
        click.echo(
            f"{self.title}: {self.done} of {self.total}, {rate:.1f} a second, {left:.0f} s left ({row.id})", err=True
        )


@contextmanager
def _bar(total: int, title: str) -> Iterator[Watcher]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TaskProgressColumn(show_speed=True),
        TimeRemainingColumn(),
        TextColumn("{task.fields[running]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield _Bar(progress, progress.add_task(title, total=total, running=""))


class _Bar:
    def __init__(self, progress: Progress, task: TaskID) -> None:
        self.progress = progress
        self.task = task
        self.running: dict[str, None] = {}

    def started(self, submission: str) -> None:
        self.running[submission] = None
        self._draw(0)

    def finished(self, row: Finished) -> None:
        self.running.pop(row.id, None)
        self._draw(1)

    def _draw(self, advance: int) -> None:
        text = ", ".join(list(self.running)[:3])
        self.progress.update(self.task, advance=advance, running=text)
