def adam_step(theta, m, v, grad, t, lr, b1, b2, eps)
    return theta
