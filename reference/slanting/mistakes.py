"""Wrong angles that look right. Each says in its first line what was done instead."""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def _moments(img: Float) -> tuple[float, float, float]:
    rows, columns = np.indices(img.shape)
    weight = img / img.sum()
    y, x = rows - np.sum(weight * rows), columns - np.sum(weight * columns)
    return float(np.sum(weight * x * x)), float(np.sum(weight * x * y)), float(np.sum(weight * y * y))


def _angle(img: Float) -> float:
    c_xx, c_xy, c_yy = _moments(img)
    return float(0.5 * np.arctan2(2 * c_xy, c_yy - c_xx))


def slant_to_horizontal(img: Float) -> float:
    """The angle to the horizontal."""
    c_xx, c_xy, c_yy = _moments(img)
    return float(0.5 * np.arctan2(2 * c_xy, c_xx - c_yy))


def slant_unweighted(img: Float) -> float:
    """Every pixel above zero counts the same."""
    return _angle((img > 0).astype(float))


def slant_degrees(img: Float) -> float:
    """Degrees instead of radians."""
    return float(np.degrees(_angle(img)))


def slant_mirrored(img: Float) -> float:
    """The sign of the other direction."""
    return -_angle(img)


def slant_of_moments(img: Float) -> float:
    """The moment skew, which is the angle of thin strokes only."""
    _, c_xy, c_yy = _moments(img)
    return float(np.arctan(c_xy / c_yy))
