"""Classic dropout as one function with a switch: random in training, scaled at test time."""

from typing import Any

import numpy as np
import numpy.typing as npt

from reference import dropout

Float = npt.NDArray[np.float64]


def forward(a: Float, p_keep: float, train: bool) -> dict[str, Any] | Float:
    """The law of the output in training, the output itself at test time.

        train: out = a mask,  mask ~ Bernoulli(p_keep), independent        test: out = p_keep a = E[out in training]

    Source: Srivastava et al., Dropout, JMLR 15 (2014), sections 4 and 5; document 003, question 2.
    a: any shape; p_keep in (0, 1], the probability to keep. Rival: inverted dropout, which divides by p_keep in
    training and does nothing at test time; the next layer then sees another scale.

    >>> forward(np.array([5.0, -10.0]), 0.8, train=False)
    array([ 4., -8.])
    """
    return dropout.classic_dropout(a, p_keep, train) if train else dropout.classic_dropout_test(a, p_keep, train)
