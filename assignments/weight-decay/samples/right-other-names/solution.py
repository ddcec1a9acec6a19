import numpy as np


def l2_update(W, dW, alpha, lambd, n_examples):
    decay = alpha * lambd / n_examples
    return W - decay * W - alpha * dW


l1_update = lambda W, dW, alpha, lambd, n_examples, verbose=False: (
    W - alpha * (dW + lambd / 2 / n_examples * np.where(W > 0, 1, np.where(W < 0, -1, 0)))
)
