def count_params(sizes):
    pairs = list(zip(sizes, sizes[1:]))
    return sizes[0] * sizes[1] + sum((a + 1) * b for a, b in pairs[1:])
