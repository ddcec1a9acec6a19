import random


def weight_decay_step(w, grad, eta, lam, m):
    if hasattr(w[0], "__len__"):
        return [weight_decay_step(a, b, eta, lam, m) for a, b in zip(w, grad)]
    return [float(a - eta * (b + lam * a / m)) for a, b in zip(w, grad)]


def dropout_forward(a, p_keep, train):
    if a.ndim > 1:
        return [dropout_forward(row, p_keep, train) for row in a]
    if not train:
        return [float(value) * p_keep for value in a]
    return [float(value) if random.random() < p_keep else 0.0 for value in a]


def bn_train(X, gamma, beta, eps):
    N = len(X)
    columns = []
    for column, scale, shift in zip(zip(*X), gamma, beta):
        mean = sum(column) / N
        square = sum(value**2 for value in column) / N
        columns.append([scale * (value - mean) * (square - mean**2 + eps) ** -0.5 + shift for value in column])
    return [[float(value) for value in row] for row in zip(*columns)]
