"""module: a torch module has the size, the shapes and the behaviour asked for.

What it checks
    One thing per part, named by `check`; `want` is what the reference gives for it.

    - `trainable`: how many numbers are trained: parameters that are not frozen; one shared by two layers counts once,
      and buffers (running means and variances) are no parameters
    - `parameters`: all of them, frozen ones included; `frozen`: those that are not trained
    - `buffers`: how many numbers stand in buffers
    - `output`: the shape of what comes out for the input given; a list of sizes is expected
    - `eval_deterministic`: in evaluation mode the same input gives the same output twice; true or false is expected
    - `train_differs`: in training mode two outputs differ (dropout, noise); true or false
    - `eval_differs`: training and evaluation differ (dropout, batch normalisation); true or false
    - `batch_independent`: in evaluation an example's output does not depend on the others of its batch; true or false
    - `gradients`: in training mode a finite gradient arrives at every trainable parameter; true is expected

    The last six need an input: an argument `input` of the module.

When to use it
    Modules that students build. For the values of a layer with given weights, call it and use `close`.

In a spec
    module: build_mlp
    judge: {kind: module, check: trainable}
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checkers._arrays import describe, reals
from grader.model import Value, Verdict
from grader.showing import near, show

LISTED = 12  # parameters that a finding lists one by one
ALIKE = 1e-5  # relative: an example alone and in a batch may be added up in another order


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    check: str

    def __post_init__(self) -> None:
        if self.check not in CHECKS:
            hint = near(self.check, CHECKS)
            known = f"did you mean {hint[0]!r}?" if hint else f"there are {', '.join(CHECKS)}"
            raise ValueError(f"there is no check of a module called {self.check!r}; {known}")

    def judge(self, got: Value, want: Value) -> Verdict:
        if not isinstance(got, dict) or not {"type", "parameters", "buffers"} <= got.keys():
            return Verdict.failed(f"a torch module is due; you have {describe(got)}", f"got {show(got)}")
        try:
            return CHECKS[self.check](got, want)
        except Lacking as lacking:
            return Verdict.undecided(str(lacking))
        except (KeyError, IndexError, TypeError, ValueError, AttributeError, OverflowError):
            return Verdict.failed("what was seen of the module cannot be read", f"got {show(got, 2000)}")


class Lacking(Exception):
    """Something that the teacher's side did not give."""


Check = Callable[[Mapping[str, Any], Value], Verdict]


def _size(held: Mapping[str, Any]) -> int:
    return math.prod(int(n) for n in held["shape"])


def _counted(due: Value) -> int:
    value = due.item() if isinstance(due, np.generic | np.ndarray) and np.ndim(due) == 0 else due
    if isinstance(value, bool) or not isinstance(value, int | float) or value % 1 != 0:
        raise Lacking(f"a whole number is needed as the expected count, not {show(due)}")
    return int(value)


def _count(which: str) -> Check:
    """A check that adds up the sizes of some parameters or buffers."""

    def check(seen: Mapping[str, Any], want: Value) -> Verdict:
        due = _counted(want)
        held = _held(seen, which)
        mine = sum(map(_size, held))
        if mine == due:
            return Verdict.passed()
        layers = ", ".join(f"{entry['name']} {_size(entry)}" for entry in held[:LISTED])
        more = ", …" if len(held) > LISTED else ""
        listing = f": {layers}{more}" if held else ""
        return Verdict.failed(f"your module has {mine} {NOUNS[which]}{listing}", _note(seen, due))

    return check


NOUNS = {
    "trainable": "trainable parameters",
    "parameters": "parameters",
    "frozen": "frozen parameters",
    "buffers": "numbers in buffers",
}


def _held(seen: Mapping[str, Any], which: str) -> list[Mapping[str, Any]]:
    if which == "buffers":
        return list(seen["buffers"])
    return [p for p in seen["parameters"] if which == "parameters" or p["trainable"] is (which == "trainable")]


def _note(seen: Mapping[str, Any], due: int) -> str:
    counts = {which: sum(map(_size, _held(seen, which))) for which in NOUNS}
    note = f"expected {due}, got {show(counts)} in a {seen['type']}"
    biases = sum(_size(p) for p in _held(seen, "trainable") if str(p["name"]).endswith("bias"))
    if due == counts["trainable"] + biases or due == counts["trainable"] - biases:
        return f"{note}; the difference is that of the biases"
    if due == counts["trainable"] - counts["buffers"]:
        return f"{note}; the difference is that of the buffers"
    return note


