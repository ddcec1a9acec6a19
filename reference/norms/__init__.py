"""Norms of vectors, and entrywise norms of matrices (document 002, appendix A)."""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def lp_norm(x: Float, p: float) -> float:
    """The p-norm of a vector.

        (sum |x_i|**p)**(1/p)

    Source: Goodfellow, Bengio & Courville, Deep Learning (2016), equation 2.30.
    x: (n,); p >= 1 (below 1 the triangle inequality fails). Returns a number in units of x.

    >>> lp_norm(np.array([3.0, -4.0]), 1.0), lp_norm(np.array([3.0, -4.0]), 2.0)
    (7.0, 5.0)
    """
    return float(np.sum(np.abs(x) ** p) ** (1 / p))


def matrix_norms(W: Float) -> tuple[float, float]:
    """The entrywise 1-norm and the Frobenius norm of a matrix, in this order.

        sum |w_ij|          sqrt(sum w_ij**2)

    Source: Goodfellow, Bengio & Courville, Deep Learning (2016), equation 2.32, for the second.
    W: (rows, columns). Returns two numbers in units of W. Rivals: the induced norms that numpy means by ord = 1
    (largest column sum) and ord = 2 (largest singular value).

    >>> matrix_norms(np.array([[1.0, -2.0], [2.0, 4.0]]))
    (9.0, 5.0)
    """
    return float(np.sum(np.abs(W))), float(np.sqrt(np.sum(W**2)))
