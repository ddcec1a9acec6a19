"""The manual's account of the corpus is the corpus."""

import re
from collections import Counter

from tests.attacks import table
from tests.attacks.corpus import ATTACKS


def test_the_tables_in_the_manual_are_the_corpus() -> None:
    page = table.PAGE.read_text("utf-8")

    assert table.renewed(page) == page, "run: python -m tests.attacks.table"


def test_the_manual_counts_right() -> None:
    page = table.PAGE.read_text("utf-8")

    assert str(len(ATTACKS)) == re.search(r"(\d+) hostile hand-ins", page)[1]  # type: ignore[index]


def test_no_two_attacks_have_one_name_and_none_is_without_a_category() -> None:
    assert [] == [name for name, count in Counter(attack.id.casefold() for attack in ATTACKS).items() if count > 1]
    assert set(table.TITLES) == {attack.category for attack in ATTACKS}
    assert len(ATTACKS) >= 90
