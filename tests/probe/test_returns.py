"""What may come back from a student's function, and how it looks on our side of the wall: a table."""

from typing import Any

import numpy as np
import pytest

from grader.model import Observation, Raised, Returned, Unreadable
from tests.fakes import call, seen

torch = pytest.importorskip("torch")

PREAMBLE = """
import collections, decimal, enum, fractions, functools, math, types
import numpy as np
import torch
class Hollow(torch.Tensor):
    @staticmethod
    def __new__(cls, inner):
        return torch.Tensor._make_wrapper_subclass(cls, inner.shape)
    @classmethod
    def __torch_dispatch__(cls, *a, **k): raise ValueError
"""

# (body of a function, what it gives back here, why)
KEPT: list[tuple[str, Any, str]] = [
    ("return None", None, "nothing came back, which is for the judge"),
    ("pass", None, "no return at all"),
    ("return True", True, "a bool is not the number 1"),
    ("return 3", 3, "an int"),
    ("return -10**300", -(10**300), "a long int"),
    ("return 0.1", 0.1, "a float, exactly"),
    ("return float('inf')", float("inf"), "an infinity"),
    ("return 1-2j", 1 - 2j, "a complex number"),
    ("return 'α\\n'", "α\n", "text"),
    ("return '\\ud800x'", "\ufffdx", "half a character, which no report could hold"),
    ("return [1, [2.5, 'x'], (None,)]", [1, [2.5, "x"], (None,)], "lists and tuples keep their kind"),
    ("return {'a': 1, 2: 'b', (1, 2): 3, None: 4, True: 5}", {"a": 1, 2: "b", (1, 2): 3, None: 4, True: 5}, "keys"),
    ("return {np.int64(1): 2}", {1: 2}, "a numpy key is the number it stands for"),
    ("return range(3)", [0, 1, 2], "a range is a list"),
    ("return collections.OrderedDict(a=1)", {"a": 1}, "a dict by its base"),
    ("d = collections.defaultdict(list); d['a'].append(1); return d", {"a": [1]}, "a dict by its base"),
    ("return collections.Counter('aab')", {"a": 2, "b": 1}, "a dict by its base"),
    ("return collections.namedtuple('P', 'x y')(1, 2)", (1, 2), "a tuple by its base"),
    ("return torch.zeros(2, 3).shape", (2, 3), "torch.Size is a tuple"),
    ("return np.array(['a', 'b'])", ["a", "b"], "an array of text is a list"),
    ("return np.array([1, 'x', None], dtype=object)", [1, "x", None], "an array of objects is a list"),
    ("return np.str_('a')", "a", "numpy's text is text"),
]

# (body, dtype and values of the array that arrives, why)
ARRAYS: list[tuple[str, Any, str]] = [
    ("return np.arange(3)", np.arange(3), "int64"),
    ("return np.arange(6.0).reshape(2, 3)[:, ::-1]", np.array([[2.0, 1, 0], [5, 4, 3]]), "not contiguous"),
    ("return np.asfortranarray(np.eye(2))", np.eye(2), "columns first"),
    ("return np.array([1.5], dtype='>f4')", np.array([1.5], np.float32), "the other byte order"),
    ("return np.float32(2)", np.array(2, np.float32), "a numpy number is an array of no axis"),
    ("return np.float64(0.1)", np.array(0.1), "a float64 is a subclass of float"),
    ("return np.bool_(True)", np.array(True), "a numpy bool"),
    ("return np.array([])", np.array([]), "empty"),
    ("return np.zeros((0, 3))", np.zeros((0, 3)), "empty with a shape"),
    ("return np.array([1, 2], dtype=np.float16)", np.array([1, 2], np.float16), "half precision"),
    ("return np.array([1j], dtype=np.complex64)", np.array([1j], np.complex64), "complex"),
    ("return np.array([1, 2], dtype=np.uint8)", np.array([1, 2], np.uint8), "bytes"),
    ("return np.longdouble(2)", np.array(2.0), "a long double as float64"),
    ("return np.matrix([[1, 2]])", np.array([[1, 2]]), "a matrix is an array"),
    ("return torch.tensor([1.0, 2.0])", np.array([1, 2], np.float32), "a tensor"),
    ("return torch.tensor(3)", np.array(3), "a tensor of no axis"),
    ("return torch.ones(2, requires_grad=True) * 2", np.array([2, 2], np.float32), "a tensor that needs a gradient"),
    ("return torch.nn.Parameter(torch.ones(2))", np.array([1, 1], np.float32), "a parameter"),
    ("return torch.ones(2, 3).t()", np.ones((3, 2), np.float32), "a view"),
    ("return torch.tensor([1.5, -2], dtype=torch.bfloat16)", np.array([1.5, -2], np.float32), "bfloat16 as float32"),
    ("return torch.tensor([True])", np.array([True]), "a mask"),
    ("return torch.tensor([1+2j]).conj()", np.array([1 - 2j], np.complex64), "a lazy conjugate"),
    ("return torch.zeros(2, 0)", np.zeros((2, 0), np.float32), "empty"),
]

