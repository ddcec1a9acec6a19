"""Conditions in words: `eps less than 1/lmax and positive` becomes `eps < 1/lmax and eps > 0`, token by token."""

from __future__ import annotations

from grader.mathematics.problems import ReadingError
from grader.mathematics.symbols import Symbols
from grader.mathematics.tokens import Token, tokens

_NOTHING: tuple[str, ...] = ()
_SO = ("⇒",)
_THOSE = (":",)  # as in {x : 0 < x}

# words in lower case → tokens in their place; longer phrases are tried first
_PHRASES: dict[str, tuple[str, ...]] = {
    "less than or equal to": ("<=",),
    "smaller than or equal to": ("<=",),
    "less or equal": ("<=",),
    "less than": ("<",),
    "smaller than": ("<",),
    "lower than": ("<",),
    "below": ("<",),
    "at most": ("<=",),
    "no more than": ("<=",),
    "not more than": ("<=",),
    "not greater than": ("<=",),
    "not larger than": ("<=",),
    "greater than or equal to": (">=",),
    "larger than or equal to": (">=",),
    "greater or equal": (">=",),
    "greater than": (">",),
    "larger than": (">",),
    "bigger than": (">",),
    "more than": (">",),
    "above": (">",),
    "at least": (">=",),
    "no less than": (">=",),
    "not less than": (">=",),
    "not smaller than": (">=",),
    "strictly positive": (">", "0"),
    "strictly negative": ("<", "0"),
    "positive": (">", "0"),
    "nonnegative": (">=", "0"),
    "non negative": (">=", "0"),
    "non - negative": (">=", "0"),
    "not negative": (">=", "0"),
    "negative": ("<", "0"),
    "but": ("and",),
    "as well as": ("and",),
    "hence": _SO,
    "so": _SO,
    "thus": _SO,
    "therefore": _SO,
    "i . e .": _SO,
    "that is": _SO,
    "that means": _SO,
    "which means": _SO,
    "equivalently": _SO,
    "is in": ("in",),
    "lie in": ("in",),
    "lies in": ("in",),
    "element of": ("in",),
    "must be": _NOTHING,
    "has to be": _NOTHING,
    "should be": _NOTHING,
    "needs to be": _NOTHING,
    "have to be": _NOTHING,
    "if and only if": _NOTHING,
    "must": _NOTHING,
    "has to": _NOTHING,
    "satisfy": _NOTHING,
    "satisfies": _NOTHING,
    "fulfil": _NOTHING,
    "fulfill": _NOTHING,
    "step size": _NOTHING,
    "step sizes": _NOTHING,
    "learning rate": _NOTHING,
    "learning rates": _NOTHING,
    "every": _NOTHING,
    "any": _NOTHING,
    "such that": _THOSE,
    "with": _THOSE,
    "for which": _THOSE,
    "iff": _NOTHING,
    "if": _NOTHING,
    "when": _NOTHING,
    "for all": _NOTHING,
    "for": _NOTHING,
    "is": _NOTHING,
    "are": _NOTHING,
    "the": _NOTHING,
    "strictly": _NOTHING,
    "converges": _NOTHING,
    "it": _NOTHING,
    "both": _NOTHING,
    "all": _NOTHING,
}
_BY_LENGTH = sorted(((tuple(words.split()), to) for words, to in _PHRASES.items()), key=lambda row: -len(row[0]))
_COMPARISONS = ("<", "<=", ">", ">=", "=", "!=")
_RANGES = ("between", "from", "interval", "range", "open", "closed", "exclusive", "inclusive", "excluded", "included")
_ENDS = ("at", "both", "ends", "end", "endpoints", "boundaries")
_OPEN = ("open", "exclusive", "excluded", "strictly", "excluding")
_CLOSED = ("closed", "inclusive", "included", "including")


def spoken(text: str, symbols: Symbols, primary: str) -> list[Token]:
    """The tokens with words replaced by signs; a comparison without a left side is about the primary symbol."""
    kept = _spans(text, symbols, primary)
    made: list[Token] = []
    position = 0
    while position < len(kept):
        words, meaning = _phrase(kept, position, symbols)
        token = kept[position]
        if words:
            made.extend(_token(text, token) for text in meaning)
        else:
            made.append(token)
        position += max(1, words)
    return _completed(made, primary)


