"""What the penalty lam/(2m) w**2 does to a weight in one step, taken apart."""


def decay_factor(eta: float, lam: float, m: int) -> float:
    """The factor that multiplies the old weight in a step of gradient descent.

        w - eta (dL + lam/m w) = (1 - eta lam/m) w - eta dL

    Source: document 003, question 1.3; the gradient dL is taken at the old weight. eta, lam > 0, m >= 1.
    It lies in (0, 1) only for eta < m/lam; up to 2 m/lam its absolute value is below 1, and the sign changes.

    >>> [decay_factor(eta, lam=2.0, m=4) for eta in (1.0, 3.0, 5.0)]
    [0.5, -0.5, -1.5]
    """
    return 1 - eta * lam / m


def penalty_ratio(large: float, small: float) -> float:
    """How many times the L2 penalty of one weight is that of another: the square of their ratio.

    >>> penalty_ratio(6.0, 2.0)
    9.0
    """
    return large**2 / small**2
