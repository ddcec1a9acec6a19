"""Text of students is spelled out where it would act."""

import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from grader.reports._text import clean, one_line, shorten


@given(st.text(alphabet=st.characters()))
def test_cleaned_text_can_be_encoded_and_cleaning_again_changes_nothing(text):
    cleaned = clean(text)

    cleaned.encode("utf-8")
    assert clean(cleaned) == cleaned


def test_no_control_or_direction_is_left_but_tab_and_newline():
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    left = clean(every)

    assert sorted(c for c in left if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")) == ["\t", "\n"]
    assert [
        c for c in left if unicodedata.bidirectional(c) in ("LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "PDI")
    ] == []


def test_letters_of_every_script_stay():
    for text in ("Ünïcödé", "محمد", "שלום", "数学", "λ·∇", "👩‍🔬", "e\u0301"):
        assert clean(text) == text


def test_windows_line_ends_are_line_ends():
    assert clean("a\r\nb\rc") == "a\nb\\x0dc"
    assert one_line(" a\r\n\tb ") == "a b"


@given(st.text(), st.integers(2, 50))
def test_short_text_stays_and_long_text_keeps_both_ends(text, limit):
    short = shorten(text, limit)

    if len(text) <= limit:
        assert short == text
    else:
        assert (short[0], short[-1]) == (text[0], text[-1])
        assert f"… {len(text) - limit} characters left out …" in short
