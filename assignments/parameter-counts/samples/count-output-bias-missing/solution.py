def count_params(sizes):
    pairs = list(zip(sizes, sizes[1:]))
    return sum((a + 1) * b for a, b in pairs[:-1]) + sizes[-2] * sizes[-1]
