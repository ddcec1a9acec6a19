"""A site's own file: what is not changed is written back as it came, character for character."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import RequestError
from grader.lms import _csv

CELL = st.text(alphabet='ab", ;\t\né李-', max_size=6)
TABLE = st.integers(2, 4).flatmap(
    lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), max_size=4).map(lambda r: (n, r))
)


@given(
    table=TABLE,
    delimiter=st.sampled_from(",;\t"),
    newline=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    mark=st.sampled_from(["", "\ufeff"]),
)
def test_what_another_writer_wrote_is_read_and_written_back(table, delimiter, newline, quoting, mark):
    columns, rows = table
    out = io.StringIO(newline="")
    header = [f"h{n}" for n in range(columns)]
    csv.writer(out, delimiter=delimiter, lineterminator=newline, quoting=quoting).writerows([header, *rows])
    text = mark + out.getvalue()

    sheet = _csv.parse(text, "x.csv")

    assert [header, *rows] == [list(row.cells) for row in (sheet.header, *sheet.rows)]
    assert text == sheet.text(range(columns), sheet.rows)


@given(st.text(alphabet='ab",;\r\n =+', max_size=6))
def test_a_cell_of_ours_is_read_by_another_reader(text):
    sheet = _csv.parse("a,b\n1,2\n", "x.csv")
    changed = sheet.changed(sheet.rows[0], {1: text})
    written = sheet.text([0, 1], [changed])

    assert [["a", "b"], ["1", text]] == list(csv.reader(io.StringIO(written, newline="")))


def test_only_the_changed_cell_changes():
    sheet = _csv.parse('"a";b\r\n"1";"x"\r\n2; y\r\n', "x.csv")
    rows = [sheet.changed(sheet.rows[0], {1: "z"}), sheet.rows[1]]

    assert '"a";b\r\n"1";z\r\n2; y\r\n' == sheet.text([0, 1], rows)


def test_a_line_is_where_an_editor_finds_it():
    sheet = _csv.parse('a,b\n1,"two\nlines"\n3,4\n', "x.csv")

    assert ["x.csv, line 2", "x.csv, line 4"] == [sheet.where(row) for row in sheet.rows]


FAULTS = [
    ("", "x.csv is empty, expected a line of headers"),
    ("a,b\n1\n", "x.csv, line 2: there are 1 cells under 2 headers; download the file again"),
    ('a,b\n1,"2\n', "x.csv, line 2: a quote is opened and never closed; download the file again"),
]


@pytest.mark.parametrize(("text", "said"), FAULTS)
def test_a_file_that_was_cut_is_refused(text, said):
    with pytest.raises(RequestError) as found:
        _csv.parse(text, "x.csv")

    assert said == str(found.value)


def test_a_file_in_another_encoding_and_one_that_is_not_there_say_what_to_do(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes("Müller,1\n".encode("latin-1"))

    with pytest.raises(
        RequestError, match="is not UTF-8 at byte 1, so it is not as the site wrote it; download it again"
    ):
        _csv.read(path)
    with pytest.raises(RequestError, match=r"cannot be read .*; name the file that you downloaded"):
        _csv.read(tmp_path / "none.csv")


def test_a_column_that_is_not_there_is_named_with_those_that_are():
    sheet = _csv.parse("a,b,b\n", "x.csv")

    with pytest.raises(RequestError, match=r"x\.csv: the column 'c' was looked for, there are 'a', 'b', 'b'"):
        sheet.column("c")
    with pytest.raises(RequestError, match="'b' was looked for"):
        sheet.column("b")
