"""The inputs of an assignment, written or drawn from its seed: the same on every machine and in every run.

Every draw has a random generator of its own, seeded by sha256 of the assignment's seed, the criterion, the part, the
entry of `cases:` and the number of the draw. So a new criterion, part or later entry moves nobody else's inputs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from grader.errors import Fault, SpecError
from grader.model import (
    Assignment,
    Case,
    CaseSource,
    Criterion,
    Drawn,
    Generated,
    Inputs,
    Part,
    Question,
    Value,
    Visibility,
    Withheld,
    Written,
)
from grader.showing import show

Generator = Callable[..., Any]
Find = Callable[[str], Generator]


def lay_out(assignment: Assignment, generator: Find) -> dict[str, tuple[Case, ...]]:
    """Criterion id → its cases; `generator` finds a function of reference/ by its path.

    Raises SpecError with every generator that fails or makes the wrong inputs.
    """
    faults: list[Fault] = []
    cases: dict[str, tuple[Case, ...]] = {}
    for criterion in assignment.criteria:
        try:
            cases[criterion.id] = tuple(_cases(criterion, assignment.seed, generator))
        except _Unusable as unusable:
            faults.append(Fault(assignment.file, *criterion.at, f"criterion {criterion.id!r}, {unusable}"))
    if faults:
        raise SpecError(faults)
    return cases


def of_part(criterion: Criterion, part: Part, cases: Sequence[Case]) -> tuple[Case, ...]:
    """The cases a part is judged on: its own, else the criterion's, else (arguments unchanged) all there are."""
    if part.cases:
        return tuple(case for case in cases if case.part == part.id)
    shared = tuple(case for case in cases if case.part is None)
    return tuple(cases) if not shared and not criterion.cases else shared


def visible(
    assignment: Assignment, cases: Mapping[str, Sequence[Case]]
) -> tuple[Assignment, dict[str, tuple[Case, ...]]]:
    """What students may see of an assignment: its visible cases, the parts they belong to, how much is withheld."""
    seen = {name: tuple(case for case in some if case.visible) for name, some in cases.items()}
    questions = tuple(
        replace(question, criteria=tuple(_visible(row, cases[row.id], seen[row.id]) for row in question.criteria))
        for question in assignment.questions
    )
    return replace(assignment, questions=tuple[Question, ...](questions)), seen


def _visible(criterion: Criterion, cases: Sequence[Case], seen: Sequence[Case]) -> Criterion:
    parts = tuple(part for part in criterion.parts if of_part(criterion, part, seen))
    kept = {part.id for part in parts}
    before = criterion.withheld
    return replace(
        criterion,
        parts=tuple(replace(part, needs=part.needs if part.needs in kept else None) for part in parts),
        mistakes=(),  # a mistake is claimed on all cases or not at all
        withheld=Withheld(
            parts=before.parts + len(criterion.parts) - len(parts), cases=before.cases + len(cases) - len(seen)
        ),
    )


class _Unusable(Exception):
    """A case that cannot be made; the sentence goes on after "criterion 'x', "."""


def _cases(criterion: Criterion, seed: int, generator: Find) -> Iterator[Case]:
    own = list(_of(criterion, None, criterion.cases, seed, generator))
    for part in criterion.parts:
        own += _of(criterion, part.id, part.cases, seed, generator)
    if not own and criterion.parts and criterion.ask.kind not in ("call", "test"):
        seen = criterion.visibility is Visibility.VISIBLE and criterion.ask.kind not in ("answer", "file")
        own.append(Case(id=f"{criterion.id}/1", criterion=criterion.id, part=None, inputs={}, visible=seen))
    yield from own


def _of(
    criterion: Criterion, part: str | None, sources: Sequence[CaseSource], seed: int, generator: Find
) -> Iterator[Case]:
    prefix = f"{criterion.id}/{part}" if part else criterion.id
    number = 0
    for entry, source in enumerate(sources):
        for draw in range(1 if isinstance(source, Written) else source.times):
            number += 1
            name = f"{prefix}/{number}"
            rng = random_generator(seed, criterion.id, part or "", entry, draw)
            inputs = _inputs(criterion, source, rng, generator, name)
            _same_length(criterion, inputs, name)
            yield Case(
                id=name,
                criterion=criterion.id,
                part=part,
                inputs=inputs,
                visible=source.visible,
                want=source.want if isinstance(source, Written) else None,
            )


def random_generator(seed: int, *path: str | int) -> np.random.Generator:
    """The generator that belongs to one draw and to no other.

    >>> first, again, other = (random_generator(2026, "upd", "core", 0, draw).random() for draw in (0, 0, 1))
    >>> first == again, first == other
    (True, False)
    """
    name = "\n".join([str(seed), *map(str, path)])
    return np.random.Generator(np.random.PCG64(int.from_bytes(hashlib.sha256(name.encode()).digest(), "big")))


