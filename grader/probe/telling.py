"""What is told about an exception of the student's: type, message, place, and the frames of their own files only.

An exception is hostile until read: its `__str__` may raise, its type may lie about its name, its message has no end.
"""

import builtins
import re
import sys
import types
from collections.abc import Mapping
from typing import Any

from grader.probe.wire import name_of

globals()["__builtins__"] = dict(vars(builtins))

MAX_MESSAGE = 2_000
MAX_FRAMES = 20
BUILTINS = vars(builtins)
ORIGINAL = dict(BUILTINS)
_address = re.compile(r"0x[0-9a-fA-F]{6,}").sub
_traceback_of = BaseException.__dict__["__traceback__"].__get__

Sources = Mapping[str, list[str]]  # file (or "file, cell 3") → its lines


def short(text: str, limit: int = MAX_MESSAGE) -> str:
    """Text without memory addresses, cut to a limit."""
    text = _address("0x…", text[: 2 * limit])
    return text if len(text) <= limit else text[: limit - 1] + "…"


def message_of(error: BaseException) -> str:
    """What an exception says, if it can say anything."""
    if issubclass(type(error), SystemExit):
        return "the code stops the program here (sys.exit, exit or quit); leave that line out"
    try:
        if issubclass(type(error), SyntaxError):
            return short("".join(["", error.msg or "this is not Python"]))  # type: ignore[attr-defined]
        return short("".join(["", str(error)]))
    except BaseException as broken:
        return f"the message cannot be read, its __str__ raises {name_of(broken)}"


def frames_of(error: BaseException, sources: Sources) -> list[tuple[str, int, str]]:
    """(file, line, function) of every frame that stands in the student's files, outermost first."""
    found: list[tuple[str, int, str]] = []
    walk: Any = _traceback_of(error)
    while walk is not None and len(found) < 10_000:
        code = walk.tb_frame.f_code
        if code.co_filename in sources:
            found.append((code.co_filename, walk.tb_lineno, code.co_name))
        walk = walk.tb_next
    return found


def place_in(error: BaseException, code: types.CodeType) -> tuple[int, int]:
    """Line and column at which a piece of code was when it let an exception through."""
    walk: Any = _traceback_of(error)
    while walk is not None and walk.tb_frame.f_code is not code:
        walk = walk.tb_next
    if walk is None:
        return 0, 0
    columns = [column for _, _, column, _ in code.co_positions()]
    return walk.tb_lineno, columns[walk.tb_lasti // 2] or 0


def traceback_of(error: BaseException, sources: Sources) -> str:
    """The student's frames, each with its line of source, then the exception."""
    frames = frames_of(error, sources)
    lines = []
    for count, (file, line, function) in enumerate(frames):
        if MAX_FRAMES // 2 <= count < len(frames) - MAX_FRAMES // 2:
            if count == MAX_FRAMES // 2:
                lines.append(f"… {len(frames) - MAX_FRAMES} more frames …")
            continue
        place = f"{file}, line {line}" + ("" if function == "<module>" else f", in {function}")
        lines.append(place)
        text = sources[file][line - 1].strip() if 0 < line <= len(sources[file]) else ""
        if text:
            lines.append(f"    {text[:200]}")
    message = message_of(error)
    lines.append(f"{name_of(error)}: {message}" if message else name_of(error))
    return "\n".join(lines)


def where_of(error: BaseException, sources: Sources, function: Any = None) -> str:
    """The innermost place in the student's files; failing that, where the called function begins."""
    frames = frames_of(error, sources)
    if frames:
        return f"{frames[-1][0]}, line {frames[-1][1]}"
    code = getattr(function, "__code__", None) if type(function) is type(where_of) else None
    if code is not None and code.co_filename in sources:
        return f"{code.co_filename}, line {code.co_firstlineno}"
    return ""


def raised(error: BaseException, sources: Sources, function: Any = None) -> dict[str, Any]:
    """The part of a reply that tells of an exception."""
    return {
        "seen": "raised",
        "type": name_of(error),
        "message": message_of(error),
        "where": where_of(error, sources, function),
        "traceback": traceback_of(error, sources),
    }


def calm() -> None:
    """Undo what student code may have left switched on in the interpreter."""
    untrace(None)
    unprofile(None)
    if _changes is None or _changes.value != _settled[0]:
        BUILTINS.update(ORIGINAL)  # the libraries that we and the student use rely on them
        _settled[0] = 0 if _changes is None else _changes.value
    if _getrecursionlimit() != _LIMIT:
        _setrecursionlimit(_LIMIT)


untrace, unprofile = sys.settrace, sys.setprofile
_getrecursionlimit, _setrecursionlimit, _LIMIT = sys.getrecursionlimit, sys.setrecursionlimit, sys.getrecursionlimit()


def _count_of_changes() -> Any:
    """Where CPython counts the changes to the built-in names; None where it does not.

    Putting them all back touches a hundred pages of a fresh fork, each of which is then copied. The count is a word of
    the dictionary itself; whether it is there and counts is tried.
    """
    try:
        import ctypes

        count = ctypes.c_uint64.from_address(id(BUILTINS) + 3 * ctypes.sizeof(ctypes.c_void_p))
        seen = [count.value]
        for word in (1, 2):
            BUILTINS["_counted"] = word
            seen.append(count.value)
        del BUILTINS["_counted"]
        return count if len({*seen, count.value}) == 4 else None
    except (ImportError, AttributeError, ValueError):
        return None


_changes = _count_of_changes()
_settled = [0]  # the count when all was as it should be
