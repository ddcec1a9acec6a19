"""Values and frames as they cross the wall: a JSON header, then raw buffers. Nothing here can execute anything.

A frame is `GR1` + header length (u32) + body length (u64), the header as ASCII JSON, then the buffers one after
another; the header's "buffers" lists their sizes. Both sides of the wall use this file; reading distrusts its input:
sizes are checked before anything is allocated, depth and counts are capped, and every fault is a WireError.

A value is a JSON tree: ["n"], ["b", true], ["i", "12"], ["f", "0x1.8p+1"], ["c", re, im], ["s", "text"],
["a", dtype, shape, buffer, "numpy" | "torch"], ["l", [...]], ["t", [...]], ["d", [[key, value], ...]].
"""

import builtins
import math
import re
import struct
from collections.abc import Callable
from json import JSONDecoder, JSONEncoder
from typing import Any

from grader.probe.snapshot import DTYPES, MAX_DEPTH, MAX_DIGITS, MAX_NODES, Tensor, Unsendable, encode, name_of

__all__ = [
    "DTYPES",
    "MAX_DEPTH",
    "MAX_NODES",
    "PREFIX",
    "Tensor",
    "Unsendable",
    "WireError",
    "decode",
    "encode",
    "lengths",
    "name_of",
    "pack",
    "sprawls",
    "unpack",
    "weight",
]

globals()["__builtins__"] = dict(
    vars(builtins)
)  # our own copy: what student code patches does not reach these functions

MAGIC = b"GR1"
PREFIX = struct.Struct(">3sIQ")
MAX_HEADER = 16 * 2**20
MAX_LISTS = 2_000_000  # of one JSON text; the largest value has fewer, and each costs its reader a hundred bytes
MAX_SHARED = 100  # keys of one dictionary with the same hash

_write = JSONEncoder(allow_nan=False, check_circular=False).encode
_scan = JSONDecoder().raw_decode  # without guessing at encodings and blanks


class WireError(Exception):
    """What arrived is not a frame or a value, or is larger than allowed."""


def pack(header: dict[str, Any], buffers: list[bytes]) -> bytes:
    """One frame."""
    text = _write({**header, "buffers": [len(b) for b in buffers]}).encode("ascii")
    body = b"".join(buffers)
    return PREFIX.pack(MAGIC, len(text), len(body)) + text + body


def lengths(prefix: bytes, limit: int) -> tuple[int, int]:
    """Header and body length that a frame's first PREFIX.size bytes announce."""
    magic, header, body = PREFIX.unpack(prefix)
    if magic != MAGIC:
        raise WireError("this is not a frame")
    if header > MAX_HEADER or body > limit:
        raise WireError(f"a frame of {header + body} bytes is larger than allowed")
    return header, body


def weight(frame: bytes) -> int:
    """What a whole frame costs its reader, in bytes of an array: small items cost far more than they are long."""
    if len(frame) < PREFIX.size:
        return len(frame)
    _, header, body = PREFIX.unpack(frame[: PREFIX.size])
    return int(16 * header + body)


def unpack(frame: bytes, limit: int) -> tuple[dict[str, Any], list[memoryview]]:
    """Header and buffers of one whole frame; the buffers are views into it."""
    if len(frame) < PREFIX.size:
        raise WireError("this is not a frame")
    header_size, body_size = lengths(frame[: PREFIX.size], limit)
    if len(frame) != PREFIX.size + header_size + body_size:
        raise WireError("the frame is not as long as it says")
    header = _header(frame[PREFIX.size : PREFIX.size + header_size])
    sizes = header.get("buffers")
    if type(sizes) is not list:
        raise WireError("the buffers are not as long as the header says")
    view = memoryview(frame)
    buffers, begin = [], PREFIX.size + header_size
    for size in sizes:
        if type(size) is not int or size < 0:
            raise WireError("the buffers are not as long as the header says")
        buffers.append(view[begin : begin + size])
        begin += size
    if begin != len(frame):
        raise WireError("the buffers are not as long as the header says")
    return header, buffers


def sprawls(raw: bytes) -> bool:
    """Whether JSON has more lists and objects than may be read: it would take fifty times the memory of its text."""
    return len(raw) > MAX_LISTS and raw.count(b"[") + raw.count(b"{") > MAX_LISTS


