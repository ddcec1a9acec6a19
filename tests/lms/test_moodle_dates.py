"""Dates in the prose of a worksheet, as Moodle's language packs write them."""

from datetime import UTC, datetime

import pytest

from grader.lms.moodle.dates import looks_like_a_date, moment

AFTERNOON = datetime(2026, 11, 20, 15, 8, tzinfo=UTC)
WRITTEN = [
    ("Friday, 20 November 2026, 3:08 PM", AFTERNOON),
    ("Friday, November 20, 2026, 3:08 pm", AFTERNOON),
    ("Freitag, 20. November 2026, 15:08", AFTERNOON),
    ("vendredi 20 novembre 2026, 15:08", AFTERNOON),
    ("viernes, 20 de noviembre de 2026, 15:08", AFTERNOON),
    ("venerdì, 20 novembre 2026, 15:08", AFTERNOON),
    ("sexta-feira, 20 de novembro de 2026 às 15:08", AFTERNOON),
    ("vrijdag, 20 november 2026, 15:08", AFTERNOON),
    ("2026年11月20日 星期五 15:08", AFTERNOON),
    ("2026年 11月 20日(金曜日) 15:08", AFTERNOON),
    ("Friday, 20 November 2026, 12:00 AM", datetime(2026, 11, 20, tzinfo=UTC)),
    ("Friday, 20 November 2026, 12:30 PM", datetime(2026, 11, 20, 12, 30, tzinfo=UTC)),
    ("Sunday, 1 March 2026, 9:05 AM", datetime(2026, 3, 1, 9, 5, tzinfo=UTC)),
]


@pytest.mark.parametrize(("text", "when"), WRITTEN)
def test_a_date_is_read_in_many_languages(text, when):
    assert when == moment(text, UTC)
    assert looks_like_a_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "-",
        "",
        "perjantai, 20. marraskuuta 2026, 15.08",  # a language that is not known
        "Friday, 31 November 2026, 3:08 PM",
        "20 May or 20 June 2026, 3:08 PM",
        "Friday, 20 November, 3:08 PM",
    ],
)
def test_what_is_not_clear_is_no_date_and_never_a_guess(text):
    assert moment(text, UTC) is None


@pytest.mark.parametrize("text", ["-", "Submitted for grading", "4.00", "2026", "Published in 2026 " * 9 + "at 3:08"])
def test_other_cells_do_not_look_like_dates(text):
    assert not looks_like_a_date(text)
