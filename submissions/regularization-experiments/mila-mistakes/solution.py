import numpy as np

Float = np.ndarray
Step = tuple

def _squares(W: Float) -> Float:
    squares: Float = (W**2).sum(axis=0)
    return squares

def _limited(W: Float, c: float) -> Float:
    return W * np.minimum(1, c / np.maximum(np.sqrt(_squares(W)), 1e-300))

def adam_step_inside(
    theta: Float, m: Float, v: Float, grad: Float, t: int, lr: float, b1: float, b2: float, eps: float
) -> tuple[Float, Float, Float]:
    """One step of Adam with bias correction.

        m <- b1 m + (1 - b1) grad        v <- b2 v + (1 - b2) grad**2
        theta <- theta - lr m_hat / (sqrt(v_hat) + eps),   m_hat = m / (1 - b1**t),   v_hat = v / (1 - b2**t)

    Source: Kingma & Ba, Adam, arXiv:1412.6980v9, Algorithm 1; t = 1 at the first step, eps outside the root.
    theta, m, v, grad: one shape, v >= 0; lr > 0 in units of theta; b1, b2 in [0, 1); eps > 0 in units of grad.
    Returns theta and the *uncorrected* m and v, which the next step starts from.
    Rivals: eps inside the root (document 004), which matters where v_hat is about eps or less; the reordered step of
    section 2 of the paper, whose eps-hat is another number.

    >>> zero = np.zeros(1)
    >>> theta, m, v = adam_step(zero, zero, zero, np.array([4.0]), t=1, lr=0.5, b1=0.5, b2=0.75, eps=1.0)
    >>> theta, m, v  # 0.5 * 4 / (4 + 1)
    (array([-0.4]), array([2.]), array([4.]))
    """
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad**2
    m_hat = m / (1 - b1**t)
    v_hat = v / (1 - b2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

def v_closed(grads: Float, t: int, beta2: float) -> Float:
    """t + 1 terms that begin with g^t: the next moment, as document 004 ends up with."""
    ages = np.arange(t + 1)
    return (1 - beta2) * (beta2**ages) @ grads[t - ages] ** 2

def kl_sparsity(rho: float, rho_hat: Float) -> float:
    """The arguments are exchanged."""
    q = rho_hat
    return float(np.sum(q * np.log(q / rho) + (1 - q) * np.log((1 - q) / (1 - rho))))

def max_norm(W: Float, c: float) -> Float:
    """The outgoing weights of each input, the rows."""
    return _limited(W.T, c).T

def downsample(img: Float) -> Float:
    """Every fourth pixel instead of the mean."""
    return img[::4, ::4].copy()
