"""The signs of a typed number: digits in any spelling, operators, words. Nothing is evaluated here.

How digits are read, where one number is asked:
    1024 · 1,024 · 1 024 · 1'024 · 1_024 · 1.024.000   groups of three: separators of thousands, not decimals
    2.236 · 2,24 · 0,881 · 1.024,5                     a point, or a comma that cannot separate thousands, is decimal
So `2,236` is read as 2236 and the reading is echoed. Where several numbers are asked, a blank separates them, and so
does a comma, unless semicolons, line breaks or commas followed by blanks already do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from grader.checkers._named import unnamed

Kind = Literal["number", "sign", "open", "close", "function", "constant", "word", "break", "equals", "about", "odd"]

LONGEST = 1000  # characters of a typed answer
MOST = 300  # tokens of it
DIGITS = 400  # of one number
FUNCTIONS = frozenset({"sqrt", "exp", "ln", "log", "log2", "log10", "abs", "frac"})
CONSTANTS = frozenset({"pi", "e"})
BREAKS = frozenset({"and", "or", "und", "oder"})
PERCENT = frozenset({"percent", "prozent"})


class Unreadable(Exception):
    """Why a typed answer is no number; the message is for the student."""


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str
    value: Fraction = Fraction(0)
    decimals: int | None = None  # of a number: how many were written
    blank: bool = False  # whether a blank stands before it
    thousands: bool = False  # whether a comma was read as a separator of thousands


@dataclass(frozen=True, slots=True)
class Habits:
    """Which separators an answer uses inside its numbers."""

    grouped_by_comma: bool = True
    grouped_by_blank: bool = True
    decimal_comma: bool = True


def tokens(text: str, *, several: bool = False) -> list[Token]:
    """The tokens of a typed answer; Unreadable where it is too long.

    >>> [token.text for token in tokens("21*10 + 1,024 = N")]
    ['21', '*', '10', '+', '1,024', '=', 'N']
    """
    if len(text) > LONGEST:
        raise Unreadable(f"the answer is longer than {LONGEST} characters; give the number alone")
    plain = _plain(text, several)
    found = list(_scan(plain, _habits(plain) if several else Habits()))
    if len(found) > MOST:
        raise Unreadable(f"the answer has more than {MOST} parts; give the number alone")
    return found


SAME = str.maketrans(
    {
        **dict.fromkeys("×·⋅∙∗", "*"),
        **dict.fromkeys("−‒–", "-"),
        **dict.fromkeys("÷⁄∕", "/"),
        **dict.fromkeys("’ʼ′", "'"),
        **dict.fromkeys("\u2009\u202f\u2007", "\u00a0"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),  # unseen, and copied along from a page
        **dict.fromkeys("✓✔…", " "),
        **dict.fromkeys("{", "("),
        **dict.fromkeys("}", ")"),
        "√": " sqrt ",
        "π": " pi ",
        "\t": " ",
        "\r": "\n",
    }
)
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
LATEX = [
    (re.compile(r"\\([{}])"), r"\1"),
    (re.compile(r"\\(?:begin|end)\s*\{[a-z]+\*?\}"), " "),
    (re.compile(r"\\\\\s*"), "\n"),
    (re.compile(r"&\s*(?==)"), ""),  # the mark of an aligned line
    (re.compile(r"\\(?:text|mathrm|mathbf|operatorname)\s*\{([^{}]*)\}"), r" \1 "),
    (re.compile(r"\\(?:left|right)(?![a-zA-Z])|\\[\[\]();,! ]|\$"), " "),
    (re.compile(r"\\(?:boxed|fbox)(?![a-zA-Z])"), " "),
    (re.compile(r"\\(?:Rightarrow|Longrightarrow|implies|rightarrow|to)(?![a-zA-Z])|[=-]>|[→⇒⟹⟶]"), "≈"),  # so it is
    (re.compile(r"\{,\}"), ","),
    (re.compile(r"\\(?:cdot|times)(?![a-zA-Z])"), "*"),
    (re.compile(r"\\(?:approx|simeq)(?![a-zA-Z])"), "≈"),
    (re.compile(r"\\[dt]?frac(?![a-zA-Z])"), " frac "),
    (re.compile(r"\\(sqrt|pi|exp|ln|log)(?![a-zA-Z])"), r" \1 "),
    (re.compile(r"\\[lr]?vert(?![a-zA-Z]) ?"), "|"),
    (re.compile(r"\\%"), "%"),
    (re.compile(r"(?<![\w)\]*])(?<![\w)\]*] )\*\*(?=[^\s*])([^*\n]{1,200}?)(?<=\S)\*\*(?![\w(*])"), r"\1"),  # = **661**
    (re.compile(r"(?<![\w.])(?:np|numpy|math|torch)\.(?=[a-z])"), " "),
]
BARS = re.compile(r"(?<![\d)|])(?<![\d)|] )\|([-+]?\d+(?:\.\d+)?)\|(?! ?[\d(|])")  # |-2|, not the bars of a table
NORM = re.compile(  # ‖w‖₂ and ||(-1, 2)||_1 are names
    r"(?:\|\||‖|\\\|)\s*(?:[A-Za-z]\w*|\([^()|‖]{1,80}\)|\[[^\[\]|‖]{1,80}\])\s*(?:\|\||‖|\\\|)\s*(?:_\{?\w+\}?|[₀-₉]+|)"
)
BULLET = re.compile(r"^[ \t]*(?:[-*•]|\(?\d{1,2}[.)])[ \t]+(?=\S)", re.MULTILINE)
HALVES = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3"}


def _plain(text: str, several: bool) -> str:
    """One spelling for what looks different and means the same."""
    text = unnamed(NORM.sub(" norm ", text).replace(r"\|", "|"), several=several)
    for pattern, simple in LATEX:
        text = pattern.sub(simple, text)
    text = re.sub("([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", lambda found: f"^({found[1].translate(RAISED)})", text)
    for sign, fraction in HALVES.items():
        text = re.sub(rf"(\d+)\s*{sign}", rf"(\1+{fraction})", text).replace(sign, f"({fraction})")
    text = re.sub(r"\bsqrt(?=\d)", "sqrt ", text.translate(SAME).strip().strip("`").strip())
    text = BARS.sub(r"abs(\1)", text)
    text = re.sub(r"(?<=[\d)])(?:[xX]| [xX] )(?=[\d(])", "*", text)
    if text.startswith("**") and text.endswith("**"):
        text = text[2:-2]
    return _unlisted(text)


def _unlisted(text: str) -> str:
    """Without bullets or numbers before the lines of a list; a single "- 2" is a negative number."""
    lines = [line for line in text.split("\n") if line.strip()]
    listed = len(lines) > 1 and all(BULLET.match(line) for line in lines)
    return BULLET.sub("", text) if listed or re.match(r"[*•][ \t]", text) else text


def _habits(text: str) -> Habits:
    if re.search(r"[;\n]", text.strip()):
        decimal = re.search(r"(?<![\d.,])(?:\d+,\d{1,2}(?!\d)|0,\d)", text) and not re.search(r"\d\.\d", text)
        return Habits(grouped_by_comma=not decimal, grouped_by_blank=False)
    if re.search(r",\s", text):
        return Habits(grouped_by_blank=False, decimal_comma=False)
    if TWO_DECIMAL.fullmatch(text):
        return Habits(grouped_by_comma=False, grouped_by_blank=False)
    return Habits(grouped_by_comma=False, grouped_by_blank=False, decimal_comma=False)


TWO_DECIMAL = re.compile(r"[^\d.,]*\d+,\d+[^\d.,]*\b(?:and|und)\b[^\d.,]*\d+,\d+[^\d.,]*")  # 0,88 und 0,73
END = r"(?![\d])(?![.,]\d)"
COMMAS = re.compile(rf"[1-9]\d{{0,2}}(?:,\d{{3}})+(?:\.\d+)?{END}")
POINTS = re.compile(rf"[1-9]\d{{0,2}}(?:(?:\.\d{{3}})+,\d+|(?:\.\d{{3}}){{2,}}){END}")
MARKS = re.compile(rf"[1-9]\d{{0,2}}(?:['_\u00a0]\d{{3}})+(?:[.,]\d+)?{END}")
BLANKS = re.compile(rf"[1-9]\d{{0,2}}(?: \d{{3}})+(?:[.,]\d+)?{END}(?! \d)")
COMMA = re.compile(rf"\d+,\d+{END}")
POINT = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+(?!\w))?")
WORD = re.compile(r"[^\W\d_](?:\w|['’](?=\w)|-(?=[^\W\d_]))*")
SIGNS = re.compile(r"\*\*|[-+*/^%]")
QUIET = frozenset(" \u00a0.:\"'_`")


def _scan(text: str, habits: Habits) -> Iterator[Token]:
    at, blank = 0, False
    while at < len(text):
        token, length = _next(text, at, habits, blank)
        if token is not None:
            yield token
        blank = token is None and (text[at] in " \u00a0" or blank)
        at += length


def _next(text: str, at: int, habits: Habits, blank: bool) -> tuple[Token | None, int]:
    number = _number(text, at, habits, blank)
    if number is not None:
        return number, len(number.text)
    sign = SIGNS.match(text, at)
    if sign:
        return Token("sign", "^" if sign[0] == "**" else sign[0], blank=blank), len(sign[0])
    word = WORD.match(text, at)
    if word:
        return _word(word[0], blank), len(word[0])
    character = text[at]
    if character in QUIET:
        return None, 1
    kinds: dict[str, Kind] = {"(": "open", "[": "open", ")": "close", "]": "close", "=": "equals"}
    kinds |= {"≈": "about", "~": "about"}
    kinds |= {",": "break", ";": "break", "\n": "break", "—": "break", "|": "break"}
    return Token(kinds.get(character, "odd"), character, blank=blank), 1


def _word(word: str, blank: bool) -> Token:
    name = word.casefold()
    if name in FUNCTIONS:
        return Token("function", name, blank=blank)
    if name == "pi" or word == "e":
        return Token("constant", name, blank=blank)
    if name in PERCENT:
        return Token("sign", "%", blank=blank)
    return Token("break" if name in BREAKS else "word", word, blank=blank)


def _number(text: str, at: int, habits: Habits, blank: bool) -> Token | None:
    spellings = [
        (COMMAS, habits.grouped_by_comma),
        (POINTS, True),
        (MARKS, True),
        (BLANKS, habits.grouped_by_blank),
        (COMMA, habits.decimal_comma),
        (POINT, True),
    ]
    for pattern, used in spellings:
        found = pattern.match(text, at) if used else None
        if found:
            return _value(found[0], pattern, blank)
    return None


def _value(written: str, pattern: re.Pattern[str], blank: bool) -> Token:
    if len(written) > DIGITS:
        raise Unreadable(f"a number of more than {DIGITS} digits cannot be read")
    if pattern in (COMMAS, POINT):
        plain = written.replace(",", "")
    elif pattern is POINTS:
        plain = written.replace(".", "").replace(",", ".")
    else:
        plain = re.sub("['_\u00a0 ]", "", written).replace(",", ".")
    mantissa, _, exponent = plain.lower().partition("e")
    if exponent and abs(int(exponent)) > DIGITS:
        raise Unreadable(f"the exponent of {written[:40]} is too large to work out")
    decimals = max(len(mantissa.partition(".")[2]) - int(exponent or 0), 0)
    value = Fraction(plain if plain[-1] != "." else plain[:-1])
    return Token("number", written, value, decimals, blank, thousands=pattern is COMMAS)
