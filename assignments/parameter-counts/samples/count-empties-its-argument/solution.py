def count_params(sizes):
    total, last = 0, sizes.pop(0)
    while sizes:
        size = sizes.pop(0)
        total += (last + 1) * size
        last = size
    return total