def _phrase(found: list[Token], position: int, symbols: Symbols) -> tuple[int, tuple[str, ...]]:
    if found[position].kind != "name" or symbols.get(found[position].text) is not None:
        return 0, ()
    for words, meaning in _BY_LENGTH:
        if tuple(token.text.lower() for token in found[position : position + len(words)]) == words:
            return len(words), meaning
    return 0, ()


def _token(text: str, near: Token) -> Token:
    kind = "number" if text.isdigit() else "name" if text.isalpha() else "operator"
    return Token(kind, text, near.at, near.stop, True)


def _completed(found: list[Token], primary: str) -> list[Token]:
    """Commas between conditions mean and; `and < 1` means `and eps < 1`."""
    made: list[Token] = []
    depth = 0
    for token in found:
        depth += {"(": 1, "{": 1, "[": 1, ")": -1, "}": -1, "]": -1}.get(token.text, 0)
        if token.text in (",", ";") and depth == 0:
            if made and made[-1].text == "and":
                continue
            token = Token("name", "and", token.at, token.stop, True)
        starts = not made or made[-1].text in ("and", "or")
        if token.text == "and" and starts:
            continue
        if token.text in _COMPARISONS and starts:
            made.append(Token("name", primary, token.at, token.at, True))
        if token.kind == "end" and made and made[-1].text == "and":
            made.pop()
        made.append(token)
    return made


def _spans(text: str, symbols: Symbols, primary: str) -> list[Token]:
    """`strictly between a and b`, `the open interval from a to b` as a < eps < b.

    Words that only repeat what the signs say are dropped; words that contradict them, or leave open whether the ends
    belong to the range, are refused.
    """
    found = tokens(text)
    words = [token.text.lower() if symbols.get(token.text) is None else "" for token in found]
    if "from" in words and "to" not in words and found[words.index("from") + 1].text in ("(", "[", "]"):
        found[words.index("from")] = _token("in", found[words.index("from")])  # from (a, b)
        words[words.index("from")] = "in"
    first = next((place for place, word in enumerate(words) if word in _RANGES), None)
    if first is None:
        return found
    is_open, is_closed = (any(word in kinds for word in words) for kinds in (_OPEN, _CLOSED))
    start = next((place for place, word in enumerate(words) if word in ("between", "from")), None)
    if start is not None and is_open != is_closed:
        return _between(found, words, start, "<" if is_open else "<=", primary)
    if start is None and not _contradicted(found, is_open, is_closed):
        left = [token for token, word in zip(found, words, strict=True) if word not in (*_RANGES, *_ENDS)]
        return [token for token in left if token.text not in "()" or not token.text or _paired(left, token)]
    raise ReadingError(
        "Say with signs whether the ends belong to the range: a < x < b or a <= x <= b.", text, found[first].at
    )


def _contradicted(found: list[Token], is_open: bool, is_closed: bool) -> bool:
    """Whether brackets or signs say something else than the words."""
    signs = {token.text for token in found}
    texts = [token.text for token in found if token.text in ("(", "[", "]", ")")]
    ends = (texts[0] == "[", texts[-1] == "]") if texts and "," in signs else None
    opens = bool(signs & {"<", ">"}) or (ends is not None and not all(ends))
    closes = bool(signs & {"<=", ">="}) or (ends is not None and any(ends))
    return (is_open and closes) or (is_closed and opens)


def _between(found: list[Token], words: list[str], start: int, sign: str, primary: str) -> list[Token]:
    inside = [
        token
        for token, word in zip(found[start + 1 :], words[start + 1 :], strict=True)
        if word not in (*_OPEN, *_CLOSED, *_ENDS)
    ]
    for place, token in enumerate(inside):
        if token.text in ("and", "to"):
            after = [item for item in inside[place + 1 :] if item.text not in ("(", ")", ",") or _paired(inside, item)]
            before = [item for item in inside[:place] if item.text not in ("(", ")", ",") or _paired(inside, item)]
            low, high = _token(sign, token), _token(sign, token)
            return [*before, low, Token("name", primary, token.at, token.at, True), high, *after]
    return found


def _paired(inside: list[Token], item: Token) -> bool:
    """Whether a bracket still has something in it: `(exclusive)` has not once its word is gone."""
    place = inside.index(item)
    if item.text == "(":
        return inside[place + 1].text != ")"
    return item.text == ")" and inside[place - 1].text != "("
