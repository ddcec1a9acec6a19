# ruff: noqa: E501 -- a row of the table is a line
"""Hostile archives and notebooks that are well made but for one thing."""

import gzip
import io
import json
import stat
import struct
import tarfile
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.attacks.attack import SHEET, Attack, Scene, filled, script
from tests.attacks.hostile_files import files, laid, packed

_CODE = "def double(x): return 2 * x\ndef spare(x): return x + 1\ndef secret(): return 'tried @ID: as said'\n"
_RIGHT = (3, 2, 0, 1)


def right(archive: zipfile.ZipFile, name: str, scene: Scene) -> None:
    """Work that deserves its points."""
    archive.writestr("solution.py", filled(_CODE, name, scene))
    archive.writestr("answers.md", SHEET)


def zipped(name: str, tries: str, write: Callable[[zipfile.ZipFile], object], **more: Any) -> Attack:
    """A zip with work that is right, and something beside it."""

    def make(path: Path, scene: Scene) -> None:
        def both(archive: zipfile.ZipFile) -> None:
            right(archive, name, scene)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                write(archive)

        packed(both)(path, scene)

    return laid(name, tries, make, **{"points": _RIGHT, "says": f"tried {name}: as said", **more})


def spoiled(name: str, tries: str, spoil: Callable[[bytes], bytes], **more: Any) -> Attack:
    """A zip with work that is right, whose bytes are changed afterwards."""

    def make(path: Path, scene: Scene) -> None:
        packed(lambda archive: right(archive, name, scene))(path, scene)
        place = path.with_name(path.name + ".zip")
        place.write_bytes(spoil(place.read_bytes()))

    return laid(name, tries, make, **more)


def _mode(archive: zipfile.ZipFile, name: str, mode: int) -> None:
    member = zipfile.ZipInfo(name)
    member.create_system, member.external_attr = 3, mode << 16
    archive.writestr(member, "/etc/passwd")


def _renamed(data: bytes) -> bytes:
    """The name at the file itself leads up, the one in the list of contents does not."""
    return data.replace(b"solution.py", b"../../../..", 1)


def _overlapping(data: bytes) -> bytes:
    """Both entries of the list of contents are the same bytes."""
    second = data.rfind(b"PK\x01\x02")
    return data[: second + 42] + struct.pack("<I", 0) + data[second + 46 :]


def _two_ends(data: bytes) -> bytes:
    """Its comment is the end of another zip."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("solution.py", "raise SystemExit")
    return data[:-2] + struct.pack("<H", len(inner.getvalue())) + inner.getvalue()


def tarred(name: str, tries: str, write: Callable[[tarfile.TarFile], object], **more: Any) -> Attack:
    """A tar with work that is right, and something beside it."""

    def make(path: Path, scene: Scene) -> None:
        with tarfile.open(path.with_name(path.name + ".tar.gz"), "w:gz", format=tarfile.PAX_FORMAT) as archive:
            for inside, text in (("solution.py", filled(_CODE, name, scene)), ("answers.md", SHEET)):
                _add(archive, inside, text.encode())
            write(archive)

    return laid(name, tries, make, **{"points": _RIGHT, "says": f"tried {name}: as said", **more})


def _add(archive: tarfile.TarFile, name: str, data: bytes, **more: Any) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    for key, value in more.items():
        setattr(member, key, value)
    archive.addfile(member, io.BytesIO(data))


def _members(path: Path, scene: Scene) -> None:
    """A tar cut into ten thousand gzip files, and rubbish behind them."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        _add(archive, "solution.py", filled(_CODE, path.name, scene).encode())
        _add(archive, "answers.md", SHEET.encode())
    parts = [gzip.compress(file.getvalue()[at : at + 10], 1) for at in range(0, len(file.getvalue()), 10)]
    path.with_name(path.name + ".tar.gz").write_bytes(b"".join(parts) + b"rubbish")


