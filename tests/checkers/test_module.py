"""The case table of `module`: inspections of modules as the probe gives them."""

from typing import Any

import numpy as np
import pytest

from grader.checkers.module import Checker
from grader.model import Status

PASSED, FAILED, UNDECIDED = Status.PASSED, Status.FAILED, Status.UNDECIDED


def held(name: str, *shape: int, trainable: bool = True) -> dict[str, Any]:
    return {"name": name, "shape": list(shape), "trainable": trainable}


def mlp(**changes: Any) -> dict[str, Any]:
    """3-4-2 with batch normalisation: 16 + 8 + 10 trained numbers; 4 + 4 + 1 in buffers."""
    parameters = [
        held("0.weight", 4, 3),
        held("0.bias", 4),
        held("1.weight", 4),
        held("1.bias", 4),
        held("3.weight", 2, 4),
        held("3.bias", 2),
    ]
    buffers = [
        {"name": "1.running_mean", "shape": [4]},
        {"name": "1.running_var", "shape": [4]},
        {"name": "1.num_batches_tracked", "shape": []},
    ]
    return {"type": "Sequential", "parameters": parameters, "buffers": buffers} | changes


def shown(train: Any, evaluated: Any, alone: Any) -> dict[str, Any]:
    return mlp(outputs={"train": train, "eval": evaluated, "alone": alone})


X = np.arange(6.0).reshape(3, 2)
STILL = shown([X, X], [X, X], X[:1])
DROPOUT = shown([X, 2 * X], [X, X], X[:1])
NOISY = shown([X, X], [X, X + 1], X[:1])
BATCHED = shown([X - X.mean(0)] * 2, [X - X.mean(0)] * 2, X[:1] * 0)
NORMALISED = shown([X - X.mean(0)] * 2, [X, X], X[:1])
FROZEN = mlp(parameters=[held("0.weight", 4, 3, trainable=False), held("0.bias", 4)])

FLOWING = mlp(gradients={"0.weight": 0.5, "0.bias": 0.0})
CUT_OFF = mlp(gradients={"0.weight": None, "3.bias": 1.0})
BURST = mlp(gradients={"0.weight": float("inf")})

