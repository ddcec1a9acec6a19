"""Whoever fills in one of two starter files is not failed by the other."""

import ast
from types import SimpleNamespace

import pytest

from grader.probe import names

STUB = 'def f(x):\n    """Double it."""\n    raise NotImplementedError\n'
BARE = "def f(x):\n    raise NotImplementedError('write f')\n"
DONE = "def f(x):\n    return 2 * x\n"
REFUSES = "def f(x):\n    if x < 0:\n        raise NotImplementedError\n    return 2 * x\n"


def loaded(path, text):
    namespace = {"__name__": path}
    exec(compile(text, path, "exec"), namespace)
    tree = ast.parse(text).body
    return SimpleNamespace(path=path, trees=tree, namespace=namespace, given=frozenset(), lost={}, problems=[])


@pytest.mark.parametrize("stub", [STUB, BARE])
@pytest.mark.parametrize("order", [1, -1])
def test_what_was_written_goes_before_what_was_left_open(stub, order):
    files = [loaded("solution.py", DONE), loaded("solution.ipynb", stub)][::order]

    assert 6 == names.find("f", files)(3)
    assert [] == names.doubles(files)


def test_a_function_left_open_everywhere_is_still_found():
    with pytest.raises(NotImplementedError):
        names.find("f", [loaded("a.py", STUB), loaded("b.py", STUB)])(1)


def test_a_variable_left_open_goes_behind_one_that_was_set():
    assert 3 == names.find("t", [loaded("a.py", "t = 3"), loaded("b.py", "t = None")])


def test_a_function_that_refuses_some_inputs_was_written():
    files = [loaded("a.py", DONE), loaded("b.py", REFUSES)]

    assert names.find("f", files) is files[1].namespace["f"]
    assert ["a.py and b.py both define `f`; what stands in b.py counts"] == names.doubles(files)


def test_a_stub_below_that_is_replaced_later_in_the_file_was_written():
    files = [loaded("a.py", DONE), loaded("b.py", STUB + DONE.replace("2", "5"))]

    assert 15 == names.find("f", files)(3)
