"""Item statistics agree with other roads to the same numbers: hand calculation, numpy, simulation."""

import importlib.util
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import statistics
from grader.model import ShownCase, Status, Visibility

spec = importlib.util.spec_from_file_location("sample_class", Path(__file__).parent / "reports" / "sample.py")
sample = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sample)

SCORES = st.lists(
    st.lists(st.integers(0, 4).map(float), min_size=4, max_size=4),
    min_size=6,
    max_size=30,
).filter(lambda rows: np.var(np.sum(rows, axis=1)) > 0)  # fmt: skip


@given(SCORES)
def test_alpha_follows_from_the_covariance_matrix(rows):
    """Another formula: alpha = k/(k-1) · (1 - trace / sum) of the items' covariance matrix."""
    covariance = np.cov(np.array(rows).T)
    expected = 4 / 3 * (1 - np.trace(covariance) / covariance.sum())

    assert statistics.cronbach_alpha(list(zip(*rows, strict=True))) == pytest.approx(expected, abs=1e-9)


def test_alpha_of_items_that_agree_completely_is_one_and_of_two_items_is_refused():
    same = [1.0, 2.0, 3.0, 4.0, 5.0]

    assert statistics.cronbach_alpha([same] * 3) == pytest.approx(1)
    assert statistics.cronbach_alpha([same] * 2) is None
    assert statistics.cronbach_alpha([[1.0, 2.0, 3.0, 4.0]] * 3) is None
    assert statistics.cronbach_alpha([[1.0] * 6] * 3) is None
    assert statistics.cronbach_alpha([]) is None


def test_alpha_of_zeros_and_ones_is_kr20_by_hand():
    """Six students, three questions of difficulty 4/6, 3/6, 2/6, totals 3 3 1 1 1 0: KR-20 worked out on paper.

    Σpq = 8/36 + 9/36 + 8/36 = 25/36; the totals have mean 3/2 and (population) variance 21/6 - 9/4 = 5/4.
    KR-20 = 3/2 · (1 - (25/36) / (5/4)) = 3/2 · (1 - 5/9) = 2/3.
    """
    items = [[1, 1, 1, 1, 0, 0], [1, 1, 0, 0, 1, 0], [1, 1, 0, 0, 0, 0]]

    assert statistics.cronbach_alpha(items) == pytest.approx(2 / 3)


def test_the_interval_of_alpha_covers_the_truth_19_times_in_20():
    """Parallel items with correlation 1/2: alpha is k r / (1 + (k - 1) r) = 5/6 for k = 5."""
    rng = np.random.default_rng(0)
    covered = 0
    for _ in range(1000):
        items = (rng.normal(size=(1, 40)) + rng.normal(size=(5, 40))).tolist()
        found = statistics.reliability(items)
        covered += found.low < 5 / 6 < found.high

    assert 925 <= covered <= 975  # 950 ± 3.6 standard deviations


def test_the_error_of_measurement_is_in_points():
    """SD of the totals in the case above: sqrt(6/5 · 5/4) = sqrt(3/2); times sqrt(1 - 2/3) gives sqrt(1/2)."""
    items = [[1, 1, 1, 1, 0, 0], [1, 1, 0, 0, 1, 0], [1, 1, 0, 0, 0, 0]]

    assert statistics.reliability(items).error == pytest.approx(0.5**0.5)
    assert statistics.reliability(items[:2]) is None


@given(SCORES)
def test_item_rest_is_the_correlation_with_the_other_items(rows):
    table = np.array(rows)
    rest = table[:, 1:].sum(axis=1)
    found = statistics.item_rest(table[:, 0].tolist(), table.sum(axis=1).tolist())

    if np.var(table[:, 0]) == 0 or np.var(rest) == 0:
        assert found is None
    else:
        assert found == pytest.approx(np.corrcoef(table[:, 0], rest)[0, 1], abs=1e-9)


def test_a_correlation_of_four_is_noise():
    assert statistics.correlation([1, 2, 3, 4], [1, 2, 3, 4]) is None
    assert statistics.correlation([], []) is None


def test_upper_lower_compares_the_best_27_percent_with_the_weakest():
    """Eleven students, so three in each group; the credit grows with the total."""
    totals = [float(i) for i in range(11)]
    credits = [0, 0, 0.5, 0, 1, 0, 1, 0, 1, 1, 0.5]

    assert statistics.upper_lower(credits, totals) == pytest.approx((2.5 - 0.5) / 3)


