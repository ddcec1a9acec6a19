# plain lists back, no numpy at all
def sign(value):
    if value > 0:
        return 1
    if value < 0:
        return -1
    return 0


def walk(function, w, g):
    if hasattr(w, "__len__"):
        return [walk(function, a, b) for a, b in zip(w, g)]
    return function(float(w), float(g))


def l2_update(w, grad, lr, lam, m):
    return walk(lambda a, g: a - lr * (g + lam / m * a), w, grad)


def l1_update(w, grad, lr, lam, m):
    return walk(lambda a, g: a - lr * (g + lam / (2 * m) * sign(a)), w, grad)
