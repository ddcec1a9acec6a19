"""Wrong in every answer, each in its own way."""


def l2_update(w, grad, lr, lam, m):
    return w - lr * (grad + lam // m * w)
