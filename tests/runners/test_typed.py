"""Answer sheets: where an answer begins, where it ends, and what it is."""

from typing import Any

import pytest

from grader.model import Returned, Unreadable
from grader.runners import typed

IDS = ["number", "upd.l2", "table", "q-1", "why_not"]

# (answers.md, the answers found in it, why)
SHEETS: list[tuple[str, dict[str, str], str]] = [
    ("# number\n661\n", {"number": "661"}, "a heading, an answer"),
    ("###### number\n661\n", {"number": "661"}, "any level"),
    ("# `number`\n661\n", {"number": "661"}, "in backticks"),
    ("# **number**\n661\n", {"number": "661"}, "in bold"),
    ("# NUMBER:\n661\n", {"number": "661"}, "capitals and a colon"),
    ("# number #\n661\n", {"number": "661"}, "a closed heading"),
    ("#number\n661\n", {"number": "661"}, "no space after the hash"),
    ("  ## number  \n661\n", {"number": "661"}, "blanks around"),
    ("# number: how many parameters?\n661\n", {"number": "661"}, "words after a colon"),
    ("# number - how many?\n661\n", {"number": "661"}, "words after a dash"),
    ("# number (2 points)\n661\n", {"number": "661"}, "words in brackets"),
    ("# Question 2, `upd.l2`\nw\n", {"upd.l2": "w"}, "the id in backticks among words"),
    ("# q-1\nyes\n", {"q-1": "yes"}, "a dash in the id is no separator"),
    ("# q-1 - why\nyes\n", {"q-1": "yes"}, "one id, one separator"),
    ("# why_not\nyes\n", {"why_not": "yes"}, "an underscore is no emphasis"),
    ("# Table of contents\n1\n", {}, "a word that only looks like an id"),
    ("# Number of layers\n3\n", {}, "words without a separator name nothing"),
    ("# other\n661\n", {}, "an id that nobody asked for"),
    ("number\n661\n", {}, "no heading"),
    ("# number\n1\n# upd.l2\n2\n", {"number": "1", "upd.l2": "2"}, "two answers"),
    (
        "# number\n1\n## because\nof this\n# end\n2\n",
        {"number": "1\n## because\nof this"},
        "a smaller heading is within",
    ),
    ("## number\n1\n# Chapter\n2\n", {"number": "1"}, "a larger heading ends it"),
    ("# number\n1\n### upd.l2\n2\n", {"number": "1", "upd.l2": "2"}, "a smaller heading with an id of its own ends it"),
    ("# number\n\n\n  661  \n\n", {"number": "661"}, "blank edges are no answer"),
    ("# number\n<!-- write here -->\n", {}, "a comment is no answer"),
    ("# number\n<!-- a\nb -->661\n", {"number": "661"}, "a comment over lines"),
    ("# number\n", {}, "nothing"),
    ("# number", {}, "nothing at all"),
    ("", {}, "an empty sheet"),
    ("# number\n```\n661\n```\n", {"number": "661"}, "a fence around all of it"),
    ("# number\n```python\nx = 1\n```\n", {"number": "x = 1"}, "a fence with a language"),
    ("# number\nsee\n```\n# upd.l2\n```\n", {"number": "see\n```\n# upd.l2\n```"}, "a hash in a fence is no heading"),
    ("# number\n~~~\n# upd.l2\n~~~\nend\n", {"number": "~~~\n# upd.l2\n~~~\nend"}, "the other fence"),
    ("# table\n| a | b |\n|---|---|\n| 0 | 1 |\n", {"table": "| a | b |\n|---|---|\n| 0 | 1 |"}, "a table"),
    ("# number\r\n661\r\n", {"number": "661"}, "lines as on Windows"),
    ("number\n======\n\n661\n", {"number": "661"}, "a heading that is underlined"),
    ("# upd.l2\nw\n\n`number`\n---\n661\n", {"upd.l2": "w", "number": "661"}, "by dashes, and an answer before it"),
    ("# number\n661\n---\n# upd.l2\nw\n", {"number": "661\n---", "upd.l2": "w"}, "a rule below other words is none"),
    ("# upd.l2\nthe\nnumber\n---\n", {"upd.l2": "the\nnumber\n---"}, "nor is one below a sentence"),
]


def found(sheet: str | bytes, name: str = "answers.md") -> dict[str, Any]:
    data = sheet.encode() if isinstance(sheet, str) else sheet
    seen = typed.answers({name: data}, {}, IDS)
    return {one: answer.value for one, answer in seen.items() if isinstance(answer, Returned)}


