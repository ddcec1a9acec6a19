import torch


def adjacent_hamming(patterns):
    p = torch.as_tensor(patterns)
    return (p[1:] ^ p[:-1]).sum(1)


def activation_regions(w, b, lo, hi):
    w = torch.as_tensor(w, dtype=torch.float32)
    b = torch.as_tensor(b, dtype=torch.float32)
    cuts = (-b / w)[w != 0]
    cuts = cuts[(cuts > lo) & (cuts < hi)].unique()
    ends = torch.cat([torch.tensor([lo]), cuts, torch.tensor([hi])]).tolist()
    return [(l, r, (torch.relu(w * ((l + r) / 2) + b) > 0).int().tolist()) for l, r in zip(ends, ends[1:])]


def drift(prev, cur):
    return torch.cdist(torch.tensor(prev).float(), torch.tensor(cur).float(), p=0).diagonal().mean()
