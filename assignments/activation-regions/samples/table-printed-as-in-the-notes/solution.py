import numpy as np

W = np.array([-2, -1, -1, 1, 1, -0.5, 1, 2, 1, -1])
B = np.array([-3.408, -0.822, 1.574, 1.343, -9, 0.70175, -9, -1.584, 0.622, -9])
xs = np.linspace(-2, 2, 400)
on = (xs[:, None] * W + B > 0).astype(int)
start = 0
print("Activation Regions and Patterns:")
for i in range(1, 401):
    if i == 400 or (on[i] != on[start]).any():
        print(f"Region x in [{xs[start]:.3f}, {xs[i - 1]:.3f}]: Pattern {on[start]}")
        start = i
