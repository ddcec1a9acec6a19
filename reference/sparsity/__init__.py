"""Penalties that keep units silent."""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def kl_sparsity(rho: float, rho_hat: Float) -> float:
    """How far mean activations are from the one wished for, summed over the units.

        sum_j  rho ln(rho / q_j) + (1 - rho) ln((1 - rho) / (1 - q_j))

    Source: Ng, Sparse Autoencoder, CS294A lecture notes (2011), section 3; document 004, part 3c.
    rho in (0, 1); rho_hat: (units,), the mean activations q, each in (0, 1): sigmoid units, not ReLU.
    Returns a number in nats, 0 exactly where every q is rho. Rival: the arguments exchanged, another divergence.

    >>> kl_sparsity(0.5, np.array([0.5, 0.5])), round(kl_sparsity(0.5, np.array([0.2])), 6)
    (0.0, 0.223144)
    """
    total = 0.0
    for q in rho_hat:
        total += rho * np.log(rho / q) + (1 - rho) * np.log((1 - rho) / (1 - q))
    return float(total)
