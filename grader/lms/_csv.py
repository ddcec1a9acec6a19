"""A site's own CSV file: what is not changed is written back as it came, character for character.

The byte order mark, the delimiter, the ends of lines and the quotes are the site's; a cell that we write is quoted only
where it has to be. Headers and ids are translated and named by the site, so they are taken from it and never made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.errors import RequestError
from grader.reports._files import write_bytes_atomically

MARK = "\ufeff"
DELIMITERS = ",;\t"
MAX_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its cells as they are meant and as they are written, and the line it begins on."""

    line: int
    cells: tuple[str, ...]
    raw: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A file of records, the first of which are headers."""

    name: str
    header: Row
    rows: tuple[Row, ...]
    delimiter: str
    newline: str
    marked: bool  # begins with a byte order mark

    def where(self, row: Row) -> str:
        """The place of a row, for messages."""
        return f"{self.name}, line {row.line}"

    def column(self, name: str) -> int:
        """The place of a header; RequestError with all there are where it does not stand there once."""
        if self.header.cells.count(name) != 1:
            found = ", ".join(map(repr, self.header.cells))
            raise RequestError(f"{self.name}: the column {name!r} was looked for, there are {found}")
        return self.header.cells.index(name)

    def text(self, keep: Sequence[int], rows: Iterable[Row]) -> str:
        """These columns of these rows under the site's own headers."""
        lines = [self.header, *rows]
        written = [self.delimiter.join(row.raw[column] for column in keep) for row in lines]
        return "".join((MARK if self.marked else "", *(line + self.newline for line in written)))

    def changed(self, row: Row, cells: dict[int, str]) -> Row:
        """A row with other texts in some columns."""
        texts, raw = list(row.cells), list(row.raw)
        for column, text in cells.items():
            texts[column], raw[column] = text, self.quoted(text)
        return Row(row.line, tuple(texts), tuple(raw))

    def quoted(self, text: str) -> str:
        """A cell as it is written."""
        if text.strip() == text and not any(character in text for character in (self.delimiter, '"', "\n", "\r")):
            return text
        return '"' + text.replace('"', '""') + '"'


def read(path: Path) -> Sheet:
    """The records of a file; RequestError where it is not one that a site wrote."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RequestError(f"{path} cannot be read ({error.strerror}); name the file that you downloaded") from None
    if len(data) > MAX_BYTES:
        raise RequestError(f"{path} has {len(data)} bytes, expected at most {MAX_BYTES}")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestError(
            f"{path} is not UTF-8 at byte {error.start}, so it is not as the site wrote it; download it again"
        ) from None
    return parse(text, path.name)


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    write_bytes_atomically(path, text.encode("utf-8"))


def parse(text: str, name: str) -> Sheet:
    """The records of a text."""
    marked, body = text.startswith(MARK), text.removeprefix(MARK)
    first = _outside_quotes(body.partition("\n")[0])
    delimiter = max(DELIMITERS, key=first.count)
    rows = _records(body, delimiter, name)
    if not rows:
        raise RequestError(f"{name} is empty, expected a line of headers")
    header, *others = rows
    for row in others:
        if len(row.cells) != len(header.cells):
            raise RequestError(
                f"{name}, line {row.line}: there are {len(row.cells)} cells under {len(header.cells)} headers; "
                "download the file again"
            )
    ends = len(delimiter.join(header.raw))
    newline = "\r\n" if body.startswith("\r\n", ends) else "\n"
    return Sheet(name=name, header=header, rows=tuple(others), delimiter=delimiter, newline=newline, marked=marked)


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def _records(body: str, delimiter: str, name: str) -> list[Row]:
    rows: list[Row] = []
    cells: list[str] = []
    at, line, began = 0, 1, 1
    while at < len(body):
        end = _end_of_cell(body, at, delimiter, f"{name}, line {line}")
        cells.append(body[at:end])
        line += body.count("\n", at, end)
        ending = "\r\n" if body.startswith("\r\n", end) else body[end : end + 1]
        at = end + len(ending)
        if ending != delimiter or at == len(body):
            if ending == delimiter:
                cells.append("")
            if cells != [""]:
                rows.append(Row(began, tuple(map(_meant, cells)), tuple(cells)))
            cells = []
            line += ending != delimiter
            began = line
    return rows


def _end_of_cell(body: str, at: int, delimiter: str, where: str) -> int:
    if body.startswith('"', at):
        close = at + 1
        while True:
            close = body.find('"', close)
            if close < 0:
                raise RequestError(f"{where}: a quote is opened and never closed; download the file again")
            if not body.startswith('""', close):
                break
            close += 2
        at = close + 1
    end = re.compile(f"{delimiter}|\r?\n").search(body, at)
    return end.start() if end else len(body)


def _meant(raw: str) -> str:
    if raw.startswith('"'):
        inner, _, rest = raw[1:].replace('""', "\0").partition('"')
        return inner.replace("\0", '"') + rest
    return raw
