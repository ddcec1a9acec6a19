"""The loop of the locked child: it is told to load files, then asked one thing after another, and answers each once.

Whatever student code does ends as the answer to the ask during which it happened, or as the end of this process.
"""

import builtins
import importlib
import os
import random
import sys
import zlib
from collections.abc import Callable, Sequence
from typing import Any

from grader.probe import wire
from grader.probe.capture import Capture
from grader.probe.names import Loaded, doubles, own_names
from grader.probe.scripts import Finder, Script, problem
from grader.probe.stand_ins import Finder as StandIns
from grader.probe.steps import Program
from grader.probe.surroundings import folders, furnish, placed, prepare
from grader.probe.telling import calm
from grader.probe.wire import name_of

globals()["__builtins__"] = dict(vars(builtins))

MAX_FRAME = 2**40  # what we are sent comes from our own side
MAX_LISTED = 200  # names and problems
MAX_SHEETS = 1_000_000  # characters of all Markdown cells
PRINTED_PER_ASK = 4_000
_VERSIONED = ("numpy", "torch", "IPython", "nbformat", "matplotlib")


def serve(receive: Callable[[], bytes], send: Callable[[bytes], None]) -> None:
    """Answer frames until told to end."""
    probe = Probe()
    while True:
        header, buffers = wire.unpack(receive(), MAX_FRAME)
        if header["do"] == "end":
            return
        nonce = header["nonce"]
        if header["do"] == "load":
            answer, parts = probe.load(header, buffers)
        else:
            answer, parts = probe.ask(header["ask"], buffers)
        send(wire.pack({"nonce": nonce, **answer}, parts))


def warm(modules: Sequence[str]) -> None:
    """Import, once before forking, what most hand-ins import; what is not installed stays away."""
    furnish()
    for name in modules:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    if "IPython" in modules and "IPython" in sys.modules:
        from grader.probe import notebook

        notebook.warm()


