"""Early stopping, reached by looking for runs in the whole list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference.stopping import early_stopping


def by_search(losses, patience):
    """The first index at which the smallest loss so far is `patience` evaluations old."""
    for i in range(len(losses)):
        first_smallest = losses.index(min(losses[: i + 1]))
        if i - first_smallest == patience:
            return first_smallest, i
    return losses.index(min(losses)), None


@given(losses=st.lists(st.integers(0, 6), min_size=1, max_size=20), patience=st.integers(1, 6))
def test_stopping_is_the_age_of_the_smallest_loss(losses, patience):
    assert early_stopping(losses, patience) == by_search(losses, patience)


@pytest.mark.parametrize(
    ("losses", "patience", "expected"),
    [
        ([3, 2, 1, 0.5], 1, (3, None)),  # falls for ever
        ([1, 2], 1, (0, 1)),
        ([1, 1, 1], 2, (0, 2)),  # a tie is no improvement
        ([5, 6], 3, (0, None)),  # shorter than the patience
        ([1.0, 0.9, 0.95, 0.96, 0.2], 2, (1, 3)),  # the later minimum is never seen
    ],
)
def test_stopping_at_the_edges(losses, patience, expected):
    assert early_stopping(losses, patience) == expected
