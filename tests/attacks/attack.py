"""What an attack of the corpus is, and what stands around the code of one.

Every hand-in answers four criteria: `double` (3 points), `spare` (2), `secret` (2: a word that only the teacher's side
and the honest know) and a typed `answer` (1). An attack either forges `double`, or tries something and lets `secret`
return the word if it got hold of it. What it returns otherwise begins with "tried", so a test knows that it did try.
"""

import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

CRITERIA = ("double", "spare", "secret", "answer")
WORTH = (3, 2, 2, 1)
SHEET = "# answer\n42\n"


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What the strongest attacker is told: all paths, the process id of nobody they could not guess."""

    course: Path
    out: Path
    canary: Path
    word: str  # only honest hand-ins are made with it


@dataclass(frozen=True, kw_only=True)
class Attack:
    """One hand-in and what must come of it, at every level."""

    id: str
    category: str
    tries: str  # as the manual says it
    points: tuple[int, ...] = (0, 2, 0, 1)
    seen: str = ""  # what one case of `at` must have come to: "returned", "raised X", "stopped: seconds", …
    at: str = "double"
    says: str = ""  # stands in its own report.json, and in nobody else's where it holds the id
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    make: Callable[[Path, Scene], None] | None = None  # lays what files cannot say; its argument is where
    place: str = ""  # what its folder or file is called, where that is the attack
    weak: bool = False  # succeeds where nothing holds it: level none

    def lay(self, folder: Path, scene: Scene) -> None:
        if self.make is not None:
            self.make(folder / self.id, scene)
            return
        for name, content in self.files.items():
            path = folder / self.id / name
            path.parent.mkdir(parents=True, exist_ok=True)
            data = content if isinstance(content, bytes) else filled(content, self.id, scene).encode()
            path.write_bytes(data)


def filled(text: str, name: str, scene: Scene) -> str:
    """Text with the places that an attacker may know."""
    for mark, value in {"@COURSE": scene.course, "@OUT": scene.out, "@CANARY": scene.canary, "@ID": name}.items():
        text = text.replace(mark, str(value))
    return text


_SCRIPT = """
import os, sys, re, ctypes, errno, signal, socket, threading, time
import numpy as np
libc = ctypes.CDLL(None, use_errno=True)
WORD = re.compile(b"wo" + b"rd-[0-9a-f]{32}")

def call(number, *arguments):
    if libc.syscall(number, *arguments) < 0:
        raise OSError(ctypes.get_errno(), "")

def look(data):
    met = WORD.search(data)
    if met:
        raise Found(met[0].decode())

class Found(BaseException):
    pass

def reading(path):
    try:
        with open(path, "rb") as file:
            look(file.read(2**22))
    except OSError:
        pass

def walking(folder):
    for here, _, names in os.walk(folder):
        for name in names:
            reading(os.path.join(here, name))

def spare(x):
    return x + 1

def double(x):
#DOUBLE

def attempt():
#SECRET

def secret():
    try:
        came = attempt()
    except Found as found:
        return found.args[0]
    except OSError as error:
        came = errno.errorcode.get(error.errno, "?")
    except Exception as error:
        came = type(error).__name__
    return f"tried @ID: {came}"

#TOP
"""


def script(*, top: str = "", double: str = "return 2 * x", secret: str = "return 'as said'") -> dict[str, str | bytes]:
    """The files of a hand-in whose code is these pieces; the sheet is right."""
    text = _SCRIPT.replace("#DOUBLE", _indented(double)).replace("#SECRET", _indented(secret))
    return {"solution.py": text.replace("#TOP", textwrap.dedent(top)), "answers.md": SHEET}


def _indented(text: str) -> str:
    return textwrap.indent(textwrap.dedent(text).strip("\n"), "    ")


def forged(name: str, tries: str, top: str = "", double: str = "return 0 * x", **more: object) -> Attack:
    """Claims that `double` is right although it is not."""
    given = {"seen": "returned", "says": f"tried {name}: as said", **more}
    return Attack(id=name, category="forged scores", tries=tries, files=script(top=top, double=double), **given)  # type: ignore[arg-type]


def stolen(name: str, tries: str, secret: str, top: str = "", **more: object) -> Attack:
    """Looks for the word; everything else is right."""
    given = {"points": (3, 2, 0, 1), "says": f"tried {name}: ", **more}
    return Attack(id=name, category="stolen answers", tries=tries, files=script(top=top, secret=secret), **given)  # type: ignore[arg-type]


def escape(name: str, tries: str, secret: str, **more: object) -> Attack:
    """Reaches out of the box; the kernel must refuse."""
    given = {"points": (3, 2, 0, 1), "says": f"tried {name}: ", **more}
    body = textwrap.dedent(secret).rstrip() + "\nreturn 'ESCAPED'"
    return Attack(id=name, category="escape", tries=tries, files=script(secret=body), **given)  # type: ignore[arg-type]


def denial(name: str, tries: str, double: str, seen: str, top: str = "", **more: object) -> Attack:
    """Uses up what everybody shares; only its own `double` may suffer."""
    given = {"seen": seen, **more}
    return Attack(id=name, category="denial", tries=tries, files=script(top=top, double=double), **given)  # type: ignore[arg-type]
