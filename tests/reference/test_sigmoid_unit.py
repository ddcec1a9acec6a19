"""The chain rule of one sigmoid unit, reached by autograd and by the numbers of a worked example."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from reference.sigmoid_unit import gd_step, reg_grads

NUMBERS = st.floats(-4, 4)


def by_autograd(w, x, b, t, lam):
    names = {
        name: torch.tensor(value, dtype=torch.float64, requires_grad=True)
        for name, value in (("w", w), ("x", x), ("b", b))
    }
    z = names["w"] * names["x"] + names["b"]
    y = torch.sigmoid(z)
    L = (y - t) ** 2 / 2
    R = names["w"] ** 2 / 2
    for inner in (z, y, L, R):
        inner.retain_grad()
    (L + lam * R).backward()
    return {"dz": z, "dy": y, "dL": L, "dR": R, "dw": names["w"], "dx": names["x"], "db": names["b"]}


@given(w=NUMBERS, x=NUMBERS, b=NUMBERS, t=st.floats(0, 1), lam=st.floats(0, 2))
def test_every_derivative_is_that_of_autograd(w, x, b, t, lam):
    grads = reg_grads(w, x, b, t, lam)
    for name, tensor in by_autograd(w, x, b, t, lam).items():
        assert grads[name] == pytest.approx(tensor.grad.item(), rel=1e-9, abs=1e-12), name


def test_a_step_is_that_of_torch_and_of_the_worked_numbers():
    w, b = (
        torch.nn.Parameter(torch.tensor(0.7, dtype=torch.float64)),
        torch.nn.Parameter(torch.tensor(-0.2, dtype=torch.float64)),
    )
    ((torch.sigmoid(w * 1.5 + b) - 1) ** 2 / 2 + 0.1 * w**2 / 2).backward()
    torch.optim.SGD([w, b], lr=0.1).step()

    stepped = gd_step(w=0.7, b=-0.2, x=1.5, t=1.0, lam=0.1, lr=0.1)

    assert stepped == pytest.approx((w.item(), b.item()), rel=1e-12)
    assert stepped == pytest.approx((0.7024219, -0.1937187), abs=1e-7)


def test_a_saturated_unit_overflows_nothing():
    assert reg_grads(w=-900.0, x=1.0, b=0.0, t=1.0, lam=0.0)["dz"] == 0
