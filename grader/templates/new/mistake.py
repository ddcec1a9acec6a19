import numpy as np


def standardize(x):
    x = np.asarray(x)
    return (x - np.mean(x)) / np.std(x, ddof=1)
