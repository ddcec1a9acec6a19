"""Archives, opened in memory and with distrust: zip, tar, and tar packed by gzip or bzip2.

Nothing is written to disk, and what an archive says about itself is checked against what comes out of it.
"""

from __future__ import annotations

import bz2
import gzip
import io
import re
import stat
import struct
import tarfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO, cast

from grader.errors import SubmissionError
from grader.intake import folders
from grader.intake.gathering import MAX_FILE, MAX_FILES, MAX_TOTAL, Gathering, ignored, mib, normal

MAX_PACKED = 128 * 2**20
MAX_RATIO = 200  # unpacked to packed; text and logs stay far below
FREE = 16 * 2**20  # up to which nobody asks for the ratio
MAX_DIRECTORY = 4 * 2**20  # of a zip's list of contents

_OTHERS = {
    b"\xfd7zX": "packed by xz",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"%PDF": "a PDF",
    b"\x89PNG": "an image",
}
_BROKEN = (tarfile.TarError, zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, LookupError)
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # of a zip; what others ask for in memory is the student's word


def gather(path: Path, into: Gathering) -> None:
    """Take every file of an archive; what it is, its first bytes decide, whatever its name says."""
    try:
        packed = folders.read(path, MAX_PACKED)
    except OSError as error:
        raise SubmissionError(f"{into.called} cannot be read ({error.strerror or error})") from None
    if len(packed) > MAX_PACKED:
        raise SubmissionError(f"{into.called} is larger than {mib(MAX_PACKED)}; hand in only your own files")
    try:
        if packed[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
            _zip(packed, into)
        else:
            _tar(packed, into)
    except (NotImplementedError, RuntimeError) as error:
        raise SubmissionError(f"{into.called} is packed in an unusual way ({error}); make an ordinary zip") from None
    except _BROKEN as error:
        raise SubmissionError(f"{into.called} is damaged ({error}); make the archive again") from None


def _zip(packed: bytes, into: Gathering) -> None:
    if _directory_size(packed) > MAX_DIRECTORY:
        raise SubmissionError(f"{into.called} holds more than {MAX_FILES} files; hand in only your own")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        members = archive.infolist()
        _refuse_bomb(sum(member.file_size for member in members), len(packed), into)
        seen: set[str] = set()
        for member in members:
            path = _inside(member.filename, into)
            mode = member.external_attr >> 16
            if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
                raise SubmissionError(
                    f"{into.called} holds {path!r}, which is a link or a device; pack the file itself"
                )
            if member.is_dir() or _hidden(path):
                continue
            if member.flag_bits & 1:
                raise SubmissionError(f"{into.called} is encrypted; hand it in without a password")
            _once(path, seen, into)
            if member.compress_type not in _PACKINGS:
                raise NotImplementedError(f"method {member.compress_type}")
            if into.wants(path, member.file_size):
                with archive.open(member) as file:
                    into.take(path, _exactly(file, member.file_size))


def _directory_size(packed: bytes) -> int:
    """How long a zip says its list of contents is; read before the list is, which zipfile does in one go."""
    end = packed.rfind(b"PK\x05\x06", max(0, len(packed) - 2**16 - 22))
    if end < 0 or end + 22 > len(packed):
        raise zipfile.BadZipFile("its end is missing")
    locator = packed[end - 20 : end] if end >= 20 else b""
    if locator[:4] == b"PK\x06\x07":  # a zip64 record goes before the short one
        (at,) = struct.unpack("<Q", locator[8:16])
        record = packed[at : at + 56]
        return int(struct.unpack("<Q", record[40:48])[0]) if len(record) == 56 else 2**62
    return int(struct.unpack("<I", packed[end + 12 : end + 16])[0])


def _tar(packed: bytes, into: Gathering) -> None:
    stream = _Bounded(_unpacked(packed, into), len(packed), into)
    with tarfile.open(fileobj=stream, mode="r|") as archive:  # type: ignore[call-overload] # it only needs read()
        seen: set[str] = set()
        for member in archive:
            path = _inside(member.name, into)
            if member.size > MAX_TOTAL:  # the library would walk to where it says that it ends, hours after the stream
                raise _too_large(into)
            if member.isdir() or _hidden(path):
                continue
            if not member.isreg() or member.issparse():
                raise SubmissionError(
                    f"{into.called} holds {path!r}, which is a link or a device; pack the file itself"
                )
            _once(path, seen, into)
            if into.wants(path, member.size):
                file = archive.extractfile(member)
                if file is not None:
                    into.take(path, _exactly(file, member.size))


def _unpacked(packed: bytes, into: Gathering) -> IO[bytes]:
    raw = io.BytesIO(packed)
    if packed[:2] == b"\x1f\x8b":
        return cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
    if packed[:3] == b"BZh":
        return bz2.BZ2File(raw)
    if packed[257:262] == b"ustar" or not packed.strip(b"\0"):
        return raw
    what = next(
        (words for start, words in _OTHERS.items() if packed.startswith(start)), "not an archive that can be opened"
    )
    raise SubmissionError(f"{into.called} is {what}; hand in a zip, a folder, or the files themselves")


class _Bounded:
    """A stream that ends in a refusal before it fills the memory."""

    def __init__(self, stream: IO[bytes], packed: int, into: Gathering) -> None:
        self.stream, self.packed, self.into = stream, packed, into
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        room = MAX_TOTAL + 2**20 - self.given
        data = self.stream.read(room if size < 0 else min(size, room))
        self.given += len(data)
        _refuse_bomb(self.given, self.packed, self.into)
        return data


def _refuse_bomb(unpacked: int, packed: int, into: Gathering) -> None:
    if unpacked > MAX_TOTAL:
        raise _too_large(into)
    if unpacked > FREE and unpacked > MAX_RATIO * packed:
        raise SubmissionError(f"{into.called} unpacks to {unpacked // packed} times its size and was not opened")


def _too_large(into: Gathering) -> SubmissionError:
    return SubmissionError(f"{into.called} unpacks to more than {mib(MAX_TOTAL)}; hand in only your own files")


def _exactly(file: IO[bytes], size: int) -> bytes:
    data = file.read(min(size, MAX_FILE) + 1)
    if len(data) != size:
        raise ValueError(f"a file of {size} bytes has {len(data)}")
    return data


def _inside(name: str, into: Gathering) -> str:
    """The path of a member, with `/`; refused when it would lead out of the folder it is unpacked in."""
    path = normal(name.replace("\\", "/"))
    if path.startswith("/") or re.match(r"[A-Za-z]:", path) or ".." in PurePosixPath(path).parts:
        raise SubmissionError(f"{into.called} holds {path!r}, a name that leads out of the archive; pack it anew")
    return str(PurePosixPath(path))


def _hidden(path: str) -> bool:
    return any(ignored(part) for part in PurePosixPath(path).parts)


def _once(path: str, seen: set[str], into: Gathering) -> None:
    if path in seen:
        raise SubmissionError(f"{into.called} holds {path!r} twice; pack it anew")
    seen.add(path)
