"""What a warm interpreter does once, so that no child has to: import what libraries import only on first use.

Nothing here may start a thread, run a parallel operation or take a large gradient: a child forked from an
interpreter that did hangs in its own first one.
"""

import builtins
import contextlib
import importlib
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator

from grader.probe import wire

_ALSO = {
    "numpy": ("numpy.random", "numpy.linalg", "numpy.fft", "numpy.ma", "numpy.polynomial", "numpy.testing"),
    "torch": ("torch.nn", "torch.optim", "torch.utils.data"),
    "matplotlib": ("matplotlib.pyplot",),
}
_OURS = (
    "threading",
    "traceback",
    "difflib",
    "tempfile",
    "random",
    "hashlib",
    "secrets",
    "timeit",
    "csv",
    "dataclasses",
)


def rehearse(modules: Iterable[str]) -> None:
    """Import the parts that come late, and use the slowest first uses up. What is not installed stays away."""
    wanted = set(modules)
    for name in _OURS:
        importlib.import_module(name)
    for name in sorted(wanted & set(_ALSO)):
        for part in _ALSO[name]:
            try:
                importlib.import_module(part)
            except ImportError:
                break
    for name, first_use in _FIRST_USES.items():
        if name in wanted and name in sys.modules:
            first_use()


def _train() -> None:
    """One step of the usual optimisers on two weights: the first one imports a compiler for most of a second."""
    import torch

    torch.set_num_threads(1)
    state = torch.default_generator.get_state()
    for kind in (torch.optim.SGD, torch.optim.Adam):
        weights = torch.nn.Parameter(torch.ones(2))
        optimiser = kind([weights], lr=0.1)
        (weights * weights).sum().backward()
        optimiser.step()
        optimiser.zero_grad()
    torch.default_generator.set_state(state)


def _draw() -> None:
    """One figure with text: finding the fonts takes long."""
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=(1, 1))
    figure.add_subplot().set_title("x")
    figure.savefig(io.BytesIO(), format="png")
    plt.close(figure)


def _sample() -> None:
    import numpy as np

    np.random.default_rng(0).normal(size=2)


_FIRST_USES: dict[str, Callable[[], None]] = {"numpy": _sample, "torch": _train, "matplotlib": _draw}


_TIMES = 10
_PLAY = b"""
import math


def rehearsed(x, y=2):
    print(x)
    return [x * y, math.sqrt(4)]


def faulty(x):
    raise ValueError(x)
"""


def play(serve: Callable[[Callable[[], bytes], Callable[[bytes], None]], None], modules: Iterable[str]) -> None:
    """Serve one small hand-in of our own, some times, and forget it: what runs first is slow, in every child anew.

    Python looks at a function eight times before it settles how to run it fast.
    """
    buffers: list[bytes] = []
    value: object = 1.5
    if "numpy" in set(modules) and "numpy" in sys.modules:
        import numpy as np

        value = np.ones((2, 2))
    arguments = [["x", wire.encode(value, buffers)]]
    limits = {"reply_mib": 1, "output_kib": 1, "seconds": 1}
    load = {"do": "load", "nonce": "n", "kind": "files", "files": [["rehearsed.py", 0]], "seed": 0, "limits": limits}
    lines = [wire.pack(load, [_PLAY])]
    for name in ("rehearsed", "faulty", "absent", "rehearsed"):
        steps = [{"do": "call", "name": name, "of": None, "arguments": arguments}]
        lines.append(wire.pack({"do": "ask", "nonce": "n", "ask": {"id": name, "steps": steps, "keep": None}}, buffers))
    lines.append(wire.pack({"do": "end"}, []))
    for _ in range(_TIMES):
        script = iter(lines)
        with _as_if_nothing_had_happened():
            serve(script.__next__, lambda _: None)


@contextlib.contextmanager
def _as_if_nothing_had_happened() -> Iterator[None]:
    """Put back what serving changes in an interpreter; modules of the libraries stay imported."""
    finders, paths, hooks = list(sys.meta_path), list(sys.path), list(sys.path_hooks)
    modules, ask, environment, here = set(sys.modules), builtins.input, dict(os.environ), os.getcwd()
    try:
        yield
    finally:
        sys.meta_path[:], sys.path[:], sys.path_hooks[:] = finders, paths, hooks
        for name in set(sys.modules) - modules:
            if (getattr(sys.modules[name], "__file__", None) or "").startswith(here):
                del sys.modules[name]
        sys.modules.pop("rehearsed", None)
        builtins.input = ask
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(here)
