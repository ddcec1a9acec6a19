"""Hard limits on weights."""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def max_norm(W: Float, c: float) -> Float:
    """Weights in which no unit's incoming weights are longer than c.

        W_j <- W_j min(1, c / |W_j|)   for every column j

    Source: Srivastava et al., Dropout, JMLR 15 (2014), section 5.1; document 004, part 3d.
    W: (inputs, units), the incoming weights of one unit in a column; c > 0 in units of W. Returns the shape of W;
    shorter columns, zero ones among them, stay as they are.
    Rival: clipping each weight at c, another set.

    >>> max_norm(np.array([[3.0, 1.0], [4.0, 0.0]]), c=2.0)
    array([[1.2, 1. ],
           [1.6, 0. ]])
    """
    out = W.copy()
    for j in range(W.shape[1]):
        length = np.sqrt(np.sum(W[:, j] ** 2))
        if length > c:
            out[:, j] = W[:, j] * (c / length)
    return out
