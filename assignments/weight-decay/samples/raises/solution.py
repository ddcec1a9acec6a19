def l2_update(w, grad, lr, lam, m):
    raise NotImplementedError


def l1_update(w, grad, lr, lam, m):
    return undefined_name