# (body, type, part of the reason, why)
UNREADABLE: list[tuple[str, str, str, str]] = [
    ("return {1, 2}", "set", "a set has no order; return a list, sorted(…)", "a set"),
    ("return frozenset()", "frozenset", "a set has no order", "a frozen set"),
    ("return (i for i in range(3))", "generator", "wrap it in list(…)", "a generator"),
    ("yield 1", "generator", "wrap it in list(…)", "a function with yield"),
    ("return map(str, [1])", "map", "wrap it in list(…)", "a map"),
    ("return zip([1], [2])", "zip", "wrap it in list(…)", "a zip"),
    ("return {}.keys()", "dict_keys", "wrap it in list(…)", "a view of keys"),
    ("return {}.items()", "dict_items", "wrap it in list(…)", "a view of items"),
    ("return reversed([1])", "list_reverseiterator", "return numbers, text, arrays", "an iterator of a rarer kind"),
    ("return b'abc'", "bytes", "return text or numbers instead of bytes", "bytes"),
    ("return len", "builtin_function_or_method", "not its result; call it with (…)", "a built-in function"),
    ("return lambda: 1", "function", "not its result; call it with (…)", "a function"),
    ("return int", "type", "this is a class, not an object", "a class"),
    ("return math", "module", "return numbers, text, arrays", "a module"),
    ("return fractions.Fraction(1, 2)", "Fraction", "return numbers", "a fraction"),
    ("return decimal.Decimal(1)", "Decimal", "return numbers", "a decimal"),
    ("return enum.IntEnum('E', 'A').A", "E", "return numbers", "an enumeration is no plain number"),
    ("class Celsius(float): pass\n return Celsius(1)", "Celsius", "return numbers", "a subclass may lie about itself"),
    ("return torch.nn.Linear(1, 1)", "Linear", "return numbers", "a module"),
    ("return np.array(['2020'], dtype='M8[D]')", "array", "of dtype datetime64[D]; return numbers", "dates"),
    ("return np.array([(1, 2)], dtype='i4,i4')", "array", "return numbers", "records"),
    ("return np.ma.masked_array([1], [True])", "masked array", "return a plain array", "a mask can hide everything"),
    ("return torch.eye(2).to_sparse()", "Tensor", "return a dense tensor", "sparse"),
    ("return torch.ones(2, device='meta')", "Tensor", "return it on the CPU", "a tensor without values"),
    ("return 10**5000", "int", "more than 4000 digits", "printing it would take a while"),
    ("return 'x' * 30_000_000", "str", "longer than a reply may be", "giant text"),
    ("return np.zeros(70 * 2**17)", "ndarray", "larger than a reply may be", "a giant array"),
    ("return np.broadcast_to(1.0, (10**6, 10**6))", "ndarray", "larger than a reply may be", "giant, without memory"),
    ("return torch.ones(1).expand(10**6, 10**6)", "Tensor", "larger than a reply may be", "giant, without memory"),
    ("return [0.0] * 10**6", "float", "more than 300000 items; return an array instead", "a giant list"),
    ("return range(10**12)", "range", "more than 300000 items", "an endless range"),
    ("a = []; a.append(a); return a", "list", "nested deeper than 38 levels", "a list in itself"),
    ("a = {}; a['a'] = a; return a", "dict", "nested deeper than 38 levels", "a dict in itself"),
    ("a = np.array([None]); a[0] = a; return a", "list", "nested deeper than 38 levels", "an array in itself"),
    ("return {b'k': 1}", "dict", "a key of type bytes; use text or numbers", "a key that cannot be read"),
    ("return [1, {2}]", "set", "a set has no order", "deep inside, the inner type is named"),
    ("return NotImplemented", "NotImplementedType", "return numbers", "not implemented"),
    ("return ...", "ellipsis", "return numbers", "an ellipsis"),
    ("return type('Weird', (), {'__class__': np.ndarray})()", "Weird", "return numbers", "it only says it is an array"),
    ("return Hollow(torch.ones(2))", "Hollow", "reading it raised ValueError", "a tensor that answers for itself"),
    ("return functools.partial(len)", "partial", "return numbers", "a partial function"),
]

