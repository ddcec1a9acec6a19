"""The case tables of `random`, and by seeded simulation how often right answers fail and wrong ones pass."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.checkers.random import Checker
from grader.model import Status

PASSED, FAILED, UNDECIDED = Status.PASSED, Status.FAILED, Status.UNDECIDED
A = np.random.default_rng(11).normal(size=(100, 200))
A[0, :50] = 0.0  # what is zero anyway tells nothing
Generator = np.random.Generator


def inverted(rng: Generator, keep: float) -> Any:
    return A * (rng.random(A.shape) < keep) / keep


def late(rng: Generator, keep: float) -> Any:
    return A * (rng.random(A.shape) <= keep) / keep


def single(rng: Generator, keep: float) -> Any:
    return (A * (rng.random(A.shape, np.float32) < keep)).astype(np.float32) / np.float32(keep)


def half_precision(rng: Generator, keep: float) -> Any:
    return (A.astype(np.float16) * (rng.random(A.shape) < keep) / np.float16(keep)).astype(np.float16)


def looped(rng: Generator, keep: float) -> Any:
    return [[x / keep if rng.random() < keep else 0.0 for x in row] for row in A.tolist()]


def swapped(rng: Generator, keep: float) -> Any:
    return A * (rng.random(A.shape) > keep) / keep


def unscaled(rng: Generator, keep: float) -> Any:
    return A * (rng.random(A.shape) < keep)


def times_keep(rng: Generator, keep: float) -> Any:
    return unscaled(rng, keep) * keep


def by_drop(rng: Generator, keep: float) -> Any:
    return unscaled(rng, keep) / (1 - keep)


def by_row(rng: Generator, keep: float) -> Any:
    return A * (rng.random((100, 1)) < keep) / keep


def by_column(rng: Generator, keep: float) -> Any:
    return A * (rng.random((1, 200)) < keep) / keep


def seeded(rng: Generator, keep: float) -> Any:
    return inverted(np.random.default_rng(0), keep)


def identity(rng: Generator, keep: float) -> Any:
    return A


def striped(rng: Generator, keep: float) -> Any:
    return A * (np.arange(A.size).reshape(A.shape) % 10 < 10 * keep) / keep


def nothing(rng: Generator, keep: float) -> Any:
    return np.zeros_like(A)


def shifted(rng: Generator, keep: float) -> Any:
    return A * (rng.random(A.shape) < keep + 0.03) / keep


def law(keep: float, scale: str = "inverted", *, mask: bool = False) -> dict[str, Any]:
    return {"input": A, "keep": keep, "scale": scale, "mask": mask}


@pytest.mark.parametrize("keep", [0.8, 0.5, 0.3])
@pytest.mark.parametrize("make", [inverted, late, single, half_precision, looped])
def test_right_dropout_passes(make: Callable[..., Any], keep: float, judged: Any) -> None:
    rng = np.random.default_rng(1)

    judged(Checker(law="dropout"), [make(rng, keep) for _ in range(2)], law(keep), PASSED)


@pytest.mark.parametrize("keep", [0.8, 0.3])
@pytest.mark.parametrize(
    ("make", "finding"),
    [
        (swapped, "entries (0."),
        (unscaled, "call 1: every kept entry is off in size; at [0, 5"),
        (times_keep, "call 1: every kept entry is off in size; at [0, 5"),
        (by_drop, "call 1: every kept entry is off in size; at [0, 5"),
        (by_row, "neighbouring entries in a row are kept or dropped together; draw each one for itself"),
        (by_column, "neighbouring entries in a column are kept or dropped together; draw each one for itself"),
        (seeded, "calls 1 and 2 keep the same entries; draw anew in every call"),
        (identity, "call 1: every kept entry is off in size; at [0, 50] you multiply by 1"),
        (striped, "keep the same entries; draw anew in every call"),
        (nothing, "you keep 0 of "),
        (shifted, "that is not the keep probability"),
    ],
)
def test_wrong_dropout_fails(make: Callable[..., Any], finding: str, keep: float, judged: Any) -> None:
    rng = np.random.default_rng(2)
    calls = [make(rng, keep) for _ in range(6)]

    assert finding in judged(Checker(law="dropout"), calls, law(keep), FAILED).finding


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("keep", [0.8, 0.5, 0.3])
@pytest.mark.parametrize(
    ("shape", "name"), [((200, 1), "in a row"), ((1, 250), "in a column"), ((1, 1), "in a row")], ids=str
)
def test_one_draw_for_a_whole_row_is_told_and_not_its_consequences(
    shape: tuple[int, int], name: str, keep: float, seed: int, judged: Any
) -> None:
    """Shares and pairs of calls stray as well, since so few draws were made."""
    rng, a = np.random.default_rng(seed), np.ones((200, 250))
    calls = [a * (rng.random(shape) < keep) / keep for _ in range(8)]

    finding = judged(Checker(law="dropout"), calls, {"input": a, "keep": keep}, FAILED).finding
    assert finding == f"neighbouring entries {name} are kept or dropped together; draw each one for itself"


def test_neighbours_that_avoid_each_other_are_not_called_together(judged: Any) -> None:
    half = np.random.default_rng(31).random((6, 100, 100)) < 0.5
    calls = list(np.stack([half, ~half], axis=-1).reshape(6, 100, 200))

    assert judged(Checker(law="mask"), calls, {"shape": [100, 200], "keep": 0.5}, FAILED).finding == (
        "neighbouring entries in a row are not drawn independently; draw each one for itself"
    )


def test_classic_dropout_is_not_scaled(judged: Any) -> None:
    rng = np.random.default_rng(3)
    checker = Checker(law="dropout")

    judged(checker, [unscaled(rng, 0.8) for _ in range(2)], law(0.8, "classic"), PASSED)
    judged(checker, [inverted(rng, 0.8) for _ in range(2)], law(0.8, "classic"), FAILED)


def test_keeping_everything_is_no_matter_of_chance(judged: Any) -> None:
    checker = Checker(law="dropout")
    hole = A.copy()
    hole[3, 3] = 0.0

    judged(checker, [A, A], law(1.0), PASSED)
    judged(checker, [A, hole], law(1.0), FAILED)


def test_each_call_may_have_its_law(judged: Any) -> None:
    rng = np.random.default_rng(4)

    judged(Checker(law="dropout"), [inverted(rng, 0.5) for _ in range(2)], [law(0.5), law(0.5)], PASSED)


def pair(rng: Generator, keep: float, dtype: Any = float) -> Any:
    mask = rng.random(A.shape) < keep
    return A * mask / keep, mask.astype(dtype)


def test_a_fixed_number_of_kept_entries_is_not_chance(judged: Any) -> None:
    rng = np.random.default_rng(16)
    calls = [rng.permutation(np.arange(10_000) < 3000) for _ in range(8)]

    assert judged(Checker(law="mask"), calls, {"shape": [10_000], "keep": 0.3}, FAILED).finding == (
        "every call keeps almost the same number of entries; draw each one for itself"
    )


@pytest.mark.parametrize("dtype", [float, np.int64, np.uint8, bool])
def test_output_and_mask_agree(dtype: Any, judged: Any) -> None:
    rng = np.random.default_rng(5)

    judged(Checker(law="dropout"), [pair(rng, 0.8, dtype) for _ in range(3)], law(0.8, mask=True), PASSED)


def broken_pairs() -> list[tuple[Any, str]]:
    rng = np.random.default_rng(6)
    out, mask = pair(rng, 0.8)
    gap = out.copy()
    gap[np.unravel_index(np.flatnonzero((mask == 1) & (A != 0))[0], A.shape)] = 0.0
    nan = out.copy()
    nan[5, 5] = math.nan
    return [
        ((out, mask / 0.8), "call 1: the mask: a mask holds 0 and 1; you have 1.25"),
        ((inverted(rng, 0.8), mask), "call 1: output and mask disagree: at ["),
        ((gap, mask), "call 1: 1 kept entries are off in size; at ["),
        (out, "call 1: a pair of output and mask is due; you have an array of shape (100, 200)"),
        ((out, mask, 1), "call 1: a pair of output and mask is due; you have a tuple of 3 items"),
        (None, "call 1: a pair of output and mask is due; you have None (is a `return` missing?)"),
        ((out[0], mask), "call 1: the output has the shape (200,); (100, 200) is due, as that of the input"),
        ((out, mask[:1]), "call 1: the mask: what should be 0 and 1 has the shape (1, 200); (100, 200) is due"),
        ((nan, mask), "call 1: the output holds NaN or infinity"),
        (("out", mask), "call 1: the output must be numbers; you have the text 'out'"),
    ]


@pytest.mark.parametrize(("call", "finding"), broken_pairs(), ids=lambda item: item if isinstance(item, str) else "")
def test_a_broken_pair_is_named(call: Any, finding: str, judged: Any) -> None:
    assert judged(Checker(law="dropout"), [call, call], law(0.8, mask=True), FAILED).finding.startswith(finding)


def test_an_output_alone_is_not_a_pair(judged: Any) -> None:
    calls = [pair(np.random.default_rng(7), 0.8)] * 2

    assert judged(Checker(law="dropout"), calls, law(0.8), FAILED).finding == (
        "call 1: the output alone is due; you have a pair"
    )


def test_masks_alone(judged: Any) -> None:
    rng = np.random.default_rng(8)
    due = {"shape": [40, 50], "keep": 0.3}
    flat = {"shape": [4000], "keep": 0.3}
    paired = np.repeat(rng.random((2, 2000)) < 0.3, 2, axis=1)
    deep = np.repeat(rng.random((2, 10, 20, 30)) < 0.3, 2, axis=1)

    judged(Checker(law="mask"), [rng.random((40, 50)) < 0.3 for _ in range(2)], due, PASSED)
    judged(Checker(law="mask"), [(rng.random((40, 50)) < 0.3).tolist() for _ in range(2)], due, PASSED)
    judged(Checker(law="mask"), [rng.random((40, 50)) < 0.6 for _ in range(2)], due, FAILED)
    assert "neighbouring entries in the list" in judged(Checker(law="mask"), list(paired), flat, FAILED).finding
    assert "neighbouring entries along axis 0" in (
        judged(Checker(law="mask"), list(deep), {"shape": [20, 20, 30], "keep": 0.3}, FAILED).finding
    )


def test_related_calls_are_noticed(judged: Any) -> None:
    rng = np.random.default_rng(9)
    first = rng.random((100, 100)) < 0.5
    second = np.where(rng.random((100, 100)) < 0.5, first, rng.random((100, 100)) < 0.5)

    assert judged(Checker(law="mask"), [first, second], {"shape": [100, 100], "keep": 0.5}, FAILED).finding == (
        "calls 1 and 2 keep related entries; draw anew in every call"
    )


@pytest.mark.parametrize(
    ("kind", "got", "want", "detail"),
    [
        ("dropout", [A, A], {"keep": 0.5}, "the reference must give a dict of input, keep and scale"),
        ("dropout", [A, A], {"keep": 0.5, "shape": [3]}, "the reference must give a dict of input, keep and scale"),
        ("dropout", [A, A], {"keep": 0.5, "input": A, "scale": "other"}, "the reference must give"),
        ("dropout", [A, A], {"keep": 1.5, "input": A}, "the reference must give"),
        ("dropout", [A, A], {"keep": 0.5, "input": A * math.nan}, "the reference must give"),
        ("mask", [A, A], {"keep": 0.5}, "the reference must give a dict of shape and keep"),
        ("mask", [A, A], 0.5, "the reference must give a dict of shape and keep"),
        ("dropout", [A], {"keep": 0.5, "input": A}, "one call cannot show whether masks are fresh"),
        ("estimate", [1.0], {"mean": 1.0, "standard_error": 0.1}, "1 estimates do not decide anything"),
        ("estimate", [1.0], {"mean": 1.0}, "the reference must give a dict of mean and standard_error"),
        ("estimate", [1.0], {"mean": 1.0, "standard_error": 0.0}, "the reference must give"),
        ("estimate", [1.0], {"mean": math.nan, "standard_error": 1.0}, "the reference must give"),
        ("estimate", [1.0], [], "the reference must give"),
        ("samples", [1.0], {"law": "cauchy"}, "the reference gave no law of samples"),
        ("samples", [1.0], {"law": "uniform", "low": 1}, "the reference gave no law of samples"),
        ("samples", [1.0], {"law": "normal", "sd": 0}, "the reference gave no law of samples"),
        ("samples", [1.0], 3, "the reference gave no law of samples"),
    ],
)
def test_a_law_that_cannot_be_is_undecided(kind: str, got: Any, want: Any, detail: str, judged: Any) -> None:
    assert judged(Checker(law=kind), got, want, UNDECIDED).detail.startswith(detail)


def test_no_calls_at_all_fail(judged: Any) -> None:
    assert judged(Checker(law="dropout"), 3.0, law(0.5), FAILED).finding.startswith(
        "the results of several calls are due"
    )


# Monte Carlo: the loss of document 001, q6a, for w=(1,-2,.5), x=(.8,1.5,-1.2), y=.3, alpha=.25 has the mean 6.055.
W, X, Y, ALPHA, N = np.array([1, -2, 0.5]), np.array([0.8, 1.5, -1.2]), 0.3, 0.25, 4000
SPREAD = math.sqrt(ALPHA) * np.linalg.norm(W * X)
RESIDUAL = Y - W @ X
# Var of (r + s z)**2 / 2 with normal z is r**2 s**2 + s**4 / 2
ERROR = math.sqrt((RESIDUAL**2 * SPREAD**2 + SPREAD**4 / 2) / N)
ESTIMATE = {"mean": 6.055, "standard_error": ERROR}


def estimates(seeds: range, *, n: int = N, alpha: float = ALPHA, offset: float = 0.0) -> list[float]:
    def one(seed: int) -> float:
        noise = np.random.default_rng(seed).normal(size=(n, 3)) * math.sqrt(alpha) * W
        return float(np.mean((Y - (W + noise) @ X) ** 2) / 2) + offset

    return [one(seed) for seed in seeds]


ESTIMATED = [
    # got, want, status, why
    (estimates(range(10)), ESTIMATE, PASSED, "independent estimates"),
    (estimates(range(10)), [ESTIMATE] * 10, PASSED, "a law for every call"),
    ([np.float32(v) for v in estimates(range(10))], ESTIMATE, PASSED, "in single precision"),
    (np.array(estimates(range(10))), ESTIMATE, PASSED, "as an array"),
    ([6.055] * 10, ESTIMATE, FAILED, "the closed formula is no estimate"),
    ([6.055 + 1e-6 * i for i in range(10)], ESTIMATE, FAILED, "nor with a little noise"),
    (estimates(range(1)) * 10, ESTIMATE, FAILED, "one fixed seed"),
    (estimates(range(2)) * 5, ESTIMATE, FAILED, "two seeds in turn"),
    (estimates(range(10), alpha=0.3), ESTIMATE, FAILED, "another variance"),
    (estimates(range(10), alpha=0.0625), ESTIMATE, FAILED, "the variance taken for the deviation"),
    (estimates(range(10), offset=3 * ERROR), ESTIMATE, FAILED, "a bias of three standard errors in each"),
    (estimates(range(10), n=200), ESTIMATE, FAILED, "too few draws"),
    ([*estimates(range(9)), math.nan], ESTIMATE, FAILED, "NaN is no estimate"),
    ([*estimates(range(9)), [6.0]], ESTIMATE, FAILED, "nor is a list"),
    ([*estimates(range(9)), True], ESTIMATE, FAILED, "nor a truth value"),
    (6.055, ESTIMATE, FAILED, "one number is no list of them"),
]


@pytest.mark.parametrize(("got", "want", "status", "why"), ESTIMATED, ids=[case[3] for case in ESTIMATED])
def test_estimates(got: Any, want: Any, status: Status, why: str, judged: Any) -> None:
    judged(Checker(law="estimate"), got, want, status)


@pytest.mark.parametrize(
    ("got", "finding"),
    [
        ([6.055] * 10, "different seeds give the same estimate (6.055); draw anew for each"),
        (
            [6.055 + 1e-6 * i for i in range(10)],
            "your estimates scatter less than that many draws would: they are not drawn",
        ),
        (estimates(range(10), offset=3 * ERROR), "your estimates are off on average over 10 seeds (yours is 6.3"),
        ([*estimates(range(9)), 7.5], "1 of 10 estimates are off by far, such as 7.5"),
        (
            [6.055 + (-1) ** i * ERROR * 3 - i * 1e-4 for i in range(10)],
            "your estimates scatter more than that many draws would",
        ),
        ([1.0, "2", 3.0], "estimate 2 is no finite number: '2'"),
        ("6", "a list of estimates is due; you have the text '6'"),
    ],
)
def test_the_finding_on_estimates(got: Any, finding: str, judged: Any) -> None:
    verdict = judged(Checker(law="estimate"), got, ESTIMATE, FAILED)

    assert verdict.finding.startswith(finding)
    assert "6.055" not in verdict.finding or 6.055 in got


DRAWN = np.random.default_rng(12)
SAMPLED = [
    # got, want, status, why
    (DRAWN.normal(1, 2, (100, 200)), {"law": "normal", "mean": 1, "sd": 2, "shape": [100, 200]}, PASSED, "normal"),
    (DRAWN.normal(0, 1, 20_000).astype(np.float32), {"law": "normal"}, PASSED, "standard normal, in single precision"),
    (DRAWN.normal(0, 1.1, 20_000), {"law": "normal"}, FAILED, "ten per cent too wide"),
    (DRAWN.uniform(-math.sqrt(3), math.sqrt(3), 20_000), {"law": "normal"}, FAILED, "the right moments, the wrong law"),
    (DRAWN.uniform(-1, 1, 20_000), {"law": "uniform", "low": -1, "high": 1}, PASSED, "uniform"),
    (DRAWN.uniform(0, 1, 20_000), {"law": "uniform", "low": -1, "high": 1}, FAILED, "uniform on another interval"),
    (DRAWN.exponential(2, 20_000), {"law": "exponential", "mean": 2}, PASSED, "exponential"),
    (DRAWN.random(20_000) < 0.3, {"law": "bernoulli", "p": 0.3}, PASSED, "yes or no"),
    ((DRAWN.random(20_000) < 0.3).tolist()[:0], {"law": "bernoulli", "p": 0.3}, FAILED, "no draws"),
    (DRAWN.random(20_000) < 0.34, {"law": "bernoulli", "p": 0.3}, FAILED, "another share"),
    (DRAWN.random(20_000), {"law": "bernoulli", "p": 0.3}, FAILED, "neither yes nor no"),
    ([math.nan] * 30, {"law": "normal"}, FAILED, "NaN"),
    ("abc", {"law": "normal"}, FAILED, "text"),
    (DRAWN.normal(size=(200, 100)), {"law": "normal", "shape": [100, 200]}, FAILED, "another shape"),
]


@pytest.mark.parametrize(("got", "want", "status", "why"), SAMPLED, ids=[case[3] for case in SAMPLED])
def test_samples(got: Any, want: Any, status: Status, why: str, judged: Any) -> None:
    judged(Checker(law="samples"), got, want, status)


@pytest.mark.parametrize(
    ("got", "want", "finding"),
    [
        (
            np.zeros(30),
            {"law": "normal"},
            "your 30 draws do not follow the distribution asked for (yours: mean 0.0, standard deviation 0.0)",
        ),
        (np.ones(100), {"law": "bernoulli", "p": 0.5}, "100 of your 100 draws are 1; that is not the share asked for"),
        (np.full(100, 0.5), {"law": "bernoulli", "p": 0.5}, "only 0 and 1 are due; you have 0.5"),
        ([1.0], {"law": "normal"}, "at least 20 draws are due; you have 1"),
        ([1.0], {"law": "normal", "shape": [2]}, "the shape (2,) is due; you have (1,)"),
        ([math.inf], {"law": "normal"}, "finite numbers are due; you have NaN or infinity among them"),
        (None, {"law": "normal"}, "finite numbers are due; you have None (is a `return` missing?)"),
    ],
)
def test_the_finding_on_samples(got: Any, want: Any, finding: str, judged: Any) -> None:
    assert judged(Checker(law="samples"), got, want, FAILED).finding == finding


def test_right_answers_fail_no_more_often_than_stated() -> None:
    """At a false-alarm rate of one in a hundred, 1,200 right answers may show at most about 12 failures."""
    rng = np.random.default_rng(13)
    small, fails = np.ones((8, 12)), 0
    for keep in (0.8, 0.5, 0.3):
        want = {"input": small, "keep": keep}
        checker = Checker(law="dropout", false_alarm=0.01)
        for _ in range(400):
            calls = [small * (rng.random(small.shape) < keep) / keep for _ in range(3)]
            fails += checker.judge(calls, want).status is FAILED

    assert fails <= 22  # three standard deviations above 12


def test_right_estimates_fail_no_more_often_than_stated() -> None:
    rng = np.random.default_rng(14)
    checker = Checker(law="estimate", false_alarm=0.01)
    want = {"mean": 2.0, "standard_error": 0.5}
    fails = sum(checker.judge(rng.normal(2.0, 0.5, 8), want).status is FAILED for _ in range(3000))

    assert 0 < fails <= 47  # three standard deviations above 30; and the test can fail


def test_a_share_off_by_eight_thousandths_is_noticed_at_200_000_entries() -> None:
    rng = np.random.default_rng(15)
    a = np.ones((400, 500))
    checker = Checker(law="dropout")
    for keep in (0.8, 0.5, 0.3):
        missed = 0
        for _ in range(5):
            calls = [a * (rng.random(a.shape) < keep + 0.008) / keep for _ in range(2)]
            missed += checker.judge(calls, {"input": a, "keep": keep}).status is PASSED
        assert missed == 0


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"law": "dropuot"}, "there is no law called 'dropuot'; did you mean 'dropout'?"),
        ({"law": "cauchy"}, "there is no law called 'cauchy'; there are estimate, dropout, mask, samples"),
        ({"law": "mask", "false_alarm": 0.0}, "false_alarm needs 0 < false_alarm <= 0.01, not 0.0"),
        ({"law": "mask", "false_alarm": 0.5}, "false_alarm needs 0 < false_alarm <= 0.01, not 0.5"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=r".") as raised:
        Checker(**settings)

    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("kind", "want", "words"),
    [
        (
            "dropout",
            [law(0.8)] * 3,
            "each entry kept with probability 0.8 and then divided by 0.8, else 0; drawn anew in every call",
        ),
        (
            "dropout",
            law(0.5, "classic", mask=True),
            "each entry kept with probability 0.5 and then unchanged, else 0; drawn anew in every call, "
            "together with the mask",
        ),
        (
            "mask",
            {"shape": [2, 3], "keep": 0.5},
            "zeros and ones of shape (2, 3), each one with probability 0.5; drawn anew in every call",
        ),
        (
            "estimate",
            {"mean": 2.5, "standard_error": 0.25},
            "estimates that scatter around 2.5 with the standard error 0.25",
        ),
        ("samples", {"law": "normal", "mean": 0, "sd": 2}, "draws from the normal distribution with mean 0 and sd 2"),
        ("samples", {"law": "normal"}, "draws from the normal distribution"),
        ("samples", {"law": "uniform"}, "draws from the uniform distribution"),
        ("samples", 3, None),
        ("estimate", {"mean": 2.5}, None),
    ],
)
def test_a_law_is_told_in_words(kind: str, want: Any, words: str | None) -> None:
    assert Checker(law=kind).words(want) == words
