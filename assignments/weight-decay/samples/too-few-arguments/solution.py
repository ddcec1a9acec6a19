def l2_update(w, grad, lr):
    return w - lr * grad