ARCHIVES = [
    spoiled("zip-two-names", "a file with one name in the list and another at itself", _renamed, says="is damaged"),
    spoiled("zip-overlap", "entries that are the same bytes", _overlapping, says="is damaged"),
    spoiled("zip-two-ends", "a zip behind the end of a zip", _two_ends, says="stops the program here"),
    spoiled("zip-prefixed", "a zip behind a program", lambda data: b"MZ" * 5000 + data,
            says="not an archive that can be opened"),
    zipped("zip-forms", "names that are one in the file system and two in Unicode",
           lambda z: [z.writestr(name, "x = 1") for name in ("caf\u00e9.py", "cafe\u0301.py")],
           points=(0, 0, 0, 0), says="twice; pack it anew"),
    zipped("zip-file-folder", "a name that is a file and a folder",
           lambda z: [z.writestr(name, "x = 1") for name in ("a.py", "a.py/b.py", "answers.md/c.md")]),
    zipped("zip-deep", "a file a thousand folders deep", lambda z: z.writestr("d/" * 1000 + "x.py", "raise SystemExit")),
    zipped("zip-long-name", "a name of sixty thousand letters", lambda z: z.writestr("n" * 60_000 + ".py", "x = 1")),
    zipped("zip-reserved", "names that Windows keeps for devices",
           lambda z: [z.writestr(name, "x = 1") for name in ("CON.py", "aux", "x.py.", "y.py ", "nul.ipynb")]),
    zipped("zip-odd-names", "names that are options, homes, variables, and nothing",
           lambda z: [z.writestr(name, "x = 1") for name in ("-rf.py", "~/.bashrc", "$HOME.py", ".", "a//b.py", "*.py")]),
    zipped("zip-lines", "names with lines, colours, markup and turned writing",
           lambda z: [z.writestr(name, "1 / 0") for name in ("a\nb.py", "\x1b[31m.py", "<b>&.py", "\u202e.py", "=1+1.py")]),
    zipped("zip-pipe", "a pipe in a zip", lambda z: _mode(z, "pipe.py", stat.S_IFIFO | 0o666), points=(0, 0, 0, 0),
           says="a link or a device"),
    zipped("zip-setuid", "a file that runs as its owner", lambda z: _mode(z, "run.sh", stat.S_IFREG | 0o6777)),
    tarred("tar-pax-name", "a name that leads up in an extended header",
           lambda t: _add(t, "x.py", b"x = 1", pax_headers={"path": "../../../../tmp/of-grader-attack.py"}),
           points=(0, 0, 0, 0), says="a name that leads out of the archive"),
    tarred("tar-pax-size", "a size that is another in an extended header",
           lambda t: _add(t, "x.py", b"x = 1", pax_headers={"size": "9999999999999"}), points=(0, 0, 0, 0), says="unpacks to"),
    tarred("tar-pax-odd", "extended headers of anything", lambda t: _add(t, "x.py", b"x = 1", pax_headers={
        "mtime": "nan", "uid": "-1", "charset": "BINARY", "comment": "x" * 10**6})),
    tarred("tar-owner", "a file of root's that runs as its owner",
           lambda t: _add(t, "run.sh", b"x", mode=0o6777, uid=0, uname="root", mtime=2**33)),
    tarred("tar-itself", "a link to itself", lambda t: _add(t, "x.py", b"", type=tarfile.LNKTYPE, linkname="x.py"),
           points=(0, 0, 0, 0), says="a link or a device"),
    tarred("tar-sparse", "a file of a terabyte of holes",
           lambda t: _add(t, "x.py", b"", type=tarfile.GNUTYPE_SPARSE), points=(0, 0, 0, 0),
           says="a link or a device"),
    laid("gzip-members", "a tar cut into a thousand gzip files, and rubbish behind them", _members,
         points=_RIGHT, says="tried gzip-members: as said"),
]  # fmt: skip


