"""Derivatives of a sigmoid unit, reached by autograd, and its step by torch's optimiser."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from reference.chain_rule import gd_step, mistakes, reg_grads

NUMBERS = st.floats(-3, 3)
EXAMPLE = {"w": 0.7, "x": 1.5, "b": -0.2, "t": 1.0, "lam": 0.1}


def graph(w, x, b, t, lam):
    """The computation, every quantity kept with its gradient."""
    nodes = {name: torch.tensor(value, dtype=torch.float64, requires_grad=True) for name, value in
             {"w": w, "x": x, "b": b}.items()}  # fmt: skip
    nodes["z"] = nodes["w"] * nodes["x"] + nodes["b"]
    nodes["y"] = torch.sigmoid(nodes["z"])
    nodes["L"] = (nodes["y"] - t) ** 2 / 2
    nodes["R"] = nodes["w"] ** 2 / 2
    for node in nodes.values():
        node.retain_grad()
    (nodes["L"] + lam * nodes["R"]).backward()
    return {f"d{name}": node.grad.item() for name, node in nodes.items()}


@given(w=NUMBERS, x=NUMBERS, b=NUMBERS, t=NUMBERS, lam=st.floats(0, 2))
def test_every_derivative_is_autograds(w, x, b, t, lam):
    told, due = reg_grads(w, x, b, t, lam), graph(w, x, b, t, lam)

    assert told.keys() == due.keys()
    for name, value in due.items():
        assert told[name] == pytest.approx(value, rel=1e-12, abs=1e-12), name


@given(w=NUMBERS, x=NUMBERS, b=NUMBERS, t=NUMBERS, lam=st.floats(0, 2), lr=st.floats(0.01, 2))
def test_a_step_is_torch_sgd_with_decay_of_the_weight_alone(w, x, b, t, lam, lr):
    weight, bias = (torch.nn.Parameter(torch.tensor(value, dtype=torch.float64)) for value in (w, b))
    loss = (torch.sigmoid(weight * x + bias) - t) ** 2 / 2
    loss.backward()
    torch.optim.SGD([{"params": [weight], "weight_decay": lam}, {"params": [bias]}], lr=lr).step()

    np.testing.assert_allclose(gd_step(w, b, x, t, lam, lr), [weight.item(), bias.item()], rtol=1e-12, atol=1e-12)


def test_the_worked_example_is_the_finite_difference_slope():
    def loss(w, x, b, t, lam):
        y = 1 / (1 + np.exp(-(w * x + b)))
        return (y - t) ** 2 / 2 + lam * w**2 / 2

    h = 1e-6
    for name in ("w", "x", "b"):
        up, down = EXAMPLE | {name: EXAMPLE[name] + h}, EXAMPLE | {name: EXAMPLE[name] - h}
        assert reg_grads(**EXAMPLE)[f"d{name}"] == pytest.approx((loss(**up) - loss(**down)) / (2 * h), abs=1e-9)


WRONG_GRADS = [function for name, function in vars(mistakes).items() if name.startswith("grads_")]
WRONG_STEPS = [function for name, function in vars(mistakes).items() if name.startswith("step_")]


@pytest.mark.parametrize("wrong", WRONG_GRADS)
def test_a_mistake_differs_from_autograd(wrong):
    told, due = wrong(**EXAMPLE), graph(**EXAMPLE)

    assert max(abs(told[name] - due[name]) for name in due) > 0.01


@pytest.mark.parametrize("wrong", WRONG_STEPS)
def test_a_wrong_step_ends_elsewhere(wrong):
    settings = EXAMPLE | {"lr": 0.7}

    assert np.abs(np.subtract(wrong(**settings), gd_step(**settings))).max() > 1e-4
