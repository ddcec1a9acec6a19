"""Tokens into a tree, by binding powers. Reads; never runs anything, never guesses.

From loose to tight: or, and, not, comparisons, + −, · / and juxtaposition, sign, ^, then ! ' and indices.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from grader.mathematics import brackets, names, pieces, rows
from grader.mathematics.problems import ReadingError
from grader.mathematics.symbols import Symbols
from grader.mathematics.tokens import Token, tokens
from grader.mathematics.tree import (
    Call,
    Cases,
    Compare,
    Constant,
    Factor,
    Logic,
    Name,
    Negate,
    Node,
    Number,
    Power,
    plus,
    times,
    walk,
)

DEPTH = 60
CHOICE, OR, AND, NOT, COMPARE, ADD, MULTIPLY, FACTOR, POWER = range(9)
COMPARISONS = frozenset({"<", "<=", ">", ">=", "=", "!="})
INFIX_WORDS = frozenset({"and", "or", "if", "else", "for", "in", "otherwise", "when", "where", "falls"})


def read(text: str, symbols: Symbols) -> Node:
    """One expression.

    >>> from grader.mathematics.symbols import declare
    >>> from grader.mathematics.show import plain
    >>> plain(read(r"\\frac{\\lambda}{m}w", declare({"lam": "positive", "m": "posint", "w": "real"})))
    '(lam/m)*w'
    """
    parser = Parser(text, symbols)
    node = parser.formula()
    parser.finish()
    return node


class Parser:
    """A cursor over the tokens; what stands at it decides what is read next."""

    def __init__(self, text: str, symbols: Symbols, found: list[Token] | None = None) -> None:
        self.text = text
        self.symbols = symbols
        self.tokens = tokens(text) if found is None else found
        self.position = 0
        self.depth = 0
        self.bars: list[str] = []  # open |…| and ‖…‖, innermost last
        self.scope: list[str] = []  # indices of the sums around
        if not any(token.text.endswith(":cases") for token in self.tokens):
            self.tokens = [token for token in self.tokens if token.text != "&"]

    # ---- the cursor

    @property
    def here(self) -> Token:
        return self.tokens[self.position]

    def ahead(self, steps: int = 1) -> Token:
        return self.tokens[min(self.position + steps, len(self.tokens) - 1)]

    def take(self) -> Token:
        token = self.tokens[self.position]
        if token.kind != "end":
            self.position += 1
        return token

    def sees(self, *texts: str) -> bool:
        token = self.tokens[self.position]
        return token.text in texts and token.kind != "number" and token.kind != "end"

    def accept(self, *texts: str) -> bool:
        if self.sees(*texts):
            self.position += 1
            return True
        return False

    def expect(self, text: str, after: str) -> Token:
        if not self.sees(text):
            raise self.fail(f"Here {text!r} is missing {after}.")
        return self.take()

    def fail(self, message: str, token: Token | None = None) -> ReadingError:
        return ReadingError(message, self.text, (token or self.here).at)

    def finish(self) -> None:
        """Nothing may be left but a full stop."""
        while self.sees(".", ",", ";") and self.ahead().kind == "end":
            self.take()
        if self.here.kind != "end":
            raise self.leftover()

    def leftover(self) -> ReadingError:
        token, before, after = self.here, self.tokens[self.position - 1], self.ahead()
        if token.text == "," and before.kind == after.kind == "number" and token.at == before.stop:
            return self.fail("A comma inside a number: write 0.5 with a point, and thousands without separators.")
        if token.text in ("+=", "-=", "*=", "/="):
            return self.fail(f"Write the new value in full, as in w = w - x, in place of {token.text!r}.")
        if token.text in (")", "]", "}"):
            return self.fail(f"This {token.text!r} has no opening partner.")
        if token.kind == "number" and before.kind == "number":
            return self.fail("Two numbers stand side by side; an operator is missing between them.")
        return self.fail(f"Reading stopped here, at {token.text!r}.")

    # ---- expressions

    def expression(self, least: int) -> Node:
        self.depth += 1
        if self.depth > DEPTH:
            raise self.fail(f"This is nested more than {DEPTH} levels deep.")
        left = self.prefix(least)
        while (step := self.infix(least)) is not None:
            left = step(left)
        self.depth -= 1
        return left

    def formula(self) -> Node:
        """An expression, perhaps with a condition behind it; no comparison."""
        node = self.whole(ADD)
        return self.choice(node) if self.sees("if") else node

    def whole(self, least: int) -> Node:
        """The outermost expression; whoever calls us from deep inside must not run out of stack either."""
        try:
            return self.expression(least)
        except RecursionError:
            raise self.fail("This is nested too deeply to be read.") from None

    def infix(self, least: int) -> Callable[[Node], Node] | None:
        """What to do with the node on the left, if the operator here binds tightly enough."""
        token = self.here
        text = token.text if token.kind != "number" else ""
        if text in ("^", "!", "'") and least <= POWER:
            return self.postfix
        if least <= MULTIPLY and (text in ("*", "/", "⊙") or self.starts_factor()):
            return self.product
        if text in ("+", "-") and least <= ADD:
            return self.addition
        if text in COMPARISONS and least <= COMPARE:
            return self.comparison
        if text in ("and", "or") and least <= (AND if text == "and" else OR):
            return self.logic
        if text == "in" and least <= COMPARE:
            return lambda left: brackets.membership(self, left)
        if text == "if" and least <= CHOICE:
            return self.choice
        return None

    def prefix(self, least: int) -> Node:
        phrase = names.phrase(self)
        if phrase is not None:
            return phrase
        token = self.here
        if token.kind == "number":
            self.take()
            return Number(Fraction(token.text), token.at)
        if token.kind == "name":
            return self.negation() if token.text == "not" else names.name(self)
        if token.text in ("-", "+") and token.kind == "operator":
            self.take()
            body = self.expression(max(least, MULTIPLY))
            return Negate(body, token.at) if token.text == "-" else body
        if token.text in pieces.OPENING:
            return pieces.group(self)
        if token.text in ("|", "‖"):
            return brackets.bars(self)
        if token.text == "begin:cases":
            return rows.cases(self)
        if token.kind == "end":
            raise self.fail(
                "The text ends here, but something is missing." if self.position else "There is nothing to read."
            )
        raise self.fail(f"Something is missing before {token.text!r}.")

    def negation(self) -> Node:
        token = self.take()
        return Logic("not", (self.expression(NOT),), token.at)

    def addition(self, left: Node) -> Node:
        terms = [left]
        at = self.here.at
        while self.sees("+", "-"):
            sign = self.take()
            term = self.expression(MULTIPLY)
            terms.append(Negate(term, sign.at) if sign.text == "-" else term)
        return plus(terms, at)

    def product(self, left: Node) -> Node:
        factors = [Factor(left)]
        at = self.here.at
        while True:
            if self.sees("*", "/", "⊙"):
                operator = self.take()
                factors.append(Factor(self.expression(FACTOR), operator.text, operator.at))
                if operator.text == "/":
                    self.refuse_ambiguous(operator)
            elif self.starts_factor():
                factors.append(Factor(self.expression(FACTOR), "*", self.here.at))
            else:
                return times(factors, at)

    def refuse_ambiguous(self, slash: Token) -> None:
        """a/2m may be meant as a/(2m) or as (a/2)·m: the student has to say which."""
        if not self.starts_factor():
            return
        before, after = self.tokens[self.position - 1], self.here
        tight = self.tokens[self.position - 2] is slash and not slash.spaced and not before.spaced
        fraction = before.kind == "number" and tight and self.tokens[self.position - 3].kind == "number"
        if before.text in (")", "}", "]") or (tight and after.spaced) or after.text in ("sum", "prod", "Sum", "E"):
            return
        if fraction and after.text in ("(", "[", "|", "‖"):
            return
        raise self.fail("It is not clear what is divided by: write a/(2m) or (a/2)*m, with brackets.", slash)

    def starts_factor(self) -> bool:
        """Whether juxtaposition goes on here: 2x, x(1-y), |w|·sign(w) without the dot."""
        token = self.here
        if token.kind == "name":
            return token.text not in INFIX_WORDS
        if token.kind != "operator":
            return False
        if token.text in ("|", "‖"):
            if self.doubled(token) and self.bars[-1:] == ["|"]:
                return False  # |x||y|
            return token.side == "open" or (token.side == "" and token.text not in self.bars[-1:])
        return token.text in ("(", "[", "{") and not (token.text == "[" and "]" in self.bars)

    @staticmethod
    def doubled(token: Token) -> bool:
        """Whether this norm sign was written as two bars, and may be two bars."""
        return token.text == "‖" and token.stop - token.at == 2

    def comparison(self, left: Node) -> Node:
        rest = []
        at = self.here.at
        while self.here.text in COMPARISONS and self.here.kind == "operator":
            operator = self.take().text
            rest.append((operator, self.expression(ADD)))
        return Compare(left, tuple(rest), at)

    def logic(self, left: Node) -> Node:
        operation = self.here.text
        at = self.here.at
        parts = [left]
        while self.accept(operation):
            parts.append(self.expression(NOT if operation == "and" else AND))
        return Logic(operation, tuple(parts), at)

    def choice(self, left: Node) -> Node:
        """Python's `a if condition else b`."""
        token = self.take()
        condition = self.expression(OR)
        self.expect("else", "after the condition")
        return Cases(((left, condition), (self.expression(CHOICE), None)), token.at)

    def postfix(self, left: Node) -> Node:
        for _ in range(DEPTH):
            token = self.here
            if self.accept("!"):
                left = Call("factorial", (left,), token.at)
            elif self.accept("'"):
                if not self.holds_vectors(left):
                    raise self.fail("A mark behind a number could be a derivative: write out what it is.", token)
                left = Call("transpose", (left,), token.at)
            elif self.accept("^"):
                left = self.power(left, token)
            else:
                return left
        raise self.fail(f"There are more than {DEPTH} powers or marks in a row.")

    def power(self, base: Node, caret: Token) -> Node:
        if self.holds_vectors(base) and self.transposes():
            return Call("transpose", (base,), caret.at)
        start = self.position
        exponent = self.expression(POWER)
        bare = self.tokens[start].text not in ("{", "(", "[")
        unclear = self.tokens[start].text == "-" or getattr(base, "name", "") == "e"
        if bare and unclear and self.starts_factor() and not self.here.spaced and self.here.text not in ("(", "|", "["):
            raise self.fail("It is not clear where this exponent ends: put it in brackets.", self.tokens[start])
        return Power(base, exponent, caret.at)

    def holds_vectors(self, node: Node) -> bool:
        """Whether there is something in it that can be transposed."""
        names = (below.name for below in walk(node) if isinstance(below, Name | Constant))
        return any(name == "I" or ((symbol := self.symbols.find(name)) and symbol.dims) for name in names)

    def transposes(self) -> bool:
        """Whether T stands in the exponent and means: transposed."""
        if self.symbols.get("T") is not None:
            return False
        braced = self.sees("{") and self.ahead().text in ("T", "'") and self.ahead(2).text == "}"
        if braced or self.sees("T", "'"):
            self.position += 3 if braced else 1
            return True
        return False

    def enclosed(self, close: str, least: int = ADD) -> Node:
        """What stands up to a closing bracket, which is taken; bars outside do not reach in."""
        outside, self.bars = self.bars, []
        node = self.expression(least)
        if not self.sees(close):
            raise self.leftover() if self.here.kind != "end" else self.fail(f"A closing {close!r} is missing here.")
        self.take()
        self.bars = outside
        return node
