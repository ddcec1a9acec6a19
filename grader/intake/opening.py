"""One hand-in opened: whatever it is, its files come out as bytes."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from grader.errors import SubmissionError
from grader.intake import archives, folders
from grader.intake.arrivals import Arrival
from grader.intake.gathering import MAX_FILE, Gathering, archive_suffix, mib, normal
from grader.model import Submission


def open_arrival(arrival: Arrival) -> Submission:
    """The files of a hand-in; SubmissionError with a sentence for the student where there is no opening it."""
    path = arrival.path
    called = path.name if path.name.isprintable() else repr(path.name)
    gathering = Gathering(called)
    try:
        mode = os.lstat(path).st_mode
    except (OSError, ValueError) as error:
        raise SubmissionError(f"{called} cannot be read ({getattr(error, 'strerror', None) or error})") from None
    if stat.S_ISLNK(mode):
        raise SubmissionError(f"{called} is a link, and links are not followed; hand in the file or folder itself")
    if stat.S_ISDIR(mode):
        folders.gather(path, gathering)
        return gathering.submission(arrival.id, gathering.files)
    if not stat.S_ISREG(mode):
        raise SubmissionError(f"{called} is neither a file nor a folder")
    if archive_suffix(called):
        archives.gather(path, gathering)
        return gathering.submission(arrival.id, gathering.unwrapped())
    _gather_one(path, gathering)
    return gathering.submission(arrival.id, gathering.files)


def _gather_one(path: Path, gathering: Gathering) -> None:
    try:
        data = folders.read(path, MAX_FILE)
    except OSError as error:
        raise SubmissionError(f"{gathering.called} cannot be read ({error.strerror or error})") from None
    if len(data) > MAX_FILE:
        raise SubmissionError(f"{gathering.called} is larger than {mib(MAX_FILE)}; hand in only your own work")
    name = normal(path.name)
    if gathering.wants(name, len(data)):
        gathering.take(name, data)
