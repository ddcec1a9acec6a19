"""Where an import reads: a file, a folder or an archive, opened with the same distrust as a hand-in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from grader.errors import RequestError, SubmissionError
from grader.importers._draft import Skipped
from grader.intake import Arrival, open_arrival

Files = Mapping[str, bytes]  # relative POSIX path → contents


def opened(source: Path) -> tuple[Files, tuple[str, ...]]:
    """The files of a source, and what was left out of them."""
    try:
        real = source.resolve(strict=True)
        found = open_arrival(Arrival(id=source.name or "source", path=real))
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RequestError(f"{source} cannot be read ({reason}); name a file, a folder or an archive") from None
    except SubmissionError as error:
        raise RequestError(f"{source} cannot be opened: {error}") from None
    return found.files, found.notes


def notebooks(files: Files) -> list[str]:
    """The notebooks among files, sorted; copies that Jupyter keeps beside them are none."""
    return sorted(
        name for name in files if name.endswith(".ipynb") and ".ipynb_checkpoints" not in PurePosixPath(name).parts
    )


def below(files: Files, folder: str) -> dict[str, bytes]:
    """The files of a folder, by their path in it."""
    head = f"{folder}/" if folder else ""
    return {name[len(head) :]: data for name, data in files.items() if name.startswith(head)}


def folder_of(name: str) -> str:
    """The folder that a path stands in, empty for the top.

    >>> folder_of("a/b/c.py"), folder_of("c.py")
    ('a/b', '')
    """
    parent = PurePosixPath(name).parent.as_posix()
    return "" if parent == "." else parent


def stem(name: str) -> str:
    """The bare name of a file."""
    return PurePosixPath(name).stem


def beside(files: Files, *without: str) -> Iterator[tuple[str, bytes]]:
    """Files that students need beside the notebook: data, pictures, modules; no tests, notebooks or settings."""
    for name, data in files.items():
        parts = PurePosixPath(name).parts
        tests = "tests" in parts[:-1] or ".ipynb_checkpoints" in parts
        if not tests and not name.endswith(SETTINGS) and name not in without:
            yield name, data


SETTINGS = (
    *(".ipynb", ".otter", ".ok", ".pdf", ".zip", ".db", "otter_config.json", "environment.yml", "requirements.txt"),
    *("run_autograder", "run_otter.py", "setup.sh"),
)
ARCHIVE = "an archive inside"  # the words of the intake


def unread(notes: Iterable[str]) -> Iterator[Skipped]:
    """What the intake left out of a source, in the words of an import."""
    for note in notes:
        what, _, why = note.partition(" was left out: ")
        why = "archives in a source are not opened" if why.startswith(ARCHIVE) else why.rstrip(".")
        yield Skipped(what, why or "it was not read")
