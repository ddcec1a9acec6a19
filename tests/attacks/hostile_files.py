# ruff: noqa: E501 -- a row of the table is a line
"""Hostile files: the hand-in attacks before a line of it runs, or in what it leaves in the reports."""

import bz2
import io
import json
import lzma
import os
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.attacks.attack import CRITERIA, SHEET, Attack, Scene, filled, script

_CODE = "def double(x): return 2 * x\ndef spare(x): return x + 1\ndef secret(): return 'tried @ID: as said'\n"
_RIGHT = (3, 2, 0, 1)
_NOTHING = (0, 0, 0, 0)


def files(name: str, tries: str, given: dict[str, str | bytes], **more: Any) -> Attack:
    return Attack(id=name, category="hostile files", tries=tries, files=given, **{"points": _RIGHT, **more})


def laid(name: str, tries: str, make: Callable[[Path, Scene], None], **more: Any) -> Attack:
    return Attack(id=name, category="hostile files", tries=tries, make=make, **{"points": _NOTHING, **more})


def whole(folder: Path, scene: Scene) -> None:
    """A folder with work that is right."""
    folder.mkdir(parents=True)
    (folder / "solution.py").write_text(filled(_CODE, folder.name, scene))
    (folder / "answers.md").write_text(SHEET)


def packed(write: Callable[[zipfile.ZipFile], None]) -> Callable[[Path, Scene], None]:
    def make(path: Path, _: Scene) -> None:
        with zipfile.ZipFile(path.with_name(path.name + ".zip"), "w", zipfile.ZIP_DEFLATED) as archive:
            write(archive)

    return make


def tarred(name: str, kind: bytes, link: str = "") -> Callable[[Path, Scene], None]:
    def make(path: Path, scene: Scene) -> None:
        with tarfile.open(path.with_name(path.name + ".tar.gz"), "w:gz") as archive:
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, filled(link, path.name, scene)
            archive.addfile(member)

    return make


def changed(**bytes_at: bytes) -> Callable[[Path, Scene], None]:
    def make(path: Path, _: Scene) -> None:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
            archive.writestr("solution.py", _CODE * 20)
        data = bytearray(file.getvalue())
        at = data.find(b"solution.py") + 15
        data[at : at + 5] = b"\xff" * 5
        path.with_name(path.name + ".zip").write_bytes(data)

    return make


def lying(path: Path, _: Scene) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("solution.py", "x = 1\n" * 10**6)
    data = bytearray(file.getvalue())
    for place in (22, data.find(b"PK\x01\x02") + 24):
        data[place : place + 4] = struct.pack("<I", 10)
    path.with_name(path.name + ".zip").write_bytes(data)


def linked(path: Path, scene: Scene) -> None:
    whole(path, scene)
    (path / "stolen.py").symlink_to(scene.course / "reference" / "twice.py")
    (path / "all").symlink_to(scene.course)
    (path / "loop").symlink_to(path)


def piped(path: Path, scene: Scene) -> None:
    whole(path, scene)
    for name in ("wait.py", "wait.ipynb", "answers.yaml"):
        os.mkfifo(path / name)


def sparse(path: Path, scene: Scene) -> None:
    whole(path, scene)
    with (path / "huge.py").open("wb") as file:
        file.truncate(2**40)


def named(path: Path, scene: Scene) -> None:
    whole(path, scene)
    for name in (
        "a\nb.py",
        "\x1b[31mred.py",
        "\u202ecod.exe.py",
        "<img src=x onerror=alert(1)>.py",
        "=cmd|' -C'!A1.py",
    ):
        (path / name).write_text("x = 1\n")
    Path(os.fsdecode(os.fsencode(path) + b"/\xff\xfe.py")).write_text("x = 1\n")


