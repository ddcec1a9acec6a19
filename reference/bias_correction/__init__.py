"""Why Adam divides its moments by 1 - b**t."""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def weights(b: float, t: int) -> Float:
    """How much of every gradient is in the raw moment m_t.

        m_t = b m_{t-1} + (1 - b) g_t,  m_0 = 0   gives   m_t = sum_{j=1}^t (1 - b) b**(t-j) g_j

    Source: Kingma & Ba, Adam, arXiv:1412.6980v9, equation (1) of section 3. b in [0, 1), t >= 1.
    Returns (t,), the weight of g_1 first. Rival: document 001 prints g_{t-i-1} in its sum, one gradient too old.

    >>> weights(0.5, 3)
    array([0.125, 0.25 , 0.5  ])
    """
    j = np.arange(1, int(t) + 1)
    return np.asarray((1 - b) * b ** (t - j), np.float64)


def corrections(b: float, steps: int) -> Float:
    """The share of the mean gradient that the raw moment holds after 1, 2, … steps: 1 - b**t.

    >>> corrections(0.5, 3)
    array([0.5  , 0.75 , 0.875])
    """
    return np.asarray(1 - b ** np.arange(1, steps + 1), np.float64)
