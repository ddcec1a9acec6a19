def weight_decay_step(w, grad, eta, lam, m):
    return w - eta * grad