def _inputs(criterion: Criterion, source: CaseSource, rng: np.random.Generator, generator: Find, name: str) -> Inputs:
    match source:
        case Written():
            return source.inputs
        case Drawn():
            return {
                argument: cast(draw(source.laws[argument], rng), word)
                for argument, word in criterion.ask.arguments.items()
            }
        case Generated():
            return _generated(criterion, source, rng, generator, name)


def draw(law: Mapping[str, Any], rng: np.random.Generator) -> Value:
    """One value by one law, as grader.spec.laws reads them."""
    ((name, given),) = law.items()
    match name:
        case "normal":
            return rng.normal(given["mean"], given["sd"], given["shape"])
        case "uniform":
            return rng.uniform(given["low"], given["high"], given["shape"])
        case "log_uniform":
            return np.exp(rng.uniform(np.log(given["low"]), np.log(given["high"]), given["shape"]))
        case "integer":
            return rng.integers(given["low"], given["high"], given["shape"], endpoint=True)
        case "bits":
            return rng.integers(0, 2, given["shape"])
        case "choice":
            return given["options"][rng.integers(len(given["options"]))]
        case "count":
            return np.arange(1, given["to"] + 1)
        case "zeros":
            return np.zeros(given["shape"])
    return given["value"]


def cast(value: Value, word: str) -> Value:
    """A drawn or generated value as its type word has it; ValueError or TypeError where it is something else.

    >>> cast(np.float64(0.5), "number"), cast(np.arange(3), "array"), cast(np.arange(2), "list")
    (0.5, array([0., 1., 2.]), [0, 1])
    """
    if word in DTYPES:
        array = np.asarray(value)
        if array.dtype.kind not in DTYPES[word][1] or (word == "integers" and np.any(array != np.floor(array))):
            raise ValueError(f"{array.dtype} values do not fit")
        return array.astype(DTYPES[word][0])
    if isinstance(value, np.generic) or (isinstance(value, np.ndarray) and (value.ndim == 0 or word == "list")):
        value = value.tolist()
    if word == "number" and type(value) is int:
        value = float(value)
    if word == "flag" and value in (0, 1):
        value = bool(value)
    if word in TYPES and type(value) is not TYPES[word]:
        raise ValueError(f"{value!r} does not fit")
    return value


DTYPES: Mapping[str, tuple[Any, str]] = {  # type word → dtype, and the kinds that may become it
    "array": (np.float64, "fiu"),
    "tensor": (np.float32, "fiu"),
    "integers": (np.int64, "fiu"),
    "booleans": (np.bool_, "biu"),
}
TYPES: Mapping[str, type] = {
    "list": list, "number": float, "integer": int, "text": str, "flag": bool,
}  # fmt: skip


def _generated(criterion: Criterion, source: Generated, rng: np.random.Generator, generator: Find, name: str) -> Inputs:
    who = f"case {name}: generator {source.path}"
    try:
        made = generator(source.path)(rng, **source.options)
    except LookupError as error:
        raise _Unusable(f"case {name}: {error}") from None
    except Exception as error:  # noqa: BLE001 -- a teacher's function may raise anything; it is reported as theirs
        raise _Unusable(f"{who} raised {type(error).__name__}: {error}; nobody is graded until this is fixed") from None
    names = list(criterion.ask.arguments)
    if not isinstance(made, Mapping) or sorted(map(str, made)) != sorted(names):
        found = "a dict of " + (", ".join(map(str, made)) or "nothing") if isinstance(made, Mapping) else show(made, 60)
        raise _Unusable(f"{who} gave {found}, expected a dict of {', '.join(names)}")
    inputs = {}
    for argument in names:
        word = criterion.ask.arguments[argument]
        try:
            inputs[argument] = cast(made[argument], word)
        except (ValueError, TypeError) as error:
            raise _Unusable(f"{who} gave a `{argument}` that is no {word}: {error}") from None
    return inputs


def _same_length(criterion: Criterion, inputs: Inputs, name: str) -> None:
    """`over` walks its arguments together, so they are of one length."""
    lengths = {argument: _length(inputs[argument]) for argument in criterion.ask.over}
    if not lengths:
        return
    if None in lengths.values() or len(set(lengths.values())) != 1 or 0 in lengths.values():
        shown = ", ".join(
            f"`{key}` of length {size}" if size is not None else f"`{key}` without one" for key, size in lengths.items()
        )
        raise _Unusable(f"case {name}: `over` walks {shown}, expected lists or arrays of one length above 0")


def _length(value: Value) -> int | None:
    if isinstance(value, np.ndarray):
        return value.shape[0] if value.ndim else None
    return len(value) if isinstance(value, list) else None