def book(*cells: tuple[str, str, Any]) -> bytes:
    made = [
        {"cell_type": kind, "source": source, "metadata": {}, "outputs": outputs, "execution_count": None}
        for kind, source, outputs in cells
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


_EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>"
_OUTPUT = [{"output_type": "display_data", "metadata": {}, "data": {"text/html": _EVIL + "x" * 3_000_000}}]
_SHOWN = f"from IPython.display import HTML, Javascript, display\ndisplay(HTML({_EVIL!r}), Javascript({_EVIL!r}))\n"


def zips() -> list[Attack]:
    many = [
        laid("zip-slip", "a zip whose names lead up",
             packed(lambda z: z.writestr("../../../../../../../../tmp/of-grader-attack.py", _CODE)),
             says="a name that leads out of the archive"),
        laid("zip-absolute", "a zip of absolute names", packed(lambda z: z.writestr("/etc/of-grader-attack", _CODE)),
             says="a name that leads out of the archive"),
        laid("zip-drive", "a zip of Windows names", packed(lambda z: z.writestr("C:\\of-grader.py", _CODE)),
             says="a name that leads out of the archive"),
        laid("zip-bomb", "a zip of a gigabyte of nothing",
             packed(lambda z: [z.writestr(f"{n}.py", bytes(2**23)) for n in range(24)] and None),
             says="times its size and was not opened"),
        laid("zip-nested", "zips within zips",
             packed(lambda z: z.writestr("inner.zip", b"PK\5\6" + bytes(18))),
             says="an archive inside a hand-in is not opened"),
        laid("zip-crowd", "a zip of a hundred thousand files",
             packed(lambda z: [z.writestr(f"{n}.py", "") for n in range(3000)] and None), says="more than 2000 files"),
        laid("zip-capitals", "names that differ in capitals only",
             packed(lambda z: [z.writestr(n, _CODE) for n in ("S.py", "s.py")] and z.writestr("answers.md", SHEET)), points=_RIGHT, says="differs from"),
        laid("zip-twice", "one name twice", _twice, says="twice; pack it anew"),
        laid("zip-lying", "a zip that lies about the size of what it holds", lying, says="is damaged"),
        laid("zip-lzma", "a zip damaged where the library's error has another name", changed(), says="unusual way"),
        laid("zip-link", "a symbolic link to the reference in a zip", packed(_link), says="a link or a device"),
        laid("zip-cut", "half a zip", lambda path, _: path.with_name("zip-cut.zip").write_bytes(b"PK\3\4half") and None,
             says="is damaged"),
        laid("tar-hard-link", "a hard link to the reference in a tar",
             tarred("solution.py", tarfile.LNKTYPE, "@COURSE/reference/twice.py"), says="a link or a device"),
        laid("tar-link", "a link out of a tar, and a file through it",
             tarred("up", tarfile.SYMTYPE, "/etc"), says="a link or a device"),
        laid("tar-device", "a device in a tar", tarred("disk", tarfile.BLKTYPE), says="a link or a device"),
        laid("xz-bomb", "an archive packed by xz and then by bzip2",
             lambda path, _: path.with_name("xz-bomb.tar.bz2").write_bytes(bz2.compress(lzma.compress(bytes(2**24))))
             and None, says="is damaged"),
        laid("bz2-bomb", "a bzip2 bomb",
             lambda path, _: path.with_name("bz2-bomb.tar.bz2").write_bytes(bz2.compress(_ustar(2**26))) and None,
             says="times its size and was not opened"),
    ]  # fmt: skip
    return many


def _twice(path: Path, _: Scene) -> None:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        packed(lambda z: [z.writestr("solution.py", _CODE) for _ in "12"] and None)(path, _)


def _link(archive: zipfile.ZipFile) -> None:
    member = zipfile.ZipInfo("solution.py")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(member, "/etc/passwd")


def _ustar(size: int) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        member = tarfile.TarInfo("zeros.py")
        member.size = size
        archive.addfile(member, io.BytesIO(bytes(size)))
    return file.getvalue()


def folders() -> list[Attack]:
    odd = ["new\nline", "\x1b[31mred\x1b[0m", "\u202elautir", "<script>alert(1)<", "=1+1", "@SUM(A1)", "[bold]x[\\] [link=x]",
           "\U0001d160" * 60, "--trust", "Gradebook.CSV", "{{7*7}}${7*7}", "a\xa0b\u200bc"]  # fmt: skip
    made = [
        laid("links", "links to the reference, to the course, to itself", linked, points=_RIGHT,
             says="links are not followed"),
        laid("top-link", "a hand-in that is a link to the reference",
             lambda path, scene: path.symlink_to(scene.course / "reference"), says="links are not followed"),
        laid("silent-pipes", "pipes that never say anything", piped, points=_RIGHT, says="neither a file nor a folder"),
        laid("top-pipe", "a pipe called a zip", lambda path, _: os.mkfifo(path.with_name("top-pipe.zip")),
             says="neither a file nor a folder"),
        laid("sparse", "a file of a terabyte", sparse, points=_RIGHT, says="larger than 64 MiB"),
        laid("odd-names", "files named with lines, colours, markup, formulas, half characters", named, points=_RIGHT,
             says="characters that cannot be shown"),
    ]  # fmt: skip
    for number, name in enumerate(odd):

        def make(path: Path, scene: Scene, name: str = name) -> None:
            whole(path, scene)
            path.rename(path.with_name(name))

        says = f"tried folder-{number}: as said"
        tries = f"a folder called {name[:20]!a}"
        made.append(laid(f"folder-{number}", tries, make, place=name, points=_RIGHT, says=says))
    return made


def notebooks() -> list[Attack]:
    code = ("code", _CODE.replace("@ID", "saved-outputs"), _OUTPUT)
    deep = b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    return [
        files("saved-outputs", "a notebook saved with megabytes of script", {"w.ipynb": book(code), "answers.md": SHEET},
              says="tried saved-outputs: as said"),
        files("shown-script", "a notebook that shows script and pages", {
            "w.ipynb": book(("markdown", f"# answer\n42 <!-- {_EVIL} -->", []),
                            ("code", _CODE.replace("@ID", "shown-script") + _SHOWN, []))},
              says="tried shown-script: as said"),
        files("endless-outputs", "a notebook that shows without end, until it is stopped", {
            "w.ipynb": book(("code", _CODE, []), ("code", "while True: display('x' * 10**6)", []))},
              points=_NOTHING, says="longer than allowed"),
        files("broken-notebook", "half a notebook", {"w.ipynb": book(code)[:5000], "answers.md": SHEET},
              points=(0, 0, 0, 1), says="not whole JSON"),
        files("deep-notebook", "a notebook nested a hundred thousand deep", {"w.ipynb": deep, "answers.md": SHEET},
              points=(0, 0, 0, 1), says="nested too deeply"),
        files("odd-notebook", "a notebook whose cells are anything",
              {"w.ipynb": b'{"cells": [1, null, {"cell_type": [], "source": {}}, {"source": [1]}], "metadata": 3}',
               "answers.md": SHEET}, points=(0, 0, 0, 1), says="double"),
        files("system-commands", "cells that run commands and change what IPython is", {
            "w.ipynb": book(("code", "!touch @CANARY/ran\n%cd /\n%run /etc/passwd\n%store\n%load_ext os\n"
                             "get_ipython().system('touch @CANARY/ran')", []), ("code", _CODE, [])),
            "answers.md": SHEET}, points=(3, 2, 0, 1), says="tried"),
    ]  # fmt: skip


_SHADOWS = ("numpy.py", "torch.py", "json.py", "os.py", "struct.py", "grader/__init__.py", "grader/probe/__init__.py",
            "grader/probe/wire.py", "reference/__init__.py", "sitecustomize.py", "usercustomize.py", "conftest.py",
            "IPython/__init__.py", "ast.py", "builtins.py", "zipfile.py", "__main__.py")  # fmt: skip
_START = """
        for folder in (os.path.expanduser("~"), os.environ["HOME"], "@CANARY", "/root", "."):
            for name in ("/.ipython/profile_default/startup/00.py", "/.local/lib/python3.11/site-packages/u.pth",
                         "/.config/matplotlib/matplotlibrc", "/.bashrc", "/sitecustomize.py"):
                try:
                    os.makedirs(os.path.dirname(folder + name), exist_ok=True)
                    open(folder + name, "w").write("import os; os._exit(0)")
                except OSError: pass
        return "written" """
_FORMULAS = '=HYPERLINK("http://x","y")', "+1+cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "a;=1+1", "\t=1", "＝1"


def code() -> list[Attack]:
    return [
        files("shadows", "files called numpy.py, json.py, grader/__init__.py, conftest.py …",
              {**dict.fromkeys(_SHADOWS, "raise SystemExit('shadow')\n"), **script()}, says="tried shadows: as said"),
        files("start-up", "start-up files for IPython, Python, matplotlib, the shell", script(secret=_START),
              says="tried start-up: written"),
        files("path-files", ".pth files and packages that run when they are found",
              {"a.pth": "import os; os._exit(0)\n", "b.egg-link": "/", "setup.py": "raise SystemExit\n", **script()},
              says="tried path-files: as said"),
        files("colours", "colours, bells and titles in what is raised",
              script(double="raise ValueError('\\x1b]0;title\\x07\\x1b[2J\\x1b[31mred\\x00\\r\\n')"), points=(0, 2, 0, 1),
              seen="raised ValueError", says="red"),
        files("printed-colours", "control characters, half characters and turned writing in what is printed", script(
              double="print('\\x1b[2J\\x1b[31m\\ud800\\u202e<b>\\x00'); return [chr(0xd800), '\\x1b[31m', '\\u202e']"),
              points=(0, 2, 0, 1), says="tried printed-colours: as said"),
        files("markup", "markup in exceptions, names and values",
              script(double=f"raise type({_EVIL!r}, (Exception,), {{}})({_EVIL!r} + '</p></html>]]>&#60;{{{{7*7}}}}')"),
              points=(0, 2, 0, 1), seen="raised", says="tried markup: as said"),
        files("formulas", "formulas for spreadsheets in exceptions",
              script(double=f"raise ValueError({_FORMULAS!r}[len(x)])"), points=(0, 2, 0, 1), seen="raised",
              says="tried formulas: as said"),
        files("not-python", "null bytes, a wrong coding line and a megabyte of brackets", {
            "a.py": b"x = 1\0", "b.py": b"# -*- coding: rot13 -*-\n", "c.py": "(" * 900_000, "d.py": "-" * 500_000 + "1",
            "e.py": b"\xff\xfe\x00\xd8", **script()}, says="tried not-python: as said"),
    ]  # fmt: skip


def sheets() -> list[Attack]:
    def sheet(name: str, tries: str, **given: str) -> Attack:
        texts: dict[str, str | bytes] = {key.replace("_", "."): text for key, text in given.items()}
        made = {**script(), **texts}
        if "answers.md" not in texts:
            del made["answers.md"]
        return files(name, tries, made, points=(3, 2, 0, 0), at="answer", says=f"tried {name}: as said")

    nest = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9) if n else 'x'}]\n" for n in range(12))
    return [
        sheet("yaml-bomb", "a YAML bomb", answers_yaml=nest + "answer: *l11\n"),
        sheet("yaml-code", "a YAML tag that builds an object",
              answers_yaml="answer: !!python/object/apply:os.system ['touch @CANARY/yaml']\n"),
        sheet("yaml-deep", "YAML nested fifty thousand deep", answers_yaml="answer: " + "[" * 50_000),
        sheet("yaml-odd", "an answer that is a map of lists", answers_yaml="answer: {a: [1, {b: .nan}]}\n"),
        sheet("giant-sheet", "a sheet of two megabytes", answers_md="# answer\n" + "4" * 2**21),
        sheet("slow-heading", "a heading of half a million blanks", answers_md="# answer" + " " * 500_000 + "x\n41\n"),
        sheet("slow-comments", "half a megabyte of comments that never end", answers_md="# answer\n" + "<!--" * 200_000),
        sheet("number-tower", "9**9**9**9", answers_md="# answer\n9**9**9**9\n"),
        sheet("number-exponent", "1e999999999", answers_md="# answer\n1e999999999 * 0 + 1e-999999999\n"),
        sheet("number-factorial", "a factorial of a billion", answers_md="# answer\n1000000000! + 2^(2^(2^99))\n"),
        sheet("number-digits", "a number of four hundred thousand digits", answers_md="# answer\n" + "1" * 400_000 + "\n"),
        sheet("number-brackets", "two hundred thousand brackets",
              answers_md="# answer\n" + "(" * 200_000 + "42" + ")" * 200_000),
        sheet("number-code", "Python instead of a number",
              answers_md="# answer\n__import__('os').system('touch @CANARY/eval')\n"),
        sheet("sheet-markup", "markup instead of a number", answers_md=f"# answer\n{_EVIL}</td></table>{{{{7*7}}}}\n"),
        sheet("sheet-formula", "a formula for a spreadsheet instead of a number",
              answers_md="# answer\n=HYPERLINK(\"http://x\";\"41\")\n"),
        sheet("sheet-colours", "colours and turned writing instead of a number",
              answers_md="# answer\n\x1b[2J\u202e24\x07\n"),
        sheet("sheet-every-answer", "every number at once, one of them right",
              answers_md="# answer\n" + "\n".join(map(str, range(100)))),
        sheet("sheet-twice", "a wrong and a right answer", answers_md="# answer\n41\n", answers_yaml="answer: 42\n"),
    ]  # fmt: skip


HOSTILE = [*zips(), *folders(), *notebooks(), *code(), *sheets()]
assert set(CRITERIA) == {"double", "spare", "secret", "answer"}
