"""The names of a notebook as they were where a test stands, also where later cells changed a value in place.

Other graders run a test in the middle of a notebook. Here it runs once all cells have run, when a list has perhaps
grown and a network is trained. So the values that can change are copied at every test, all of them together, so that
what belongs together stays so; and a copy is used only where the value has changed since.
"""

import builtins
import math
import sys
from copy import deepcopy
from functools import partial
from types import MethodType, ModuleType
from typing import Any

from grader.probe.telling import calm

globals()["__builtins__"] = dict(vars(builtins))

MAX_OBJECTS = 100_000  # of one test; where there are more, nothing is copied
MAX_ITEMS = 20_000  # of one list or dict; a longer one is not copied
MAX_COPY = 8 * 2**20  # bytes of one array
MAX_COPIES = 64 * 2**20  # of all arrays of a notebook
_PLAIN = frozenset([bool, int, float, complex, str, bytes, type(None), range, slice])
_HOLDERS = (list, tuple, dict, set, frozenset)
_BOUND = (MethodType, partial)  # they hold on to an object
_PLACES = ("site-packages", "dist-packages")

_field_of = object.__getattribute__


class Moment:
    """The names at one place of a notebook."""

    def __init__(self, names: dict[str, Any], copies: dict[str, Any]) -> None:
        self._names, self._copies = names, copies

    def names(self) -> dict[str, Any]:
        """As they were there; the same objects every time, since one case of a test may build on another."""
        copies, self._copies = self._copies, {}
        try:
            self._names |= {name: copy for name, copy in copies.items() if not _same(copy, self._names[name])}
        except BaseException:  # a value that cannot be compared; then all are used as they are
            calm()
        return self._names


class Moments:
    """All tests of a notebook."""

    def __init__(self) -> None:
        self._kept: dict[str, Moment] = {}
        self._left = MAX_COPIES

    def remember(self, test: str, names: dict[str, Any]) -> None:
        """Keep the names for a test, as they are now."""
        scales = _Scales(self._left)
        try:
            scales.weigh(list(names.values()))
            copies = {} if scales.over else _copies(names, scales.shared)
        except BaseException:  # a value that cannot even be looked at
            calm()
            copies = {}
        self._left -= scales.bytes if copies else 0
        self._kept[test] = Moment(dict(names), copies)

    def at(self, test: str) -> dict[str, Any] | None:
        """The names where a test stands; None where it stands nowhere."""
        moment = self._kept.get(test)
        return None if moment is None else moment.names()


def _copies(names: dict[str, Any], shared: dict[int, Any]) -> dict[str, Any]:
    """The values that can change, copied in one go."""
    found = {}
    for name, value in names.items():
        if type(value) in _PLAIN or id(value) in shared:
            continue
        try:
            found[name] = deepcopy(value, shared)
        except BaseException:  # it is used as it is
            calm()
    return found


class _Scales:
    """What copying would cost, and what must not be copied: files, figures, whatever is not plain data."""

    def __init__(self, most: int) -> None:
        self.shared: dict[int, Any] = {}
        self.bytes = 0
        self.over = False
        self._most = most

    def weigh(self, waiting: list[Any]) -> None:
        """Look at all that these values hold."""
        seen: dict[int, Any] = {}
        count = 0
        while waiting and not self.over:
            one = waiting.pop()
            count += 1
            if type(one) in _PLAIN or id(one) in seen:
                continue
            seen[id(one)] = one
            inside = self._inside(one)
            if inside is None:
                self.shared[id(one)] = one
            else:
                waiting += inside
            self.over = self.over or count > MAX_OBJECTS or self.bytes > self._most

    def _inside(self, one: Any) -> list[Any] | None:
        """What a value holds; None where it is not copied."""
        size = _size(one)
        if size is not None:
            if size > MAX_COPY or getattr(one, "grad_fn", None) is not None:  # torch copies no values with a history
                return None
            self.bytes += size
            return []
        if isinstance(one, ModuleType | type) or not (isinstance(one, _HOLDERS + _BOUND) or _data(type(one))):
            return None
        if not _told_plainly(one):
            return None
        if _scheduled(one):
            self.over = True
        inside = [*_items(one), *_fields(one).values()]
        return inside if len(inside) <= MAX_ITEMS else None