LYING = """
class Liar(list):
    def __iter__(self): raise RuntimeError("never asked")
    def __len__(self): return 10**9
class LyingDict(dict):
    def items(self): return [("truth", 42)]
    def __iter__(self): raise RuntimeError
class LyingArray(np.ndarray):
    def __array_function__(self, *a, **k): return "lies"
    def __array__(self, *a, **k): return np.array([42.0])
    @property
    def shape(self): return (42,)
    def tobytes(self, *a): return b"lies"
class LyingTensor(torch.Tensor):
    @classmethod
    def __torch_function__(cls, *a, **k): return 42
    def detach(self): return torch.tensor(42.0)
class Meta(type):
    @property
    def __name__(cls): raise RuntimeError
class Nameless(metaclass=Meta): pass
class Equal:
    def __eq__(self, other): return True
class Endless:
    def __iter__(self):
        while True: yield 1
    def __len__(self): return 2**62
"""

LIARS: list[tuple[str, Any, str]] = [
    ("return Liar([1, 2])", [1, 2], "a list is read by list's own methods"),
    ("return LyingDict(a=1)", {"a": 1}, "a dict is read by dict's own methods"),
    ("return np.arange(3.0).view(LyingArray)", np.arange(3.0), "an array is read by its memory"),
    ("return torch.ones(2).as_subclass(LyingTensor)", np.ones(2, np.float32), "a tensor is read past its hooks"),
    ("return Nameless()", Unreadable("Nameless", ""), "the name of a type is read past its metaclass"),
    ("return Equal()", Unreadable("Equal", ""), "an object that equals everything is no value"),
    ("return Endless()", Unreadable("Endless", ""), "nobody iterates over it"),
]


def observed(rows: list[tuple[Any, ...]], before: str = "") -> list[Observation]:
    """All rows in one hand-in, so that one child runs them all."""
    functions = "\n".join(f"def f{number}():\n {row[0]}\n" for number, row in enumerate(rows))
    replies = seen({"solution.py": PREAMBLE + before + functions}, *(call(f"f{n}") for n in range(len(rows))))
    return [replies[f"f{number}/1"] for number in range(len(rows))]


def same(want: Any, got: Any) -> bool:
    if isinstance(want, np.ndarray):
        return bool(
            isinstance(got, np.ndarray)
            and want.dtype == got.dtype
            and np.array_equal(want, got)
            and want.shape == got.shape
        )
    return type(want) is type(got) and bool(want == got)


def test_plain_values_come_back_as_they_are() -> None:
    for (body, want, why), got in zip(KEPT, observed(KEPT), strict=True):
        assert isinstance(got, Returned), (body, got)
        assert same(want, got.value), (body, got, why)


def test_arrays_and_tensors_come_back_as_arrays() -> None:
    for (body, want, why), got in zip(ARRAYS, observed(ARRAYS), strict=True):
        assert isinstance(got, Returned), (body, got)
        assert same(want, got.value), (body, got, why)


def test_a_nan_comes_back_as_a_nan() -> None:
    (got,) = observed([("return [float('nan'), np.array([np.nan])]",)])

    assert isinstance(got, Returned)
    assert np.isnan(got.value[0])
    assert np.isnan(got.value[1]).all()


def test_anything_else_is_unreadable_with_its_type_and_advice() -> None:
    for (body, kind, reason, why), got in zip(UNREADABLE, observed(UNREADABLE), strict=True):
        assert isinstance(got, Unreadable), (body, got)
        assert kind == got.type, (body, why)
        assert reason in got.reason, (body, got)


def test_what_overrides_its_own_reading_is_read_all_the_same() -> None:
    for (body, want, why), got in zip(LIARS, observed(LIARS, LYING), strict=True):
        if isinstance(want, Unreadable):
            assert isinstance(got, Unreadable), (body, got)
            assert want.type == got.type, why
        else:
            assert isinstance(got, Returned), (body, got)
            assert same(want, got.value), (body, got, why)


