"""A value written down as the tree and buffers of wire.py, without asking the value itself: it may lie."""

import builtins
import math
import sys
from typing import Any

globals()["__builtins__"] = dict(vars(builtins))

MAX_DEPTH = 40
MAX_NODES = 300_000
MAX_DIGITS = 4_000
MAX_TEXT = 12 * 2**20  # bytes of header that one value may fill
DTYPES = frozenset(
    ["|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16", "bfloat16"]
)


class Unsendable(Exception):
    """A value that cannot cross: `type_name` and the reason are for the student."""

    def __init__(self, type_name: str, reason: str) -> None:
        super().__init__(f"{type_name}: {reason}")
        self.type_name = type_name
        self.reason = reason


class Tensor:
    """Marks an array that the student's code is to receive as a torch tensor; it is plain numpy on our side."""

    __slots__ = ("array",)

    def __init__(self, array: Any) -> None:
        self.array = array

    def __repr__(self) -> str:
        return f"Tensor({self.array!r})"


def encode(value: Any, buffers: list[bytes], budget: int = 64 * 2**20, ours: bool = False) -> list[Any]:
    """The JSON tree of a value; raw array bytes are appended to `buffers`. Raises Unsendable.

    A value of `ours`, one that was decoded before, may be as large as decoding allowed it to be.
    """
    return _Encoder(buffers, budget, ours).value(value, 0)


class _Encoder:
    """Reads a value without asking it: a subclass is read by the methods of its base, so overridden ones never run."""

    def __init__(self, buffers: list[bytes], budget: int, ours: bool) -> None:
        self.buffers = buffers
        self.left = budget
        self.text_left = 2**62 if ours else MAX_TEXT
        self.depth = MAX_DEPTH if ours else MAX_DEPTH - 2  # room for the list that holds the results of many steps
        self.nodes = 0

    def value(self, value: Any, depth: int) -> list[Any]:
        self.nodes += 1
        if depth > self.depth:
            raise Unsendable(name_of(value), f"nested deeper than {self.depth} levels")
        if self.nodes > MAX_NODES:
            raise Unsendable(name_of(value), f"more than {MAX_NODES} items; return an array instead")
        self._write(40, value)
        tree = self._scalar(value)
        return self._many(value, depth) if tree is None else tree

    def _scalar(self, value: Any) -> list[Any] | None:
        exact = type(value)
        if value is None:
            return ["n"]
        if exact is bool:
            return ["b", value]
        if exact is int:
            return ["i", self._digits(value)]
        if exact is float:
            return ["f", value.hex()]
        if exact is complex:
            return ["c", value.real.hex(), value.imag.hex()]
        if exact is str:
            self._write(len(value) * (2 if value.isascii() else 12), value)
            return ["s", value]
        return None

    def _many(self, value: Any, depth: int) -> list[Any]:
        exact = type(value)
        if exact is range:
            if len(value) > MAX_NODES:
                raise Unsendable("range", f"more than {MAX_NODES} items; return an array instead")
            return ["l", [self.value(item, depth + 1) for item in value]]
        if issubclass(exact, list):
            return ["l", [self.value(item, depth + 1) for item in list.__iter__(value)]]
        if issubclass(exact, tuple):
            return ["t", [self.value(item, depth + 1) for item in tuple.__iter__(value)]]
        if issubclass(exact, dict):
            pairs = dict.items(value)
            return ["d", [[self.key(key, depth), self.value(item, depth + 1)] for key, item in pairs]]
        if exact is Tensor:
            return self._numpy(value.array, "torch", depth)
        return self._array(value, depth)

    def key(self, key: Any, depth: int) -> list[Any]:
        plain = _plain_key(key)
        if type(plain) not in (type(None), bool, int, float, str, tuple):
            raise Unsendable("dict", f"a key of type {name_of(key)}; use text or numbers")
        return self.value(plain, depth)

    def _digits(self, value: int) -> str:
        if value.bit_length() > 3 * MAX_DIGITS:
            raise Unsendable("int", f"more than {MAX_DIGITS} digits")
        digits = str(value)
        self._write(len(digits), value)
        return digits

    def _write(self, size: int, value: Any) -> None:
        self.text_left -= size
        if self.text_left < 0:
            raise Unsendable(name_of(value), "longer than a reply may be")

    def _spend(self, size: int, value: Any) -> None:
        self.left -= size
        if self.left < 0:
            raise Unsendable(name_of(value), "larger than a reply may be")

    def _array(self, value: Any, depth: int) -> list[Any]:
        exact = type(value)
        numpy = sys.modules.get("numpy")
        if numpy is not None and exact is numpy.ndarray:
            self._spend(value.nbytes, value)
            return self._numpy(value, "numpy", depth)
        masked, torch = sys.modules.get("numpy.ma"), sys.modules.get("torch")
        if torch is not None and issubclass(exact, torch.Tensor):
            return self._tensor(torch, value)
        masked_array = getattr(masked, "MaskedArray", None)  # absent while another thread is importing it
        if masked_array is not None and issubclass(exact, masked_array):
            raise Unsendable("masked array", "return a plain array")
        if numpy is not None and issubclass(exact, (numpy.ndarray, numpy.generic)):
            if issubclass(exact, numpy.ndarray):  # before it is copied
                self._spend(numpy.ndarray.nbytes.__get__(value), value)
            return self._numpy(numpy.array(value, copy=True, subok=False), "numpy", depth)
        raise Unsendable(name_of(value), advice(value))

    def _numpy(self, array: Any, origin: str, depth: int) -> list[Any]:
        if array.dtype.kind in "OUS":
            if array.size > MAX_NODES:
                raise Unsendable("array", f"more than {MAX_NODES} items that are not numbers")
            plain = array if array.dtype.kind in "OU" else array.astype(str)
            return self.value(plain.tolist(), depth + 1)
        dtype = array.dtype.str
        if dtype not in DTYPES:
            dtype = array.dtype.newbyteorder("<").str if array.dtype.itemsize > 1 else dtype
        if dtype not in DTYPES:
            if array.dtype.kind not in "fc" or array.dtype.itemsize <= 8:
                raise Unsendable("array", f"of dtype {array.dtype}; return numbers")
            dtype = "<f8" if array.dtype.kind == "f" else "<c16"  # long double: keep what float64 can hold
        self.buffers.append(array.astype(dtype, copy=False).tobytes())
        return ["a", dtype, list(array.shape), len(self.buffers) - 1, origin]

    def _tensor(self, torch: Any, value: Any) -> list[Any]:
        with torch._C.DisableTorchFunctionSubclass():  # a subclass may answer for itself
            layout = torch._C.TensorBase.layout.__get__(value)
            if layout is not torch.strided or torch._C.TensorBase.is_quantized.__get__(value):
                raise Unsendable("Tensor", f"of layout {layout}; return a dense tensor")
            plain = torch.Tensor.as_subclass(torch.Tensor.detach(value), torch.Tensor)
        if plain.device.type != "cpu":
            raise Unsendable("Tensor", f"on device {plain.device}; return it on the CPU")
        self._spend(plain.numel() * plain.element_size(), plain)
        plain = plain.contiguous().resolve_conj().resolve_neg()
        if plain.dtype is torch.bfloat16:
            self.buffers.append(plain.view(torch.uint16).numpy().tobytes())
            return ["a", "bfloat16", list(plain.shape), len(self.buffers) - 1, "torch"]
        return self._numpy(plain.numpy(), "torch", 0)


