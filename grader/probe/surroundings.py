"""What is made ready around student code: its files in the work folder, and an interpreter without surprises."""

import builtins
import contextlib
import importlib
import os
import re
import sys
from collections.abc import Mapping
from typing import Any

from grader.probe.telling import ORIGINAL

globals()["__builtins__"] = dict(vars(builtins))

_make_folders = os.makedirs


def placed(contents: Mapping[str, bytes]) -> dict[str, str]:
    """Write the files into the work folder; which could not be written, and why."""
    failed = {}
    for name, data in contents.items():
        try:
            folder = name.rpartition("/")[0]
            if folder:
                _make_folders(folder, exist_ok=True)
            with open(name, "wb") as file:  # noqa: PTH123 - a path object would cost a fresh fork some seventy pages
                file.write(data)
        except (OSError, ValueError) as error:
            failed[name] = f"the file could not be placed beside the code: {getattr(error, 'strerror', '') or error}"
    return failed


def folders(contents: Mapping[str, bytes]) -> list[str]:
    """The folders that hold code, so that files beside one another can import one another."""
    return sorted({name.rpartition("/")[0] or "." for name in contents if name.endswith((".py", ".ipynb"))})


def furnish() -> None:
    """What a whole process has in common, however many hand-ins are forked from it."""
    os.environ.setdefault("MPLBACKEND", "Agg")
    os.environ["TORCHDYNAMO_DISABLE"] = "1"
    builtins.input = ORIGINAL["input"] = _input


def prepare(contents: Mapping[str, bytes]) -> None:
    """Before any student code: no window opens, nobody answers input, what will be imported can be seeded.

    torch loads data in this process and compiles nothing, since there is no starting of workers or compilers here;
    what comes out is the same.
    """
    code = [data for name, data in contents.items() if name.endswith((".py", ".ipynb"))]
    for name in ("numpy", "torch"):
        if name not in sys.modules and any(_imports(name, data) for data in code):
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
    loading, dynamo = sys.modules.get("torch.utils.data.dataloader"), sys.modules.get("torch._dynamo.config")
    if loading is not None:
        loading.__dict__["DataLoader"]._get_iterator = _without_workers
    if dynamo is not None:  # imported before, so the environment says nothing to it
        dynamo.__dict__["disable"] = True


def _without_workers(loader: Any) -> Any:
    loader.num_workers, loader.timeout = 0, 0
    return sys.modules["torch.utils.data.dataloader"].__dict__["_SingleProcessDataLoaderIter"](loader)


def _imports(name: str, data: bytes) -> bool:
    return name.encode() in data and re.search(rb"\b(?:import|from)\b[^\n\"]*\b%b\b" % name.encode(), data) is not None


def _input(*_: object) -> str:
    raise EOFError("nobody is there to answer input(); write the value into the code")
