"""Generators of whole networks: the weight matrices of several layers, and what a penalty on them needs besides."""

from collections.abc import Sequence

import numpy as np

Inputs = dict[str, object]


def penalised(rng: np.random.Generator, *, shapes: Sequence[Sequence[int]], lam: float = -1.0, m: int = 0) -> Inputs:
    """A data loss, a matrix of each shape with entries of both signs, a strength and a number of examples.

    shapes: rows and columns of each layer. `lam` and `m` are drawn unless they are given. No matrix is of rank one
    unless it is a row or column, so the norms of a matrix that people confuse are different numbers.

    >>> made = penalised(np.random.default_rng(1), shapes=[[2, 3], [3, 1]], lam=0.0)
    >>> [W.shape for W in made["weights"]], made["lam"], made["m"] >= 2
    ([(2, 3), (3, 1)], 0.0, True)
    """
    weights = [_matrix(rng, int(rows), int(columns)) for rows, columns in shapes]
    strength = float(rng.uniform(0.5, 3.0)) if lam < 0 else float(lam)
    examples = int(m) or int(rng.integers(2, 21))
    return {"base_loss": float(rng.uniform(0.2, 2.0)), "weights": weights, "lam": strength, "m": examples}


def _matrix(rng: np.random.Generator, rows: int, columns: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Entries between 0.2 and 1.5 in size, at least one of either sign where there are two."""
    while True:
        signs = rng.choice([-1.0, 1.0], size=(rows, columns))
        if rows * columns == 1 or len(np.unique(signs)) == 2:
            return signs * rng.uniform(0.2, 1.5, size=(rows, columns))
