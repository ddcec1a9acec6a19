"""Which hand-ins a path means, and what they are called."""

from pathlib import Path

import pytest

from grader.errors import RequestError
from grader.intake import Arrival, find
from grader.intake.arrivals import identity


def make(root: Path, *names: str) -> Path:
    """Files where a name has a suffix, folders where it ends in a slash."""
    for name in names:
        path = root / name
        if name.endswith("/"):
            path.mkdir(parents=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"x = 1\n")
    return root


def ids(*paths: Path, each: bool = False) -> list[str]:
    return [arrival.id for arrival in find(paths, each=each)]


IDS = [
    # name                 folder  id               why
    ("alice.py", False, "alice", "a file loses its suffix"),
    ("alice.zip", False, "alice", "so does an archive"),
    ("alice.tar.gz", False, "alice", "a double suffix is one"),
    ("alice.TGZ", False, "alice", "capitals do not matter"),
    ("hw1.final.py", False, "hw1.final", "only the last suffix goes"),
    ("alice", False, "alice", "no suffix, nothing to lose"),
    ("j.smith", True, "j.smith", "a folder keeps its dots"),
    ("a\nb.py", False, "a_b", "a newline cannot stand in a table"),
    ("\x1b[31mred", True, "_[31mred", "escape sequences cannot colour a terminal"),
    ("a\udcffb", True, "a_b", "a byte that is no character cannot be written to a file"),
    ("..", True, "hand-in", "no way out of the reports"),
    ("a/b:c", True, "a_b_c", "no separators"),
    ("-rf", True, "_-rf", "not mistaken for an option"),
    ("CON", True, "CON_", "Windows keeps it for a device"),
    ("class.html", True, "class.html_", "a report of the class is called so"),
    ("e\u0301mile", True, "\u00e9mile", "one spelling of é"),
    ("\u202egnp.py", False, "_gnp", "reversed writing shows another name than it is"),
    ("Ünal Şahin", True, "Ünal Şahin", "ordinary letters of any language stay"),
]


@pytest.mark.parametrize(("name", "folder", "want", "why"), IDS)
def test_the_id_is_the_name_without_suffix_and_safe(name: str, folder: bool, want: str, why: str) -> None:
    assert want == identity(name, folder=folder), why


def test_a_long_name_is_shortened_and_stays_distinct() -> None:
    one, two = identity("a" * 300 + "1", folder=True), identity("a" * 300 + "2", folder=True)

    assert one != two
    assert len(one) == len(two) == 100


def test_a_folder_with_a_file_in_it_is_one_hand_in(tmp_path: Path) -> None:
    make(tmp_path / "alice", "solution.py", "sub/more.py")

    assert ["alice"] == ids(tmp_path / "alice")


def test_a_folder_of_folders_and_archives_is_a_batch(tmp_path: Path) -> None:
    make(tmp_path, "bob/solution.py", "alice.zip", "carl.tar.gz", "empty/")

    assert ["alice", "bob", "carl", "empty"] == ids(tmp_path)


def test_hidden_files_do_not_make_a_batch_a_hand_in(tmp_path: Path) -> None:
    make(tmp_path, ".gitkeep", ".DS_Store", "bob/solution.py", "__pycache__/a.pyc")

    assert ["bob"] == ids(tmp_path)


def test_each_makes_every_loose_file_a_hand_in(tmp_path: Path) -> None:
    make(tmp_path, "bob.py", "alice.ipynb", "carl/solution.py")

    assert ["alice", "bob", "carl"] == ids(tmp_path, each=True)


def test_paths_stay_in_the_order_in_which_they_were_named(tmp_path: Path) -> None:
    make(tmp_path, "b.py", "a.zip")

    assert ["b", "a"] == ids(tmp_path / "b.py", tmp_path / "a.zip")


def test_the_same_path_twice_is_one_hand_in(tmp_path: Path) -> None:
    make(tmp_path, "b.py")

    assert (Arrival("b", tmp_path / "b.py"),) == find([tmp_path / "b.py", tmp_path / "b.py"])


@pytest.mark.parametrize("other", ["alice/a.py", "Alice.zip"])
def test_two_of_one_name_are_an_error_that_names_both(tmp_path: Path, other: str) -> None:
    make(tmp_path, "alice.zip") if other == "alice/a.py" else make(tmp_path, "alice/a.py")
    make(tmp_path, other)

    with pytest.raises(RequestError, match=r"two hand-ins are called '\w+': .*lice.* and .*lice.*; rename one"):
        find([tmp_path])


def test_a_path_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        RequestError, match=r"nobody cannot be read \(No such file or directory\); name a file, a folder"
    ):
        find([tmp_path / "nobody"])


def test_an_odd_path_is_shown_in_escapes(tmp_path: Path) -> None:
    with pytest.raises(RequestError) as caught:
        find([tmp_path / "a\x1b[31m"])

    assert "\x1b" not in str(caught.value)


def test_a_link_that_was_typed_is_followed(tmp_path: Path) -> None:
    make(tmp_path, "real/solution.py")
    (tmp_path / "alias").symlink_to(tmp_path / "real")

    assert [Arrival("alias", tmp_path / "real")] == list(find([tmp_path / "alias"]))


def test_many_hand_ins_are_found_without_being_opened(tmp_path: Path) -> None:
    for number in range(2_000):
        (tmp_path / f"s{number:05}").mkdir()
    (tmp_path / "s00000" / "secret.py").write_text("x")
    (tmp_path / "s00000").chmod(0)
    try:
        assert 2_000 == len(find([tmp_path]))
    finally:
        (tmp_path / "s00000").chmod(0o700)


def test_the_folder_one_stands_in_has_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path / "alice", "solution.py")
    monkeypatch.chdir(tmp_path / "alice")

    assert ["alice"] == ids(Path())


def test_an_id_fits_into_the_name_of_a_folder(tmp_path: Path) -> None:
    """A note sign is one character when it is typed and three, of four bytes each, when it is normal."""
    for name in ("\U0001d160" * 60, "é" * 127, "a" * 255, "字" * 85):
        plain = identity(name, folder=True)

        assert len(plain.encode()) <= 250
        (tmp_path / plain).mkdir()