# (body, type, message, why)
RAISED: list[tuple[str, str, str, str]] = [
    ("1 / 0", "ZeroDivisionError", "division by zero", "an ordinary exception"),
    ("raise KeyError('w')", "KeyError", "'w'", "its message is a repr"),
    ("raise ValueError", "ValueError", "", "no message"),
    ("raise ValueError('x' * 10**7)", "ValueError", "x" * 1999 + "…", "a giant message is cut"),
    ("raise ValueError(f'at {hex(id(f0))}')", "ValueError", "at 0x…", "addresses differ from run to run"),
    ("raise ValueError('a\\x1b[31mb\\x00')", "ValueError", "ab\ufffd", "nothing that troubles a terminal"),
    ("raise Mute", "Mute", "the message cannot be read, its __str__ raises RuntimeError", "a broken __str__"),
    ("raise Number", "Number", "the message cannot be read, its __str__ raises TypeError", "a __str__ that gives 3"),
    ("raise Text", "Text", "plain", "a __str__ that gives a subclass"),
    (
        "raise SystemExit(3)",
        "SystemExit",
        "the code stops the program here (sys.exit, exit or quit); leave that line out",
        "exit",
    ),
    (
        "import sys; sys.exit()",
        "SystemExit",
        "the code stops the program here (sys.exit, exit or quit); leave that line out",
        "exit",
    ),
    ("raise KeyboardInterrupt", "KeyboardInterrupt", "", "an interrupt"),
    ("raise GeneratorExit", "GeneratorExit", "", "not an Exception"),
    ("raise BaseException('b')", "BaseException", "b", "the mother of all"),
    ("raise 3", "TypeError", "exceptions must derive from BaseException", "not an exception"),
    ("def g(): return g()\n return g()", "RecursionError", "maximum recursion depth exceeded", "recursion"),
    ("raise MemoryError", "MemoryError", "", "no memory"),
    ("assert 1 == 2, 'no'", "AssertionError", "no", "an assertion"),
    ("raise ExceptionGroup('g', [ValueError(1)])", "ExceptionGroup", "g (1 sub-exception)", "a group"),
    ("return input('? ')", "EOFError", "nobody is there to answer input(); write the value into the code", "input"),
    (
        "import sys; return sys.stdin.read()",
        "EOFError",
        "nobody is there to answer input(); write the value into the code",
        "input",
    ),
    ("import not_there", "ModuleNotFoundError", "No module named 'not_there'", "an import"),
    ("raise SyntaxError", "SyntaxError", "this is not Python", "a syntax error of their own"),
    (
        "raise Odd",
        "Odd",
        "the message cannot be read, its __str__ raises RuntimeError",
        "a syntax error with no message",
    ),
    ("raise Property", "Property", "p", "a property in place of its traceback"),
    ("return f0(1, 2)", "TypeError", "f0() takes 0 positional arguments but 2 were given", "a wrong call inside"),
]

BROKEN = """
class Mute(Exception):
    def __str__(self): raise RuntimeError
    __repr__ = __str__
class Number(Exception):
    def __str__(self): return 3
class Odd(SyntaxError):
    @property
    def msg(self): raise RuntimeError
class Sub(str):
    def __len__(self): raise RuntimeError
    def __getitem__(self, at): raise RuntimeError
class Text(Exception):
    def __str__(self): return Sub("plain")
class Property(Exception):
    @property
    def __traceback__(self): raise RuntimeError
    def __str__(self): return "p"
"""


def test_whatever_is_raised_is_told() -> None:
    for (body, kind, message, why), got in zip(RAISED, observed(RAISED, BROKEN), strict=True):
        assert isinstance(got, Raised), (body, got)
        assert kind == got.type, (body, why)
        assert message == got.message, (body, why)


def test_the_place_is_the_innermost_line_of_the_students_own() -> None:
    source = "import numpy as np\n\ndef outer(w):\n    return inner(w)\n\ndef inner(w):\n    return np.linalg.inv(w)\n"

    got = seen({"solution.py": source}, call("outer", w=np.zeros((2, 2))))["outer/1"]

    assert isinstance(got, Raised)
    assert "solution.py, line 7" == got.where
    assert [
        "solution.py, line 4, in outer",
        "    return inner(w)",
        "solution.py, line 7, in inner",
        "    return np.linalg.inv(w)",
        "LinAlgError: Singular matrix",
    ] == got.traceback.split("\n")


def test_a_call_that_does_not_fit_points_to_the_definition() -> None:
    got = seen({"solution.py": "x = 1\n\ndef f(w):\n    return w\n"}, call("f", a=1, b=2))["f/1"]

    assert isinstance(got, Raised)
    assert "f() takes 1 positional argument but 2 were given" == got.message
    assert "solution.py, line 3" == got.where


def test_a_deep_recursion_shows_its_ends() -> None:
    got = seen({"solution.py": "def f(n):\n    return f(n + 1)\n"}, call("f", n=0))["f/1"]

    assert isinstance(got, Raised)
    assert "more frames …" in got.traceback
    assert 45 > len(got.traceback.split("\n"))
