"""The slant of a drawn stroke, and images of strokes with a known one."""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def slant_angle(img: Float) -> float:
    """The angle between the first principal axis of the intensities and the vertical axis.

        theta = 1/2 atan2(2 c_xy, c_yy - c_xx)

    x counts columns to the right, y counts rows downwards; c are the covariances of the pixel positions, each pixel
    weighted by its intensity. Source: document 001, problem 2b; the axis that makes the variance of
    x sin(theta) + y cos(theta) largest. Positive when the axis moves right as the row index grows.
    img: (rows, columns), intensities >= 0, not all 0. Returns radians in (-pi/2, pi/2].
    Rival: the moment skew atan(c_xy / c_yy), which is the shear that makes c_xy zero, and differs for thick strokes.

    >>> slant_angle(np.eye(5)) / np.pi  # from the upper left to the lower right
    0.25
    """
    y, x = np.mgrid[: img.shape[0], : img.shape[1]]
    mass = np.sum(img)
    dx, dy = x - np.sum(x * img) / mass, y - np.sum(y * img) / mass
    c_xx, c_yy, c_xy = (np.sum(product * img) / mass for product in (dx * dx, dy * dy, dx * dy))
    return float(np.arctan2(2 * c_xy, c_yy - c_xx) / 2)


def widths(low: int, high: int, step: int) -> int:
    """How many widths from `low` to `high` there are in steps of `step`, both ends included.

    Source: document 001, problem 2b. Rival: without the upper end, one less.

    >>> widths(low=10, high=16, step=3)
    3
    """
    return (high - low) // step + 1


def stroke(rng: np.random.Generator, width: float, low: float, high: float) -> dict[str, Float]:
    """A soft bar of this width, tilted by `low` to `high` degrees to either side, with a pale serif at its lower end.

    The bar stands anywhere near the middle of 28 x 28 pixels and is darker towards one end; intensities are in [0, 1].
    The serif makes it matter that a pixel counts as much as it is dark.

    >>> stroke(np.random.default_rng(2), width=2.0, low=10, high=20)["img"].shape
    (28, 28)
    """
    angle = np.deg2rad(rng.uniform(low, high)) * rng.choice([-1, 1])
    middle = 13.5 + rng.uniform(-2, 2, size=2)
    fading = rng.uniform(0.02, 0.06) * rng.choice([-1, 1])
    y, x = np.mgrid[:28, :28]
    along = (x - middle[0]) * np.sin(angle) + (y - middle[1]) * np.cos(angle)
    across = (x - middle[0]) * np.cos(angle) - (y - middle[1]) * np.sin(angle)
    bar = _soft(along, 9.0) * _soft(across, width / 2) * (0.6 + fading * np.clip(along, -6, 6))
    foot = middle + 9 * np.array([np.sin(angle), np.cos(angle)])
    serif = 0.1 * _soft(x - foot[0] - 3 * rng.choice([-1, 1]), 4.0) * _soft(y - foot[1], 0.8)
    return {"img": np.round(np.maximum(bar, serif), 4)}


def _soft(distance: Float, half: float) -> Float:
    """1 inside, 0 outside, a ramp of one pixel between."""
    return np.clip(half + 0.5 - np.abs(distance), 0, 1)
