import numpy as np


def weight_decay_step(w, grad, eta, lam, m):
    return np.exp(-eta * lam / m) * w - eta * grad
