def count_params(sizes):
    pairs = list(zip(sizes, sizes[1:]))
    return sum(a * b + 1 for a, b in pairs)
