"""Committees, reached by counting with collections and by torch's reductions."""

from collections import Counter

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from reference.committees import committee


def drawn(seed, members, digits=None):
    P = np.random.default_rng(seed).dirichlet(np.ones(4), size=(members, 6))
    return P if digits is None else np.round(P, digits)


@given(seed=st.integers(0, 999), members=st.integers(1, 7))
def test_a_majority_is_what_a_counter_says_with_ties_to_the_first_class(seed, members):
    P = drawn(seed, members)
    votes = P.argmax(axis=2)
    expected = [min(Counter(column).items(), key=lambda item: (-item[1], item[0]))[0] for column in votes.T.tolist()]

    assert committee(P, "majority").tolist() == expected


@given(seed=st.integers(0, 999), members=st.sampled_from([1, 3, 5]))
def test_averages_and_medians_of_odd_committees_are_those_of_torch(seed, members):
    P = drawn(seed, members)

    assert committee(P, "average").tolist() == torch.tensor(P).mean(dim=0).argmax(dim=1).tolist()
    assert committee(P, "median").tolist() == torch.tensor(P).median(dim=0).values.argmax(dim=1).tolist()


def test_the_three_rules_can_disagree():
    P = np.array(
        [[[0.40, 0.35, 0.25]], [[0.40, 0.35, 0.25]], [[0.05, 0.90, 0.05]], [[0.38, 0.37, 0.25]], [[0.10, 0.80, 0.10]]]
    )

    assert [committee(P, method).tolist() for method in ("majority", "average", "median")] == [[0], [1], [0]]


def test_another_method_is_refused():
    with pytest.raises(ValueError, match="'mode'"):
        committee(drawn(0, 3), "mode")