CASES = [
    # check, got, want, status, why
    ("gradients", FLOWING, True, PASSED, "a gradient arrives everywhere, also where it happens to be zero"),
    ("gradients", CUT_OFF, True, FAILED, "a layer behind detach never learns"),
    ("gradients", BURST, True, FAILED, "an infinite gradient is of no use"),
    ("gradients", mlp(), True, UNDECIDED, "no input was shown"),
    ("gradients", FLOWING, 3, UNDECIDED, "only true can be expected"),
    ("gradients", mlp(gradients="RuntimeError: in place"), True, FAILED, "the way back raised"),
    ("gradients", mlp(gradients=3), True, UNDECIDED, "not what the probe says"),
    ("trainable", mlp(), 34, PASSED, "trained numbers"),
    ("trainable", mlp(), 34.0, PASSED, "a count as a float"),
    ("trainable", mlp(), np.array(34), PASSED, "or as a 0-d array"),
    ("trainable", mlp(), 43, FAILED, "buffers are not parameters"),
    ("trainable", FROZEN, 4, PASSED, "frozen ones do not count"),
    ("parameters", FROZEN, 16, PASSED, "unless all are asked for"),
    ("frozen", FROZEN, 12, PASSED, "or the frozen ones"),
    ("buffers", mlp(), 9, PASSED, "buffers; a 0-d one holds one number"),
    ("buffers", FROZEN | {"buffers": []}, 0, PASSED, "none"),
    ("trainable", mlp(parameters=[]), 34, FAILED, "an empty module"),
    ("trainable", mlp(), "many", UNDECIDED, "an expectation that is no count"),
    ("trainable", mlp(), True, UNDECIDED, "nor is a truth value"),
    ("trainable", None, 34, FAILED, "nothing came back"),
    ("trainable", 34, 34, FAILED, "a count is no module"),
    ("trainable", {"type": "Linear"}, 34, FAILED, "nor is a dict"),
    ("trainable", {"type": 1, "parameters": 2, "buffers": 3}, 34, FAILED, "nor one with the right keys"),
    ("output", mlp(outputs={"train": 1}), [3], FAILED, "nor with outputs that are none"),
    ("trainable", mlp(), float("inf"), UNDECIDED, "an endless expectation"),
    ("output", STILL, [3.5, "a"], UNDECIDED, "an expectation of broken sizes"),
    ("output", STILL, [3, 2], PASSED, "a shape"),
    ("output", STILL, [3, 1], FAILED, "another shape"),
    ("output", STILL, 3, UNDECIDED, "an expectation that is no shape"),
    ("output", mlp(), [3, 2], UNDECIDED, "no input was given"),
    ("output", shown([X, X[:, :1]], [X, X], X[:1]), [3, 2], FAILED, "in training, too"),
    ("output", shown([None, None], [None, None], None), [3, 2], FAILED, "no tensor comes out"),
    ("eval_deterministic", DROPOUT, True, PASSED, "dropout rests in evaluation"),
    ("eval_deterministic", NOISY, True, FAILED, "noise that does not"),
    ("eval_deterministic", NOISY, False, PASSED, "unless it should not"),
    ("eval_deterministic", STILL, False, FAILED, "then stillness is wrong"),
    ("eval_deterministic", STILL, 1, UNDECIDED, "an expectation that is no truth value"),
    ("train_differs", DROPOUT, True, PASSED, "dropout draws anew"),
    ("train_differs", STILL, True, FAILED, "no dropout"),
    ("train_differs", STILL, np.bool_(False), PASSED, "where none is due"),
    ("train_differs", DROPOUT, False, FAILED, "dropout where none is due"),
    ("eval_differs", NORMALISED, True, PASSED, "batch statistics and running ones"),
    ("eval_differs", STILL, True, FAILED, "no difference"),
    ("eval_differs", STILL, False, PASSED, "where none is due"),
    ("eval_differs", NORMALISED, False, FAILED, "a difference where none is due"),
    ("batch_independent", STILL, True, PASSED, "one example at a time"),
    ("batch_independent", shown([X, X], [X, X], X[:1] * (1 + 1e-7)), True, PASSED, "but for rounding"),
    ("batch_independent", BATCHED, True, FAILED, "batch statistics in evaluation"),
    ("batch_independent", BATCHED, False, PASSED, "where they are due"),
    ("batch_independent", STILL, False, FAILED, "and missing"),
    ("batch_independent", shown([X, X], [X, X], X), True, FAILED, "another shape"),
]


@pytest.mark.parametrize(("check", "got", "want", "status", "why"), CASES, ids=[f"{c[0]}: {c[4]}" for c in CASES])
def test_table(check: str, got: Any, want: Any, status: Status, why: str, judged: Any) -> None:
    judged(Checker(check=check), got, want, status)


