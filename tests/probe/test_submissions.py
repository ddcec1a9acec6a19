"""Odd hand-ins: whatever the files hold, loading them ends with names, sentences, and a child that still answers."""

from typing import Any

import numpy as np
import pytest

from grader.evidence import Problem
from grader.model import Ask, Missing, Raised, Returned, Step, Unreadable
from tests.fakes import FakeBox, call, loaded, read, run, seen

GOOD = "def f(w):\n    return w * 2\n"
ASK = call("f", w=1.5)


def value(files: dict[str, bytes | str], ask: Ask = ASK) -> Any:
    got = seen(files, ask)[ask.id]
    assert isinstance(got, Returned), got
    return got.value


def problems(source: bytes | str, name: str = "solution.py") -> list[tuple[int, str, str]]:
    return [(problem.line, problem.type, problem.message) for problem in loaded({name: source}).problems]


# (source, why): f is found and answers 3.0 in all of these
FOUND: list[tuple[bytes | str, str]] = [
    (GOOD, "the plain case"),
    ("f = lambda w: w * 2\n", "a lambda"),
    ("import functools\ng = lambda k, w: k * w\nf = functools.partial(g, 2)\n", "a partial function"),
    ("class F:\n    def __call__(self, w): return w * 2\nf = F()\n", "a callable object"),
    ("class Work:\n    @staticmethod\n    def f(w): return w * 2\n", "a static method"),
    ("class Work:\n    k = 2\n    @classmethod\n    def f(cls, w): return w * cls.k\n", "a class method"),
    ("def f(weights):\n    return weights * 2\n", "another argument name, by position"),
    ("def f(*args):\n    return args[0] * 2\n", "any number of arguments, by position"),
    ("def f(**named):\n    return named['w'] * 2\n", "only keywords"),
    ("def f(*, w):\n    return w * 2\n", "keyword-only"),
    ("def f(w, /):\n    return w * 2\n", "position-only"),
    ("def f(w, scale=2):\n    return w * scale\n", "a further argument with a default"),
    ("f = 1\n" + GOOD, "the last definition wins"),
    ("1 / 0\n" + GOOD, "a statement that fails hides nothing below it"),
    ("a = 1; b = 1 / 0; f = lambda w: w * 2 * a\n", "nor what stands behind it on its line"),
    ("n = globals().get('n', 0) + 1\n1 / 0\ndef f(w):\n    return w * 2 * n\n", "nothing above it is run again"),
    ("@undefined\n@staticmethod\ndef g(): pass\n" + GOOD, "a decorator that fails"),
    ("x = [\n    1,\n    1 / 0,\n]\n" + GOOD, "a statement of several lines"),
    ("if True:\n    def g(): 1 / 0\n    g()\n" + GOOD, "a failure further in"),
    ("1 / 0\n1 / 0\n" + GOOD + "1 / 0\n", "several that fail"),
    ("1 / 0\nfrom __future__ import annotations\ndef g(x: Undefined): pass\n" + GOOD, "a future that comes too late"),
    (GOOD + "raise SystemExit\n", "an exit at the end"),
    ("import sys\nsys.exit(0)\n" + GOOD, "an exit at the top"),
    ("raise KeyboardInterrupt\n" + GOOD, "an interrupt"),
    ("import os\nos.chdir('/')\n" + GOOD, "another folder"),
    ("import builtins\nbuiltins.len = builtins.isinstance = builtins.type = None\n" + GOOD, "patched builtins"),
    (
        "import builtins\nfor n in ('zip', 'dict', 'sum', 'str', 'print', 'range'): setattr(builtins, n, None)\n"
        + GOOD,
        "more",
    ),
    ("import json\njson.dumps = json.loads = json.encoder = None\n" + GOOD, "patched json"),
    ("import struct\nstruct.pack = struct.Struct = None\n" + GOOD, "patched struct"),
    ("import inspect, difflib, ast\ninspect.signature = ast.parse = None\n" + GOOD, "patched tools"),
    ("import os\nos.write = os.read = os.getcwd = None\n" + GOOD, "patched os"),
    ("import random, numpy\nnumpy.random.seed = random.seed = None\n" + GOOD, "patched generators"),
    ("import sys\nsys.stdout = sys.stderr = None\n" + GOOD, "no stdout"),
    ("import sys\nsys.stdout.close()\nprint('x')\n" + GOOD, "a closed stdout"),
    ("import sys\nsys.settrace(lambda *a: 1 / 0)\n" + GOOD, "a trace function that raises"),
    ("import sys\nsys.setprofile(lambda *a: 1 / 0)\n" + GOOD, "a profile function that raises"),
    ("import sys\nsys.setrecursionlimit(60)\n" + GOOD, "a low recursion limit"),
    ("import sys\nsys.modules.clear()\n" + GOOD, "no modules"),
    ("import sys\nsys.path.clear()\nsys.meta_path.clear()\n" + GOOD, "no imports"),
    ("import atexit, os\natexit.register(os._exit, 3)\n" + GOOD, "something at exit"),
    ("import threading\nthreading.Thread(target=lambda: 1 / 0).start()\n" + GOOD, "a thread that fails"),
    (
        "import threading, time\nthreading.Thread(target=time.sleep, args=(99,), daemon=True).start()\n" + GOOD,
        "one that stays",
    ),
    ("import warnings\nwarnings.simplefilter('error')\n" + GOOD, "warnings as errors"),
    ("import gc\ngc.disable()\ngc.set_threshold(1)\n" + GOOD, "garbage"),
    ("import signal\nsignal.alarm(0)\nsignal.signal(15, signal.SIG_IGN)\n" + GOOD, "signals"),
    ("def g():\n    return g()\ng()\n" + GOOD, "endless recursion at the top"),
    ("__name__ = 'x'\n__file__ = None\n" + GOOD, "another name"),
    ("globals()[3] = 4\n" + GOOD, "a global that is no word"),
    ("print('x' * 10**7)\n" + GOOD, "ten megabytes of print"),
    ("x = yield_ = 1\nasync def a(): pass\n" + GOOD, "async stands about"),
    ("from __future__ import annotations\ndef g(x: Undefined): pass\n" + GOOD, "future statements hold for the rest"),
    ("if __name__ == '__main__':\n    raise SystemExit\n" + GOOD, "nothing is run as a script"),
    (b"\xef\xbb\xbf" + GOOD.encode(), "a byte order mark"),
    (GOOD.encode("utf-16"), "UTF-16 with its mark"),
    (b"# -*- coding: latin-1 -*-\n# caf\xe9\n" + GOOD.encode(), "a coding line"),
    (b"# caf\xe9\n" + GOOD.encode(), "Latin-1 without a coding line"),
    (GOOD.replace("\n", "\r\n"), "lines as on Windows"),
    (GOOD.replace("\n", "\r"), "lines as on an old Mac"),
    (GOOD + "\f\n", "a form feed"),
    ("def f(w):\n\treturn w * 2\n", "tabs"),
    ("import sys\nsys.stdout.reconfigure(encoding='utf-8')\nsys.stdout.buffer.write(b'x')\n" + GOOD, "bytes"),
    ("class M(type):\n    @property\n    def __module__(c): 1 / 0\nclass A(metaclass=M): pass\n" + GOOD, "a metaclass"),
    ("class D(dict): pass\nimport sys\nsys.modules['torch'] = sys.modules['numpy'] = 3\n" + GOOD, "libraries replaced"),
    ("import os, shutil\nshutil.rmtree(os.getcwd(), ignore_errors=True)\n" + GOOD, "no folder any more"),
    ("import torch\ntorch.set_grad_enabled(False)\n" + GOOD, "gradients off"),
]


