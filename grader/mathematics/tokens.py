"""Text into tokens: LaTeX, Python, unicode and plain mathematics become one small alphabet, with places kept.

Numbers, names, and operators; `\\frac`, `\\sqrt`, `\\sum` are names; spacing and sizing commands vanish;
`²` becomes `^{2}`, `β₂` becomes `β_{2}`, `\\hat{m}` becomes the name `m_hat`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from grader.mathematics.problems import ReadingError
from grader.mathematics.words import (
    ACCENTS,
    FRACTIONS,
    GREEK,
    IGNORED,
    MARKS,
    MODULES,
    OPERATORS,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    WRAPPERS,
)

MOST_CHARACTERS = 4_000
MOST_TOKENS = 1_500
MOST_DIGITS = 40
MOST_EXPONENT = 400


@dataclass(frozen=True, slots=True)
class Token:
    kind: str  # "number", "name", "operator", "end"
    text: str
    at: int
    stop: int
    spaced: bool = False  # white space in front
    side: str = ""  # bars: "open" or "close" where the text says so


_PATTERN = re.compile(
    r"""(?P<space>(?:\s|~(?!\s)|(?<!\s)~)+|%[^\n]*\n)
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<name>[A-Za-z]+\d*)
    |(?P<command>\\(?:[A-Za-z]+\*?|.))
    |(?P<operator>[-+*/]=|\*\*|<=|>=|==|!=|=<|=>|->|:=|\|\||&&|\.T\b|.)""",
    re.VERBOSE | re.DOTALL,
)
_DIGITS = re.compile(r"\d*")
_LOSS = re.compile(r"\s*\\mathcal(?![a-zA-Z])")  # behind a d
_TRAILING = re.compile(r"_(?!\s*[\w{(\\])")  # lambda_, which is no keyword of Python
_NEXT_NAME = re.compile(r"\s*\\?[A-Za-z]")


def tokens(text: str) -> list[Token]:
    """The tokens of a text, with an end token last.

    >>> [token.text for token in tokens(r"\\frac{1}{2}β₂·x²")]
    ['frac', '{', '1', '}', '{', '2', '}', 'beta', '_', '{', '2', '}', '*', 'x', '^', '{', '2', '}', '']
    """
    if len(text) > MOST_CHARACTERS:
        raise ReadingError(f"This is {len(text)} characters long; at most {MOST_CHARACTERS} are read.")
    found = _Scanner(text).run()
    if len(found) > MOST_TOKENS:
        raise ReadingError(f"This has {len(found)} parts; at most {MOST_TOKENS} are read.")
    return found


class _Scanner:
    def __init__(self, text: str, start: int = 0, stop: int | None = None) -> None:
        self.text = text
        self.position = start
        self.stop = len(text) if stop is None else stop
        self.found: list[Token] = []
        self.spaced = False
        self.side = ""

    def run(self) -> list[Token]:
        self.scan()
        self.found.append(Token("end", "", self.stop, self.stop))
        return self.found

    def scan(self) -> None:
        while self.position < self.stop:
            match = _PATTERN.match(self.text, self.position, self.stop)
            if match is None:  # cannot be: the last branch takes any character
                raise ReadingError("This cannot be read.", self.text, self.position)
            at, self.position = self.position, match.end()
            kind = match.lastgroup
            word = match.group()
            if kind == "space":
                self.spaced = True
            elif kind == "number":
                self.number(word, at)
            elif kind == "name":
                self.name(word, at)
            elif kind == "command":
                self.command(word[1:], at)
            else:
                self.operator(word, at)

    def add(self, kind: str, text: str, at: int) -> None:
        self.found.append(Token(kind, text, at, self.position, self.spaced, self.side))
        self.spaced, self.side = False, ""

    def fail(self, message: str, at: int) -> ReadingError:
        return ReadingError(message, self.text, at)

    def number(self, word: str, at: int) -> None:
        mantissa, _, exponent = word.lower().partition("e")
        if sum(character.isdigit() for character in mantissa) > MOST_DIGITS:
            raise self.fail(f"A number may have at most {MOST_DIGITS} digits.", at)
        if exponent and (len(exponent) > 6 or abs(int(exponent)) > MOST_EXPONENT):
            raise self.fail(f"The exponent of a number may be at most {MOST_EXPONENT}.", at)
        self.add("number", word, at)

    def name(self, word: str, at: int) -> None:
        if word in MODULES and self.text[self.position : self.position + 1] == ".":
            self.position += 1  # np.exp, math.sqrt: the module says nothing
            return
        if word == "d" and _LOSS.match(self.text, self.position, self.stop):
            self.partial(at)
            return
        if word == "lambda" and _TRAILING.match(self.text, self.position, self.stop):
            self.position += 1
        self.add("name", word, at)

    def operator(self, word: str, at: int) -> None:
        if word in GREEK:
            digits = _DIGITS.match(self.text, self.position, self.stop)
            self.position = digits.end() if digits else self.position
            self.add("name", GREEK[word] + (digits.group() if digits else ""), at)
        elif word == "∂":
            self.partial(at)
        elif word in SUPERSCRIPTS:
            self.raised("^", SUPERSCRIPTS, at)
        elif word in SUBSCRIPTS:
            self.raised("_", SUBSCRIPTS, at)
        elif word in FRACTIONS:
            for piece in f"({FRACTIONS[word]})":
                self.add("number" if piece.isdigit() else "operator", piece, at)
        elif word in OPERATORS:
            self.known(OPERATORS[word], at)
        elif not self.lettered(word, at):
            raise self.fail(f"The character {word!r} is not understood here.", at)

    def known(self, meaning: str, at: int) -> None:
        """An operator or a word by its one spelling here; the empty one means nothing."""
        if not meaning:
            self.spaced = True
        elif meaning.isalpha():
            self.add("name", meaning, at)
        else:
            self.add("operator", meaning, at)

    def raised(self, operator: str, alphabet: dict[str, str], at: int) -> None:
        """A run of raised or lowered characters, as ^{…} or _{…}."""
        end = at
        while end < self.stop and self.text[end] in alphabet:
            end += 1
        inside = "".join(alphabet[character] for character in self.text[at:end])
        self.position = end
        self.add("operator", operator, at)
        self.add("operator", "{", at)
        for piece in re.findall(r"\d+|[A-Za-z]+|.", inside):
            kind = "number" if piece.isdigit() else "name" if piece.isalpha() else "operator"
            self.add(kind, piece, at)
        self.add("operator", "}", at)

    def command(self, word: str, at: int) -> None:
        if word in ("left", "right", "middle"):
            self.sized(word)
        elif word in GREEK:
            self.add("name", GREEK[word], at)
        elif word in IGNORED:
            self.spaced = True
        elif word in WRAPPERS:
            self.wrapped(at)
        elif word in ACCENTS:
            self.accented(ACCENTS[word], at)
        elif word in ("begin", "end"):
            self.environment(word, at)
        elif word == "partial":
            self.partial(at)
        elif "\\" + word in OPERATORS:
            self.side = {"lv": "open", "lV": "open", "rv": "close", "rV": "close"}.get(word[:2], self.side)
            self.known(OPERATORS["\\" + word], at)
        elif word.isalpha():
            self.add("name", word, at)  # \sin, \exp, \frac, \sum: whatever it is, the parser knows the names
        else:
            raise self.fail(f"The command {self.text[at : at + 2]!r} is not understood.", at)

    def sized(self, word: str) -> None:
        while self.position < self.stop and self.text[self.position].isspace():
            self.position += 1
        if self.text[self.position : self.position + 1] == ".":
            self.position += 1
        self.side = {"left": "open", "right": "close"}.get(word, "")

    def group(self, at: int) -> tuple[int, int]:
        """Where the {group} or the single thing after a command starts and stops."""
        start = self.position
        while start < self.stop and self.text[start].isspace():
            start += 1
        if self.text[start : start + 1] != "{":
            match = _PATTERN.match(self.text, start, self.stop)
            if match is None or start >= self.stop:
                raise self.fail("This command needs something in braces.", at)
            single = match.end() if match.lastgroup == "command" else start + 1
            return start, single
        depth = 0
        for position in range(start, self.stop):
            depth += {"{": 1, "}": -1}.get(self.text[position], 0)
            if depth == 0:
                return start, position + 1
        raise self.fail("This brace is never closed.", start)

    def inside(self, start: int, stop: int) -> list[Token]:
        braced = self.text[start] == "{"
        inner = _Scanner(self.text, start + braced, stop - braced)
        inner.scan()
        return inner.found

    def wrapped(self, at: int) -> None:
        r"""\mathbf{w}, \text{if}, \operatorname{sign}: only what is inside counts."""
        start, stop = self.group(at)
        if stop - start > 80:
            raise self.fail("There is too much text in these braces.", start)
        inner = self.inside(start, stop)
        self.position = stop
        if [token.text for token in inner] == ["d"] and _NEXT_NAME.match(self.text, stop, self.stop):
            self.partial(at)
            return
        if inner and self.spaced:
            inner[0] = Token(inner[0].kind, inner[0].text, inner[0].at, inner[0].stop, True, inner[0].side)
        self.found.extend(inner)
        self.spaced = False

    def accented(self, accent: str, at: int) -> None:
        start, stop = self.group(at)
        inner = self.inside(start, stop) if stop - start <= 80 else []
        if len(inner) != 1 or inner[0].kind != "name":
            raise self.fail("An accent stands over a single name.", at)
        self.position = stop
        self.add("name", inner[0].text + (f"_{accent}" if accent else ""), at)

    def environment(self, word: str, at: int) -> None:
        start, stop = self.group(at)
        name = self.text[start + 1 : stop - 1].strip("* ")
        self.position = stop
        if name == "cases":
            self.add("operator", f"{word}:cases", at)
        elif name in ("aligned", "align", "equation", "split", "gather", "gathered", "math", "displaymath"):
            self.spaced = True
        else:
            raise self.fail(f"The environment {name!r} is not understood; write the formula itself.", at)

    def partial(self, at: int) -> None:
        r"""\partial L, ∂L, \mathrm{d}L: all are the name dL, however it is spaced or set."""
        inner: list[Token] = []
        while self.position < self.stop and self.text[self.position].isspace():
            self.position += 1
        if self.position < self.stop:
            start, stop = self.thing()
            inner = self.inside(start, stop) if stop - start <= 80 else []
            self.position = stop
        if len(inner) != 1 or inner[0].kind != "name":
            raise self.fail("After ∂ a name is needed, as in ∂L.", at)
        self.add("name", "d" + inner[0].text, at)

    def thing(self) -> tuple[int, int]:
        """Where the next name starts and stops, its command and braces with it."""
        match = _PATTERN.match(self.text, self.position, self.stop)
        start, stop = self.position, match.end() if match else self.position
        if match and match.group()[1:] in WRAPPERS | ACCENTS.keys():
            self.position = stop
            stop = self.group(start)[1]
        return start, stop

    def lettered(self, word: str, at: int) -> bool:
        """Letters of other alphabets: ŷ is y_hat, 𝑤 is w; a mark alone sits on the name before it."""
        whole = unicodedata.normalize("NFKC", word)
        if unicodedata.decomposition(word).startswith(("<super>", "<sub>")):
            return False  # raised or lowered, so it is not the letter itself
        if whole != word and len(whole) == 1 and (whole in GREEK or (whole.isascii() and whole.isalpha())):
            self.add("name", GREEK.get(whole, whole), at)
            return True
        base, mark = (*unicodedata.normalize("NFD", word), "")[:2]
        if mark in MARKS and base.isascii() and base.isalpha():
            self.add("name", f"{base}_{MARKS[mark]}", at)
            return True
        last = self.found[-1] if self.found else None
        if word in MARKS and last is not None and last.kind == "name" and last.stop == at:
            self.found.pop()
            self.add("name", f"{last.text}_{MARKS[word]}", last.at)
            return True
        return False
