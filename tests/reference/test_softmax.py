"""Softmax and logistic models, compared as torch computes their probabilities on random inputs."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reference.softmax import mistakes, same_probabilities, softmax_to_logistic, two_outputs

NUMBERS = st.floats(-3, 3)
ROWS = arrays(np.float64, (2, 3), elements=NUMBERS)
BIASES = arrays(np.float64, 2, elements=NUMBERS)
POINTS = np.random.default_rng(5).normal(size=(40, 3))


def first_output(W, b):
    return torch.softmax(torch.tensor(POINTS @ np.asarray(W).T + b), dim=1)[:, 0].numpy()


def logistic_output(w, b):
    return torch.sigmoid(torch.tensor(POINTS @ w + b)).numpy()


@given(W=ROWS, b=BIASES)
def test_the_logistic_model_has_the_probabilities_of_the_softmax(W, b):
    np.testing.assert_allclose(logistic_output(*softmax_to_logistic(W, b)), first_output(W, b), atol=1e-12)


@given(w=arrays(np.float64, 3, elements=NUMBERS), b=NUMBERS, shift=arrays(np.float64, 4, elements=NUMBERS))
def test_any_common_shift_satisfies_the_relation_and_has_the_same_probabilities(w, b, shift):
    W, c = np.stack([w + shift[:3], shift[:3]]), np.array([b + shift[3], shift[3]])

    np.testing.assert_allclose(same_probabilities((W, c), w=w, b=b)[0], 0, atol=1e-12)
    np.testing.assert_allclose(first_output(W, c), logistic_output(w, b), atol=1e-12)


@given(W=ROWS, b=BIASES, w=arrays(np.float64, 3, elements=NUMBERS), c=NUMBERS)
def test_a_residual_is_a_difference_of_probabilities(W, b, w, c):
    residual, _ = same_probabilities((W, b), w=w, b=c)
    apart = np.abs(first_output(W, b) - logistic_output(w, c)).max()

    assert (np.abs(residual).max() > 1e-6) or apart < 1e-5


ROW, BIAS = np.array([1.0, -2.0]), 0.5
SLIPS = [
    (np.stack([ROW, -ROW]), [BIAS, -BIAS], "the first output is σ(2(w·x + b)), not σ(w·x + b)"),
    (np.stack([0 * ROW, ROW]), [0, BIAS], "the rows are the wrong way round: your second output is σ(w·x + b)"),
    (np.stack([-ROW, ROW]), [-BIAS, BIAS], "the wrong way round, and their difference is twice what it has to be"),
    (np.stack([ROW / 2, 0 * ROW]), [BIAS / 2, 0], "half of what it has to be"),
    (np.stack([ROW, ROW]), [BIAS, BIAS], "both rows are the same"),
    (np.stack([ROW, 0 * ROW]), [BIAS, BIAS], "the difference of the two biases has to be b"),
    (np.stack([ROW, 3 * ROW]), [1, 0], "it depends on the difference of the two logits alone"),
]


@pytest.mark.parametrize(("W", "b", "sentence"), SLIPS)
def test_a_slip_is_named(W, b, sentence):
    residual, said = same_probabilities((W, np.array(b, float)), w=ROW, b=BIAS)

    assert sentence in said
    assert np.abs(residual).max() > 0.1


def test_another_shape_is_refused():
    with pytest.raises(
        ValueError, match=r"expected W of shape \(2, 2\) and b of shape \(2,\), not \(2, 3\) and \(2,\)"
    ):
        same_probabilities((np.zeros((2, 3)), np.zeros(2)), w=ROW, b=BIAS)


def test_a_sign_in_both_logits_doubles_the_argument():
    z = torch.linspace(-3, 3, 13, dtype=torch.float64)
    told = np.stack([two_outputs(float(one)) for one in z])

    np.testing.assert_allclose(told[:, 0], torch.softmax(torch.stack([z, -z]), dim=0)[0].numpy(), rtol=1e-12)
    np.testing.assert_allclose(told[:, 0], torch.sigmoid(2 * z).numpy(), rtol=1e-12)
    np.testing.assert_allclose(told[:, 1], torch.sigmoid(z).numpy(), rtol=1e-12)


WRONG = [function for name, function in vars(mistakes).items() if name.startswith("logistic_")]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_mistake_has_other_probabilities(wrong):
    W, b = np.array([[0.4, -1.2, 0.3], [0.9, 0.5, -0.7]]), np.array([0.8, -0.3])

    assert np.abs(logistic_output(*wrong(W, b)) - first_output(W, b)).max() > 0.01
