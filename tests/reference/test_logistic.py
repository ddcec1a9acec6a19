"""Softmax and sigmoid, compared on probabilities."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reference.logistic import logistic_to_softmax, softmax_to_logistic

NUMBERS = st.floats(-3, 3)


@given(
    W=arrays(np.float64, (2, 3), elements=NUMBERS),
    b=arrays(np.float64, 2, elements=NUMBERS),
    x=arrays(np.float64, 3, elements=NUMBERS),
)
def test_the_logistic_model_has_the_probabilities_of_the_softmax(W, b, x):
    w, c = softmax_to_logistic(W, b)
    softmax = torch.softmax(torch.tensor(W @ x + b), dim=0)[0].item()

    assert torch.sigmoid(torch.tensor(w @ x + c)).item() == pytest.approx(softmax, rel=1e-12)


@given(w=arrays(np.float64, 3, elements=NUMBERS), b=NUMBERS, shift=arrays(np.float64, 4, elements=NUMBERS))
def test_every_common_shift_is_a_right_softmax_and_the_doubled_logit_is_not(w, b, shift):
    c, d = shift[:3], shift[3]
    right = (np.stack([w + c, c]), np.array([b + d, d]))
    halves = (np.stack([w / 2, -w / 2]), np.array([b / 2, -b / 2]))
    doubled = (np.stack([w, -w]), np.array([b, -b]))

    for answer in (right, halves):
        np.testing.assert_allclose(logistic_to_softmax(answer, w=w, b=b)[0], 0, atol=1e-12)
    np.testing.assert_allclose(logistic_to_softmax(doubled, w=w, b=b)[0], np.append(w, b), atol=1e-12)


def test_what_cannot_be_a_softmax_model_is_refused():
    with pytest.raises(ValueError, match="shape"):
        logistic_to_softmax((np.ones((3, 2)), np.ones(2)), w=np.ones(3), b=0.0)