@pytest.mark.parametrize(("source", "why"), FOUND)
def test_a_function_is_found_whatever_stands_around_it(source: bytes | str, why: str) -> None:
    assert 3.0 == value({"solution.py": source}), why


# (source, line, type, message)
TOLD: list[tuple[bytes | str, int, str, str]] = [
    ("x = (\ny = 2\n", 1, "SyntaxError", "'(' was never closed"),
    ("def f(:\n", 1, "SyntaxError", "invalid syntax"),
    ("  x = 1\n", 1, "IndentationError", "unexpected indent"),
    ("if 1:\n    x = 1\n\ty = 2\n", 3, "TabError", "inconsistent use of tabs and spaces in indentation"),
    ("print 'hello'\n", 1, "SyntaxError", "Missing parentheses in call to 'print'. Did you mean print(...)?"),
    ("%matplotlib inline\n", 1, "SyntaxError", "invalid syntax"),
    (b"x = 1\0\n", 0, "note", "the file holds NUL bytes, so it is not a text file; save it as UTF-8 text"),
    (b"PK\x03\x04\0\0", 0, "note", "the file holds NUL bytes, so it is not a text file; save it as UTF-8 text"),
    (b"\xff\xfex\0=\0\xdc", 0, "note", "the file is neither UTF-8 nor whole UTF-16; save it as UTF-8"),
    (
        b"# coding: klingon\nx = 1\n",
        1,
        "note",
        "unknown encoding: klingon; leave the coding line out and save the file as UTF-8",
    ),
    (
        b"x = 1\n# caf\xe9\n",
        0,
        "note",
        "line 2 is not UTF-8; the file was read as Latin-1, save it as UTF-8 so that Python can run it",
    ),
    (
        "x = 1\n".encode("utf-16"),
        0,
        "note",
        "the file is saved as UTF-16 and was read as such; Python itself wants UTF-8",
    ),
    ("x = 1\n" * 400_000, 0, "note", "the file is larger than 1 MiB, more than code can be"),
    ("x = " + "(" * 500 + ")" * 500, 1, "SyntaxError", "too many nested parentheses"),
    (
        "x = " + "-" * 200_000 + "1",
        1,
        "MemoryError",
        "the file cannot be read as Python: its expressions are nested too deeply",
    ),
    ("\n\nundefined\n", 3, "NameError", "name 'undefined' is not defined"),
    ("return 3\n", 1, "SyntaxError", "'return' outside function"),
    ("await f()\n", 1, "SyntaxError", "'await' outside function"),
    ("import nothing_such\n", 1, "ModuleNotFoundError", "No module named 'nothing_such'"),
    ("input('name? ')\n", 1, "EOFError", "nobody is there to answer input(); write the value into the code"),
    ("open('data.csv')\n", 1, "FileNotFoundError", "[Errno 2] No such file or directory: 'data.csv'"),
    ("exit()\n", 1, "SystemExit", "the code stops the program here (sys.exit, exit or quit); leave that line out"),
]


