import torch


def adjacent_hamming(patterns):
    p = torch.as_tensor(patterns)
    return (p[1:] != p[:-1]).sum(dim=1)


def activation_regions(w, b, lo, hi):
    w, b = torch.as_tensor(w, dtype=torch.float64), torch.as_tensor(b, dtype=torch.float64)
    cuts = torch.unique(-b[w != 0] / w[w != 0])
    cuts = cuts[(cuts > lo) & (cuts < hi)]
    ends = torch.cat([torch.tensor([lo]), cuts, torch.tensor([hi])])
    out = []
    for left, right in zip(ends[:-1], ends[1:]):
        hidden = torch.relu(w * (left + right) / 2 + b)
        out.append((left, right, (hidden > 0).int()))
    return out


def drift(prev, cur):
    return torch.as_tensor(prev).ne(torch.as_tensor(cur)).sum(1).float().mean()
