"""Kinds are found by the name of their file."""

import pytest

from grader import kinds
from grader.errors import RequestError


def test_a_kind_is_the_module_of_that_name():
    assert kinds.find("checkers", "close").__name__ == "grader.checkers.close"


def test_an_unknown_kind_is_refused_with_a_suggestion():
    with pytest.raises(RequestError) as caught:
        kinds.find("checkers", "closs")

    assert str(caught.value) == "there is no checker called 'closs'; did you mean 'close'?"


def test_a_kind_unlike_all_others_lists_what_there_is():
    with pytest.raises(RequestError, match=r"there is no checker called 'zzz'; there are .*close"):
        kinds.find("checkers", "zzz")


def test_private_modules_are_no_kinds():
    assert not [name for name in kinds.names("checkers") if name.startswith("_")]
