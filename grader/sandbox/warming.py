"""What a warm interpreter does once, so that no child has to: import what libraries import only on first use.

Nothing here may start a thread, run a parallel operation or take a large gradient: a child forked from an
interpreter that did hangs in its own first one.
"""

import importlib
import io
import sys
from collections.abc import Callable, Iterable

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