@pytest.mark.parametrize(("source", "line", "kind", "message"), TOLD)
def test_what_went_wrong_while_loading_is_told_with_its_line(
    source: bytes | str, line: int, kind: str, message: str
) -> None:
    assert (line, kind, message) == problems(source)[0]


def test_a_syntax_error_costs_the_whole_file_and_says_so() -> None:
    report = loaded({"bad.py": "def f(:\n", "good.py": GOOD})

    assert (
        Problem(file="bad.py", line=1, type="SyntaxError", message="invalid syntax", whole=True),
    ) == report.problems
    assert 3.0 == value({"bad.py": "def f(:\n", "good.py": GOOD})


def test_only_the_statement_that_fails_loses_its_names() -> None:
    source = "a = 1; b = 1 / 0; c = 2\n@undefined\ndef g(w): pass\n"

    got = seen({"a.py": source}, read("a"), read("b"), read("c"), read("g"))

    assert [Returned(1), Returned(2)] == [got[f"{name}/1"] for name in "ac"]
    assert [
        "a.py, line 1, which should define it, raised ZeroDivisionError: division by zero",
        "a.py, line 2, which should define it, raised NameError: name 'undefined' is not defined",
    ] == [got[f"{name}/1"].reason for name in "bg"]  # type: ignore[union-attr]


