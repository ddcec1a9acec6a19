"""Wrong slants. Each says in its first line what was measured instead."""

import numpy as np
import numpy.typing as npt

from reference.slant import slant_angle

Float = npt.NDArray[np.float64]


def slant_to_horizontal(img: Float) -> float:
    """The angle to the horizontal axis."""
    theta = slant_angle(img)
    return np.pi / 2 - theta if theta >= 0 else -np.pi / 2 - theta


def slant_mirrored(img: Float) -> float:
    """Positive to the other side, as with a y that points upwards."""
    return -slant_angle(img)


def slant_in_degrees(img: Float) -> float:
    """Degrees in place of radians."""
    return float(np.degrees(slant_angle(img)))


def slant_unweighted(img: Float) -> float:
    """Every pixel with ink counts alike."""
    return slant_angle((img > 0).astype(np.float64))


def slant_of_moments(img: Float) -> float:
    """The moment skew, atan(c_xy / c_yy)."""
    y, x = np.mgrid[: img.shape[0], : img.shape[1]]
    mass = img.sum()
    dx, dy = x - (x * img).sum() / mass, y - (y * img).sum() / mass
    return float(np.arctan((dx * dy * img).sum() / (dy * dy * img).sum()))


def slant_of_regression(img: Float) -> float:
    """The slope of the regression of y on x, turned into an angle to the vertical."""
    y, x = np.mgrid[: img.shape[0], : img.shape[1]]
    mass = img.sum()
    dx, dy = x - (x * img).sum() / mass, y - (y * img).sum() / mass
    return float(np.arctan((dx * dx * img).sum() / (dx * dy * img).sum()))


def slant_doubled(img: Float) -> float:
    """The 1/2 in front of the arc tangent is left out."""
    return 2 * slant_angle(img)


def slant_from_the_corner(img: Float) -> float:
    """Second moments about the corner of the image instead of the centre of the ink."""
    y, x = np.mgrid[: img.shape[0], : img.shape[1]]
    c_xx, c_yy, c_xy = ((product * img).sum() for product in (x * x, y * y, x * y))
    return float(np.arctan2(2 * c_xy, c_yy - c_xx) / 2)
