"""A test in the middle of a notebook sees every value as it was there, also where later cells changed it in place."""

import pytest

from tests.probe.test_tests import book, printed, raised, run


def at_q(defined, later, *examples, **more):
    """What each example prints at the cell that checks q, before the later cells."""
    files = {"a.ipynb": book(f"{defined}\ngrader.check('q')", later)}
    return printed(run(files, [f"{example}\n" for example in examples], at="q", **more)[0])


CHANGED = [
    ("x = [1, 2]", "x.append(3)", "x", "[1, 2]"),
    ("x = {'W': [0, 0]}", "x['W'][0] += 1; x['b'] = 1", "x", "{'W': [0, 0]}"),
    ("x = {1}", "x.add(2)", "x", "{1}"),
    ("x = ([],)", "x[0].append(1)", "x", "([],)"),
    ("import numpy as np\nx = np.zeros(2)", "x += 1", "x.tolist()", "[0.0, 0.0]"),
    ("import numpy as np\nx = {'W': np.array([1.0, np.nan])}", "x['W'] *= 2", "float(x['W'][0])", "1.0"),
    ("class Net:\n    steps = 0\nx = Net()\nx.w = [1]", "x.steps = 3; x.w[0] = 2", "x.steps, x.w", "(0, [1])"),
    ("class Bag(list):\n    pass\nx = Bag([1])\nx.name = 'a'", "x.name = 'b'", "list(x), x.name", "([1], 'a')"),
    ("x = []\nx.append(x)", "x.append(1)", "len(x), x[0] is x", "(1, True)"),
]


@pytest.mark.parametrize(("defined", "later", "asked", "told"), CHANGED)
def test_what_changed_in_place_is_as_it_was(defined, later, asked, told):
    assert [f"{told}\n"] == at_q(defined, later, asked)


def test_a_function_sees_the_names_of_its_moment():
    assert ["[0]\n"] == at_q("log = [0]\ndef f():\n    return log", "log.append(1)", "f()")


def test_two_names_of_one_value_stay_one():
    defined = "x = [1]\ny = {'same': x}\nz = [5]"

    assert ["", "[1, 7]\n", "True\n"] == at_q(
        defined, "x.append(2); z.append(6)", "x.append(7)", "y['same']", "z == [5]"
    )


BOUND = [
    "x.act = x.steps",
    "from functools import partial\nx.act = partial(Net.steps, x)",
    "from functools import partial\nx.act = partial(Net.steps, self=x)",
]


@pytest.mark.parametrize("kept", BOUND)
def test_a_method_stays_bound_to_its_object(kept):
    defined = f"class Net:\n    n = 0\n    def steps(self):\n        return self.n\nx = Net()\n{kept}\nf = x.steps"

    assert ["0\n", "0\n"] == at_q(defined, "x.n = 3", "x.act()", "f()")


def test_a_network_and_its_optimizer_belong_together():
    pytest.importorskip("torch")
    defined = (
        "import torch\nnet = torch.nn.Linear(1, 1, bias=False)\ntorch.nn.init.zeros_(net.weight)\n"
        "opt = torch.optim.SGD(net.parameters(), lr=1.0)\ndef step():\n"
        "    opt.zero_grad(); (net(torch.ones(1, 1)) - 1).sum().backward(); opt.step()\n    return net.weight.item()"
    )

    assert ["0.0\n", "-1.0\n"] == at_q(defined, "for _ in range(3): step()", "net.weight.item()", "step()")


def test_an_optimizer_under_a_schedule_is_used_as_it_is():
    """The schedule has put itself into the optimizer; a copy of it would still move the original's weights."""
    pytest.importorskip("torch")
    defined = (
        "import torch\nw = torch.zeros(1, requires_grad=True)\nopt = torch.optim.SGD([w], lr=1.0)\n"
        "plan = torch.optim.lr_scheduler.StepLR(opt, 5)\ndef step():\n"
        "    opt.zero_grad(); w.sum().backward(); opt.step()\n    return w.item()"
    )

    assert ["-2.0\n", "-2.0\n"] == at_q(defined, "_ = step()", "step()", "w.item()")


def test_what_did_not_change_is_the_very_same():
    defined = "import numpy as np\nx = [np.ones(3)]\ndef f(kept=x):\n    return kept is x"

    assert ["True\n"] == at_q(defined, "y = 2", "f()")


def test_one_case_may_build_on_another():
    files = {"a.ipynb": book("x = [1]\ngrader.check('q')", "x.append(2)")}
    first, second = run(files, ["x.append(5)\n"], ["x\n"], at="q")

    assert ([""], ["[1, 5]\n"]) == (printed(first), printed(second))


def test_a_table_of_pandas_is_told_apart_by_its_own_comparison():
    """pandas need not be installed: only that it can be copied and compared is used."""
    defined = (
        "class Frame:\n    size = 2\n    def __init__(self, rows):\n        self.rows = rows\n"
        "    def equals(self, other):\n        return self.rows == other.rows\n"
        "Frame.__module__ = 'pandas.core.frame'\nx = Frame([1])"
    )

    assert ["[1]\n"] == at_q(defined, "x.rows.append(2)", "x.rows")


UNCOPIED = [
    "x = (n for n in [1, 2])",
    "class Odd:\n    def __deepcopy__(self, memo):\n        raise SystemExit\nx = Odd()",
    "class Odd:\n    def __getattribute__(self, name):\n        raise ValueError(name)\nx = Odd()",
    "class Odd(list):\n    def __iter__(self):\n        while True:\n            yield 1\nx = Odd([1])",
    "import threading\nx = [threading.Lock()]",
    "import sys, types\nx = sys.modules['torch'] = types.SimpleNamespace()",
    "x = list(range(30_000))",
    "import numpy as np\nx = np.zeros(9 * 2**17)",
    "import numpy as np\nx = [np.zeros(2**19 + n) for n in range(20)]",
    "x = {n: [n] * 50 for n in range(15_000)}",
]


@pytest.mark.parametrize("defined", UNCOPIED)
def test_what_cannot_be_copied_is_used_as_it_is(defined):
    files = {"a.ipynb": book(f"{defined}\nkeep = x\ngrader.check('q')", "done = 1")}
    (got,) = run(files, "assert keep is x", at="q")

    assert [None] == raised(got)


def test_figures_are_left_alone():
    """A copy of a figure would be one more figure that pyplot knows."""
    pytest.importorskip("matplotlib")
    defined = (
        "import matplotlib\nmatplotlib.use('agg')\nimport matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nx = [fig]"
    )

    assert ["[1]\n", "True\n"] == at_q(defined, "_ = ax.plot([1])", "plt.get_fignums()", "x[0] is fig")