def test_problems_of_one_file_do_not_grow_without_end() -> None:
    assert 20 == len(problems("undefined\n" * 1000))


def test_a_file_is_where_it_says() -> None:
    source = "from pathlib import Path\ndef f(w):\n    return Path(__file__).with_name('data.txt').read_text()\n"

    assert "42" == value({"sub/solution.py": source, "sub/data.txt": "42"})


def test_files_are_opened_beside_the_one_folder_of_code() -> None:
    source = "import inspect\ndef f(w):\n    return open('data.txt').read() + inspect.getsource(f)[:3]\n"

    assert "42def" == value({"hw/solution.py": source, "hw/data.txt": "42"})


def test_with_code_in_many_folders_files_are_opened_from_the_top() -> None:
    source = "def f(w):\n    return open('hw/data.txt').read()\n"

    assert "42" == value({"hw/solution.py": source, "hw/data.txt": "42", "more/x.py": ""})


def test_files_import_one_another_in_any_order() -> None:
    files = {"a.py": "from b import g\ndef f(w):\n    return g(w)\n", "b.py": "import a\ndef g(w):\n    return w * 2\n"}

    assert 3.0 == value(files)
    assert () == loaded(files).problems


def test_a_file_runs_once_however_it_is_imported() -> None:
    files = {
        "src/a.py": "print('a runs')\ndef g(w):\n    return w * 2\n",
        "src/b.py": "from a import g\nimport src.a\ndef f(w):\n    return src.a.g(w)\n",
    }

    assert 3.0 == value(files)
    assert "a runs\n" == loaded(files).printed


def test_packages_import_within() -> None:
    files = {
        "work/__init__.py": "from .parts import twice\n",
        "work/parts.py": "def twice(w):\n    return w * 2\n",
        "solution.py": "from work import twice\ndef f(w):\n    return twice(w)\n",
    }

    assert 3.0 == value(files)


def test_an_imported_file_that_fails_still_gives_its_names() -> None:
    files = {"a.py": "from b import g\ndef f(w):\n    return g(w)\n", "b.py": "1 / 0\ndef g(w):\n    return w * 2\n"}

    assert 3.0 == value(files)


def test_a_file_named_like_a_library_does_not_take_its_place() -> None:
    files = {
        "random.py": GOOD,
        "statistics.py": "x = 1\n",
        "solution.py": "import random, statistics\nm = statistics.mean\n",
    }

    assert 3.0 == value(files)
    assert () == loaded(files).problems


def test_a_name_defined_here_goes_before_one_imported_here() -> None:
    files = {"a.py": GOOD, "b.py": "from numpy import linalg as f\n"}

    assert 3.0 == value(files)


def test_an_imported_name_counts_where_nothing_else_is_there() -> None:
    assert 2.0 == value({"a.py": "from math import sqrt as f\n"}, call("f", x=4.0))


def test_of_two_files_the_later_counts_and_the_student_is_told() -> None:
    files = {"a.py": "def f(w):\n    return 0\n", "b.py": GOOD}

    assert 3.0 == value(files)
    assert "a.py and b.py both define `f`; what stands in b.py counts" == loaded(files).problems[0].message


def test_a_name_passed_on_by_import_is_no_second_definition() -> None:
    files = {"a.py": GOOD + "W = [1]\n", "b.py": "from a import f, W\n"}

    assert () == loaded(files).problems


def test_odd_file_names_are_loaded_too() -> None:
    assert 3.0 == value({"my solution (1).py": GOOD})
    assert 3.0 == value({"1.py": GOOD})


def test_what_a_file_prints_is_kept_up_to_the_limit() -> None:
    printed = loaded({"a.py": "print('x' * 10**6)\n"}).printed

    assert printed.startswith("x" * 1000)
    assert printed.endswith("737857 more characters were printed")


