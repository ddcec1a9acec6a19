"""The slant, reached by eigenvectors, by trying angles, and by undoing it."""

import numpy as np
import pytest

from reference.slant import mistakes, slant_angle, stroke, widths


def ink(img):
    """One row per pixel with ink: how far right, how far down, how dark."""
    y, x = np.nonzero(img)
    mass = img[y, x]
    return x - np.average(x, weights=mass), y - np.average(y, weights=mass), mass


@pytest.fixture(params=range(12))
def img(request):
    return stroke(np.random.default_rng(request.param), width=[2.0, 8.0][request.param % 2], low=8, high=40)["img"]


def test_the_slant_is_the_direction_of_the_leading_eigenvector(img):
    x, y, mass = ink(img)
    _, vectors = np.linalg.eigh(np.cov(np.stack([x, y]), aweights=mass))
    across, down = vectors[:, -1]

    assert slant_angle(img) == pytest.approx(np.arctan(across / down), abs=1e-9)


def test_no_other_direction_has_a_larger_variance(img):
    x, y, mass = ink(img)

    def variance(theta):
        return np.average((x * np.sin(theta) + y * np.cos(theta)) ** 2, weights=mass)

    theta = slant_angle(img)
    others = np.linspace(-np.pi / 2, np.pi / 2, 721)
    assert variance(theta) >= max(map(variance, others)) - 1e-12


def test_turning_the_ink_back_leaves_no_covariance(img):
    x, y, mass = ink(img)
    theta = slant_angle(img)
    turned = x * np.cos(theta) - y * np.sin(theta), x * np.sin(theta) + y * np.cos(theta)

    assert np.average(turned[0] * turned[1], weights=mass) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(("width", "near"), [(1.0, 0.1), (6.0, 0.1)])
def test_a_drawn_stroke_has_the_angle_it_was_drawn_with(width, near):
    img = stroke(np.random.default_rng(4), width=width, low=20, high=20.0001)["img"]

    assert abs(slant_angle(img)) == pytest.approx(np.deg2rad(20), abs=near)


def test_mirroring_turns_the_sign_and_a_vertical_stroke_has_none():
    img = stroke(np.random.default_rng(1), width=3.0, low=10, high=30)["img"]
    upright = np.zeros((9, 5))
    upright[:, 2] = 1.0

    assert slant_angle(img[:, ::-1]) == pytest.approx(-slant_angle(img), abs=1e-12)
    assert slant_angle(upright) == 0


def test_widths_are_counted_with_both_ends():
    for low, high, step in [(8, 20, 2), (1, 1, 5), (3, 12, 3)]:
        assert len(list(range(low, high + 1, step))) == widths(low, high, step)


WRONG = [function for name, function in vars(mistakes).items() if name.startswith("slant_") and name != "slant_angle"]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_mistake_measures_another_angle(wrong, img):
    assert abs(wrong(img) - slant_angle(img)) > 1e-3
