"""A mistake differs from the truth wherever it is declared to, and from the other mistakes somewhere."""

import importlib
import inspect
import itertools

import numpy as np
import pytest

from reference import (
    adam,
    constraints,
    diagnosis,
    images,
    normalization,
    norms,
    optimizers,
    regularization,
    sparsity,
    stopping,
)

rng = np.random.default_rng(2016)


def vectors(*names):
    return {name: rng.normal(size=3) for name in names}


COLOUR, GREY = rng.random((3, 4, 2)), rng.random((5, 4))
MATRICES = [rng.normal(size=(3, 4)), rng.normal(size=(4, 2))]

# truth, prefix of its mistakes, inputs on which each of them must differ unless it is listed in SOMETIMES
TRUTHS = [
    (
        optimizers.sgd_step,
        "sgd_",
        [vectors("theta") | {"per_example_grads": rng.normal(size=(m, 3)), "lr": 0.3} for m in (4, 7)],
    ),
    (
        optimizers.momentum_step,
        "momentum_",
        [vectors("theta", "v", "grad") | {"lr": 0.3, "alpha": a} for a in (0.5, 0.9)],
    ),
    (
        optimizers.adagrad_step,
        "adagrad_",
        [
            vectors("theta", "grad") | {"r": rng.random(3) + 0.1, "lr": 0.3, "delta": 1e-2},
            vectors("theta") | {"r": np.zeros(3), "grad": np.array([1e-7, 0.3, 2.0]), "lr": 0.3, "delta": 1e-2},
        ],
    ),
    (
        optimizers.rmsprop_step,
        "rmsprop_",
        [
            vectors("theta", "grad") | {"r": rng.random(3) + 0.1, "lr": 0.3, "rho": rho, "delta": 1e-2}
            for rho in (0.8, 0.95)
        ],
    ),
    (
        stopping.early_stopping,
        "stop_",
        [
            {"val_losses": [1, 0.8, 0.7, 0.75, 0.72, 0.71, 0.74, 0.9, 0.95, 1.0], "patience": 5},
            {"val_losses": [3, 2, 2, 1, 1.5, 1.2, 1, 0.5], "patience": 3},
            {"val_losses": [5, 4, 4.5, 3, 3.5, 2, 2, 2.5, 1], "patience": 2},
        ],
    ),
    (
        normalization.bn_train,
        "train_",
        [vectors("gamma", "beta") | {"X": rng.normal(size=(n, 3)), "eps": 0.1} for n in (3, 4)],
    ),
    (
        normalization.bn_eval,
        "eval_",
        [
            vectors("gamma", "beta", "run_mean")
            | {"X": rng.normal(size=(n, 3)), "run_var": rng.random(3) + 0.2, "eps": 0.1}
            for n in (1, 4)
        ],
    ),
    (norms.lp_norm, "lp_", [{"x": np.array([-1.0, 2.0, 0.5]), "p": p} for p in (1.0, 1.5, 3.0)]),
    (norms.matrix_norms, "matrix_", [{"W": W} for W in MATRICES]),
    (
        diagnosis.diagnose,
        "diagnose_",
        [
            {"train_acc": t, "val_acc": v, "human": h}
            for t, v, h in [(0.7, 0.4, 1.0), (0.8, 0.78, 0.85), (0.85, 0.7, 0.9), (0.95, 0.8, 1.0)]
        ],
    ),
    (images.hflip, "flip_", [{"img": COLOUR}, {"img": GREY}]),
    (images.downsample, "down_", [{"img": rng.random((28, 28))}]),
    (sparsity.kl_sparsity, "kl_", [{"rho": 0.05, "rho_hat": rng.uniform(0.1, 0.9, size=5)} for _ in range(2)]),
    (constraints.max_norm, "norm_", [{"W": rng.normal(size=(5, 4)) * [0.1, 1, 3, 5], "c": 3.0}]),
    (regularization.l1_loss, "l1_loss_", [{"base_loss": 1.5, "weights": MATRICES, "lam": 0.7, "m": 5}]),
    (regularization.l2_loss, "l2_loss_", [{"base_loss": 1.5, "weights": MATRICES, "lam": 0.7, "m": 5}]),
    (regularization.l1_minimiser, "minimiser_", [{"a": np.array([0.5, 3.0, -0.3, -2.0, 1.2]), "lam": 1.0}]),
    (adam.v_closed, "v_", [{"grads": rng.normal(size=(21, 2)), "t": t, "beta2": 0.9} for t in (2, 5, 13, 19)]),
]

# mistakes that some inputs do not show: ties, one of three methods, the third kind of case
SOMETIMES = {
    "adagrad_read_before", "adagrad_without_root", "stop_ties_improve", "stop_against_previous", "stop_never_resets",
    "stop_global_minimum", "stop_as_best", "stop_one_late",
    "lp_signed", "lp_without_root", "flip_last_axis", "diagnose_gap_first", "diagnose_ignoring_people",
    "diagnose_by_validation", "diagnose_fitted_to_the_rows", "diagnose_swapped",
}  # fmt: skip


def flat(value):
    """Any value as one list of numbers and words."""
    if isinstance(value, dict):
        return [flat(item) for item in value.values()]
    if isinstance(value, tuple | list):
        return [flat(item) for item in value]
    return np.asarray(value).tolist()


def equal(left, right):
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(equal, left, right))
    if isinstance(left, float) and isinstance(right, float | int):
        return left == pytest.approx(right, rel=1e-6, abs=1e-9)
    return left == right


def mistakes_of(truth, prefix):
    module = importlib.import_module(f"{truth.__module__}.mistakes")
    found = [one for name, one in inspect.getmembers(module, inspect.isfunction) if name.startswith(prefix)]
    assert found, prefix
    return found


def copied(inputs):
    return {key: value.copy() if isinstance(value, np.ndarray) else value for key, value in inputs.items()}


@pytest.mark.parametrize(("truth", "prefix", "cases"), TRUTHS, ids=[truth.__name__ for truth, _, _ in TRUTHS])
def test_mistakes_differ_from_the_truth_and_from_each_other(truth, prefix, cases):
    true = [flat(truth(**copied(case))) for case in cases]
    given = {one.__name__: [flat(one(**copied(case))) for case in cases] for one in mistakes_of(truth, prefix)}
    for name, answers in given.items():
        differs = [not equal(answer, right) for answer, right in zip(answers, true, strict=True)]

        assert any(differs) if name in SOMETIMES else all(differs), (name, differs)
    for first, second in itertools.combinations(given, 2):
        assert not equal(given[first], given[second]), (first, second)


@pytest.mark.parametrize(("truth", "prefix", "cases"), TRUTHS, ids=[truth.__name__ for truth, _, _ in TRUTHS])
def test_mistakes_take_the_arguments_of_the_truth_and_leave_them_alone(truth, prefix, cases):
    for one in [truth, *mistakes_of(truth, prefix)]:
        given = copied(cases[0])
        one(**given)

        assert list(inspect.signature(one).parameters) == list(inspect.signature(truth).parameters), one.__name__
        assert equal(flat(given), flat(cases[0])), one.__name__
