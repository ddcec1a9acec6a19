"""The nets, losses and data of the experiments by torch's road, and what measuring again finds out."""

import gzip

import numpy as np
import pytest
import torch

from reference import experiments
from reference.experiments import digits, measured
from reference.experiments.digits import mnist, read_idx

rng = np.random.default_rng(3)
WEIGHTS_2D = [rng.normal(size=(2, 7)), rng.normal(size=7), rng.normal(size=(7, 1)), rng.normal(size=1)]
WEIGHTS = [rng.normal(size=(64, 9)), rng.normal(size=9), rng.normal(size=(9, 10)), rng.normal(size=10)]


def torch_net(weights):
    net = torch.nn.Sequential(
        torch.nn.Linear(*weights[0].shape), torch.nn.ReLU(), torch.nn.Linear(*weights[2].shape)
    ).double()
    with torch.no_grad():
        for layer, W, b in ((net[0], weights[0], weights[1]), (net[2], weights[2], weights[3])):
            layer.weight.copy_(torch.tensor(W.T))
            layer.bias.copy_(torch.tensor(b))
    return net


def test_the_nets_and_their_losses_are_those_of_torch():
    X, y = digits()
    z = torch_net(WEIGHTS)(torch.tensor(X))

    np.testing.assert_allclose(experiments.logits(WEIGHTS, X), z.detach().numpy(), rtol=1e-9)
    assert experiments.cross_entropy(z.detach().numpy(), y) == pytest.approx(
        torch.nn.functional.cross_entropy(z, torch.tensor(y)).item()
    )
    np.testing.assert_allclose(experiments.softmax(z.detach().numpy()), torch.softmax(z, 1).detach().numpy())


def test_one_column_is_a_sigmoid():
    X, y = experiments.moons(rng, 50)
    z = torch_net(WEIGHTS_2D)(torch.tensor(X))[:, 0]

    assert experiments.cross_entropy(experiments.logits(WEIGHTS_2D, X), y) == pytest.approx(
        torch.nn.functional.binary_cross_entropy_with_logits(z, torch.tensor(y, dtype=torch.float64)).item()
    )


@pytest.mark.parametrize("classes", [2, 10])
def test_no_softmax_output_gets_below_the_floor_and_a_saturated_one_reaches_it(classes):
    floor = experiments.smallest_double_loss(classes)
    outputs = torch.tensor(rng.dirichlet(np.full(classes, 0.05), size=2000))
    losses = torch.nn.functional.cross_entropy(outputs, torch.zeros(2000, dtype=torch.long), reduction="none")
    saturated = torch.eye(classes, dtype=torch.float64)[[0] * 9 + [1]]

    assert losses.min().item() >= floor - 1e-12
    assert experiments.saturated_double_loss(classes, 0.1) == pytest.approx(
        torch.nn.functional.cross_entropy(saturated, torch.zeros(10, dtype=torch.long)).item()
    )


def test_the_moons_lie_on_their_half_circles():
    X, y = experiments.moons(np.random.default_rng(1), 200, noise=0.0)
    upper, lower = X[y == 0], X[y == 1] - [1, 0.5]

    np.testing.assert_allclose((upper**2).sum(1), 1)
    np.testing.assert_allclose((lower**2).sum(1), 1)
    assert (upper[:, 1] >= 0).all()
    assert (lower[:, 1] <= 0).all()
    assert 100 == y.sum()


def test_what_students_see_and_what_they_do_not_is_disjoint():
    case = experiments.digits_case(np.random.default_rng(1), "l2", 3.0)
    shown = {row.tobytes() for row in np.concatenate([case["X"], case["X_val"]])}

    assert 700 == len(case["y"]) + len(case["y_val"])
    assert 500 == len(experiments.unseen_digits()[1])
    assert not shown & {row.tobytes() for row in experiments.unseen_digits()[0]}


def idx(values):
    head = bytes([0, 0, 8, values.ndim]) + b"".join(n.to_bytes(4, "big") for n in values.shape)
    return head + values.astype(np.uint8).tobytes()


