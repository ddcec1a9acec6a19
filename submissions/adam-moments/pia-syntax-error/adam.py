import numpy as np

def adam_moments(grads, b1, b2):
    for t, g in enumerate(grads, 1):
    m = b1 * m + (1 - b1) * g
    return m
