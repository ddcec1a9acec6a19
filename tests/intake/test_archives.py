"""Archives, honest and hostile."""

import bz2
import contextlib
import gzip
import io
import lzma
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from grader.errors import SubmissionError
from grader.intake import Arrival, archives, gathering, open_arrival
from grader.model import Submission


def opened(data: bytes, tmp_path: Path, name: str = "alice.zip") -> Submission:
    path = tmp_path / name
    path.write_bytes(data)
    return open_arrival(Arrival("alice", path))


@pytest.mark.parametrize("name", ["x.py", ".hidden", "folder/"])
def test_a_tar_that_claims_more_than_it_holds_is_not_walked_to_its_end(name: str, tmp_path: Path) -> None:
    """Looking for the file after it, the library reads nothing ten kilobytes at a time: a terabyte takes it hours."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo(name)
        info.pax_headers = {"size": str(2**36)}
        archive.addfile(info)

    with pytest.raises(SubmissionError, match="unpacks to more than 256 MiB; hand in only your own files"):
        opened(gzip.compress(file.getvalue()), tmp_path, "a.tar.gz")


def zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


def tarred_special(name: str, kind: bytes, link: str = "") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, link
        archive.addfile(info)
    return file.getvalue()


FILES = {"solution.py": b"x = 1\n", "sub/more.py": b"y = 2\n"}


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.zip", zipped),
        ("a.tar", tarred),
        ("a.tar.gz", lambda files: gzip.compress(tarred(files))),
        ("a.tgz", lambda files: gzip.compress(tarred(files))),
        ("a.tar.bz2", lambda files: bz2.compress(tarred(files))),
        ("a.zip", lambda files: gzip.compress(tarred(files))),  # a wrong suffix is no reason to refuse
        ("a.tar.gz", zipped),
    ],
)
def test_every_kind_of_archive_gives_its_files(
    tmp_path: Path, name: str, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    assert FILES == opened(pack(FILES), tmp_path, name).files


def test_one_folder_at_the_top_is_unwrapped(tmp_path: Path) -> None:
    inside = {f"alice-hw1/{name}": data for name, data in FILES.items()} | {
        "__MACOSX/._x": b"",
        "alice-hw1/.DS_Store": b"",
    }

    assert FILES == opened(zipped(inside), tmp_path).files


def test_two_folders_at_the_top_stay(tmp_path: Path) -> None:
    assert {"a/x.py": b"", "b/y.py": b""} == opened(zipped({"a/x.py": b"", "b/y.py": b""}), tmp_path).files


def test_an_empty_zip_is_an_empty_hand_in(tmp_path: Path) -> None:
    submission = opened(zipped({}), tmp_path)

    assert {} == submission.files
    assert ("alice.zip holds no files that could be graded.",) == submission.notes


def test_a_zip_made_on_windows_has_folders(tmp_path: Path) -> None:
    assert {"a/x.py": b"1", "y.py": b"2"} == opened(zipped({"a\\x.py": b"1", "y.py": b"2"}), tmp_path).files


def symlink_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        info = zipfile.ZipInfo("solution.py")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    return file.getvalue()


def encrypted_zip() -> bytes:
    data = bytearray(zipped({"solution.py": b"x"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def bad_sum_zip() -> bytes:
    data = bytearray(zipped({"solution.py": b"x = 1234\n"}, zipfile.ZIP_STORED))
    at = data.index(b"1234")
    data[at : at + 4] = b"6666"
    return bytes(data)


def lying_zip() -> bytes:
    """The list of contents says 3 bytes; there are 200,000."""
    data = bytearray(zipped({"solution.py": b"x" * 200_000}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(mark) + offset
        data[at : at + 4] = struct.pack("<I", 3)
    return bytes(data)


def unusual_zip() -> bytes:
    data = bytearray(zipped({"solution.py": b"x" * 50}))
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = data.index(mark) + offset
        data[at : at + 2] = struct.pack("<H", 97)
    return bytes(data)


def twice_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("solution.py", "x = 1")
        archive.writestr("solutioN.py", "x = 2")
    return file.getvalue().replace(b"solutioN.py", b"solution.py")


def crowded_zip() -> bytes:
    """Claims a list of contents of 2 GB."""
    data = bytearray(zipped({"a.py": b""}))
    at = data.rindex(b"PK\x05\x06") + 12
    data[at : at + 4] = struct.pack("<I", 2**31)
    return bytes(data)


ZERO_GIB = bytes(20 * 2**20)

REFUSED = [
    # name              bytes                                             said
    ("a.zip", b"not an archive at all", "a.zip is not an archive that can be opened; hand in a zip, a folder"),
    ("a.zip", b"", "a.zip is .*; (hand in|make)"),
    ("a.zip", b"%PDF-1.7", "a.zip is a PDF; hand in a zip"),
    ("a.rar", b"Rar!\x1a\x07", "a.rar is a RAR archive; hand in a zip"),
    ("a.7z", b"7z\xbc\xaf'\x1c", "a.7z is a 7-Zip archive; hand in a zip"),
    ("a.tar.xz", lzma.compress(tarred(FILES)), "a.tar.xz is packed by xz; hand in a zip"),
    ("a.gz", gzip.compress(b"print(1)"), "a.gz is damaged"),
    ("a.zip", zipped(FILES)[:-30], "a.zip is damaged .*; make the archive again"),
    ("a.zip", zipped(FILES)[:40], "a.zip is damaged .*its end is missing"),
    ("a.tar.gz", gzip.compress(tarred(FILES))[:-20], "a.tar.gz is damaged"),
    ("a.zip", zipped({"../evil.py": b""}), r"holds '../evil.py', a name that leads out of the archive; pack it anew"),
    ("a.zip", zipped({"a/../../evil.py": b""}), "a name that leads out of the archive"),
    ("a.zip", zipped({"..\\evil.py": b""}), "a name that leads out of the archive"),
    ("a.zip", zipped({"/etc/cron.d/x": b""}), "holds '/etc/cron.d/x', a name that leads out"),
    ("a.zip", zipped({"C:\\Windows\\x.py": b""}), "holds 'C:/Windows/x.py', a name that leads out"),
    ("a.tar", tarred({"../evil.py": b""}), "a name that leads out of the archive"),
    ("a.tar", tarred({"/abs.py": b""}), "a name that leads out of the archive"),
    ("a.zip", symlink_zip(), "holds 'solution.py', which is a link or a device; pack the file itself"),
    ("a.tar", tarred_special("x.py", tarfile.SYMTYPE, "/etc/passwd"), "'x.py', which is a link or a device"),
    ("a.tar", tarred_special("x.py", tarfile.LNKTYPE, "../other"), "which is a link or a device"),
    ("a.tar", tarred_special("x.py", tarfile.CHRTYPE), "which is a link or a device"),
    ("a.tar", tarred_special("x.py", tarfile.FIFOTYPE), "which is a link or a device"),
    ("a.zip", encrypted_zip(), "a.zip is encrypted; hand it in without a password"),
    ("a.zip", bad_sum_zip(), "a.zip is damaged .*CRC"),
    ("a.zip", lying_zip(), "a.zip is damaged"),
    ("a.zip", unusual_zip(), "a.zip is packed in an unusual way .*; make an ordinary zip"),
    ("a.zip", twice_zip(), "holds 'solution.py' twice; pack it anew"),
    ("a.tar", tarred({"a.py": b""})[:512] + tarred({"a.py": b""}), "holds 'a.py' twice; pack it anew"),
    ("a.zip", crowded_zip(), "holds more than 2000 files; hand in only your own"),
    ("a.zip", zipped({"zeros.txt": ZERO_GIB}), r"unpacks to \d+ times its size and was not opened"),
    ("a.tar.gz", gzip.compress(tarred({"zeros.txt": ZERO_GIB})), r"unpacks to \d+ times its size and was not opened"),
]


@pytest.mark.parametrize(("name", "data", "said"), REFUSED)
def test_what_cannot_be_opened_is_said_in_a_sentence(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    with pytest.raises(SubmissionError, match=said) as caught:
        opened(data, tmp_path, name)

    assert str(caught.value).isprintable()


def test_nothing_is_written_beside_an_archive(tmp_path: Path) -> None:
    opened(zipped(FILES), tmp_path)

    assert [tmp_path / "alice.zip"] == list(tmp_path.iterdir())


def test_a_list_of_contents_hidden_in_a_zip64_record_is_seen(tmp_path: Path) -> None:
    data = zipped({"a.py": b""})
    end = data.rindex(b"PK\x05\x06")
    record = b"PK\x06\x06" + bytes(36) + struct.pack("<QQ", 2**33, 0)
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, end, 1)

    with pytest.raises(SubmissionError, match="holds more than 2000 files"):
        opened(data[:end] + record + locator + data[end:], tmp_path)


def test_an_archive_inside_an_archive_is_not_opened(tmp_path: Path) -> None:
    submission = opened(zipped({"inner.zip": zipped(FILES), "a.py": b""}), tmp_path)

    assert ["a.py"] == list(submission.files)
    assert "'inner.zip' was left out: an archive inside a hand-in is not opened" in submission.notes[0]


def test_names_that_differ_in_capitals_only_are_not_both_taken(tmp_path: Path) -> None:
    submission = opened(zipped({"A.py": b"1", "a.py": b"2"}), tmp_path)

    assert {"A.py": b"1"} == submission.files


def test_unpacking_stops_at_the_total(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_TOTAL", 2**20)
    noise = bytes(range(256)) * 2**13
    for name, data in (("a.zip", zipped({"x": noise})), ("a.tar.gz", gzip.compress(tarred({"x": noise})))):
        with pytest.raises(SubmissionError, match="unpacks to more than 1 MiB; hand in only your own files"):
            opened(data, tmp_path, name)


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MAX_FILES", 3)
    many = {f"{number}.py": b"" for number in range(4)}
    for name, data in (("a.zip", zipped(many)), ("a.tar", tarred(many))):
        with pytest.raises(SubmissionError, match="holds more than 3 files"):
            opened(data, tmp_path, name)


def test_a_packed_file_may_not_be_huge_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_PACKED", 100)
    with pytest.raises(SubmissionError, match=r"alice\.zip is larger than 0 MiB; hand in only your own files"):
        opened(zipped(FILES), tmp_path)


def test_accents_written_in_two_ways_are_one_name(tmp_path: Path) -> None:
    assert ["\u00e9.py"] == list(opened(zipped({"e\u0301.py": b""}), tmp_path).files)


MADE = {"a": b"x = 1\n" * 50, "b/é.py": b"y = 2\n"}


@pytest.mark.parametrize(
    "whole", [zipped(MADE), zipped(MADE, zipfile.ZIP_STORED), tarred(MADE)], ids=["zip", "s", "tar"]
)
def test_an_archive_with_any_byte_changed_opens_or_is_refused(tmp_path: Path, whole: bytes) -> None:
    """One broken archive must not end the batch, whatever the library makes of it."""
    rng = np.random.default_rng(3)
    for _ in range(300):
        data = bytearray(whole)
        for place in rng.integers(len(data), size=2):
            data[place] = rng.integers(256)
        with contextlib.suppress(SubmissionError):
            opened(bytes(data), tmp_path, "a.zip")


@pytest.mark.parametrize("kind", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_zip_packed_by_a_method_that_no_system_uses_is_refused(tmp_path: Path, kind: int) -> None:
    """What they need in memory is written in the file itself, and damage in them has errors of its own."""
    with pytest.raises(SubmissionError, match=r"packed in an unusual way \(method 1[24]\); make an ordinary zip"):
        opened(zipped({"a.py": b"x = 1\n"}, kind), tmp_path)
