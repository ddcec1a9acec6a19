"""Regions of a cell between two delimiters, each on a line of its own: solutions, hidden tests, marking schemes."""

from __future__ import annotations

from dataclasses import dataclass

from grader.importers._solutions import Unpaired


@dataclass(frozen=True, slots=True)
class Region:
    """The words that begin and end one; a course may choose others."""

    begin: str
    end: str

    def cut(self, source: str, stub: str | None = None) -> tuple[str, str]:
        """A cell without its regions, a stub in the place of each, and what stood in them.

        >>> Region("BEGIN X", "END X").cut("a\\n  # BEGIN X\\n  b\\n  # END X\\nc", "...")
        ('a\\n  ...\\nc', '  b')
        """
        kept: list[str] = []
        taken: list[str] = []
        inside = False
        for line in source.split("\n"):
            if self.begin in line:
                if inside:
                    raise Unpaired(f"`{self.begin}` inside another")
                inside = True
                indent = line[: len(line) - len(line.lstrip())]
                kept += [indent + piece for piece in stub.split("\n")] if stub is not None else []
            elif self.end in line:
                inside = False
            else:
                (taken if inside else kept).append(line)
        if inside:
            raise Unpaired(f"`{self.begin}` without `{self.end}`")
        return "\n".join(kept), "\n".join(taken)

    def within(self, source: str) -> bool:
        """Whether there is one."""
        return any(self.begin in line for line in source.split("\n"))

    def opened(self, source: str) -> str:
        """A cell with what stands in its regions, without the lines that mark them."""
        return "\n".join(line for line in source.split("\n") if self.begin not in line and self.end not in line)
