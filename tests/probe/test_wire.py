"""Frames and values across the wall: what goes in comes out, and what is not a frame is refused."""

import json
import math
import struct
import sys
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.probe import wire

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.complex_numbers(allow_nan=False),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text() | st.integers(), inner),
    max_leaves=20,
)


def sent(value: Any, tensors: bool = False) -> Any:
    buffers: list[bytes] = []
    header, arrived = wire.unpack(wire.pack({"value": wire.encode(value, buffers)}, buffers), 2**30)
    return wire.decode(header["value"], arrived, tensors)


@settings(derandomize=True, deadline=None)
@given(plain)
def test_what_goes_in_comes_out(value: Any) -> None:
    assert repr(value) == repr(sent(value))


@pytest.mark.parametrize("dtype", sorted(wire.DTYPES - {"bfloat16"}))
def test_arrays_keep_dtype_shape_and_values(dtype: str) -> None:
    array = np.arange(6).reshape(2, 3, 1).astype(dtype)

    arrived = sent(array)

    assert array.dtype == arrived.dtype
    assert array.tolist() == arrived.tolist()


def test_an_array_that_arrived_is_a_copy_of_its_own() -> None:
    sent(np.zeros(3))[0] = 1  # a view of the frame could not be written to


def test_a_value_of_as_many_lists_as_there_may_be_arrives() -> None:
    many = [()] * (wire.MAX_NODES - 1)

    assert many == sent(many)


def test_special_floats_arrive() -> None:
    inf, nan, negative = sent([math.inf, math.nan, -0.0])

    assert inf == math.inf
    assert math.isnan(nan)
    assert math.copysign(1, negative) == -1


def test_a_tensor_is_numpy_on_our_side_and_torch_on_theirs() -> None:
    torch = pytest.importorskip("torch")
    marked = wire.Tensor(np.ones(2, np.float32))

    assert np.ndarray is type(sent(marked))
    assert torch.equal(torch.ones(2), sent(marked, tensors=True))
    assert "Tensor(array([1., 1.], dtype=float32))" == repr(marked)


def test_a_plain_array_stays_numpy_on_their_side() -> None:
    assert np.ndarray is type(sent(np.ones(2), tensors=True))


def test_what_was_decoded_can_be_written_down_again_however_deep() -> None:
    tree: list[Any] = ["n"]
    for _ in range(wire.MAX_DEPTH):
        tree = ["l", [tree]]
    value = wire.decode(tree, [])

    with pytest.raises(wire.Unsendable, match="nested deeper than 38 levels"):
        wire.encode(value, [])
    assert tree == wire.encode(value, [], ours=True)


NOT_VALUES: list[tuple[Any, str]] = [
    (None, "this is not a value"),
    (5, "this is not a value"),
    ("n", "this is not a value"),
    ([], "this is not a value"),
    ({}, "this is not a value"),
    (["z"], "this is not a value"),
    (["i", "1e5"], "this is not a value"),
    (["i", "9" * 5000], "this is not a value"),
    (["i", 5], "this is not a value"),
    (["f", "0x1p99999"], "this is not a value"),
    (["b", 1], "this is not a value"),
    (["d", [[["l", []], ["n"]]]], "a dictionary has a key that cannot be read"),
    (["d", [[["t", [["l", []]]], ["n"]]]], "this is not a value"),
    (["d", [["n"]]], "this is not a value"),
    (["a", "<f8", [1], 5, "numpy"], "this is not a value"),
    (["a", "<f8", [1], -1, "numpy"], "this is not an array"),
    (["a", "|O8", [1], 0, "numpy"], "this is not an array"),
    (["a", "<f8", [-1], 0, "numpy"], "this is not an array"),
    (["a", "<f8", [True], 0, "numpy"], "this is not an array"),
    (["a", "<f8", [1] * 17, 0, "numpy"], "this is not an array"),
    (["a", "<f8", [2**62, 2**62], 0, "numpy"], "the array is not as large as it says"),
    (["a", "<f8", [2], 0, "numpy"], "the array is not as large as it says"),
]


