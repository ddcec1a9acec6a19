"""Weights of past gradients, reached by feeding one gradient at a time to the recursion."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reference.bias_correction import corrections, weights


def recursion(b, gradients):
    m = 0.0
    for g in gradients:
        m = b * m + (1 - b) * g
    return m


@given(b=st.floats(0, 0.999), t=st.integers(1, 30))
def test_a_weight_is_what_one_gradient_alone_leaves(b, t):
    left = [recursion(b, np.eye(t)[j]) for j in range(t)]

    np.testing.assert_allclose(weights(b, t), left, rtol=1e-11, atol=1e-14)


@given(b=st.floats(0, 0.999), steps=st.integers(1, 30))
def test_a_correction_is_what_constant_gradients_of_one_leave(b, steps):
    left = [recursion(b, np.ones(t)) for t in range(1, steps + 1)]

    np.testing.assert_allclose(corrections(b, steps), left, rtol=1e-10, atol=1e-13)
