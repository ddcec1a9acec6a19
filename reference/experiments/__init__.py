"""Small experiments with regularisers: the data, a net with one hidden layer, and what its losses are."""

import numpy as np
import numpy.typing as npt

from reference.experiments.digits import digits

Float = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
TRAINED, VALIDATED = 500, 200  # of the 1200 digits; the last 500 are never shown to anybody


def moons(rng: np.random.Generator, n: int, noise: float = 0.3) -> tuple[Float, Integers]:
    """Two half circles that reach into each other, blurred: points and their classes 0 and 1.

        class 0: (cos a, sin a)      class 1: (1 - cos a, 1/2 - sin a)      a uniform in [0, pi], plus normal noise

    Returns X (n, 2) and y (n,), half of each class up to one, in random order.

    >>> X, y = moons(np.random.default_rng(0), 5)
    >>> X.shape, int(y.sum())
    ((5, 2), 2)
    """
    y = rng.permutation(np.arange(n) % 2).astype(np.int64)
    a = rng.uniform(0, np.pi, n)
    X = np.where(y[:, None] == 0, np.stack([np.cos(a), np.sin(a)], 1), np.stack([1 - np.cos(a), 0.5 - np.sin(a)], 1))
    return X + noise * rng.normal(size=(n, 2)), y


def moons_case(rng: np.random.Generator, method: str, n: int, n_val: int) -> dict[str, Float | Integers | str | int]:
    """Inputs of `train_2d`: points to learn from, points to validate on, the method and a seed."""
    X, y = moons(rng, n)
    X_val, y_val = moons(rng, n_val)
    return {"X": X, "y": y, "X_val": X_val, "y_val": y_val, "method": method, "seed": int(rng.integers(1000))}


def digits_case(rng: np.random.Generator, method: str, c: float) -> dict[str, Float | Integers | str | float]:
    """Inputs of `train_images`: real handwritten digits, in an order of their own, the method, the bound c, a seed."""
    X, y = digits()
    order = rng.permutation(TRAINED + VALIDATED)
    X, y = X[order], y[order]
    return {
        "X": X[:TRAINED],
        "y": y[:TRAINED],
        "X_val": X[TRAINED:],
        "y_val": y[TRAINED:],
        "method": method,
        "c": c,
        "seed": int(rng.integers(1000)),
    }


def unseen_moons() -> tuple[Float, Integers]:
    """Points that no student's code has seen: a draw of its own."""
    return moons(np.random.default_rng(20_040), 1000)


def unseen_digits() -> tuple[Float, Integers]:
    """Digits that no student's code has seen: the last of the set."""
    X, y = digits()
    return X[TRAINED + VALIDATED :], y[TRAINED + VALIDATED :]


def logits(weights: list[Float], X: Float) -> Float:
    """What a net with one hidden layer of ReLU units gives before its last function.

        relu(X W1 + b1) W2 + b2

    weights: W1 (n_in, hidden), b1 (hidden,), W2 (hidden, n_out), b2 (n_out,). X: (n, n_in). Returns (n, n_out).

    >>> logits([np.eye(2), np.zeros(2), np.array([[1.0], [10.0]]), np.array([0.5])], np.array([[3.0, -7.0]]))
    array([[3.5]])
    """
    W1, b1, W2, b2 = weights
    return np.asarray(np.maximum(X @ W1 + b1, 0) @ W2 + b2, np.float64)


def cross_entropy(z: Float, y: Integers) -> float:
    """The mean cost -ln p(y) in nats, for logits of a sigmoid (one column) or of a softmax (several).

    >>> even = cross_entropy(np.zeros((3, 1)), np.array([0, 1, 1])), cross_entropy(np.zeros((1, 10)), np.array([4]))
    >>> [round(loss, 6) for loss in even]
    [0.693147, 2.302585]
    """
    if z.shape[1] == 1:
        z = np.concatenate([np.zeros_like(z), z], axis=1)  # sigma(z) is a softmax of (0, z)
    top = z.max(axis=1, keepdims=True)
    total = top[:, 0] + np.log(np.exp(z - top).sum(axis=1))
    return float(np.mean(total - z[np.arange(len(y)), y]))


def softmax(z: Float) -> Float:
    """Rows of probabilities.

    >>> softmax(np.array([[0.0, np.log(3.0)]]))
    array([[0.25, 0.75]])
    """
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True), np.float64)


def error_rate(z: Float, y: Integers) -> float:
    """The share of wrong decisions: sign for one column, the largest for several.

    >>> error_rate(np.array([[2.0], [-1.0]]), np.array([1, 1]))
    0.5
    """
    decided = (z[:, 0] > 0).astype(np.int64) if z.shape[1] == 1 else z.argmax(axis=1)
    return float(np.mean(decided != y))


def smallest_double_loss(classes: int) -> float:
    """The least mean loss that softmax outputs can reach where the loss applies softmax again.

        ln((e + n - 1) / e): the best input of the second softmax is 1 for the right class and 0 for the others

    >>> round(smallest_double_loss(10), 6)
    1.46115
    """
    return float(np.log((np.e + classes - 1) / np.e))


def saturated_double_loss(classes: int, error: float) -> float:
    """The mean loss in that case if all outputs are saturated and a share of them is wrong.

    A saturated wrong output costs exactly 1 more than a right one: its 1 stands in another place.

    >>> round(saturated_double_loss(10, 0.056), 6)
    1.51715
    """
    return smallest_double_loss(classes) + error


def ratio(b: float, t: int) -> float:
    """How much of the mean squared gradient the raw second moment holds: the sum of its weights.

        sum over i = 0..t-1 of (1 - b) b**i = 1 - b**t

    >>> ratio(0.5, 3)
    0.875
    """
    return float(sum((1 - b) * b**i for i in range(t)))


def gradients(rng: np.random.Generator, t: int, steps: int) -> dict[str, Float | int | float]:
    """Inputs of `v_closed`: gradients of three weights, more of them than v^t has used."""
    return {"grads": rng.normal(size=(steps, 3)) + 0.5, "t": t, "beta2": float(rng.uniform(0.5, 0.9))}


def matrices(rng: np.random.Generator, c: float) -> dict[str, Float | float]:
    """Inputs of `max_norm`: columns shorter and longer than c, one of them with a weight above c."""
    W = rng.normal(size=(6, 5)) * np.array([0.3, 0.8, 1.6, 2.5, 0.1])
    W[0, 2] = 1.5 * c
    return {"W": W[:, rng.permutation(5)], "c": c}
