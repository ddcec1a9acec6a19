def count_params(sizes):
    pairs = list(zip(sizes, sizes[1:]))
    return str(sum((a + 1) * b for a, b in pairs))