@pytest.mark.parametrize(("sheet", "want", "why"), SHEETS)
def test_headings_name_answers(sheet: str, want: dict[str, str], why: str) -> None:
    assert want == found(sheet), why


YAML: list[tuple[str, dict[str, Any], str]] = [
    ("number: 661", {"number": 661}, "a number"),
    ("number: 1e-6", {"number": 1e-6}, "a number that YAML 1.1 takes for text"),
    ("number: -.5", {"number": -0.5}, "a number without a nought"),
    ("number: .inf", {"number": float("inf")}, "an infinity"),
    ("number: '661'", {"number": "661"}, "quoted, so text"),
    ("number: no", {"number": "no"}, "a word"),
    ("number: 0101", {"number": "0101"}, "a pattern of bits"),
    ("number: 12:30", {"number": "12:30"}, "no number to base sixty"),
    ("number: true", {"number": True}, "a truth"),
    ("number: null", {}, "nothing"),
    ("number:", {}, "nothing"),
    ("number: ''", {}, "nothing"),
    ("number: ' 661 '", {"number": "661"}, "blank edges"),
    ("NUMBER: 1", {"number": 1}, "capitals"),
    ("upd.l2: w - lr * g", {"upd.l2": "w - lr * g"}, "a formula"),
    ("upd.l2: |\n  two\n  lines\n", {"upd.l2": "two\nlines"}, "a block"),
    ("table: [[0, 1], [1, 0]]", {"table": [[0, 1], [1, 0]]}, "a list"),
    ("table: {a: 1, b: [2]}", {"table": {"a": 1, "b": [2]}}, "a map"),
    ("other: 5\nnumber: 1", {"number": 1}, "an id that nobody asked for"),
    ("1: 5\nnumber: 1", {"number": 1}, "a key that is a number"),
    ("# only a comment", {}, "no document"),
    ("", {}, "an empty sheet"),
    ("number: 661\n...\n", {"number": 661}, "an end"),
]


@pytest.mark.parametrize(("sheet", "want", "why"), YAML)
@pytest.mark.parametrize("name", ["answers.yaml", "sub/Answers.YML"])
def test_yaml_answers_have_values(sheet: str, want: dict[str, Any], why: str, name: str) -> None:
    assert want == found(sheet, name), why


UNCLEAR: list[tuple[str, str]] = [
    ("a: [1", "answers.yaml: line 1: "),
    ("a: 1\na: 2", "answers.yaml: line 2: 'a' is answered twice"),
    ("- 1\n- 2", "answers.yaml: expected a map, `id: answer` on each line"),
    ("just text", "answers.yaml: expected a map"),
    ("a: &x 1\nb: *x", "answers.yaml: line 1: & and * have a meaning in YAML; put the text into quotes"),
    ("a: *x", "answers.yaml: line 1: & and * have a meaning in YAML; put the text into quotes"),
    (
        "a: !!python/object/apply:os.system [ls]",
        "answers.yaml: line 1: ! has a meaning in YAML; put the text into quotes",
    ),
    ("[1, 2]: 3", "answers.yaml: line 1: a key that is a list or a map; use a word"),
    ("a: 1\n---\nb: 2", "answers.yaml: there is a second document after `---`; keep all answers in one"),
    ("a: " + "[" * 50 + "]" * 50, "answers.yaml: line 1: nested too deeply, or too many items"),
    ("a:\n\tb: 1", "answers.yaml: line 2: "),
    ("a: \x01", "answers.yaml: "),
]


@pytest.mark.parametrize(("sheet", "said"), UNCLEAR)
def test_a_sheet_that_is_unclear_is_said_to_be(sheet: str, said: str) -> None:
    written = typed.look({"answers.yaml": sheet.encode()}, {}, ["a", "b"])

    assert {} == written.found
    assert written.notes[0].startswith(said)
    assert written.notes[0].endswith(". None of its answers could be read.")


ENCODED: list[tuple[bytes, str | None, str]] = [
    ("# number\né".encode(), "é", ""),
    ("# number\né".encode("utf-8-sig"), "é", ""),
    ("# number\né".encode("utf-16"), "é", "answers.md: the sheet is saved as UTF-16 and was read as such."),
    ("# number\né".encode("latin-1"), "é", "answers.md: the sheet is not UTF-8 and was read as Latin-1."),
    (
        b"# number\n\0",
        None,
        "answers.md: the sheet holds NUL bytes, so it is not text, and was not read; save it as UTF-8 text.",
    ),
    (b"# number\n" + b"x" * 2**20, None, "answers.md: the sheet is larger than 1 MiB and was not read."),
]