def _outputs(seen: Mapping[str, Any]) -> dict[str, list[NDArray[Any]]]:
    outputs = seen.get("outputs")
    if not isinstance(outputs, dict):
        raise Lacking("the module was shown no input; give the case an argument `input`")
    found = {}
    for mode in ("train", "eval", "alone"):
        raw = [outputs[mode]] if mode == "alone" else list(outputs[mode])
        found[mode] = [reals(output) for output in raw]
    if any(output is None for many in found.values() for output in many):
        raise _Odd(f"a tensor of numbers is due as output; you have {describe(outputs['eval'][0])}")
    return {mode: [output for output in many if output is not None] for mode, many in found.items()}


class _Odd(Exception):
    """An output that is no tensor; the message is the finding."""


def _behaves(judge: Callable[[dict[str, list[NDArray[Any]]], Value], Verdict]) -> Check:
    def check(seen: Mapping[str, Any], want: Value) -> Verdict:
        try:
            return judge(_outputs(seen), want)
        except _Odd as odd:
            return Verdict.failed(str(odd))

    return check


def _output(outputs: dict[str, list[NDArray[Any]]], want: Value) -> Verdict:
    if not isinstance(want, list | tuple) and not (isinstance(want, np.ndarray) and want.ndim):
        raise Lacking(f"a list of sizes is needed as the expected shape, not {show(want)}")
    due = tuple(_counted(n) for n in want)
    odd = next((out for many in (outputs["train"], outputs["eval"]) for out in many if out.shape != due), None)
    if odd is None:
        return Verdict.passed()
    return Verdict.failed(f"the output has the shape {odd.shape}; {due} is due for this input")


def _yes_or_no(holds: Callable[[dict[str, list[NDArray[Any]]]], bool], lacking: str, surplus: str) -> Check:
    """A check of a property that the reference says is there (the usual case) or is not."""

    def judge(outputs: dict[str, list[NDArray[Any]]], want: Value) -> Verdict:
        due = want.item() if isinstance(want, np.generic | np.ndarray) and np.ndim(want) == 0 else want
        if not isinstance(due, bool):
            raise Lacking(f"true or false is needed as the expectation, not {show(want)}")
        if holds(outputs) is due:
            return Verdict.passed()
        return Verdict.failed(lacking if due else surplus)

    return _behaves(judge)


def _same(left: NDArray[Any], right: NDArray[Any]) -> bool:
    return left.shape == right.shape and bool(np.array_equal(left, right, equal_nan=True))


def _near(left: NDArray[Any], right: NDArray[Any]) -> bool:
    if left.shape != right.shape:
        return False
    size = float(np.max(np.abs(left), initial=0.0, where=np.isfinite(left)))
    return bool(np.allclose(left, right, rtol=ALIKE, atol=ALIKE * size, equal_nan=True))


def _gradients(seen: Mapping[str, Any], want: Value) -> Verdict:
    if want is not True:
        raise Lacking(f"true is needed as the expectation, not {show(want)}")
    gradients = seen.get("gradients")
    if isinstance(gradients, str):
        return Verdict.failed(f"going backwards through your module raised {gradients}")
    if not isinstance(gradients, dict):
        raise Lacking("the module was shown no input; give the case an argument `input`")
    missed = [name for name, largest in gradients.items() if largest is None]
    if missed:
        more = ", …" if len(missed) > LISTED else ""
        return Verdict.failed(f"no gradient arrives at {', '.join(missed[:LISTED])}{more}; these would never learn")
    wild = [name for name, largest in gradients.items() if not math.isfinite(largest)]
    if wild:
        return Verdict.failed(f"the gradient of {', '.join(wild[:LISTED])} is infinite or not a number")
    return Verdict.passed()


CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        **{which: _count(which) for which in NOUNS},
        "gradients": _gradients,
        "output": _behaves(_output),
        "eval_deterministic": _yes_or_no(
            lambda outputs: _same(*outputs["eval"]),
            "in evaluation mode the same input gives different outputs",
            "in evaluation mode the outputs of the same input should still differ",
        ),
        "train_differs": _yes_or_no(
            lambda outputs: not _same(*outputs["train"]),
            "in training mode two outputs of the same input are equal; nothing random is at work",
            "in training mode the same input gives different outputs; nothing random is due",
        ),
        "eval_differs": _yes_or_no(
            lambda outputs: not _near(outputs["train"][0], outputs["eval"][0]),
            "training and evaluation mode give the same output; the module does not look at its mode",
            "training and evaluation mode give different outputs; they should not",
        ),
        "batch_independent": _yes_or_no(
            lambda outputs: _near(outputs["eval"][0][:1], outputs["alone"][0]),
            "in evaluation mode an example's output depends on the other examples of its batch",
            "in evaluation mode an example's output should depend on its batch",
        ),
    }
)