def _size(one: Any) -> int | None:
    """The bytes of an array, a tensor or a table; None for anything else."""
    numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    if numpy is not None and type(one) is numpy.ndarray:
        return int(one.nbytes)
    if torch is not None and isinstance(one, torch.Tensor):
        return int(one.numel() * one.element_size())
    if type(one).__module__.partition(".")[0] == "pandas" and hasattr(one, "equals"):
        return 8 * int(one.size)
    return None


def _data(kind: type) -> bool:
    """Whether objects of this class are data: the classes of the hand-in, and what torch trains."""
    torch = sys.modules.get("torch")
    if torch is not None and issubclass(kind, torch.nn.Module | torch.optim.Optimizer):
        return True
    top = kind.__module__.partition(".")[0]
    if top in ("__main__", "grader"):
        return top == "__main__"  # what is ours, as what stands in for a shell, is nobody's data
    file = getattr(sys.modules.get(top), "__file__", None) or _PLACES[0]
    return top not in sys.stdlib_module_names and not any(place in file for place in _PLACES)


def _told_plainly(one: Any) -> bool:
    """Whether a list, dict or set tells what it holds as its base does; a copy is made of what it tells."""
    base, kind = next((base for base in _HOLDERS if isinstance(one, base)), None), type(one)
    if base is None or kind.__module__ in ("builtins", "collections"):
        return True
    return all(getattr(kind, name, None) is getattr(base, name, None) for name in ("__iter__", "items"))


def _scheduled(one: Any) -> bool:
    """Whether it is an optimizer that a schedule of torch holds on to: a copy would still move the original."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(one, torch.optim.Optimizer) and "step" in _fields(one)


def _items(one: Any) -> list[Any]:
    """What a list, dict or set holds, whatever a subclass says, and what a method is bound to."""
    if type(one) is MethodType:
        return [one.__self__]
    if type(one) is partial:
        return [one.func, *one.args, *one.keywords.values()]
    if isinstance(one, dict):
        return [*dict.keys(one), *dict.values(one)]
    kind = next((kind for kind in _HOLDERS if isinstance(one, kind)), None)
    return [] if kind is None else list(kind.__iter__(one))


def _fields(one: Any) -> dict[str, Any]:
    try:
        held = _field_of(one, "__dict__")
    except AttributeError:
        return {}
    return held if type(held) is dict else {}


def _same(copy: Any, live: Any) -> bool:
    """Whether a value is still what its copy shows; what cannot be compared has not changed."""
    seen: dict[tuple[int, int], Any] = {}
    waiting = [(copy, live)]
    while waiting:
        one, other = waiting.pop()
        if one is other or (id(one), id(other)) in seen:
            continue
        seen[id(one), id(other)] = one, other
        if type(one) is not type(other) or not _alike(one, other):
            return False
        waiting += zip(_parts(one), _parts(other), strict=True)
    return True


def _parts(one: Any) -> list[Any]:
    if type(one) in _PLAIN or _size(one) is not None:
        return [one.grad] if hasattr(one, "grad_fn") else []
    return [*_items(one), *_fields(one).values()]


def _alike(one: Any, other: Any) -> bool:
    """Whether two values of one type are the same, their parts left aside."""
    if type(one) in _PLAIN:
        return bool(one == other or (type(one) is float and math.isnan(one) and math.isnan(other)))
    if _size(one) is None:
        return len(_items(one)) == len(_items(other)) and list(_fields(one)) == list(_fields(other))
    if hasattr(one, "equals"):  # of pandas
        return bool(one.equals(other))
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    return bool((one == other).all()) if hasattr(one, "grad_fn") else bool(one.tobytes() == other.tobytes())
