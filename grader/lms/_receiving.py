"""Hand-ins of a site's download become folders in submissions/NAME/, one for each person or group.

A hand-in that is one archive stays an archive, which the grader opens itself. Of an archive beside other files the
contents are put into a folder of its name, since nobody can hand in again by then. A hand-in that came before is
replaced as a whole; one that did not come from a download is left alone and named.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from grader.errors import RequestError, SubmissionError
from grader.intake import archives
from grader.intake.arrivals import identity
from grader.intake.gathering import MAX_DEPTH, MAX_PATH, Gathering, archive_suffix
from grader.roster import Roster

LONGEST_NAME = 200  # bytes of one part of a path; file systems take 255


@dataclass(frozen=True, slots=True)
class Parcel:
    """One hand-in: its name, and how to get at each of its files."""

    submission: str
    files: Mapping[str, Callable[[], bytes]]


@dataclass(slots=True)
class Laid:
    """What became of the parcels."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def name_of(person: str, number: str) -> str:
    """A hand-in's name: readable, and told apart by the id.

    >>> name_of("Zoë Müller, PhD", "4"), name_of("李 明", "19")
    ('zoë-müller-phd-4', '李-明-19')
    """
    plain = unicodedata.normalize("NFC", person).casefold()
    words = re.findall(r"[^\W_]+", plain)
    return identity("-".join([*words, number] if number else words), folder=True)


def keep_times(before: Roster | None, after: Roster, told: str) -> Roster:
    """Times that the site told stay where a later download shows the same hand-in, by what `told` keeps of it."""
    known = {one.submission: one for one in before.handed} if before else {}
    kept = []
    for one in after.handed:
        old = known.get(one.submission)
        if old is not None and old.site.get("timed") and old.site.get(told) == one.site.get(told):
            site = {**one.site, **{key: old.site[key] for key in ("timed", "due") if key in old.site}}
            one = replace(one, submitted_at=old.submitted_at, due=old.due, late=old.late, site=site)
            one = replace(one, attempt=old.attempt)
        kept.append(one)
    return replace(after, handed=tuple(kept))


def lay(parcels: Iterable[Parcel], folder: Path, before: Roster | None) -> Laid:
    """Put every parcel into the folder of hand-ins."""
    folder.mkdir(parents=True, exist_ok=True)
    done = Laid()
    there = _standing(folder)
    with tempfile.TemporaryDirectory(prefix=".incoming-", dir=folder) as draft:
        for parcel in parcels:
            made = _made(parcel, Path(draft), done.left_out)
            standing = there.get(parcel.submission.casefold(), [])
            if standing and (before is None or before.of(parcel.submission) is None):
                raise RequestError(f"{standing[0]} is there already and came from no download; move it away first")
            if standing == [folder / made.name] and _contents(standing[0]) == _contents(made):
                done.same.append(parcel.submission)
                continue
            for old in standing:
                shutil.rmtree(old) if old.is_dir() else old.unlink()
            made.replace(folder / made.name)
            (done.changed if standing else done.new).append(parcel.submission)
    return done


def _standing(folder: Path) -> dict[str, list[Path]]:
    """What lies in the folder of hand-ins, by the name that it is graded under."""
    found: dict[str, list[Path]] = {}
    for entry in folder.iterdir():
        if not entry.name.startswith("."):
            found.setdefault(identity(entry.name, folder=entry.is_dir()).casefold(), []).append(entry)
    return found


def _made(parcel: Parcel, draft: Path, left_out: list[str]) -> Path:
    """The hand-in under a name of its own, not yet where it belongs."""
    plain = [path for path in parcel.files if not _refused(parcel, path, left_out)]
    if len(plain) == 1 and archive_suffix(plain[0]):
        archive = draft / f"{parcel.submission}{archive_suffix(plain[0])}"
        archive.write_bytes(parcel.files[plain[0]]())
        return archive
    root = draft / parcel.submission
    root.mkdir()
    for path in plain:
        try:
            _write(root / path, parcel.files[path]())
        except OSError as error:  # a file and a folder of one name, for one
            left_out.append(f"{parcel.submission}: {path!r} cannot be written ({error.strerror})")
    for path in plain:
        if archive_suffix(path) and (root / path).is_file():
            _unpack(root / path, parcel.submission, left_out)
    return root


def _refused(parcel: Parcel, path: str, left_out: list[str]) -> bool:
    parts = PurePosixPath(path).parts
    short = len(path) <= MAX_PATH and len(parts) <= MAX_DEPTH
    if short and path.isprintable() and all(len(part.encode()) <= LONGEST_NAME for part in parts):
        return False
    left_out.append(f"{parcel.submission}: {path!r} has a name that is too long, too deep or cannot be shown")
    return True


def _unpack(archive: Path, submission: str, left_out: list[str]) -> None:
    """Put what an archive holds into a folder of its name; what cannot be opened stays as it is."""
    target = archive.with_name(archive.name.removesuffix(archive_suffix(archive.name)) or "archive")
    gathering = Gathering(archive.name)
    try:
        archives.gather(archive, gathering)
    except SubmissionError as error:
        left_out.append(f"{submission}: {error}")
        return
    left_out += [f"{submission}: in {archive.name}: {note}" for note in gathering.notes]
    if target.exists():
        left_out.append(f"{submission}: {archive.name!r} was not unpacked, since {target.name!r} is there already")
        return
    for path, data in gathering.unwrapped().items():
        _write(target / path, data)
    archive.unlink()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _contents(path: Path) -> dict[str, bytes]:
    if path.is_file():
        return {path.name: path.read_bytes()}
    return {str(file.relative_to(path)): file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file()}
