"""The slant of a stroke, reached by drawing strokes of a known slant and by the closed form of the axis."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference.slanting import slant_angle


def stroke(degrees: float, width: float) -> np.ndarray:
    """A soft-edged bar through the middle of a 61 x 61 image, leaning to the right as rows go down."""
    rows, columns = np.indices((61, 61)) - 30.0
    slope = np.deg2rad(degrees)
    across = columns * np.cos(slope) - rows * np.sin(slope)
    along = columns * np.sin(slope) + rows * np.cos(slope)
    return np.exp(-((across / width) ** 2) - (along / 12) ** 2)


@pytest.mark.parametrize("degrees", [-40, -20, -5, 0, 10, 20, 35])
@pytest.mark.parametrize("width", [1.5, 5])
def test_a_drawn_bar_has_the_slant_it_was_drawn_with(degrees, width):
    assert np.rad2deg(slant_angle(stroke(degrees, width))) == pytest.approx(degrees, abs=0.02)


@given(seed=st.integers(0, 999))
def test_the_axis_is_half_the_angle_of_the_second_moments(seed):
    img = np.random.default_rng(seed).random((7, 9))
    y, x = np.indices(img.shape)
    covariance = np.cov(np.stack([x.ravel(), y.ravel()]), aweights=img.ravel(), bias=True)
    (c_xx, c_xy), (_, c_yy) = covariance

    assert np.tan(slant_angle(img)) == pytest.approx(np.tan(0.5 * np.arctan2(2 * c_xy, c_yy - c_xx)), rel=1e-7)


def test_the_moment_skew_is_the_slant_of_thin_strokes_only():
    def skew(img):
        y, x = np.indices(img.shape)
        (_, c_xy), (_, c_yy) = np.cov(np.stack([x.ravel(), y.ravel()]), aweights=img.ravel())
        return np.rad2deg(np.arctan2(c_xy, c_yy))

    assert skew(stroke(20, 0.8)) == pytest.approx(20, abs=0.2)
    assert abs(skew(stroke(20, 6)) - 20) > 3