# (source, name, near, part of the reason)
ABSENT: list[tuple[str, str, tuple[str, ...], str]] = [
    ("def l2_updat(w): pass\n", "l2_update", ("l2_updat",), ""),
    ("def L2Update(w): pass\n", "l2_update", ("L2Update",), ""),
    ("x = 1\n", "f", (), ""),
    (
        "def g():\n    def f(w): return w\n",
        "f",
        (),
        "`f` stands inside the function `g`; move it to the left margin of solution.py",
    ),
    (
        "class Work:\n    def f(self, w): return w\n",
        "f",
        (),
        "`f` stands inside the class `Work`; move it to the left margin",
    ),
    ("f = 3.0\n", "f", (), "`f` is a value of type float, not a function"),
    ("f = g(3)\n", "f", (), "solution.py, line 1, which should define it, raised NameError: name 'g' is not defined"),
    ("def f(w:\n", "f", (), "solution.py, line 1, could not be read: '(' was never closed"),
    ("x = 1\0", "f", (), "solution.py could not be read: the file holds NUL bytes"),
    ("class A: pass\n", "A.step", (), "`A` has no `step`"),
    ("def f(w): return w\ndel f\n", "f", (), ""),
]


@pytest.mark.parametrize(("source", "name", "near", "reason"), ABSENT)
def test_what_is_missing_is_missing_for_a_reason(source: str, name: str, near: tuple[str, ...], reason: str) -> None:
    got = seen({"solution.py": source}, call(name, w=1.0))[f"{name}/1"]

    assert isinstance(got, Missing), got
    assert (name, near) == (got.name, got.near)
    assert reason in got.reason


def test_a_name_that_is_lost_is_traced_to_the_statement_that_failed() -> None:
    source = "import nothing_such as ns\nx = ns.pi\ndef f(w):\n    return ns.pi * w\ndef g(w):\n    return y\n"

    got = seen({"a.py": source}, call("f", w=1.0), call("g", w=1.0))

    assert isinstance(got["f/1"], Raised)
    assert (
        "name 'ns' is not defined; a.py, line 1, which should define it, raised ModuleNotFoundError: "
        "No module named 'nothing_such'"
    ) == got["f/1"].message
    assert isinstance(got["g/1"], Raised)
    assert "name 'y' is not defined" == got["g/1"].message


def test_a_variable_is_read() -> None:
    source = "import numpy as np\nw = np.arange(3.0)\nclass Model:\n    lr = 0.1\n"

    assert [0.0, 1.0, 2.0] == value({"a.py": source}, read("w")).tolist()
    assert 0.1 == value({"a.py": source}, read("Model.lr"))


