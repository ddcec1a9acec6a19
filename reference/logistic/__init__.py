"""Logistic regression and the softmax of two logits are one model in two notations."""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def softmax_to_logistic(W: Float, b: Float) -> tuple[Float, float]:
    """The logistic model that equals a softmax model with two outputs.

        softmax(a, c)_0 = 1 / (1 + exp(-(a - c))),   so w = W_0 - W_1,  b = b_0 - b_1

    Source: document 001, problem 1e, whose own substitution gives twice the logit.
    W: (2, d), b: (2,). Returns w (d,) and b, a number, with sigmoid(w.x + b) = softmax(W x + b)_0 for every x.

    >>> softmax_to_logistic(np.array([[3.0, 1.0], [1.0, 2.0]]), np.array([0.5, 0.25]))
    (array([ 2., -1.]), 0.25)
    """
    return W[0] - W[1], float(b[0] - b[1])


def logistic_to_softmax(W_and_b: tuple[Float, Float], *, w: Float, b: float) -> tuple[Float, str]:
    """How far a softmax model's first output is from a logistic model, in logits.

        softmax(W x + b')_0 = sigmoid(w.x + b) for every x   exactly if   W_0 - W_1 = w  and  b'_0 - b'_1 = b

    Source: as above. Many models are right: (w/2, -w/2), (w, 0), (w + c, c) for any c.
    W_and_b: what came back, (2, d) and (2,); w: (d,); b: a number. Returns the residual in units of w and b.

    >>> residual, _ = logistic_to_softmax((np.array([[2.0], [1.0]]), np.array([0.0, 3.0])), w=np.array([1.0]), b=-2.0)
    >>> residual
    array([ 0., -1.])
    """
    W, bias = np.asarray(W_and_b[0], np.float64), np.asarray(W_and_b[1], np.float64)
    if W.shape != (2, len(w)) or bias.shape != (2,):
        raise ValueError("W of shape (2, d) and b of shape (2,) are due")
    logit = np.append(W[0] - W[1], bias[0] - bias[1])
    return logit - np.append(w, b), "the first output of your softmax is not the probability of the logistic model"
