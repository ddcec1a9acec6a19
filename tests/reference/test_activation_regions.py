"""Regions and distances, reached by dense sampling, by bit counting and by the table of a worked example."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reference.activation_regions import activation_regions, adjacent_hamming, drift, nets, pattern_table

PATTERNS = st.integers(1, 8).flatmap(lambda rows: arrays(np.int64, (rows, 6), elements=st.integers(0, 1)))
MAKERS = [nets.random_net, nets.close_cuts, nets.shared_cuts, nets.flat_units]

# unit 0 first; the breakpoints lie midway between the grid points that document 000 prints
WORKED_W = np.array([-2.0, -1.0, -1.0, 1.0, 1.0, -0.5, 1.0, 2.0, 1.0, -1.0])
WORKED_CUTS = np.array([-1.704, -0.822, 1.574, -1.343, 0.0, 1.4035, 0.0, 0.792, -0.622, 0.0])
WORKED_B = np.where(np.isin(np.arange(10), [4, 6, 9]), -9.0, -WORKED_W * WORKED_CUTS)


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("seed", range(6))
def test_regions_tile_the_interval_and_hold_wherever_one_looks(make, seed):
    net = make(np.random.default_rng(seed), units=6)
    regions = activation_regions(**net)
    w, b, lo, hi = net["w"], net["b"], net["lo"], net["hi"]

    assert [regions[0][0], regions[-1][1]] == [lo, hi]
    assert [right for _, right, _ in regions[:-1]] == [left for left, _, _ in regions[1:]]
    for left, right, pattern in regions:
        assert left < right
        for share in (
            0.01,
            0.3,
            0.9,
            0.99,
        ):  # the unit computes max(0, w x + b), so it is active where that is positive
            outputs = np.maximum(0, w * (left + share * (right - left)) + b)

            assert pattern == [int(output > 0) for output in outputs]


@pytest.mark.parametrize("seed", range(6))
def test_neighbouring_regions_of_distinct_cuts_differ_by_one_unit(seed):
    regions = activation_regions(**nets.random_net(np.random.default_rng(seed), units=9))

    assert set(adjacent_hamming([pattern for _, _, pattern in regions])) == {1}


@pytest.mark.parametrize("seed", range(6))
def test_generators_keep_their_promises(seed):
    rng = np.random.default_rng(seed)
    close = activation_regions(**nets.close_cuts(rng, units=6))
    shared = activation_regions(**nets.shared_cuts(rng, units=6))
    flat = nets.flat_units(rng, units=6)
    patterns = nets.swapping_patterns(rng, rows=5, units=8)["patterns"]

    assert min(right - left for left, right, _ in close) == 1 / 8192
    assert 3 in adjacent_hamming([pattern for _, _, pattern in shared])
    assert {tuple(pattern[:2]) for _, _, pattern in activation_regions(**flat)} == {(1, 0)}
    ones = patterns.sum(axis=1)
    assert any(a == b and d > 0 for a, b, d in zip(ones, ones[1:], adjacent_hamming(patterns), strict=False))


@pytest.mark.parametrize("make", MAKERS)
def test_single_precision_sees_the_same_patterns_at_nearly_the_same_cuts(make):
    for seed in range(20):
        net = make(np.random.default_rng(seed), units=6)
        exact = activation_regions(**net)
        single = activation_regions(net["w"].astype(np.float32), net["b"].astype(np.float32), net["lo"], net["hi"])

        assert [pattern for _, _, pattern in exact] == [pattern for _, _, pattern in single]
        np.testing.assert_allclose([r[:2] for r in single], [r[:2] for r in exact], atol=2.5e-7)


def test_a_network_for_the_printed_table_gives_it_and_its_grid_ends():
    table = pattern_table(WORKED_W, WORKED_B, -2.0, 2.0)
    xs = np.linspace(-2, 2, 400)
    rows = ["".join("1" if WORKED_W[i] * x + WORKED_B[i] > 0 else "0" for i in range(10)) for x in xs]
    last = [round(float(xs[i]), 3) for i in range(399) if rows[i] != rows[i + 1]]

    assert table == [
        "1110010000", "0110010000", "0111010000", "0011010000", "0011010010", "0011010110", "0011000110", "0001000110",
    ]  # fmt: skip
    assert list(dict.fromkeys(rows)) == table
    assert last == [-1.709, -1.348, -0.827, -0.627, 0.787, 1.398, 1.569]


@given(patterns=PATTERNS)
def test_a_distance_is_the_bit_count_of_an_exclusive_or(patterns):
    numbers = [int("".join(map(str, row)), 2) for row in patterns.tolist()]

    assert adjacent_hamming(patterns) == [(a ^ b).bit_count() for a, b in itertools.pairwise(numbers)]


@given(prev=PATTERNS, seed=st.integers(0, 99))
def test_the_drift_is_the_l1_distance_per_input(prev, seed):
    cur = np.random.default_rng(seed).integers(0, 2, size=prev.shape)

    assert drift(prev, cur) == pytest.approx(np.abs(prev - cur).sum() / len(prev))
    assert drift(prev, prev) == 0
    assert drift(prev, 1 - prev) == 6
