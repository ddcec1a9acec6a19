"""How much a handwritten sign leans."""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def slant_angle(img: Float) -> float:
    """The angle between the first principal axis of the intensities and the vertical.

        c = sum of intensity (position - mean)(position - mean)^T / sum of intensity,   tan(angle) = a_x / a_y

    where a is the eigenvector of c with the largest eigenvalue. Source: document 001, problem 2b, after Ciresan et al.
    (ICDAR 2011); principal axes as in Jolliffe, Principal Component Analysis (2002), section 1.1.
    img: (rows, columns), intensities >= 0, not all zero; rows grow downwards.
    Returns radians in (-pi/2, pi/2], positive where the axis moves right as the row grows.
    Rival: the moment skew atan(c_xy / c_yy), equal for thin strokes only.

    >>> slant_angle(np.eye(5)), slant_angle(np.ones((5, 1))) + 0.0
    (0.7853981633974483, 0.0)
    """
    rows, columns = np.indices(img.shape)
    weight = img / img.sum()
    y, x = rows - np.sum(weight * rows), columns - np.sum(weight * columns)
    c = np.array([[np.sum(weight * x * x), np.sum(weight * x * y)], [np.sum(weight * x * y), np.sum(weight * y * y)]])
    values, vectors = np.linalg.eigh(c)
    a_x, a_y = vectors[:, np.argmax(values)]
    return float(np.arctan2(a_x, a_y) if a_y > 0 else np.arctan2(-a_x, -a_y))