@given(st.permutations([(1.0, 0.0), (1.0, 1.0), (1.0, 1.0), (1.0, 0.0), (2.0, 1.0), (3.0, 1.0)]))
def test_upper_lower_does_not_depend_on_the_order_of_equal_totals(pairs):
    """Two in each group: the best have 1 and 1, four share the lowest total with a mean of 1/2."""
    assert statistics.upper_lower([c for _, c in pairs], [t for t, _ in pairs]) == pytest.approx(0.5)


def test_a_median_is_in_the_middle():
    assert statistics.median([3, 1, 2]) == 2
    assert statistics.median([4, 1, 2, 3]) == 2.5
    assert statistics.median([]) is None


def test_a_class_is_described_item_by_item():
    found = statistics.of_class(sample.classroom(12))
    easy, separates, nobody = found.items

    assert (found.handed_in, found.marked, found.questions) == (12, 12, 3)
    assert easy.facility == pytest.approx(11 / 12)
    assert separates.facility == pytest.approx(sum(min(i, 8) for i in range(12)) / 96)
    assert nobody.facility == 0
    assert (easy.nobody, nobody.nobody) == (False, True)
    assert nobody.item_rest is None
    assert separates.item_rest == pytest.approx(
        np.corrcoef([min(i, 8) for i in range(12)], [0] + 11 * [4])[0, 1]
    )  # the rest of the points is `easy`
    assert separates.statuses == {
        Status.PASSED: 4,
        Status.PARTIAL: 7,
        Status.FAILED: 1,
        Status.MISSING: 0,
        Status.UNDECIDED: 0,
    }


def test_mistakes_are_counted_with_the_most_frequent_first():
    reports = [
        sample.report(sample.question(sample.criterion("a", 0, mistake=name), sample.criterion("b", 0, mistake="z")))
        for name in ("x", "y", "y")
    ]

    assert statistics.of_class(reports).mistakes == (("b", "z", 3), ("a", "y", 2), ("a", "x", 1))


def test_what_looked_right_to_the_student_and_was_not():
    right = ShownCase(call="f(1)", got="1", want="1", passed=True)
    wrong = ShownCase(call="f(1)", got="2", want="1", passed=False)
    rows = [
        sample.criterion("a", 1, shown=(right,)),  # right throughout
        sample.criterion("a", 0, shown=(right,)),  # the gap
        sample.criterion("a", 0, shown=(wrong,)),  # could have been seen
        sample.criterion("a", 0),  # nothing to see
        sample.criterion(
            "a", 0, shown=(right,), parts=(sample.part(status=Status.FAILED, visibility=Visibility.VISIBLE),)
        ),  # nothing hidden
    ]
    item = statistics.of_class(sample.report(sample.question(row)) for row in rows).items[0]

    assert (item.looked_right, item.seen) == (1, 3)


def test_a_mark_in_doubt_and_an_empty_hand_in_are_counted_and_left_out():
    doubt = sample.criterion("a", 0, Status.UNDECIDED)
    nothing = sample.criterion("a", 0, Status.MISSING)
    found = statistics.of_class(
        [
            sample.report(sample.question(sample.criterion("a")), submission="ada"),
            sample.report(sample.question(doubt), submission="bob", status=Status.UNDECIDED),
            sample.report(sample.question(nothing), submission="eve", status=Status.MISSING),
        ]
    )

    assert (found.handed_in, found.marked, found.mean) == (3, 1, 1)
    assert found.waiting == (("bob", ("a",)),)
    assert found.empty == ("eve",)
    assert (found.items[0].n, found.items[0].facility) == (1, 1)
    assert found.items[0].statuses[Status.UNDECIDED] == 1


def test_an_empty_class_has_no_numbers():
    found = statistics.of_class([])

    assert (found.handed_in, found.mean, found.reliability, found.items) == (0, None, None, ())


def test_reports_are_read_once_and_not_kept():
    found = statistics.of_class(iter(sample.classroom(5)))

    assert found.marked == 5
    assert found.shares == tuple(sorted(found.shares))
    assert found.points == Fraction(12)
