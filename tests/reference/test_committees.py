"""Committees, reached by counting votes and sorting probabilities one sample at a time."""

from fractions import Fraction

import numpy as np
import pytest
import torch

from reference.committees import committee, mistakes, opinions


def by_hand(P, method):
    """Pure Python: counts, fractions and sorted lists."""
    members, samples, classes = P.shape
    decided = []
    for sample in range(samples):
        columns = [[Fraction(float(P[m, sample, c])) for m in range(members)] for c in range(classes)]
        if method == "majority":
            votes = [max(range(classes), key=lambda c, m=m: (columns[c][m], -c)) for m in range(members)]
            support = [votes.count(c) for c in range(classes)]
        elif method == "average":
            support = [sum(column) for column in columns]
        else:
            ordered = [sorted(column) for column in columns]
            support = [column[(members - 1) // 2] + column[members // 2] for column in ordered]
        decided.append(max(range(classes), key=lambda c: (support[c], -c)))
    return decided


@pytest.mark.parametrize("method", ["majority", "average", "median"])
@pytest.mark.parametrize("members", [1, 4, 5])
def test_a_committee_decides_as_counted_by_hand(method, members):
    P = opinions(np.random.default_rng(members), members, 60, 4, method)["P"]

    assert committee(P, method).tolist() == by_hand(P, method)


def test_an_odd_committee_agrees_with_torch():
    P = opinions(np.random.default_rng(8), 5, 80, 3, "median")["P"]
    tensor = torch.tensor(P)

    assert committee(P, "average").tolist() == tensor.mean(0).argmax(1).tolist()
    assert committee(P, "median").tolist() == tensor.median(0).values.argmax(1).tolist()
    assert committee(P, "majority").tolist() == [
        torch.bincount(votes, minlength=3).argmax().item() for votes in tensor.argmax(2).T
    ]


def test_the_three_methods_can_all_differ_in_pairs():
    first = np.array([[0.40, 0.35, 0.25]] * 2 + [[0.05, 0.90, 0.05], [0.38, 0.37, 0.25], [0.10, 0.80, 0.10]])
    second = np.array([[0.9, 0.1, 0.0], [0.1, 0.5, 0.4], [0.1, 0.4, 0.5]])

    def told(scores):
        return [committee(scores[:, np.newaxis], method)[0] for method in ("majority", "average", "median")]

    assert told(first) == [0, 1, 0]
    assert told(second) == [0, 0, 1]


def test_ties_go_to_the_first_class():
    split = np.array([[[0.1, 0.2, 0.7]], [[0.1, 0.7, 0.2]]])
    undecided_member = np.array([[[0.25, 0.25, 0.5]], [[0.4, 0.4, 0.2]], [[0.1, 0.6, 0.3]], [[0.5, 0.3, 0.2]]])

    assert committee(split, "majority").tolist() == [1]
    assert committee(undecided_member, "majority").tolist() == [0]  # 2, 0, 1, 0
    assert committee(np.full((3, 1, 4), 0.25), "average").tolist() == [0]
    assert committee(np.full((2, 1, 4), 0.25), "median").tolist() == [0]


WRONG = [(name, function) for name, function in vars(mistakes).items() if name.startswith("committee_")]


@pytest.mark.parametrize(("name", "wrong"), WRONG)
def test_a_mistake_decides_otherwise(name, wrong):
    members = 6 if name.endswith("ties") else 5
    P = opinions(np.random.default_rng(3), members, 40, 4, "any")["P"]
    methods = ("majority", "average", "median")

    assert any(wrong(P, method).tolist() != committee(P, method).tolist() for method in methods)
