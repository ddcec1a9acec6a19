"""Exports of a whole class: honest ones are read whole, others are refused with the entry's name."""

import io
import stat
import struct
import unicodedata
import zipfile

import pytest

from grader.errors import RequestError
from grader.intake import exports
from grader.intake.exports import open_export


def packed(path, *entries):
    """A zip of (name or ZipInfo, bytes) pairs."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return path


def names(path):
    with open_export(path) as export:
        return export.names


def test_files_come_out_as_they_went_in(tmp_path):
    path = packed(tmp_path / "e.zip", ("b/two.py", b"2"), ("a/one.py", b"1"), ("a/", b""))

    with open_export(path) as export:
        assert (("a/one.py", b"1"), ("b/two.py", b"2")) == tuple((name, export.read(name)) for name in export.names)
        assert [] == export.left_out


def test_traces_of_systems_are_passed_over(tmp_path):
    path = packed(
        tmp_path / "e.zip",
        ("__MACOSX/a/._one.py", b""),
        ("a/.DS_Store", b""),
        ("a/Thumbs.db", b""),
        ("a/__pycache__/one.pyc", b""),
        ("a/one.py", b""),
    )

    assert ("a/one.py",) == names(path)


@pytest.mark.parametrize(
    "name", ["../out.py", "a/../../out.py", "/etc/passwd", "C:/out.py", "C:\\out.py", "..\\out.py", "\\\\host\\out.py"]
)
def test_a_name_that_leads_out_is_refused_by_name(tmp_path, name):
    path = packed(tmp_path / "e.zip", ("a/one.py", b""), (name, b""))

    with pytest.raises(RequestError, match="leads out of the folder") as refusal:
        names(path)
    assert repr(name.replace("\\", "/")) in str(refusal.value)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO])
def test_links_and_devices_are_refused_by_name(tmp_path, kind):
    link = zipfile.ZipInfo("a/link.py")
    link.external_attr = (kind | 0o777) << 16

    with pytest.raises(RequestError, match=r"'a/link.py' is a link or a device; the export is refused"):
        names(packed(tmp_path / "e.zip", (link, b"/etc/passwd")))


def test_one_name_twice_is_refused(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"):
        path = packed(tmp_path / "e.zip", ("a/one.py", b"1"), ("a/one.py", b"2"))

    with pytest.raises(RequestError, match=r"'a/one.py' is there twice"):
        names(path)


def test_one_name_spelled_twice_is_refused(tmp_path):
    accents = [unicodedata.normalize(form, "é.py") for form in ("NFC", "NFD")]

    with pytest.raises(RequestError, match=r"'é.py' is there twice"):
        names(packed(tmp_path / "e.zip", *((name, b"") for name in accents)))


def test_names_that_differ_in_capitals_only_are_listed_and_do_not_stop_the_class(tmp_path):
    with open_export(packed(tmp_path / "e.zip", ("a/One.py", b"1"), ("a/one.py", b"2"), ("b/x.py", b""))) as export:
        assert ("a/One.py", "b/x.py") == export.names
        assert ["'a/one.py': its name differs from 'a/One.py' in capitals only"] == export.left_out


def test_a_file_too_large_for_a_hand_in_is_listed(tmp_path, monkeypatch):
    monkeypatch.setattr(exports, "MAX_FILE", 2**20)

    with open_export(packed(tmp_path / "e.zip", ("a/big.bin", b"\0" * (2**20 + 1)), ("b/x.py", b""))) as export:
        assert ("b/x.py",) == export.names
        assert ["'a/big.bin': it is larger than 1 MiB"] == export.left_out


def test_a_bomb_is_refused_and_its_largest_entry_named(tmp_path, monkeypatch):
    monkeypatch.setattr(exports, "FREE", 2**20)
    path = packed(tmp_path / "e.zip", ("a/bomb.txt", bytes(40 * 2**20)))

    with pytest.raises(RequestError, match=r"unpacks to 40 MiB, \d+ times its size, most of it in 'a/bomb.txt'"):
        names(path)


def test_logs_that_pack_well_are_no_bomb(tmp_path):
    path = packed(tmp_path / "e.zip", *((f"{i}/log.txt", b"epoch 1\n" * 2**18) for i in range(20)))

    assert 40 * 2**20 > 200 * path.stat().st_size
    assert 20 == len(names(path))


def test_a_crowd_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(exports, "MAX_ENTRIES", 2)

    with pytest.raises(RequestError, match="holds more than 2 files; that is no export of a class"):
        names(packed(tmp_path / "e.zip", *((f"{i}.py", b"") for i in range(3))))


def test_an_encrypted_entry_is_refused(tmp_path):
    path = packed(tmp_path / "e.zip", ("a/one.py", b"1"))
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    path.write_bytes(data)

    with pytest.raises(RequestError, match=r"'a/one.py' is encrypted"):
        names(path)


def test_a_size_that_lies_is_found_while_reading(tmp_path):
    path = packed(tmp_path / "e.zip", ("a/one.py", b"1" * 5000))
    data = path.read_bytes()
    path.write_bytes(data.replace(struct.pack("<I", 5000), struct.pack("<I", 10)))

    with open_export(path) as export, pytest.raises(RequestError, match=r"'a/one.py' is"):
        export.read("a/one.py")


def test_a_damaged_entry_is_named(tmp_path):
    path = packed(tmp_path / "e.zip", ("a/one.py", b"print('hello')\n" * 50))
    data = bytearray(path.read_bytes())
    data[45] ^= 0xFF
    path.write_bytes(data)

    with open_export(path) as export, pytest.raises(RequestError, match=r"'a/one.py' is damaged .*download"):
        export.read("a/one.py")


@pytest.mark.parametrize(
    ("stored", "read"), [("Müller 李.py".encode(), "Müller 李.py"), (b"M\x81ller.py", "Müller.py")]
)
def test_names_without_the_flag_are_utf8_or_cp437(tmp_path, stored, read):
    """0x81 is ü in CP437 and no UTF-8."""
    path = packed(tmp_path / "e.zip", ("x" * len(stored), b""))
    path.write_bytes(path.read_bytes().replace(b"x" * len(stored), stored))

    assert (read,) == names(path)


def test_names_with_the_flag_are_utf8(tmp_path):
    path = packed(tmp_path / "e.zip", ("李/Müller.py", b""))

    assert zipfile.ZipFile(path).infolist()[0].flag_bits & 0x800
    assert ("李/Müller.py",) == names(path)


@pytest.mark.parametrize("data", [b"", b"<html>log in first</html>"])
def test_what_is_no_zip_is_refused(tmp_path, data):
    path = tmp_path / "e.zip"
    path.write_bytes(data)

    with pytest.raises(RequestError, match=r"e.zip is not a zip that can be opened .*; download the export again"):
        names(path)


def test_a_path_that_leads_nowhere_is_refused(tmp_path):
    with pytest.raises(RequestError, match=r"cannot be read \(No such file or directory\); name the export's zip"):
        names(tmp_path / "none.zip")


def test_an_empty_export_holds_nothing(tmp_path):
    buffer = io.BytesIO()
    zipfile.ZipFile(buffer, "w").close()
    (tmp_path / "e.zip").write_bytes(buffer.getvalue())

    assert () == names(tmp_path / "e.zip")