def _notebook(**more: Any) -> bytes:
    cell = {"cell_type": "code", "source": _CODE.replace("@ID", more.pop("name")), "metadata": {}, "outputs": []}
    book = {"cells": [cell, *more.pop("cells", [])], "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}
    return json.dumps(book).encode()


def _marked(**metadata: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "source": "x = 1",
        "outputs": [{}, None, 3],
        "execution_count": -1,
        "metadata": metadata,
    }


def book(name: str, tries: str, change: Callable[[bytes], bytes] = bytes, **more: Any) -> Attack:
    given = {"work.ipynb": change(_notebook(name=name, **more)), "answers.md": SHEET}
    return files(name, tries, given, says=f"tried {name}: as said")


_NBGRADER = {"grade_id": ["double"], "points": 1e308, "grade": "yes", "solution": 1, "checksum": {"a": 1}, "task": None}
BOOKS = [
    book("odd-format", "a notebook of a format and a language that there are not", nbformat=1e308, nbformat_minor=[],
         metadata={"kernelspec": {"name": "../../bin/sh", "language": "R"}, "language_info": 3}),
    book("odd-metadata", "cells whose metadata is of nbgrader's and otter's words and anything", cells=[
        _marked(nbgrader=_NBGRADER, otter={"tests": [{}, 3, "../../x"]}, grader=[], tags="x", deletable=None),
        {"cell_type": "markdown", "source": ["# answer\n", 41, None], "attachments": {"../../x": {"image/png": 3}}},
        _marked(nbgrader={"grade_id": "double", "grade": True, "solution": True, "points": 3, "checksum": "0" * 32})]),
    book("double-keys", "a notebook in which every key stands twice",
         lambda data: data.replace(b'"cells": ', b'"cells": [], "cells": ', 1).replace(b'"source": ', b'"source": 3, "source": ')),
    book("odd-numbers", "a notebook of numbers that JSON does not know",
         lambda data: data.replace(b'"nbformat": 4', b'"nbformat": NaN, "x": -Infinity, "y": 1e999, "z": %s' % (b"9" * 4000))),
    files("half-characters", "a notebook of half characters", {
        "w.ipynb": _notebook(name="x").replace(b"def spare", b'a = \\"\\ud800\\"\\ndef spare'), "answers.md": SHEET},
          points=(0, 0, 0, 1), says="UnicodeEncodeError"),
    files("many-cells", "a notebook of three thousand cells",
          {"w.ipynb": _notebook(name="x", cells=[_marked()] * 3000), "answers.md": SHEET}, points=(0, 0, 0, 1), says="more than 2000"),
    files("book-and-scripts", "a notebook, a script and a package of one name", {
        **script(), "solution.ipynb": _notebook(name="book-and-scripts"), "solution/__init__.py": "raise SystemExit\n",
        "solution/__main__.py": ""}, says="tried book-and-scripts: as said"),
    files("script-as-book", "Python called a notebook and a notebook called Python",
          {**script(), "a.ipynb": "def double(x): return 0\n", "b.py": _notebook(name="x").decode()},
          says="tried script-as-book: as said"),
    files("sheet-headings", "a megabyte of headings that almost name an answer",
          {**script(), "answers.md": "".join(f"# anwser {n}\n1\n" for n in range(60_000))}, points=(3, 2, 0, 0), at="answer",
          says="tried sheet-headings: as said"),
    files("sheet-many", "forty sheets in forty folders that differ",
          {**script(), **{f"f{n}/answers.md": f"# answer\n{n}\n" for n in range(40)}}, points=(3, 2, 0, 0), at="answer",
          says="keep one"),
    files("results-twice", "a file of results in which one of a hundred thousand keys stands twice",
          {**script(), "results.json": "{" + ",".join(f'"{n}": 1' for n in range(10**5)) + ', "0": 2}'},
          says="tried results-twice: as said"),
]  # fmt: skip
PACKED = [*ARCHIVES, *BOOKS]