def test_the_files_of_mnist_are_read_packed_or_not(tmp_path):
    images, labels = rng.integers(0, 256, (3, 28, 28)), np.array([7, 0, 9])
    (tmp_path / "train-images-idx3-ubyte").write_bytes(idx(images))
    (tmp_path / "train-labels-idx1-ubyte.gz").write_bytes(gzip.compress(idx(labels)))
    X, y = mnist(str(tmp_path))

    np.testing.assert_array_equal(images.reshape(3, 784) / 255, X)
    assert [7, 0, 9] == y.tolist()
    with pytest.raises(FileNotFoundError, match=r"neither t10k-images-idx3-ubyte nor t10k-images-idx3-ubyte\.gz"):
        mnist(str(tmp_path), "test")


def test_what_is_no_idx_file_is_told():
    with pytest.raises(ValueError, match="begins with 00 00 08, found '89 50 4e'"):
        read_idx(b"\x89PNG")
    with pytest.raises(ValueError, match=r"the head announces \[2\], found 1 values"):
        read_idx(bytes([0, 0, 8, 1, 0, 0, 0, 2, 5]))


CASE_2D = experiments.moons_case(np.random.default_rng(5), "l2", 60, 80)
CASE = experiments.digits_case(np.random.default_rng(5), "maxnorm", 30.0)


def honest_2d(method="l2"):
    """What a right training function returns, whatever its weights are worth; measured with torch."""
    X, y, X_val, y_val = (torch.tensor(CASE_2D[name]).double() for name in ("X", "y", "X_val", "y_val"))
    net, bce = torch_net(WEIGHTS_2D), torch.nn.functional.binary_cross_entropy_with_logits
    data, val = bce(net(X)[:, 0], y).item(), bce(net(X_val)[:, 0], y_val).item()
    norms = {"l1": lambda w: w.abs().sum(), "l2": lambda w: w.square().sum()}
    penalty = sum(norms[method](net[i].weight) for i in (0, 2)).item() if method in norms else 0.0
    return {
        "weights": [w.tolist() for w in WEIGHTS_2D],
        "lam": 0.1,
        "train_data": [data + 1, data],
        "train_total": [data + 2, data + (0.1 * penalty)],
        "val": [val + 1, val],
        "val_error": ((net(X_val)[:, 0] > 0).double() != y_val).double().mean().item(),
    }


@pytest.mark.parametrize("method", ["none", "l1", "l2"])
@pytest.mark.parametrize("measure", [measured.form_2d, measured.reported_2d, measured.penalised])
def test_honest_numbers_are_confirmed(measure, method):
    assert (True, "") == measure(honest_2d(method), **(CASE_2D | {"method": method}))


@pytest.mark.parametrize(
    ("measure", "change", "said"),
    [
        (measured.form_2d, {"weights": None}, "'weights' is a list of four: W1, b1, W2, b2"),
        (
            measured.form_2d,
            {"weights": [[1.0], [1.0], [1.0], [1.0]]},
            "(2, hidden), (hidden,), (hidden, 1), (1,) are due",
        ),
        (measured.form_2d, {"weights": ["a", 1, 2, 3]}, "weights[0] does not hold plain numbers"),
        (measured.form_2d, {"val": [0.5]}, "'val' is a list with one number per epoch, 2 to 300 of them"),
        (measured.form_2d, {"val": [0.5, float("nan")]}, "'val' holds NaN or an infinity"),
        (measured.form_2d, {"val": [0.5, 0.4, 0.3]}, "the logs have different lengths"),
        (measured.form_2d, {"val_error": [0.1, 0.2]}, "'val_error' is one number"),
        (measured.reported_2d, {"val_error": 0.0}, "but the returned weights give"),
        (measured.reported_2d, {"val": [0.2, 0.1]}, "'val' says 0.1 at epoch 1, but the returned weights give"),
        (measured.penalised, {"train_data": [1.0, 0.1]}, "'train_data' says 0.1 at epoch 1"),
        (measured.penalised, {"lam": 0.2}, "is half of lam·Σw²"),
        (measured.penalised, {"lam": 0.7}, "which is not lam·Σw² of the returned weights"),
        (measured.stopped, {"best_epoch": 9}, "'best_epoch' is no epoch of the run, counted from 0"),
        (measured.stopped, {"best_epoch": 0}, "'best_epoch' is not the epoch with the smallest validation loss"),
        (measured.stopped, {"best_epoch": 1}, "the run ended 0 evaluations after its last new minimum; patience is 5"),
        (measured.stopped, {"best_epoch": 1, "val": [2, 1, *[3] * 6]}, "the run went on after 5 evaluations"),
    ],
)
def test_what_does_not_fit_the_weights_is_told(measure, change, said):
    method = "early_stopping" if measure is measured.stopped else "l2"
    right, finding = measure(honest_2d() | change, **(CASE_2D | {"method": method}))

    assert not right
    assert said in finding


