def count_params(sizes):
    pairs = list(zip(sizes, sizes[1:]))
    return sum((sizes[i] + 1) * sizes[i + 1] for i in range(len(sizes) - 2))
