def adjacent_hamming(rows):
    out = []
    for i in range(len(rows) - 1):
        count = 0
        for a, b in zip(rows[i], rows[i + 1]):
            if a != b:
                count += 1
        out.append(count)
    return tuple(out)


def activation_regions(weights, biases, left, right):
    """Walk from cut to cut."""
    weights, biases = weights.tolist(), biases.tolist()
    regions = []
    here = left
    while here < right:
        nxt = right
        for w, b in zip(weights, biases):
            if w != 0:
                x = -b / w
                if here < x < nxt:
                    nxt = x
        mid = (here + nxt) / 2
        regions.append([here, nxt, [1 if w * mid + b > 0 else 0 for w, b in zip(weights, biases)]])
        here = nxt
    return regions


def drift(before, after):
    total = 0
    for p, q in zip(before.tolist(), after.tolist()):
        total += sum(a ^ b for a, b in zip(p, q))
    return total / len(before)


w = [-2, -1, -1, 1, 1, -0.5, 1, 2, 1, -1]
b = [-3.408, -0.822, 1.574, 1.343, -9, 0.70175, -9, -1.584, 0.622, -9]


class Row(list):
    tolist = list.copy


for _, _, pattern in activation_regions(Row(w), Row(b), -2, 2):
    print("".join(str(bit) for bit in pattern))
