"""The two tables open in a spreadsheet as what they are: text, numbers, and no formulas."""

import csv
from fractions import Fraction

import pytest

from grader.model import Status
from grader.reports import csv as format


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, strict=True))


def test_the_gradebook_has_a_row_per_hand_in_and_a_column_per_criterion(sample, tmp_path):
    gradebook, _ = format.write_class(sample.classroom(2), tmp_path)

    assert read(gradebook) == [
        ["submission", "submitters", "status", "score", "points", "adjusted", "easy", "separates", "nobody"],
        ["student-00", "", "failed", "0", "12", "0", "0", "0", "0"],
        ["student-01", "", "partial", "4.5", "12", "0", "4", "0.5", "0"],
    ]


def test_the_items_have_a_row_per_hand_in_and_criterion(sample, tmp_path):
    _, items = format.write_class([sample.honest()], tmp_path)

    assert [row[:8] for row in read(items)] == [
        ["submission", "question", "criterion", "status", "score", "points", "credit", "mistake"],
        ["ada-lovelace", "update", "upd.l2", "passed", "4", "4", "1", ""],
        ["ada-lovelace", "update", "upd.l1", "partial", "2.3333", "7", "0.3333", "l1_update_halved"],
        ["ada-lovelace", "adam", "step", "missing", "0", "2", "0", ""],
        ["ada-lovelace", "adam", "why", "undecided", "", "3", "", ""],
    ]


def test_a_mark_that_waits_for_a_person_is_empty_and_never_zero(sample, tmp_path):
    gradebook, _ = format.write_class([sample.honest()], tmp_path)

    assert read(gradebook)[1][:3] == ["ada-lovelace", "Ada Lovelace; محمد", "undecided"]
    assert read(gradebook)[1][3:] == ["", "16", "", "4", "2.3333", "0", ""]


def test_details_for_staff_stay_out(sample, tmp_path):
    for path in format.write_class([sample.honest(), sample.hostile()], tmp_path):
        assert sample.HIDDEN_TRUTH not in path.read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("\r=1", "\\x0d=1"),
        ("\n=1", "'=1"),
        ('"=1"', '\'"=1"'),
        ("＝1", "'＝1"),
        ("x;=1", "x;'=1"),
        ('x"; "=1', 'x";\' "=1'),
        ("-2", "-2"),
        ("+1.5", "+1.5"),
        ("-2,5", "-2,5"),
        ("3", "3"),
        ("a=b", "a=b"),
        ("you have -1; expected 1", "you have -1; expected 1"),
        ("a\r\nb", "a b"),
        ("a\x00\x1b[2Jb", "a\\x00\\x1b[2Jb"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula_and_plain_numbers_stay(written, kept):
    assert format.cell(written) == kept


def test_hostile_text_breaks_no_row_and_starts_no_formula(sample, tmp_path):
    hostile = sample.hostile()

    for path in format.write_class([hostile, hostile], tmp_path):
        rows = read(path)
        assert {len(row) for row in rows} == {len(rows[0])}
        assert len(rows) == 3
        assert not [field for row in rows for field in row if field[:1] in tuple("=+-@\t\r")]
        assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n") == 3


def test_the_files_carry_a_byte_order_mark_for_excel(sample, tmp_path):
    for path in format.write_class([sample.honest()], tmp_path):
        assert path.read_bytes().startswith(b"\xef\xbb\xbfsubmission,")


def test_the_same_reports_give_the_same_bytes(sample, tmp_path):
    first = [path.read_bytes() for path in format.write_class(sample.classroom(), tmp_path / "a")]
    second = [path.read_bytes() for path in format.write_class(iter(sample.classroom()), tmp_path / "b")]

    assert first == second


def test_reports_are_taken_one_at_a_time(sample, tmp_path):
    written = []

    def stream():
        for report in sample.classroom(3):
            written.append(sorted(path.name for path in tmp_path.glob("*.csv")))
            yield report

    format.write_class(stream(), tmp_path)

    assert written == [[], [], []]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["gradebook.csv", "items.csv"]


def test_an_empty_class_has_headings_only(tmp_path):
    gradebook, items = format.write_class([], tmp_path)

    assert read(gradebook) == [list(format.GRADEBOOK)]
    assert read(items) == [list(format.ITEMS)]


def test_a_failure_on_the_way_leaves_the_old_tables(sample, tmp_path):
    paths = format.write_class(sample.classroom(3), tmp_path)
    before = [path.read_bytes() for path in paths]

    def broken():
        yield sample.honest()
        raise KeyError("lost")

    with pytest.raises(KeyError):
        format.write_class(broken(), tmp_path)

    assert [path.read_bytes() for path in paths] == before
    assert len(list(tmp_path.iterdir())) == 2


def test_thirds_are_rounded_once(sample, tmp_path):
    report = sample.report(
        sample.question(*(sample.criterion(f"c{i}", Fraction(1, 3), points=1) for i in range(3))), status=Status.PARTIAL
    )
    gradebook, _ = format.write_class([report], tmp_path)

    assert read(gradebook)[1][3:] == ["1", "3", "0", "0.3333", "0.3333", "0.3333"]