class TestCalls:
    """Arguments, results, and what happens to both."""

    def test_arguments_are_fresh_for_every_call(self) -> None:
        source = "def f(w):\n    w[0] += 1\n    return w\n"
        ask = Ask(id="f/1", steps=(Step(do="call", name="f", arguments={"w": [1.0]}),) * 2, keep=(0, 1))

        got = seen({"a.py": source}, ask, call("f", case="f/2", w=[1.0]))

        assert Returned([[2.0], [2.0]], ("w",)) == got["f/1"]
        assert Returned([2.0], ("w",)) == got["f/2"]

    @pytest.mark.parametrize(
        ("body", "argument", "changed"),
        [
            ("w[0] = 9", np.ones(2), ("w",)),
            ("w[:] = w", np.ones(2), ()),
            ("w = w + 1", np.ones(2), ()),
            ("w += 1", np.ones(2), ("w",)),
            ("w.append(1)", [1], ("w",)),
            ("w['b'] = 1", {"a": 1}, ("w",)),
            ("w['a'][0] = 1", {"a": np.zeros(1)}, ("w",)),
            ("w.sort()", np.array([2.0, np.nan]), ()),
            ("w.fill(np.nan)", np.array([np.nan]), ()),
            ("w.shape = (1, 2)", np.ones(2), ("w",)),
            ("w.append(w)", [1], ("w",)),
        ],
    )
    def test_an_argument_that_differs_afterwards_is_named(
        self, body: str, argument: Any, changed: tuple[str, ...]
    ) -> None:
        got = seen({"a.py": f"import numpy as np\ndef f(w):\n    {body}\n"}, call("f", w=argument))["f/1"]

        assert Returned(None, changed) == got

    def test_a_tensor_argument_is_a_tensor(self) -> None:
        torch = pytest.importorskip("torch")
        source = "def f(w):\n    w.mul_(2)\n    return [type(w).__name__, w]\n"

        got = seen({"a.py": source}, call("f", w=torch.ones(2)))["f/1"]

        assert isinstance(got, Returned)
        assert "Tensor" == got.value[0]
        assert [2.0, 2.0] == got.value[1].tolist()
        assert ("w",) == got.changed

    def test_results_are_written_down_before_the_next_step(self) -> None:
        source = "state = [0]\ndef f():\n    state[0] += 1\n    return state\n"
        ask = Ask(id="f/1", steps=(Step(do="call", name="f"),) * 3, keep=(0, 1, 2))

        assert Returned([[1], [2], [3]]) == seen({"a.py": source}, ask)["f/1"]

    def test_a_step_may_use_what_an_earlier_one_gave(self) -> None:
        from grader.model import Earlier

        source = "def step(w, m):\n    m = [m[0] + 1]\n    return w - m[0], m\n"
        steps = [Step(do="call", name="step", arguments={"w": 10.0, "m": [0]})]
        steps += [Step(do="call", name="step", arguments={"w": Earlier(i, 0), "m": Earlier(i, 1)}) for i in range(2)]

        assert Returned((4.0, [3])) == seen({"a.py": source}, Ask(id="s/1", steps=tuple(steps)))["s/1"]

    def test_a_result_without_the_item_that_is_needed_is_unreadable(self) -> None:
        from grader.model import Earlier

        steps = (Step(do="call", name="f"), Step(do="call", name="g", arguments={"w": Earlier(0, 1)}))
        files = {"a.py": "def f():\n    return 1.0\ndef g(w):\n    return w\n"}

        got = seen(files, Ask(id="s/1", steps=steps))["s/1"]

        assert Unreadable("float", "it has no item 1, which the next call needs") == got

    def test_objects_are_made_and_their_methods_called(self) -> None:
        source = "class Adam:\n    def __init__(self, lr): self.lr = lr\n    def step(self, w): return w - self.lr\n"
        make = Step(do="make", name="Adam", arguments={"lr": 0.5})
        files = {"a.py": source}

        assert 1.5 == value(
            files, Ask(id="a/1", steps=(make, Step(do="method", name="step", of=0, arguments={"w": 2.0})))
        )
        got = seen(files, Ask(id="a/1", steps=(make, Step(do="method", name="stop", of=0))))["a/1"]
        assert Missing("stop", (), "the object of class `Adam` has no method `stop`") == got

    def test_what_a_call_prints_is_kept_short(self) -> None:
        got = seen({"a.py": "def f():\n    print('x' * 10**6)\n"}, call("f"))["f/1"]

        assert isinstance(got, Returned)
        assert got.printed.endswith("996001 more characters were printed")
        assert 5_000 > len(got.printed)

    def test_printed_answers_are_what_loading_printed(self) -> None:
        ask = Ask(id="p/1", steps=(Step(do="printed"),))

        assert "661\n" == value({"a.py": "print(661)\n"}, ask)

    def test_random_numbers_follow_the_seed_and_the_ask_not_the_order(self) -> None:
        source = (
            "import random, numpy as np, torch\n"
            "def f():\n    return [random.random(), float(np.random.rand()), float(torch.rand(1))]\n"
        )
        first, second = call("f", case="f/1"), call("f", case="f/2")

        one = seen({"a.py": source}, first, second, seed=7)
        two = seen({"a.py": source}, second, first, seed=7)
        other = seen({"a.py": source}, first, seed=8)

        assert one == two
        assert one["f/1"] != one["f/2"]
        assert one["f/1"] != other["f/1"]

    def test_the_same_seed_loads_the_same(self) -> None:
        source = "import numpy as np\nw = np.random.rand(3)\n"

        assert value({"a.py": source}, read("w")).tolist() == value({"a.py": source}, read("w")).tolist()


