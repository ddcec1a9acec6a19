"""The question's own symbols: which names an answer may use, what they stand for, and how else they are written.

In a spec every symbol is a kind, or a mapping with `kind` and details:

    symbols:
      w: real                                       # takes both signs
      lam: {kind: positive, aliases: ['\\lambda']}
      t: {kind: posint, range: [2, 6]}
      g: {kind: sequence, superscript: index}       # g_i, g[i], g^{i}
      X: {kind: matrix, dims: [4, 3]}
      delta: {kind: normal, variance: alpha*w^2}    # random; E[…] averages over it
      y: {kind: real, value: sigmoid(w*x + b)}      # an abbreviation
      v: {kind: sequence, value: 'Sum(b**(k-i)*g[i]**2, (i, 1, k))'}    # one with an index, here called k
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from grader.mathematics.problems import ReadingError
from grader.mathematics.tokens import Token, tokens
from grader.mathematics.words import SAME_WORD

NUMBERS = ("real", "positive", "nonnegative", "unit", "integer", "posint", "nonnegint")
WHOLE = ("integer", "posint", "nonnegint")
KINDS = (*NUMBERS, "sequence", "vector", "matrix", "normal")
_DETAILS = {
    "kind", "aliases", "range", "include_points", "dim", "dims", "of", "superscript", "symmetric", "positive_definite",
    "mean", "variance", "random", "base", "value",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    range: tuple[float, float] | None = None
    include_points: tuple[float, ...] = ()
    dims: tuple[int, ...] = ()  # vector (n,), matrix (rows, columns)
    of: str = "real"  # what the elements of a sequence, vector or matrix are
    superscript: str = "power"  # or "index": g^{t} is the t-th element
    symmetric: bool = False
    positive_definite: bool = False
    mean: str = "0"  # of a normal symbol, as an expression in the others
    variance: str = "1"
    random: bool = False  # a sequence whose elements are random, each with the same law
    value: str = ""  # an abbreviation: what it stands for, as an expression in the others (k is its index)
    base: int = 1  # the index of the first element of a vector or matrix

    @property
    def indexed(self) -> bool:
        return self.kind in ("sequence", "vector", "matrix") or (self.kind == "normal" and bool(self.dims))

    @property
    def whole(self) -> bool:
        return self.kind in WHOLE


@dataclass(frozen=True)
class Symbols:
    """All symbols of a question, found by any of their spellings."""

    all: tuple[Symbol, ...]

    @cached_property
    def _tables(self) -> _Tables:
        return _tabled(self.all)

    @cached_property
    def _hash(self) -> int:
        return hash(self.all)

    def __hash__(self) -> int:
        return self._hash

    def get(self, name: str) -> Symbol | None:
        return self._tables.by_name.get(canonical(name))

    def named(self, name: str) -> Symbol:
        return self._tables.by_own[name]

    def find(self, name: str) -> Symbol | None:
        """The symbol of this own name, no other spelling."""
        return self._tables.by_own.get(name)

    def squeezed(self, word: str) -> Symbol | None:
        """The symbol whose spelling is this word but for underscores: mt for m_t."""
        found = {symbol.name: symbol for name, symbol in self._tables.by_name.items() if name.replace("_", "") == word}
        return next(iter(found.values())) if len(found) == 1 else None

    @property
    def phrases(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """Aliases of more than one token, longest first, with the symbol they stand for."""
        return self._tables.phrases

    def near(self, word: str) -> tuple[str, ...]:
        """Names that look like the word."""
        names = {symbol.name for symbol in self.all}
        close = get_close_matches(canonical(word), self._tables.by_name, n=3, cutoff=0.6)
        found = [self._tables.by_name[name].name for name in close]
        stem = word.rstrip("0123456789").split("_")[0]
        if stem in names:
            found.insert(0, stem)
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _Tables:
    by_name: dict[str, Symbol]
    by_own: dict[str, Symbol]
    phrases: tuple[tuple[tuple[str, ...], str], ...]


def canonical(name: str) -> str:
    """One spelling for all of a name: lam, lambda, λ; beta2, beta_2, β₂.

    >>> canonical("lam"), canonical("beta2"), canonical("eps_{max}")
    ('lambda', 'beta_2', 'epsilon_max')
    """
    bare = name.replace("{", "").replace("}", "").replace("\\", "").replace(" ", "")
    head, *tail = bare.split("_")
    stem = head.rstrip("0123456789")
    pieces = [SAME_WORD.get(stem, stem), *([head[len(stem) :]] if stem and len(stem) < len(head) else []), *tail]
    return "_".join(pieces)


_declared: dict[str, Symbols] = {}  # by what was written: a class of students shares one


def declare(written: Mapping[str, Any]) -> Symbols:
    """The symbols of a specification; ValueError with a sentence where one makes no sense."""
    key = repr(written)
    if key not in _declared:
        if not isinstance(written, Mapping):
            raise ValueError(f"symbols are a mapping of names to kinds, not {written!r}")
        if len(_declared) >= 256:
            _declared.clear()
        made = Symbols(tuple(_symbol(str(name), details) for name, details in written.items()))
        assert made._tables is not None  # made now, so that spellings that stand for two symbols are found
        _declared[key] = made
    return _declared[key]


def _symbol(name: str, details: Any) -> Symbol:
    if isinstance(details, str):
        details = {"kind": details}
    if not isinstance(details, Mapping) or "kind" not in details:
        raise ValueError(f"symbol {name!r} needs a kind, one of {', '.join(KINDS)}; found {details!r}")
    unknown = sorted(set(details) - _DETAILS)
    if unknown:
        near = get_close_matches(str(unknown[0]), sorted(_DETAILS), n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise ValueError(f"symbol {name!r} has an unknown setting {unknown[0]!r}{hint}")
    kind = details["kind"]
    if kind not in KINDS:
        near = get_close_matches(str(kind), KINDS, n=1)
        raise ValueError(f"symbol {name!r} has the kind {kind!r}; known are {', '.join(near or KINDS)}")
    return Symbol(
        name=name,
        kind=kind,
        aliases=tuple(str(alias) for alias in _listed(name, "aliases", details)),
        range=_range(name, kind, details.get("range")),
        include_points=tuple(_number(name, point) for point in _listed(name, "include_points", details)),
        dims=_dims(name, kind, details),
        of=_choice(name, details, "of", "real", NUMBERS),
        superscript=_choice(name, details, "superscript", "power", ("power", "index")),
        symmetric=details.get("symmetric") is True,
        positive_definite=details.get("positive_definite") is True,
        mean=str(details.get("mean", "0")),
        variance=str(details.get("variance", "1")),
        random=details.get("random") is True,
        value=str(details.get("value", "")),
        base=int(_number(name, details.get("base", 1))),
    )


def _listed(name: str, what: str, details: Mapping[str, Any]) -> list[Any]:
    found = details.get(what, [])
    if not isinstance(found, list | tuple):
        raise ValueError(f"symbol {name!r}: {what} is a list, not {found!r}")
    return list(found)


def _choice(name: str, details: Mapping[str, Any], what: str, default: str, known: tuple[str, ...]) -> str:
    found = details.get(what, default)
    if found not in known:
        raise ValueError(f"symbol {name!r}: {what} is one of {', '.join(known)}, not {found!r}")
    return str(found)


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e300:
        raise ValueError(f"symbol {name!r} needs a finite number here, not {value!r}")
    return float(value)


def _range(name: str, kind: str, value: Any) -> tuple[float, float] | None:
    if value is None:
        return None
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError(f"symbol {name!r}: a range is [lowest, highest], not {value!r}")
    low, high = _number(name, value[0]), _number(name, value[1])
    if not low < high:
        raise ValueError(f"symbol {name!r}: the range {value!r} is empty")
    if kind in WHOLE and (low != round(low) or high != round(high)):
        raise ValueError(f"symbol {name!r}: the range of a whole number has whole ends, not {value!r}")
    return low, high


def _dims(name: str, kind: str, details: Mapping[str, Any]) -> tuple[int, ...]:
    found = details.get("dims", details.get("dim"))
    if found is None:
        if kind in ("vector", "matrix"):
            raise ValueError(f"symbol {name!r}: a {kind} needs {'dim: 3' if kind == 'vector' else 'dims: [4, 3]'}")
        return ()
    numbers = tuple(found) if isinstance(found, list | tuple) else (found,)
    if not all(type(number) is int and 1 <= number <= 8 for number in numbers):
        raise ValueError(f"symbol {name!r}: dimensions are whole numbers from 1 to 8, not {found!r}")
    if len(numbers) != (2 if kind == "matrix" else 1):
        raise ValueError(f"symbol {name!r}: a {kind} has {2 if kind == 'matrix' else 1} dimension(s), not {found!r}")
    return numbers


def _tabled(symbols: tuple[Symbol, ...]) -> _Tables:
    by_name: dict[str, Symbol] = {}
    phrases: dict[tuple[str, ...], str] = {}
    for symbol in symbols:
        for spelling in (symbol.name, *symbol.aliases):
            try:
                found = [token.text for token in tokens(spelling)[:-1]]
            except ReadingError as problem:
                raise ValueError(f"symbol {symbol.name!r}: the alias {spelling!r} cannot be read: {problem}") from None
            if _plain(found):
                _enter(by_name, canonical("".join(found)), symbol)
            else:
                phrases.update((phrase, symbol.name) for phrase in _variants(found))
    ordered = tuple(sorted(phrases.items(), key=lambda item: -len(item[0])))
    return _Tables(by_name, {symbol.name: symbol for symbol in symbols}, ordered)


def _enter(table: dict[str, Symbol], key: str, symbol: Symbol) -> None:
    if table.setdefault(key, symbol).name != symbol.name:
        raise ValueError(f"{key!r} would stand for both {table[key].name!r} and {symbol.name!r}")


def _plain(found: list[str]) -> bool:
    """A name with subscripts, and nothing else."""
    position = 1
    if not found or not found[0][0].isalpha():
        return False
    while found[position : position + 1] == ["_"]:
        braced = found[position + 1 : position + 2] == ["{"]
        stop = _closing(found, position + 1) + 1 if braced else position + 2
        if not all(text.isalnum() for text in found[position + 1 + braced : stop - braced]):
            return False
        position = stop
    return position == len(found)


def _variants(found: list[str]) -> list[tuple[str, ...]]:
    r"""The phrase itself; and for a/b also \frac{a}{b}, the other way round too."""
    made = [tuple(found)]
    if found.count("/") == 1 and "frac" not in found:
        cut = found.index("/")
        made.append(("frac", "{", *found[:cut], "}", "{", *found[cut + 1 :], "}"))
    if found[:2] == ["frac", "{"] and found.count("}") >= 2:
        middle = _closing(found, 1)
        made.append((*found[2:middle], "/", *found[middle + 2 : -1]))
    return made


def _closing(found: list[str], start: int) -> int:
    depth = 0
    for position in range(start, len(found)):
        depth += {"{": 1, "}": -1}.get(found[position], 0)
        if depth == 0:
            return position
    return len(found) - 1


def unknown(word: str, token: Token, text: str, symbols: Symbols) -> ReadingError:
    """The error for a name that the question does not have."""
    near = symbols.near(word)
    known = ", ".join(symbol.name for symbol in symbols.all)
    hint = (
        f"Did you mean {' or '.join(near)}?" if near else f"Its symbols are {known}." if known else "It has no symbols."
    )
    shown = word if len(word) <= 30 else word[:29] + "…"
    return ReadingError(f"{shown!r} is not a symbol of this question. {hint}", text, token.at)
