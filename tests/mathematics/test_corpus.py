"""The labelled corpus: every expression item of the catalogue, without a single false verdict."""

import pytest

from grader.checkers.expression import Checker
from grader.model import Status
from tests.mathematics.corpus import ITEMS, Item

RIGHT = [(item, text) for item in ITEMS for text in (item.truth, *item.right)]
WRONG = [(item, text) for item in ITEMS for text in item.wrong]


def _id(row: object) -> str:
    return row.id if isinstance(row, Item) else str(row)


def test_the_corpus_is_large() -> None:
    assert len(RIGHT) + len(WRONG) >= 500
    assert len(ITEMS) == 28


@pytest.mark.parametrize(("item", "text"), RIGHT, ids=_id)
def test_a_right_answer_passes_in_every_spelling(item: Item, text: str) -> None:
    verdict = Checker(symbols=item.symbols, **item.settings).judge(text, item.truth)

    assert verdict.status is Status.PASSED, verdict.finding


@pytest.mark.parametrize(("item", "text"), WRONG, ids=_id)
def test_a_wrong_answer_fails_and_the_finding_keeps_the_secret(item: Item, text: str) -> None:
    verdict = Checker(symbols=item.symbols, **item.settings).judge(text, item.truth)

    assert verdict.status is Status.FAILED, verdict.finding
    assert verdict.finding.startswith("We read: ")
    assert f"expected {item.truth}" in verdict.detail


def test_a_cause_is_named_for_most_wrong_answers() -> None:
    named = sum(
        not Checker(symbols=item.symbols).judge(text, item.truth).finding.rstrip(".").endswith(text.rstrip("."))
        and Checker(symbols=item.symbols).judge(text, item.truth).finding.count(". ") >= 1
        for item, text in WRONG
    )

    assert named >= 0.55 * len(WRONG)