@pytest.mark.parametrize(("tree", "said"), NOT_VALUES)
def test_what_is_not_a_value_is_refused(tree: Any, said: str) -> None:
    with pytest.raises(wire.WireError, match=said):
        wire.decode(tree, [memoryview(bytes(8))])


def test_a_value_nested_too_deeply_is_refused() -> None:
    tree: list[Any] = ["n"]
    for _ in range(wire.MAX_DEPTH + 1):
        tree = ["l", [tree]]

    with pytest.raises(wire.WireError, match="nested too deeply or has too many items"):
        wire.decode(tree, [])


def test_a_value_with_too_many_items_is_refused() -> None:
    with pytest.raises(wire.WireError, match="nested too deeply or has too many items"):
        wire.decode(["l", [["n"]] * (wire.MAX_NODES + 1)], [])


def frame(header: bytes, body: bytes = b"", magic: bytes = b"GR1") -> bytes:
    return struct.pack(">3sIQ", magic, len(header), len(body)) + header + body


NOT_FRAMES: list[tuple[bytes, str]] = [
    (b"", "this is not a frame"),
    (b"GR1", "this is not a frame"),
    (frame(b"{}", magic=b"XXX"), "this is not a frame"),
    (frame(b'{"buffers": []}') + b"x", "the frame is not as long as it says"),
    (frame(b'{"buffers": [5]}', b"12345")[:-1], "the frame is not as long as it says"),
    (struct.pack(">3sIQ", b"GR1", 2**31, 0), "a frame of 2147483648 bytes is larger than allowed"),
    (struct.pack(">3sIQ", b"GR1", 2, 2**60), "larger than allowed"),
    (frame(b"nonsense"), "the header is not JSON"),
    (frame(b"[" * 10**5), "the header is not JSON"),
    (frame(b'{"value": [' + b"[]," * 2_000_000 + b"1]}"), "the header has more lists than any value"),
    (frame(b'{"value": [' + b"{}," * 2_000_000 + b"1]}"), "the header has more lists than any value"),
    (frame(b"[]"), "the header is not an object"),
    (frame(b"{}"), "the buffers are not as long as the header says"),
    (frame(b'{"buffers": 5}'), "the buffers are not as long as the header says"),
    (frame(b'{"buffers": [-1, 1]}'), "the buffers are not as long as the header says"),
    (frame(b'{"buffers": [1e0]}', b"x"), "the buffers are not as long as the header says"),
    (frame(b'{"buffers": [true]}', b"x"), "the buffers are not as long as the header says"),
    (frame(b'{"buffers": [2]}', b"x"), "the buffers are not as long as the header says"),
]


@pytest.mark.parametrize(("data", "said"), NOT_FRAMES)
def test_what_is_not_a_frame_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(wire.WireError, match=said):
        wire.unpack(data, 2**20)


@settings(derandomize=True, deadline=None)
@given(
    st.binary()
    | st.binary().map(frame)
    | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(
        lambda tree: frame(json.dumps({"buffers": [], "value": tree}).encode())
    )
)
def test_reading_never_ends_otherwise_than_by_a_wire_error(data: bytes) -> None:
    try:
        header, buffers = wire.unpack(data, 2**20)
        wire.decode(header.get("value"), buffers)
    except wire.WireError:
        pass


def test_an_array_can_be_sent_while_another_thread_imports_masked_arrays(monkeypatch):
    monkeypatch.setitem(sys.modules, "numpy.ma", ModuleType("numpy.ma"))
    buffers: list[bytes] = []

    node = wire.encode(np.arange(2.0), buffers)

    assert ["a", "<f8", [2], 0, "numpy"] == node


def test_keys_that_share_a_hash_are_refused() -> None:
    """100,000 multiples of 2**61 - 1 would hold the trusted side for minutes."""
    tree = ["d", [[["i", str(n * (2**61 - 1))], ["n"]] for n in range(100_000)]]

    with pytest.raises(wire.WireError, match="keys that were chosen to be slow"):
        wire.decode(tree, [])


def test_a_large_dictionary_of_honest_keys_is_read() -> None:
    tree = ["d", [[["i", str(n)], ["n"]] for n in range(10_000)]]

    assert 10_000 == len(wire.decode(tree, []))
