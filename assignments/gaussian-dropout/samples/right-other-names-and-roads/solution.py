import numpy as np


def expected_loss(weights, inputs, target, variance):
    prediction = np.inner(weights, inputs)
    energy = np.sum(weights**2 * inputs**2)
    return np.array(((target - prediction) ** 2 + variance * energy) / 2)


def expected_grad(weights, inputs, target, variance):
    # central differences are exact for a quadratic
    h = 1e-3
    eye = np.eye(len(weights))
    return np.array(
        [
            (expected_loss(weights + h * e, inputs, target, variance) - expected_loss(weights - h * e, inputs, target, variance))
            / (2 * h)
            for e in eye
        ]
    )


def expected_grad_fixed_noise(weights, inputs, target, _):
    return np.outer(inputs, inputs) @ weights - target * inputs


def mc_loss(weights, inputs, target, variance, draws, seed):
    np.random.seed(seed)
    noise = np.random.normal(0, np.sqrt(variance * weights**2), size=(draws, weights.size))
    return float(np.mean(0.5 * (target - (weights + noise).dot(inputs)) ** 2))
