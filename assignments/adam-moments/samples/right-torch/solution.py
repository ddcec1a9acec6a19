import torch


def adam_moments(grads, b1, b2):
    """Let torch's own optimiser do the work and read its state."""
    grads = torch.tensor(grads, dtype=torch.float32)
    p = torch.nn.Parameter(torch.zeros(grads.shape[1]))
    opt = torch.optim.Adam([p], betas=(b1, b2))
    out = {k: [] for k in ("m", "v", "m_hat", "v_hat")}
    for t, g in enumerate(grads, start=1):
        p.grad = g.clone()
        opt.step()
        m, v = opt.state[p]["exp_avg"].clone(), opt.state[p]["exp_avg_sq"].clone()
        out["m"].append(m)
        out["v"].append(v)
        out["m_hat"].append(m / (1 - b1**t))
        out["v_hat"].append(v / (1 - b2**t))
    return {k: torch.stack(rows) for k, rows in out.items()}


def adam_step(theta, m, v, grad, t, lr, b1, b2, eps):
    theta, m, v, grad = (torch.as_tensor(a, dtype=torch.float32) for a in (theta, m, v, grad))
    m = torch.lerp(grad, m, b1)
    v = b2 * v + (1 - b2) * grad.square()
    return theta - lr * (m / (1 - b1**t)) / ((v / (1 - b2**t)).sqrt() + eps), m, v