class Probe:
    """The loaded files of one hand-in."""

    def __init__(self) -> None:
        self.work = os.getcwd()  # noqa: PTH109 (bound once; student code may patch pathlib)
        self.files: list[Loaded] = []
        self.sources: dict[str, list[str]] = {}
        self.seed = 0
        self.budget = 64 * 2**20
        self.loud = ""  # printed while loading
        self.buffers: list[bytes] = []

    def load(self, header: dict[str, Any], buffers: list[memoryview]) -> tuple[dict[str, Any], list[bytes]]:
        """Write the files into the work folder and run them: scripts first, then notebooks, each group by name."""
        limits = header.get("limits", {})
        self.seed = int(header.get("seed", 0))
        self.budget = int(limits.get("reply_mib", 64)) * 2**20
        contents = {name: bytes(buffers[index]) for name, index in header["files"]}
        problems = [problem(name, 0, "note", why) for name, why in placed(contents).items()]
        scripts = [Script(name, data) for name, data in sorted(contents.items()) if name.endswith(".py")]
        finder = Finder(scripts, self.sources)
        sys.meta_path.insert(0, finder)
        sys.meta_path.append(StandIns())
        coded = folders(contents)
        places = {folder: self.work if folder == "." else f"{self.work}/{folder}" for folder in [".", *coded]}
        sys.path += places.values()
        if len(coded) == 1 and _is_folder(places[coded[0]]):
            self.work = places[coded[0]]  # files are opened beside the code, wherever the one folder with code stands
        prepare(contents)
        with Capture(int(limits.get("output_kib", 256)) * 1024) as out:
            for script in scripts:
                self._settle("load")
                self.files.append(script)
                self._whole(script, finder.load, script)
            notebooks = self._notebooks(contents)
            calm()
        self.loud = out.text()
        for file in self.files:
            problems += file.problems
        problems += [problem("", 0, "note", sentence) for sentence in doubles(self.files)]
        return self._loaded(problems, notebooks), self.buffers

    def _notebooks(self, contents: dict[str, bytes]) -> list[Any]:
        names = sorted(name for name in contents if name.endswith(".ipynb"))
        if not names:
            return []
        from grader.probe.notebook import Notebook
        from grader.probe.outputs import MAX_NOTEBOOK

        notebooks = []
        for name in names:
            self._settle("load")
            notebook = Notebook(name, contents[name], min(MAX_NOTEBOOK, self.budget // (4 * len(names))))
            notebooks.append(notebook)
            self.files.append(notebook)
            self._whole(notebook, notebook.run, self.sources)
        return notebooks

    def _whole(self, file: Loaded, run: Callable[[Any], None], given: Any) -> None:
        """Load one file; whatever gets past its own care costs this file alone."""
        try:
            run(given)
        except BaseException as error:
            calm()
            said = f"the file could not be loaded to its end ({name_of(error)})"
            file.problems.append(problem(file.path, 0, "note", said))

    def _loaded(self, problems: list[dict[str, Any]], notebooks: list[Any]) -> dict[str, Any]:
        """The reply, which stays within what a frame may hold whatever the files are like."""
        executed, kept = {}, 0
        markdown: list[dict[str, str]] = []
        for notebook in notebooks:
            markdown += [{"file": notebook.path, "text": text} for text in notebook.markdown]
            kept += len(notebook.executed)
            if notebook.executed and kept <= self.budget // 2:
                executed[notebook.path] = len(self.buffers)
                self.buffers.append(notebook.executed)
        names = [name[:200] for file in self.files for name in own_names(file)]
        return {
            "id": "load",
            "seen": "loaded",
            "names": names[:MAX_LISTED],
            "problems": problems[:MAX_LISTED],
            "markdown": _fitting(markdown),
            "notebook": executed,
            "printed": self.loud,
            "versions": versions(),
        }

    def ask(self, ask: dict[str, Any], buffers: list[memoryview]) -> tuple[dict[str, Any], list[bytes]]:
        """Run one ask; its answer does not depend on what was asked before, as far as that is in our hands."""
        self._settle(ask["id"])
        program = Program(self.files, self.sources, lambda: self.loud, self.budget)
        with Capture(PRINTED_PER_ASK) as out:
            try:
                answer = program.run(ask, buffers)
            except BaseException as error:
                calm()
                answer = {"seen": "unreadable", "type": name_of(error), "reason": "the answer could not be handed over"}
        if answer["seen"] == "returned":
            answer["printed"] = out.text()
            return {"id": ask["id"], **answer}, program.buffers
        return {"id": ask["id"], **answer}, []

    def _settle(self, name: str) -> None:
        """The same work folder and the same random numbers, whatever ran before."""
        calm()
        try:  # noqa: SIM105 - a child is forked for each hand-in, and every function more that it runs costs it pages
            _chdir(self.work)
        except OSError:  # student code may have removed it
            pass
        seed = _crc32(f"{self.seed}/{name}".encode())
        numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
        try:
            random.seed(seed)
            if numpy is not None:
                numpy.random.seed(seed)
            if torch is not None:
                torch.default_generator.manual_seed(seed)  # manual_seed() itself costs 2.5 ms in a fresh fork
        except BaseException:  # student code may have replaced any of this, for itself alone
            return


_chdir, _is_folder, _crc32 = os.chdir, os.path.isdir, zlib.crc32


def _fitting(cells: list[dict[str, str]]) -> list[dict[str, str]]:
    """As many cells, from the first, as fit into a header."""
    room, kept = MAX_SHEETS, []
    for cell in cells:
        room -= len(cell["text"]) + len(cell["file"]) + 40
        if room < 0:
            break
        kept.append(cell)
    return kept


def versions() -> dict[str, str]:
    """What the student's code ran with."""
    found = {"python": ".".join(str(part) for part in sys.version_info[:3])}
    for name in _VERSIONED:
        version = getattr(sys.modules.get(name), "__version__", None)
        if issubclass(type(version), str):  # torch's is a subclass
            found[name] = str.__str__(version)
    return found
