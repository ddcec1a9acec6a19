"""A criterion and a case become a little program for the probe."""

import numpy as np
import pytest

from grader.asking import ask, program
from grader.model import Asking, Case, Criterion, Earlier, Given, Step
from grader.probe.wire import Tensor
from grader.spec.criteria import Unjudged


def row(asking):
    return Criterion(id="x", points=1, ask=asking, kind="exact", judge=Unjudged(), expect=Given(1), parts=())


def asked(asking, **inputs):
    return ask(row(asking), Case(id="x/1", criterion="x", part=None, inputs=inputs))


def arguments(made):
    return [{name: getattr(v, "tolist", lambda v=v: v)() for name, v in step.arguments.items()} for step in made.steps]


def test_a_call_is_one_step_with_its_arguments_in_calling_order():
    made = asked(Asking(kind="call", name="f", arguments={"w": "array", "lr": "number"}), lr=0.1, w=np.ones(2))

    assert "x/1" == made.id
    assert [("call", "f", ["w", "lr"])] == [(step.do, step.name, list(step.arguments)) for step in made.steps]
    assert made.keep is None


def test_over_walks_the_leading_axis_and_keeps_every_result():
    asking = Asking(kind="call", name="f", arguments={"g": "array", "t": "integers", "lr": "number"}, over=("g", "t"))
    made = asked(asking, g=np.array([[1.0, 2.0], [3.0, 4.0]]), t=np.array([1, 2]), lr=0.1)

    assert [{"g": [1.0, 2.0], "t": 1, "lr": 0.1}, {"g": [3.0, 4.0], "t": 2, "lr": 0.1}] == arguments(made)
    assert int is type(made.steps[0].arguments["t"])
    assert (0, 1) == made.keep


def test_over_walks_lists_item_by_item():
    made = asked(Asking(kind="call", name="f", arguments={"a": "list"}, over=("a",)), a=["x", [1]])

    assert [{"a": "x"}, {"a": [1]}] == arguments(made)


def test_carry_takes_an_item_of_the_last_result_and_only_the_end_counts():
    asking = Asking(
        kind="call",
        name="f",
        arguments={"w": "array", "v": "array", "g": "array"},
        over=("g",),
        carry={"w": 0, "v": "v"},
    )
    made = asked(asking, w=np.zeros(1), v=np.zeros(1), g=np.array([1.0, 2.0, 3.0]))

    assert made.keep is None
    assert {"w": [0.0], "v": [0.0], "g": 1.0} == arguments(made)[0]
    assert {"w": Earlier(0, 0), "v": Earlier(0, "v"), "g": 2.0} == arguments(made)[1]
    assert {"w": Earlier(1, 0), "v": Earlier(1, "v"), "g": 3.0} == arguments(made)[2]


def test_carry_may_take_the_whole_result():
    steps, keep = program(
        Asking(kind="call", name="f", arguments={"w": "number"}, carry={"w": None}, repeat=2), {"w": 1.0}
    )

    assert [{"w": 1.0}, {"w": Earlier(0, None)}] == [step.arguments for step in steps]
    assert keep is None


def test_repeat_makes_the_same_call_and_keeps_every_result():
    made = asked(Asking(kind="call", name="f", arguments={"a": "number"}, repeat=3), a=1.0)

    assert [{"a": 1.0}] * 3 == arguments(made)
    assert (0, 1, 2) == made.keep


def test_a_variable_is_read():
    assert (Step(do="read", name="table"),) == asked(Asking(kind="read", name="table")).steps


def test_a_module_is_made_and_inspected():
    made = asked(Asking(kind="module", name="Net", arguments={"sizes": "list"}), sizes=[2, 1])

    assert (Step(do="make", name="Net", arguments={"sizes": [2, 1]}), Step(do="inspect", of=0)) == made.steps
    assert made.keep is None


def test_the_input_of_a_module_is_shown_to_it_and_not_to_its_constructor():
    made = asked(
        Asking(kind="module", name="Net", arguments={"n": "integer", "input": "tensor"}), n=2, input=np.ones((4, 2))
    )
    make, inspect = made.steps

    assert {"n": 2} == make.arguments
    assert isinstance(inspect.arguments["input"], Tensor)
    assert np.float32 == inspect.arguments["input"].array.dtype


def test_a_whole_number_input_of_a_module_stays_whole():
    made = asked(Asking(kind="module", name="Net", arguments={"input": "integers"}), input=np.array([1, 2]))

    assert np.int64 == made.steps[1].arguments["input"].array.dtype


def test_tensors_are_marked_in_calls_but_not_where_they_are_carried():
    asking = Asking(kind="call", name="f", arguments={"x": "tensor", "a": "array"}, carry={"x": None}, repeat=2)
    first, second = asked(asking, x=np.ones(2, np.float32), a=np.ones(2)).steps

    assert isinstance(first.arguments["x"], Tensor)
    assert isinstance(first.arguments["a"], np.ndarray)
    assert Earlier(0, None) == second.arguments["x"]


def test_a_typed_answer_asks_nothing_of_the_code():
    assert asked(Asking(kind="answer")) is None


@pytest.mark.parametrize("places", [("printed",), ("typed", "printed")])
def test_a_printed_answer_is_looked_for_in_the_output(places):
    assert (Step(do="printed"),) == asked(Asking(kind="answer", places=places)).steps