FINDINGS = [
    (
        "trainable",
        mlp(),
        30,
        "your module has 34 trainable parameters: 0.weight 12, 0.bias 4, 1.weight 4, 1.bias 4, 3.weight 8, 3.bias 2",
    ),
    ("parameters", mlp(parameters=[held(f"{i}", i) for i in range(20)]), 1, "9 9, 10 10, 11 11, …"),
    ("frozen", mlp(), 30, "your module has 0 frozen parameters"),
    ("buffers", FROZEN | {"buffers": []}, 3, "your module has 0 numbers in buffers"),
    ("trainable", {"type": 1, "parameters": 2, "buffers": 3}, 34, "what was seen of the module cannot be read"),
    ("trainable", None, 30, "a torch module is due; you have None (is a `return` missing?)"),
    ("output", STILL, [3, 1], "the output has the shape (3, 2); (3, 1) is due for this input"),
    ("output", shown([X, X], ["a", X], X), [3, 2], "a tensor of numbers is due as output; you have the text 'a'"),
    ("eval_deterministic", NOISY, True, "in evaluation mode the same input gives different outputs"),
    ("eval_deterministic", STILL, False, "in evaluation mode the outputs of the same input should still differ"),
    (
        "train_differs",
        STILL,
        True,
        "in training mode two outputs of the same input are equal; nothing random is at work",
    ),
    ("train_differs", DROPOUT, False, "in training mode the same input gives different outputs; nothing random is due"),
    (
        "eval_differs",
        STILL,
        True,
        "training and evaluation mode give the same output; the module does not look at its mode",
    ),
    ("eval_differs", NORMALISED, False, "training and evaluation mode give different outputs; they should not"),
    (
        "batch_independent",
        BATCHED,
        True,
        "in evaluation mode an example's output depends on the other examples of its batch",
    ),
    ("batch_independent", STILL, False, "in evaluation mode an example's output should depend on its batch"),
]


@pytest.mark.parametrize(("check", "got", "want", "finding"), FINDINGS)
def test_the_finding_says_what_your_module_has(check: str, got: Any, want: Any, finding: str, judged: Any) -> None:
    assert judged(Checker(check=check), got, want, FAILED).finding.endswith(finding)


@pytest.mark.parametrize(
    ("want", "note"),
    [
        (44, "; the difference is that of the biases"),
        (24, "; the difference is that of the biases"),
        (25, "; the difference is that of the buffers"),
        (7, " in a Sequential"),
    ],
)
def test_staff_see_the_counts_and_a_likely_reason(want: int, note: str, judged: Any) -> None:
    detail = judged(Checker(check="trainable"), mlp(), want, FAILED).detail

    assert detail.startswith(f"expected {want}, got {{'trainable': 34, 'parameters': 34, 'frozen': 0, 'buffers': 9}}")
    assert detail.endswith(note)


@pytest.mark.parametrize(
    ("check", "got", "want", "detail"),
    [
        ("output", mlp(), [3, 2], "the module was shown no input; give the case an argument `input`"),
        ("output", STILL, 3, "a list of sizes is needed as the expected shape, not 3"),
        ("trainable", mlp(), 1.5, "a whole number is needed as the expected count, not 1.5"),
        ("eval_differs", STILL, "yes", "true or false is needed as the expectation, not 'yes'"),
    ],
)
def test_what_the_teacher_left_out_is_named(check: str, got: Any, want: Any, detail: str, judged: Any) -> None:
    assert judged(Checker(check=check), got, want, UNDECIDED).detail == detail


@pytest.mark.parametrize(
    ("check", "message"),
    [
        ("trainables", "there is no check of a module called 'trainables'; did you mean 'trainable'?"),
        (
            "size",
            "there is no check of a module called 'size'; there are trainable, parameters, frozen, buffers, "
            "gradients, output, eval_deterministic, train_differs, eval_differs, batch_independent",
        ),
    ],
)
def test_an_unknown_check_is_refused(check: str, message: str) -> None:
    with pytest.raises(ValueError, match=r".") as raised:
        Checker(check=check)

    assert str(raised.value) == message


def test_a_parameter_without_a_gradient_is_named():
    verdict = Checker(check="gradients").judge(CUT_OFF, True)

    assert "no gradient arrives at 0.weight; these would never learn" == verdict.finding


def test_a_wild_gradient_is_named():
    verdict = Checker(check="gradients").judge(BURST, True)

    assert "the gradient of 0.weight is infinite or not a number" == verdict.finding


def test_a_way_back_that_raised_is_told():
    verdict = Checker(check="gradients").judge(mlp(gradients="RuntimeError: in place"), True)

    assert "going backwards through your module raised RuntimeError: in place" == verdict.finding