def _plain_key(key: Any) -> Any:
    """A numpy scalar as the Python number it stands for: `{np.int64(1): …}` is a dict with the key 1."""
    numpy = sys.modules.get("numpy")
    if numpy is not None and issubclass(type(key), numpy.generic):
        return numpy.array(key, subok=False).item()
    return key


def name_of(value: Any) -> str:
    """The name of a value's type, read past whatever a metaclass may say."""
    kind = type(value)
    if kind in _SPOKEN:
        return _SPOKEN[kind]
    return str(type.__dict__["__name__"].__get__(kind))[:200]


def advice(value: Any) -> str:
    """What to return instead of a value that cannot cross."""
    kind = type(value)
    if kind in _ADVICE:
        return _ADVICE[kind]
    if issubclass(kind, type):
        return "this is a class, not an object made from it"
    return "return numbers, text, arrays, tensors, or lists, tuples and dicts of these"


def _function() -> Any:
    yield


async def _coroutine() -> None: ...


def _kinds() -> tuple[dict[Any, str], dict[Any, str]]:
    waiting = _coroutine()
    waiting.close()
    lazy = [type(_function()), map, zip, filter, enumerate, reversed, type(iter([]))]
    views = [type({}.keys()), type({}.values()), type({}.items())]
    functions = [type(_function), type(len), type([].append), type("".join)]
    spoken: dict[Any, str] = {type(_function()): "generator", type(waiting): "coroutine", type(_function): "function"}
    spoken[type(math)] = "module"
    advised: dict[Any, str] = dict.fromkeys(lazy + views, "wrap it in list(…)")
    advised |= dict.fromkeys((set, frozenset), "a set has no order; return a list, sorted(…)")
    advised |= dict.fromkeys(functions, "a function came back, not its result; call it with (…)")
    advised |= dict.fromkeys((bytes, bytearray, memoryview), "return text or numbers instead of bytes")
    advised[type(waiting)] = "the function is `async`; write it with plain `def`"
    return spoken, advised


_SPOKEN, _ADVICE = _kinds()
