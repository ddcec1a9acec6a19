"""Doctest text as examples, and whether what an example printed is what its text expects.

The words are those of Python's own `doctest` module: blank lines, `<BLANKLINE>`, `...` continuations, expected
exceptions and directives such as `# doctest: +ELLIPSIS` mean what they mean there. On top of it, a NumPy scalar may be
written as NumPy 1 or as NumPy 2 writes it: `1.0` and `np.float64(1.0)`, `True` and `np.True_`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

_TRUTH = re.compile(r"\b(?:np|numpy)\.(True|False)_")
_NUMBER = re.compile(
    r"\b(?:np|numpy)\.(?:float|uint|int|half|single|double|longdouble|byte|ubyte|short|ushort|intc|uintc|long|ulong)"
    r"(?:\d+|long|ulong)?\('?([^()']*)'?\)"
)
_COMPLEX = re.compile(r"\b(?:np|numpy)\.(?:complex|clongdouble|csingle|cdouble)\d*\(\(?([^()]*)\)?\)")
_TEXT = re.compile(r"\b(?:np|numpy)\.(?:str|bytes)_\((b?'[^']*'|b?\"[^\"]*\")\)")
_SPACE = re.compile(r"\b(?:np|numpy)\.(datetime64|timedelta64)\(")


@dataclass(frozen=True, slots=True)
class Example:
    """One `>>>` with what follows it."""

    source: str
    want: str  # empty, or text that ends with a line end
    raises: str | None = None  # "ValueError: message", where an exception is expected
    options: int = 0  # doctest's own flags

    @property
    def telling(self) -> bool:
        """Whether what is expected says more than that a comparison made beside the student's code came out right."""
        return self.raises is not None or plain(self.want).strip() not in ("", "True", "False")


@functools.lru_cache(maxsize=256)
def examples(text: str) -> tuple[Example, ...]:
    """The examples of a doctest; ValueError with a sentence where it cannot be read as one."""
    import doctest  # 40 ms, so only where there are such tests

    pieces = doctest.DocTestParser().parse(text, "test")
    return tuple(
        Example(piece.source, piece.want, piece.exc_msg, sum(flag for flag, on in piece.options.items() if on))
        for piece in pieces
        if isinstance(piece, doctest.Example)
    )


def agrees(example: Example, printed: str) -> bool:
    """Whether the printed text is what the example expects; what is printed last need not end its line."""
    whole = printed if not printed or printed.endswith("\n") else f"{printed}\n"
    return _same(example.want, whole, example.options)


def raises(example: Example, kind: str, message: str) -> bool:
    """Whether the exception is the one that the example expects; its module need not be written."""
    if example.raises is None:
        return False
    due, _, detail = example.raises.strip().partition(":")
    import doctest

    if due.strip().rpartition(".")[2] != kind.rpartition(".")[2]:
        return False
    return bool(example.options & doctest.IGNORE_EXCEPTION_DETAIL) or _same(detail.strip(), message.strip(), 0)


def _same(want: str, got: str, options: int) -> bool:
    import doctest

    check = doctest.OutputChecker().check_output
    return bool(check(want, got, options) or check(plain(want), plain(got), options))


def plain(text: str) -> str:
    """Text with NumPy scalars as NumPy 1 wrote them.

    >>> plain("[np.float64(1.0), np.int64(2)] np.True_ np.complex128(1+2j)")
    '[1.0, 2] True (1+2j)'
    """
    text = _NUMBER.sub(r"\1", _TRUTH.sub(r"\1", text))
    return _SPACE.sub(r"numpy.\1(", _TEXT.sub(r"\1", _COMPLEX.sub(r"(\1)", text)))
