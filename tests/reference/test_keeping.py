"""Dropout that keeps everything, against that of torch."""

import numpy as np
import pytest
import torch

from reference.keeping import everything_kept

A = np.array([[2.0, -1.0], [0.5, 3.0]])


def test_torch_with_nothing_to_drop_keeps_everything():
    out = torch.nn.functional.dropout(torch.tensor(A), p=0.0).numpy()
    residual, _ = everything_kept([(out, out == A)], a=A, keep_prob=1.0)

    np.testing.assert_array_equal(np.zeros(8), residual)


def test_a_scaled_or_dropped_entry_is_seen():
    half = torch.nn.functional.dropout(torch.tensor(A), p=0.5).numpy()
    residual, said = everything_kept([(half, half != 0)], a=A, keep_prob=1.0)

    assert np.count_nonzero(residual) >= 4
    assert said == "with keep_prob = 1 the output is a and the mask all ones"


def test_another_shape_is_refused():
    with pytest.raises(ValueError, match="have the shape of a"):
        everything_kept([(A.ravel(), np.ones(4))], a=A, keep_prob=1.0)


def test_another_probability_is_the_teachers_error():
    with pytest.raises(ArithmeticError, match=r"not 0\.5"):
        everything_kept([], a=A, keep_prob=0.5)
