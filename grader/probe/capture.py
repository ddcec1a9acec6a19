"""Printed text, kept up to a limit; what is printed beyond it is counted and let go."""

import builtins
import io
import sys
from typing import Any

globals()["__builtins__"] = dict(vars(builtins))


class Printed(io.TextIOBase):
    """Stands in for sys.stdout while student code runs."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit
        self.kept: list[str] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if type(text) is not str:
            text = str.__str__(text)
        room = self.limit - self.size
        if room > 0:
            self.kept.append(text[:room])
        self.size += len(text)
        return len(text)

    @property
    def buffer(self) -> "_Bytes":
        return _Bytes(self)

    def reconfigure(self, **_: Any) -> None:
        """The encoding is ours; many scripts ask for UTF-8."""

    def text(self) -> str:
        more = self.size - self.limit
        return "".join(self.kept) + (f"\n… {more} more characters were printed" if more > 0 else "")


class _Bytes(io.RawIOBase):
    """`sys.stdout.buffer`: bytes are printed as the text they stand for."""

    def __init__(self, out: Printed) -> None:
        super().__init__()
        self.out = out

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        raw = bytes(data)
        self.out.write(raw.decode("utf-8", "replace"))
        return len(raw)


class Capture:
    """While it lasts, what is printed is kept, and nobody answers `input()`."""

    def __init__(self, limit: int) -> None:
        self.out = Printed(limit)

    def __enter__(self) -> Printed:
        self.before = sys.stdout, sys.stderr, sys.stdin
        sys.stdout, sys.stderr, sys.stdin = self.out, Printed(0), _Nobody()
        return self.out

    def __exit__(self, *_: Any) -> None:
        sys.stdout, sys.stderr, sys.stdin = self.before


class _Nobody(io.StringIO):
    def _refuse(self, *_: Any) -> Any:
        raise EOFError("nobody is there to answer input(); write the value into the code")

    read = readline = readlines = __next__ = _refuse
