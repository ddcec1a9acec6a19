"""Two softmax outputs and one logistic output: the same functions, written with more or with fewer numbers."""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def softmax_to_logistic(W: Float, b: Float) -> tuple[Float, float]:
    """The logistic model that gives the first of two softmax outputs.

        softmax(a)_1 = 1 / (1 + exp(-(a_1 - a_2)))   so   w = W_1 - W_2,  b = b_1 - b_2

    Source: document 001, problem 1e; Bishop, Pattern Recognition and Machine Learning (2006), section 4.2.
    W: (2, d), b: (2,), the logits are W x + b. Returns w (d,) and a number. It is the only such model.

    >>> softmax_to_logistic(np.array([[3.0, 1.0], [1.0, -1.0]]), np.array([0.5, 2.0]))
    (array([2., 2.]), -1.5)
    """
    return W[0] - W[1], float(b[0] - b[1])


def same_probabilities(got: tuple[Float, Float], *, w: Float, b: float) -> tuple[Float, str]:
    """How far a two-output softmax model is from a given logistic one, and which slip it looks like.

        softmax(W x + c)_1 = sigma((W_1 - W_2) x + c_1 - c_2) = sigma(w x + b) for all x
                             if and only if  W_1 - W_2 = w  and  c_1 - c_2 = b

    sigma is one-to-one and an affine map that is zero everywhere is zero, so comparing differences of rows is
    comparing probabilities at all inputs. A common shift of both rows is free. w: (d,), got: W (2, d) and c (2,).
    Returns the d + 1 residuals of the logit, and a sentence.

    >>> same_probabilities((np.array([[2.0], [0.0]]), np.array([0.5, -0.5])), w=np.array([1.0]), b=1.0)[0]
    array([1., 0.])
    """
    W, c = np.asarray(got[0], np.float64), np.asarray(got[1], np.float64)
    if W.shape != (2, len(w)) or c.shape != (2,):
        raise ValueError(f"expected W of shape {(2, len(w))} and b of shape (2,), not {W.shape} and {c.shape}")
    logit = np.append(W[0] - W[1], c[0] - c[1])
    due = np.append(w, b)
    return logit - due, _slip(logit, due)


def _slip(logit: Float, due: Float) -> str:
    """What the logit is instead of w·x + b."""
    slips = {
        2.0: "the difference of your rows is 2w, 2b: the first output is σ(2(w·x + b)), not σ(w·x + b)",
        -1.0: "the rows are the wrong way round: your second output is σ(w·x + b), the first one is due",
        -2.0: "the rows are the wrong way round, and their difference is twice what it has to be",
        0.5: "the difference of your rows is half of what it has to be",
        0.0: "both rows are the same, so both outputs are 1/2 whatever x is",
    }
    for factor, sentence in slips.items():
        if np.allclose(logit, factor * due, rtol=1e-4, atol=1e-5):
            return sentence
    if np.allclose(logit[:-1], due[:-1], rtol=1e-4, atol=1e-5):
        return "the weights are right, the biases are not: the difference of the two biases has to be b"
    return "the first softmax output is not σ(w·x + b); it depends on the difference of the two logits alone"


def two_outputs(z: float) -> Float:
    """The first softmax output for the logits z and -z, and the logistic output for z.

        softmax([z, -z])_1 = exp(z) / (exp(z) + exp(-z))       sigma(z) = 1 / (1 + exp(-z))

    Source: document 001, problem 1e, which takes the two for equal; the first is sigma(2z). Returns (2,).

    >>> two_outputs(0.0)
    array([0.5, 0.5])
    """
    return np.array([np.exp(z) / (np.exp(z) + np.exp(-z)), 1 / (1 + np.exp(-z))])