class TestModules:
    """What is told of a torch module."""

    SOURCE = """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.lin = nn.Linear(2, width)
        self.norm = nn.BatchNorm1d(width)
        self.drop = nn.Dropout(0.5)
        self.lin.bias.requires_grad_(False)
    def forward(self, x):
        return self.drop(self.norm(self.lin(x)))
class Lazy(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.LazyLinear(3)
    def forward(self, x):
        return self.lin(x)
class Cut(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Linear(2, 3), nn.Linear(3, 1)
    def forward(self, x):
        return self.second(self.first(x).detach())
class Plain:
    pass
"""

    def inspect(self, name: str, **arguments: Any) -> Any:
        pytest.importorskip("torch")
        made = {key: value for key, value in arguments.items() if key != "input"}
        shown = {key: value for key, value in arguments.items() if key == "input"}
        steps = (Step(do="make", name=name, arguments=made), Step(do="inspect", of=0, arguments=shown))
        return seen({"a.py": self.SOURCE}, Ask(id="m/1", steps=steps))["m/1"]

    def test_parameters_and_buffers_have_names_and_shapes(self) -> None:
        got = self.inspect("Net", width=3).value

        assert "Net" == got["type"]
        assert [
            {"name": "lin.weight", "shape": [3, 2], "trainable": True},
            {"name": "lin.bias", "shape": [3], "trainable": False},
            {"name": "norm.weight", "shape": [3], "trainable": True},
            {"name": "norm.bias", "shape": [3], "trainable": True},
        ] == got["parameters"]
        assert ["norm.running_mean", "norm.running_var", "norm.num_batches_tracked"] == [
            b["name"] for b in got["buffers"]
        ]
        assert "outputs" not in got

    def test_an_input_shows_both_modes_and_the_first_row_alone(self) -> None:
        import torch

        outputs = self.inspect("Net", width=3, input=torch.randn(4, 2)).value["outputs"]

        assert not np.array_equal(*outputs["train"])  # dropout
        assert np.array_equal(*outputs["eval"])
        assert np.allclose(outputs["eval"][0][:1], outputs["alone"], atol=1e-6)

    def test_a_layer_that_no_gradient_reaches_is_seen(self) -> None:
        torch = pytest.importorskip("torch")
        gradients = self.inspect("Cut", input=torch.randn(4, 2)).value["gradients"]

        assert gradients["first.weight"] is None
        assert gradients["second.weight"] > 0
        assert {"first.weight", "first.bias", "second.weight", "second.bias"} == set(gradients)

    def test_a_norm_does_not_hide_the_layer_in_front_of_it(self) -> None:
        torch = pytest.importorskip("torch")
        gradients = self.inspect("Net", width=3, input=torch.randn(4, 2)).value["gradients"]

        assert all(largest is not None for largest in gradients.values())

    def test_a_lazy_layer_has_a_shape_once_an_input_went_through(self) -> None:
        import torch

        got = self.inspect("Lazy", input=torch.ones(2, 5)).value

        assert [3, 5] == got["parameters"][0]["shape"]
        assert Unreadable("Module", "a lazy layer has no shape before an input has passed through it") == self.inspect(
            "Lazy"
        )

    def test_what_is_no_module_is_unreadable(self) -> None:
        assert Unreadable("Plain", "this is not a torch.nn.Module") == self.inspect("Plain")


def test_the_load_reply_lists_names_and_versions() -> None:
    reply = run({"a.py": "import numpy\nx = 1\n_y = 2\ndef f(): pass\nclass A: pass\nfrom math import pi, sqrt\n"})[
        "load"
    ]

    assert ["x", "f", "A", "pi"] == reply["names"]
    assert np.__version__ == reply["versions"]["numpy"]
    assert {"seen": "loaded", "id": "load", "nonce": "0"}.items() <= reply.items()