@pytest.mark.parametrize(("data", "answer", "note"), ENCODED)
def test_encodings_are_noticed(data: bytes, answer: str | None, note: str) -> None:
    written = typed.look({"answers.md": data}, {}, IDS)

    assert ({"number": Returned(answer)} if answer else {}) == written.found
    assert ((note,) if note else ()) == written.notes


def test_two_answers_that_differ_are_unreadable() -> None:
    files = {"answers.md": b"# number\n661\n", "answers.yaml": b"number: 662\n"}

    got = typed.answers(files, {}, IDS)["number"]

    assert Unreadable("two answers", "they stand in answers.md, line 1 and in answers.yaml and differ; keep one") == got


def test_the_same_answer_twice_is_one() -> None:
    files = {"answers.md": b"# number\n661\n# number\n 661 \n", "sub/answers.yaml": b"number: 661\n"}

    assert Returned("661") == typed.answers(files, {}, IDS)["number"]


def test_other_files_are_not_sheets() -> None:
    assert {} == typed.answers({"notes.md": b"# number\n661", "answers.txt": b"# number\n661"}, {}, IDS)


def test_nothing_is_read_where_nothing_is_asked() -> None:
    assert typed.Written({}) == typed.look({"answers.md": b"\0"}, {}, [])


CELLS: list[tuple[list[str], dict[str, str], str]] = [
    (["# number\n661"], {"number": "661"}, "heading and answer in one cell"),
    (["# number", "661"], {"number": "661"}, "the answer in the next cell"),
    (["# number\n661", "Now we train."], {"number": "661"}, "prose after an answer is not part of it"),
    (["# number", "## Next exercise\ntext"], {}, "the next cell begins something else"),
    (["# number", "", "661"], {}, "an empty cell is no answer"),
    (["# number"], {}, "nothing follows"),
    (["intro\n# number\n661\n# upd.l2\nw"], {"number": "661", "upd.l2": "w"}, "two in one cell"),
]


@pytest.mark.parametrize(("cells", "want", "why"), CELLS)
def test_markdown_cells_are_a_sheet(cells: list[str], want: dict[str, str], why: str) -> None:
    got = typed.answers({}, {"a.ipynb": cells}, IDS)

    assert {one: Returned(text) for one, text in want.items()} == got, why


def test_a_place_in_a_notebook_is_named() -> None:
    got = typed.answers({"answers.md": b"# number\n1"}, {"a.ipynb": ["# number\n2"]}, IDS)["number"]

    assert (
        Unreadable(
            "two answers", "they stand in answers.md, line 1 and in a.ipynb, Markdown cell 1 and differ; keep one"
        )
        == got
    )


def test_an_answer_cannot_trouble_a_terminal() -> None:
    files = {"answers.md": b"# number\n\x1b[31m6\x07\n", "answers.yaml": b'table: ["a\\x1b[0mb", {"k\\b": 1}]'}

    got = typed.answers(files, {}, IDS)

    assert {"number": Returned("6\ufffd"), "table": Returned(["ab", {"k\ufffd": 1}])} == got


@pytest.mark.parametrize(
    ("sheet", "want"),
    [
        ("# number\n661\n# a" + " " * 500_000 + "b\n", {"number": "661"}),
        ("# number\n661\n# " + "_" * 500_000 + "b\n", {"number": "661"}),
        ("# number\n661\n# a" + " #" * 250_000 + "b\n", {"number": "661"}),
        ("# number\n661 " + "<!--" * 200_000, {"number": "661 " + "<!--" * 200_000}),
        ("# number\n661\n" * 60_000, {"number": "661"}),
        ("# number\n661" + "<!-- a --> <!-- b\n-->", {"number": "661"}),
    ],
    ids=["blanks", "underscores", "hashes", "openings", "headings", "two comments"],
)
def test_a_sheet_made_to_be_slow_is_read_at_once(sheet: str, want: dict[str, str]) -> None:
    """Each of these would outlast the test run if reading took the square of its length."""
    assert want == found(sheet)


def test_headings_that_name_nothing_are_kept_once_and_not_without_end():
    """Each is compared with every answer that is missing: with a megabyte of them it took us minutes."""
    sheet = "# the other\n" * 3 + "".join(f"# anwser {n}\n" for n in range(3_000))

    others = typed.look({"answers.md": sheet.encode()}, {}, ["answer"]).others

    assert others[:2] == ("the other", "anwser 0")
    assert len(others) == typed.MAX_OTHERS


def test_an_underlined_heading_counts_in_a_notebook_too():
    cells = ["number\n======", "661", "upd.l2\n---\n\nw"]
    seen = typed.answers({}, {"mine.ipynb": cells}, IDS)

    assert {"number": Returned("661"), "upd.l2": Returned("w")} == seen
