import numpy as np


def drift(prev, cur):
    return np.mean(np.abs(prev.sum(axis=1) - cur.sum(axis=1)))