def test_a_file_that_cannot_be_placed_is_noted() -> None:
    report = loaded({"a": "data", "a/b.py": GOOD})

    assert "the file could not be placed beside the code: " in report.problems[0].message
    assert "a/b.py" == report.problems[0].file


def test_a_process_that_ends_itself_is_a_crash_of_its_own() -> None:
    from grader.model import Job, Limits

    job = Job(files={"a.py": b"import os\ndef f():\n    os._exit(0)\n"}, asks=(call("f"),), limits=Limits())

    outcome = FakeBox().run(job)

    assert ("stopped", "crash", "f/1") == (outcome.ended, outcome.limit, outcome.at)


def test_an_exception_with_a_cause_is_told() -> None:
    source = "def f():\n    raise RuntimeError from ValueError('cause')\n"

    assert isinstance(seen({"a.py": source}, call("f"))["f/1"], Raised)


def test_a_package_that_comes_first_imports_its_own_parts() -> None:
    files = {
        "apart/__init__.py": "from .parts import twice\nfrom . import more\n",
        "apart/more.py": "from .parts import twice\nfrom apart import parts\n",
        "apart/parts.py": "def twice(w):\n    return w * 2\n",
        "solution.py": "from apart import twice\nimport apart.more\ndef f(w):\n    return apart.more.twice(w)\n",
    }

    assert 3.0 == value(files)
    assert () == loaded(files).problems


def test_a_package_that_fails_still_gives_the_names_of_its_parts() -> None:
    files = {"apart/__init__.py": "1 / 0\n", "apart/parts.py": GOOD}

    assert 3.0 == value(files)


def test_many_files_give_a_reply_of_ordinary_size() -> None:
    files: dict[str, bytes | str] = {f"m{n}.py": "undefined\n" * 30 + f"{'x' * 300}{n} = 1\n" for n in range(60)}

    reply = run(files, call("f"))

    assert 200 == len(reply["load"]["problems"])
    assert 60 == len(reply["load"]["names"])
    assert "missing" == reply["f/1"]["seen"]


def test_bytes_written_to_stdout_are_printed_text() -> None:
    source = "import sys\nsys.stdout.buffer.write('é'.encode())\nprint('x')\n"

    assert "éx\n" == loaded({"a.py": source}).printed


def test_what_gets_past_the_care_of_a_file_costs_that_file_alone() -> None:
    source = "import sys\nfor f in sys.meta_path:\n    if type(f).__name__ == 'Finder': f.sources = None\n"

    report = loaded({"a.py": source, "b.py": GOOD})

    assert "the file could not be loaded to its end (TypeError)" == report.problems[0].message


def test_an_answer_that_our_own_part_cannot_give_is_unreadable() -> None:
    source = "import sys\nsys.modules['grader.probe.steps'].raised = None\ndef f():\n    1 / 0\n"

    got = seen({"a.py": source}, call("f"), call("g"))

    assert Unreadable("TypeError", "the answer could not be handed over") == got["f/1"]
    assert Missing("g") == got["g/1"]


def test_torch_starts_no_workers_and_no_compiler() -> None:
    pytest.importorskip("torch._dynamo")  # here and not in the child, which has ten seconds
    source = """
import torch
from torch.utils.data import DataLoader, TensorDataset
data = TensorDataset(torch.arange(4.0))
def f():
    loader = DataLoader(data, batch_size=2, num_workers=2, persistent_workers=True, timeout=5)
    twice = [[batch[0].sum() for batch in loader] for _ in range(2)]
    return twice, loader.num_workers
def g(w):
    return torch.compile(lambda x: x * 2)(w)
"""
    got = seen({"a.py": source}, call("f"), call("g", w=torch_ones()))

    assert isinstance(got["f/1"], Returned)
    assert [[1.0, 5.0]] * 2 == [[float(number) for number in row] for row in got["f/1"].value[0]]
    assert 0 == got["f/1"].value[1]
    assert isinstance(got["g/1"], Returned)
    assert [2.0, 2.0] == got["g/1"].value.tolist()


def torch_ones() -> Any:
    import torch

    return torch.ones(2)
