import torch

F = torch.float32


def adam_moments(grads, b1, b2):
    grads = torch.as_tensor(grads, dtype=F)
    m = torch.zeros(grads.shape[1])
    v = torch.zeros(grads.shape[1])
    ms, vs = [], []
    for g in grads:
        m = m.lerp(g, 1 - b1)
        v = v.lerp(g * g, 1 - b2)
        ms.append(m)
        vs.append(v)
    m, v = torch.stack(ms), torch.stack(vs)
    t = torch.arange(1, len(grads) + 1, dtype=F)[:, None]
    return {"m": m, "v": v, "m_hat": m / (1 - b1**t), "v_hat": v / (1 - b2**t)}


def adam_step(theta, m, v, grad, t, lr, b1, b2, eps):
    p = torch.nn.Parameter(torch.tensor(theta, dtype=F))
    opt = torch.optim.Adam([p], lr=lr, betas=(b1, b2), eps=eps)
    opt.state[p] = {
        "step": torch.tensor(float(t - 1)),
        "exp_avg": torch.tensor(m, dtype=F),
        "exp_avg_sq": torch.tensor(v, dtype=F),
    }
    p.grad = torch.tensor(grad, dtype=F)
    opt.step()
    return p.data, opt.state[p]["exp_avg"], opt.state[p]["exp_avg_sq"]