def test_percent_right_decisions_and_the_other_norm_have_their_own_sentence():
    got = honest_2d()
    for told, said in ((100 * got["val_error"], "in percent"), (1 - got["val_error"], "share of right decisions")):
        assert said in measured.reported_2d(got | {"val_error": told}, **CASE_2D)[1]
    assert "yours is that of the other norm" in measured.penalised(honest_2d("l1"), **CASE_2D)[1]
    assert (False, "there is no penalty, yet 'train_total' is not 'train_data'") == measured.penalised(
        got, **(CASE_2D | {"method": "none"})
    )


def test_what_is_no_dict_says_what_is_due():
    assert (False, "a dict with the weights and the logs is due") == measured.form_2d(None, **CASE_2D)
    assert (False, "the dict has no 'weights'") == measured.form_images({}, **CASE)


def honest_images():
    z = torch_net(WEIGHTS)(torch.tensor(CASE["X_val"]))
    y = torch.tensor(CASE["y_val"])
    loss = torch.nn.functional.cross_entropy(z, y).item()
    error = (z.argmax(1) != y).double().mean().item()
    return {"weights": WEIGHTS, "train_loss": [3.0, 2.0], "val_loss": [loss + 1, loss], "val_error": error}


def test_untrained_weights_do_not_generalise_whatever_is_reported():
    got = honest_images() | {"val_error": 0.01}

    assert "(as good as guessing)" in measured.learns_images(got, **CASE)[1]
    assert not measured.reported_images(got, **CASE)[0]
    assert not measured.learns_2d({"weights": [0 * w for w in WEIGHTS_2D]}, **CASE_2D)[0]


def test_a_loss_with_two_softmaxes_is_recognised():
    z = torch_net(WEIGHTS)(torch.tensor(CASE["X_val"]))
    double = torch.nn.functional.cross_entropy(torch.softmax(z, 1), torch.tensor(CASE["y_val"])).item()

    assert (True, "") == measured.plain_loss(honest_images(), **CASE)
    assert (
        "applies softmax to outputs that are softmax already"
        in (measured.plain_loss(honest_images() | {"val_loss": [double, double]}, **CASE)[1])
    )
    assert "is another" in measured.plain_loss(honest_images() | {"val_loss": [1, 0.1]}, **CASE)[1]


def test_the_bound_is_on_columns_of_both_layers():
    got = honest_images()
    c = max(np.linalg.norm(W, axis=0).max() for W in (WEIGHTS[0], WEIGHTS[2]))
    clipped = [np.clip(10 * W, -1, 1) for W in WEIGHTS]

    assert (True, "") == measured.bounded(got, **(CASE | {"c": c}))
    assert "above c" in measured.bounded(got, **(CASE | {"c": 0.99 * c}))[1]
    assert "single weights are clamped at c instead" in measured.bounded({"weights": clipped}, **(CASE | {"c": 1.0}))[1]


@pytest.mark.parametrize(
    ("start", "said"),
    [(2, ""), (3, "shows no jump at epoch 3"), (1, "the second half is meant"), (4, "the second half is meant")],
)
def test_l1_begins_late_and_with_a_jump(start, said):
    got = {"train_loss": [3.0, 2.0, 2.5, 2.2], "l1_start_epoch": start}

    assert said in measured.late_l1(got, **CASE)[1]
    assert measured.late_l1(got, **CASE)[0] is not bool(said)
