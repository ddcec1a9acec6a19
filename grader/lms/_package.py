"""This grader as a wheel, and the versions it was tested with: what another machine needs to grade as this one does.

The wheel is made here, without a network and without a build tool: pure Python is a folder and four small files.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
import tomllib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution, distributions
from pathlib import Path
from typing import Any

from grader.errors import InternalError
from grader.lms import _zips

NAME = "homework-grader"
PACKAGE = Path(__file__).resolve().parent.parent
LEFT_OUT = frozenset({"__pycache__"})


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a wheel says about itself."""

    version: str
    python: str  # ">=3.11"
    requires: tuple[str, ...]  # as in Requires-Dist, with their markers
    extras: tuple[str, ...]

    def needed(self, *extras: str) -> tuple[str, ...]:
        """The names of the packages that are asked for directly, with these extras."""
        wanted = {f'extra == "{name}"' for name in extras}
        found = []
        for line in self.requires:
            requirement, _, marker = line.partition(";")
            if not marker or marker.strip().replace("'", '"') in wanted:
                found.append(plain(re.split(r"[\s<>=!~\[(]", requirement.strip(), maxsplit=1)[0]))
        return tuple(sorted({*found} - {NAME}))


def plain(name: str) -> str:
    """A package's name as indexes compare it.

    >>> plain("Jinja2"), plain("typing_extensions")
    ('jinja2', 'typing-extensions')
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def about() -> About:
    """What pyproject.toml says in a clone, or what was installed says."""
    project = PACKAGE.parent / "pyproject.toml"
    if project.is_file():
        document = tomllib.loads(project.read_text("utf-8")).get("project", {})
        if document.get("name") == NAME:
            return _of_project(document)
    try:
        found = distribution(NAME).metadata
    except PackageNotFoundError:
        raise InternalError(f"{PACKAGE} is neither in a clone nor installed, so nothing says what it needs") from None
    return About(
        version=found["Version"],
        python=found["Requires-Python"] or "",
        requires=tuple(found.get_all("Requires-Dist") or ()),
        extras=tuple(found.get_all("Provides-Extra") or ()),
    )


def _of_project(project: dict[str, Any]) -> About:
    extras = project.get("optional-dependencies", {})
    optional = [f'{line} ; extra == "{name}"' for name, lines in extras.items() for line in lines]
    return About(
        version=project["version"],
        python=project["requires-python"],
        requires=(*project["dependencies"], *optional),
        extras=tuple(extras),
    )


def constraints() -> str:
    """The versions to install: those of the clone's constraints.txt, or those that are installed here."""
    pinned = PACKAGE.parent / "constraints.txt"
    if pinned.is_file() and (PACKAGE.parent / "pyproject.toml").is_file():
        return pinned.read_text("utf-8")
    found = {plain(one.metadata["Name"]): one.version.partition("+")[0] for one in distributions()}
    lines = [f"{name}=={version}" for name, version in sorted(found.items()) if name != NAME]
    return "# The versions that this assignment was tried with.\n" + "\n".join(lines) + "\n"


def wheel() -> tuple[str, bytes]:
    """The file name and the bytes of a wheel of this package; the same sources give the same bytes."""
    told = about()
    stem = f"{NAME.replace('-', '_')}-{told.version}"
    files = {f"grader/{path.relative_to(PACKAGE).as_posix()}": path.read_bytes() for path in _sources()}
    info = f"{stem}.dist-info"
    files[f"{info}/METADATA"] = _metadata(told).encode()
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: grader\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"{info}/entry_points.txt"] = b"[console_scripts]\ngrader = grader.cli:main\n"
    files[f"{info}/RECORD"] = _record(files, f"{info}/RECORD").encode()
    return f"{stem}-py3-none-any.whl", _zips.packed(files)


def _sources() -> list[Path]:
    found = (path for path in sorted(PACKAGE.rglob("*")) if path.is_file() and path.suffix not in (".pyc", ".pyo"))
    return [
        path
        for path in found
        if not any(part in LEFT_OUT or part.startswith(".") for part in path.parts[len(PACKAGE.parts) :])
    ]


def _metadata(told: About) -> str:
    lines = ["Metadata-Version: 2.1", f"Name: {NAME}", f"Version: {told.version}", f"Requires-Python: {told.python}"]
    lines += [f"Provides-Extra: {name}" for name in told.extras]
    lines += [f"Requires-Dist: {line}" for line in told.requires]
    return "\n".join(lines) + "\n"


def _record(files: dict[str, bytes], itself: str) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    for name in sorted(files):
        digest = base64.urlsafe_b64encode(hashlib.sha256(files[name]).digest()).rstrip(b"=").decode()
        rows.writerow([name, f"sha256={digest}", len(files[name])])
    rows.writerow([itself, "", ""])
    return text.getvalue()
