"""How an answer is written, apart from what it is worth: operations that a question forbids or asks for.

    form: {forbid: [E, sum], require: [exp]}      form: {forbid: [t]}

A word is a function (`exp`, `sqrt`, `abs`, `sign`, …), an operation (`sum`, `prod`, `E`, `cases`, `power`,
`division`), or a symbol of the question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from grader.mathematics.functions import ARGUMENTS
from grader.mathematics.symbols import Symbols
from grader.mathematics.tree import Call, Cases, Factor, Index, Mean, Name, Node, Power, Repeated, walk

_OPERATIONS = ("sum", "prod", "E", "cases", "power", "division")


@dataclass(frozen=True, slots=True)
class Form:
    forbid: tuple[str, ...] = ()
    require: tuple[str, ...] = ()

    def fault(self, node: Node) -> str:
        """What is written otherwise than asked for; nothing if all is well."""
        used = set(_words(node))
        for word in self.forbid:
            if word in used:
                return f"The value is right, but it has to be written without {_spoken(word)}."
        for word in self.require:
            if word not in used:
                return f"The value is right, but it has to be written with {_spoken(word)}."
        return ""


def form(written: Mapping[str, Any], symbols: Symbols) -> Form:
    """The form of a specification; ValueError with a sentence where it makes no sense."""
    known = {*_OPERATIONS, *ARGUMENTS, *(symbol.name for symbol in symbols.all)}
    unknown = sorted(set(written) - {"forbid", "require"})
    if unknown:
        raise ValueError(f"a form has forbid and require, not {unknown[0]!r}")
    for what, words in written.items():
        if not isinstance(words, list | tuple):
            raise ValueError(f"{what} is a list of words, not {words!r}")
        for word in words:
            if word not in known:
                near = get_close_matches(str(word), sorted(known), n=1)
                hint = f"; did you mean {near[0]!r}?" if near else ""
                raise ValueError(f"{what}: {word!r} is no function, operation or symbol{hint}")
    return Form(tuple(written.get("forbid", ())), tuple(written.get("require", ())))


def _words(node: Node) -> list[str]:
    return [word for below in walk(node) if (word := _word(below))]


def _word(node: Node) -> str:
    match node:
        case Call():
            return "sum" if node.function == "total" else node.function
        case Repeated():
            return node.operation
        case Mean():
            return "E"
        case Cases():
            return "cases"
        case Power():
            return "power"
        case Factor(_, "/", _):
            return "division"
        case Name() | Index():
            return node.name
    return ""


def _spoken(word: str) -> str:
    said = {"E": "an expectation E[…]", "sum": "a sum sign", "prod": "a product sign", "cases": "cases"}
    return said.get(word, f"the function {word}" if word in ARGUMENTS else repr(word))
