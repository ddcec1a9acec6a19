"""Dropout: what its random outputs must be like, and what it gives where nothing is random."""

from typing import Any

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def inverted_dropout(a: Float, keep_prob: float) -> dict[str, Any]:
    """The law of inverted dropout: each entry is kept with probability keep_prob and then divided by it.

        out = a mask / keep_prob,   mask ~ Bernoulli(keep_prob), independent;   E[out] = a

    Source: document 002, section 7.2; Srivastava et al., Dropout, JMLR 15 (2014), section 10, second paragraph.
    a: any shape; keep_prob in (0, 1]. Returns the law of the pair (out, mask). Rival: torch's p is the probability
    to *drop*; classic dropout scales at test time instead.

    >>> inverted_dropout(np.ones(2), 0.8)
    {'input': array([1., 1.]), 'keep': 0.8, 'scale': 'inverted', 'mask': True}
    """
    return {"input": a, "keep": keep_prob, "scale": "inverted", "mask": True}


def inverted_dropout_kept(a: Float, keep_prob: float) -> tuple[Float, Float]:
    """What inverted dropout gives where it keeps everything, keep_prob = 1.

    >>> inverted_dropout_kept(np.array([2.0, -1.0]), 1.0)
    (array([ 2., -1.]), array([1., 1.]))
    """
    return a / keep_prob, np.ones(a.shape)


def classic_dropout(a: Float, p_keep: float, train: bool) -> dict[str, Any]:
    """The law of classic dropout in training: each entry is kept with probability p_keep and not scaled.

        out = a mask,   mask ~ Bernoulli(p_keep), independent;   E[out] = p_keep a

    Source: Srivastava et al., Dropout, JMLR 15 (2014), sections 4 and 5; document 003, question 2.
    a: any shape; p_keep in (0, 1]. Rival: inverted dropout, which has the scale of the input in training.

    >>> classic_dropout(np.ones(2), 0.8, train=True)
    {'input': array([1., 1.]), 'keep': 0.8, 'scale': 'classic', 'mask': False}
    """
    return {"input": a, "keep": p_keep, "scale": "classic", "mask": False}


def classic_dropout_test(a: Float, p_keep: float, train: bool) -> Float:
    """What classic dropout gives at test time: everything, scaled to the mean of training.

        out = p_keep a

    Source: Srivastava et al., Dropout, JMLR 15 (2014), section 1, figure 2.

    >>> classic_dropout_test(np.array([5.0, -10.0]), 0.8, train=False)
    array([ 4., -8.])
    """
    return p_keep * a