def _header(raw: bytes) -> dict[str, Any]:
    if sprawls(raw):
        raise WireError("the header has more lists than any value")
    try:
        text = raw.decode("ascii")
        header, end = _scan(text, 0)
    except (ValueError, RecursionError) as error:
        raise WireError(f"the header is not JSON: {error}") from None
    if end != len(text):
        raise WireError("the header is not JSON: something stands behind it")
    if not isinstance(header, dict):
        raise WireError("the header is not an object")
    return header


def decode(node: Any, buffers: list[memoryview], tensors: bool = False) -> Any:
    """The value of a JSON tree; arrays are fresh copies, and numpy arrays unless `tensors` asks for torch's own."""
    return _Decoder(buffers, tensors).value(node, 0)


_lone = re.compile("[\ud800-\udfff]").sub  # half of a character, which no file or page can hold


def _whole(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise WireError("this is not a value")
    return int(digits)


def _text(text: str) -> str:
    return text if text.isascii() else _lone("\ufffd", text)


_SIMPLE: dict[tuple[Any, type], Callable[[Any], Any]] = {
    ("b", bool): bool,
    ("i", str): _whole,
    ("f", str): float.fromhex,
    ("s", str): _text,
}


class _Decoder:
    def __init__(self, buffers: list[memoryview], tensors: bool) -> None:
        self.buffers = buffers
        self.tensors = tensors
        self.nodes = 0

    def value(self, node: Any, depth: int) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise WireError("the value is nested too deeply or has too many items")
        try:
            return self._many(node, depth) if node[0] in ("l", "t", "d") else self._scalar(node)
        except (TypeError, ValueError, KeyError, IndexError, OverflowError) as error:
            raise WireError(f"this is not a value: {error}") from None

    def _scalar(self, node: Any) -> Any:
        if len(node) == 2:
            read = _SIMPLE.get((node[0], type(node[1])))
            if read is not None:
                return read(node[1])
        match node:
            case ["n"]:
                return None
            case ["c", str(real), str(imaginary)]:
                return complex(float.fromhex(real), float.fromhex(imaginary))
            case ["a", str(dtype), list(shape), int(index), str(origin)]:
                array = self._array(dtype, shape, index)
                return _tensor(array) if self.tensors and origin == "torch" else array
        raise WireError("this is not a value")

    def _many(self, node: Any, depth: int) -> Any:
        match node:
            case ["l", list(items)]:
                return [self.value(item, depth + 1) for item in items]
            case ["t", list(items)]:
                return tuple(self.value(item, depth + 1) for item in items)
            case ["d", list(pairs)]:
                keys = [self._key(key, depth) for key, _ in pairs]
                if _crowded(keys):
                    raise WireError("a dictionary has keys that were chosen to be slow")
                return {key: self.value(item, depth + 1) for key, (_, item) in zip(keys, pairs, strict=True)}
        raise WireError("this is not a value")

    def _key(self, node: Any, depth: int) -> Any:
        if not isinstance(node, list) or not node or node[0] not in ("n", "b", "i", "f", "s", "t"):
            raise WireError("a dictionary has a key that cannot be read")
        return self.value(node, depth + 1)

    def _array(self, dtype: str, shape: list[Any], index: int) -> Any:
        import numpy as np

        if dtype not in DTYPES or len(shape) > 16 or not all(type(n) is int and n >= 0 for n in shape) or index < 0:
            raise WireError("this is not an array")
        width = 2 if dtype == "bfloat16" else np.dtype(dtype).itemsize
        buffer = self.buffers[index]
        if math.prod(shape) * width != len(buffer):
            raise WireError("the array is not as large as it says")
        if dtype == "bfloat16":  # the upper half of a float32
            return (np.frombuffer(buffer, "<u2").astype("<u4") << 16).view("<f4").reshape(shape)
        return np.frombuffer(buffer, dtype).reshape(shape).copy()


def _crowded(keys: list[Any]) -> bool:
    """Whether many keys share one hash, as multiples of 2**61 - 1 do: a dict of them takes the square of its size."""
    met: dict[int, int] = {}
    for key in keys:
        number = hash(key)
        met[number] = met.get(number, 0) + 1
    return len(keys) > MAX_SHARED and max(met.values()) > MAX_SHARED


def _tensor(array: Any) -> Any:
    import torch

    return torch.from_numpy(array)
