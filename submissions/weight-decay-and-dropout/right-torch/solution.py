import torch


def weight_decay_step(w, grad, eta, lam, m):
    parameter = torch.nn.Parameter(torch.as_tensor(w, dtype=torch.float32).clone())
    parameter.grad = torch.as_tensor(grad, dtype=torch.float32)
    torch.optim.SGD([parameter], lr=eta, weight_decay=lam / m).step()
    return parameter.detach()


def dropout_forward(a, p_keep, train):
    a = torch.as_tensor(a, dtype=torch.float32)
    if train:
        return a * torch.bernoulli(torch.full_like(a, p_keep))
    return p_keep * a


def bn_train(X, gamma, beta, eps):
    X, gamma, beta = (torch.as_tensor(value, dtype=torch.float32) for value in (X, gamma, beta))
    if len(X) == 1:  # torch refuses a batch of one
        return beta.expand_as(X)
    return torch.nn.functional.batch_norm(X, None, None, gamma, beta, training=True, eps=eps)
