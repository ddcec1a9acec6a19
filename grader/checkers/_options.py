"""Which of several options a student means: by letter, by text, by value, or by another word for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from grader.checkers._cells import fold, simple, tight
from grader.checkers._tokens import Unreadable
from grader.checkers._typed import read

LONGEST = 2000
ABOUT = frozenset(
    [
        "the",
        "my",
        "answer",
        "answers",
        "letter",
        "it",
        "option",
        "options",
        "choice",
        "i",
        "choose",
        "is",
        "are",
        "correct",
        "and",
        "or",
        "antwort",
        "und",
        "oder",
    ]
)
INTRODUCED = re.compile(
    rf"(?:[\W_]|(?:{'|'.join(sorted(ABOUT))})\b)*([a-z])"
    r"(?:\s*[).:]|\s+[-–—=]+\s|[,;]\s|\n|\s+(?:because|since|as|weil|da|denn)\b)(.*)",
    re.IGNORECASE | re.DOTALL,
)
ARTICLE = re.compile(r"^(?:the|its|it|a|an)\s+(?=\w{2,}\W)", re.IGNORECASE)  # of a text of several words
REASON = re.compile(r"[,;:]?\s*\b(?:because|since|as(?!\s+well)|weil|da|denn)\b", re.IGNORECASE)
ASKED = re.compile(
    r"^(?:exercise|question|problem|task|ex|q|aufgabe|frage)\.?\s*\d[\d.]*\w?\s*[:=).–-]+\s*", re.IGNORECASE
)
DENIAL = re.compile(r"\b(?:not|no|none|neither|nor|never|except|isn't|doesn't|nicht|kein\w*|weder)\b", re.IGNORECASE)
DENYING = re.compile(r"(?:^|[,;(–—-])\s*(?:and\s+)?not\s+(?:the\s+)?$", re.IGNORECASE)
DENIED = re.compile(r"[).;,!]*\s*$|,?\s*but\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its key, and everything that may be written for it."""

    key: str
    spellings: tuple[str, ...]
    shown: str

    @property
    def lettered(self) -> bool:
        return len(self.key) == 1 and self.key.isalpha()


def chosen(text: str, options: Sequence[Option]) -> tuple[str, ...]:
    """The keys of the options that a text names, in the order of the options; Unreadable with a sentence if none.

    >>> sheet = [Option("a", ("longer",), "a"), Option("b", ("L2", "weight decay"), "b")]
    >>> chosen("b", sheet), chosen("(B) weight decay", sheet), chosen("l2", sheet), chosen("a, b", sheet)
    (('b',), ('b',), ('b',), ('a', 'b'))
    """
    if len(text) > LONGEST:
        raise Unreadable(f"the answer is longer than {LONGEST} characters; write the option alone")
    bare = ASKED.sub("", text.strip().strip("*_`$\"' ").strip(), count=1)
    exact = _whole(bare, options)
    if exact:
        return tuple(option.key for option in options if option.key in exact)
    reasoned = REASON.split(bare, maxsplit=1)[0]
    found = _by_letter(simple(bare), options) or _by_value(bare, options)
    found = found or _by_words(reasoned, options) or _by_words(bare, options)
    if not found:
        names = ", ".join(option.shown for option in options)
        raise Unreadable(f"no option was recognised; write one of {names}")
    return tuple(option.key for option in options if option.key in found)


def _folded(option: Option) -> set[str]:
    return {fold(spelling) for spelling in (option.key, *option.spellings)} - {""}


def _by_letter(text: str, options: Sequence[Option]) -> set[str]:
    letters = {option.key.casefold(): option.key for option in options if option.lettered}
    if not letters:
        return set()
    joined = text.strip(" .,;:!?()[]").casefold()
    if 1 < len(joined) == len(set(joined)) and set(joined) <= set(letters):  # ac
        return {letters[letter] for letter in joined}
    words = re.findall(r"[^\W_]+(?:['’]\w+)?", re.sub(r"\bi(?=\s+choose\b)", "", text.casefold()))
    if all(word in ABOUT or word in letters for word in words):
        return {letters[word] for word in words if word in letters}
    first = INTRODUCED.fullmatch(text)
    if not first or first[1].casefold() not in letters:
        return set()
    key = letters[first[1].casefold()]
    others = {letters[one] for one in re.findall(r"(?m)^\s*\(?([a-z])\s*[).:]", first[2].casefold()) if one in letters}
    return {key} | others | _whole(first[2], options)


def _whole(text: str, options: Sequence[Option]) -> set[str]:
    """The option whose text this is, with nothing around it; what only loosely is one must be no other."""
    same = {o.key for o in options if tight(text) in {tight(one) for one in (o.key, *o.spellings)} - {""}}
    loose = {option.key for option in options if fold(text) in _folded(option)}
    return same or (loose if len(loose) == 1 else set())


def _by_value(text: str, options: Iterable[Option]) -> set[str]:
    """The options that are this number; a number among other words is not one."""
    value = _number(text)
    plain = {o.key: [word for word in (o.key, *o.spellings) if not re.search("[^\\W\\d_]{2}", word)] for o in options}
    return {key for key, words in plain.items() if value is not None and value in map(_number, words)}


def _number(text: str) -> Fraction | None:
    try:
        values = {answer.value for answer in read(text)} if re.search(r"\d", text) else set()
    except Unreadable:
        return None
    return values.pop() if len(values) == 1 else None


def _by_words(text: str, options: Sequence[Option]) -> set[str]:
    """Options whose words stand in the text; of two that overlap the longer one counts, and "L2, not L1" is L2."""
    plain = simple(text)
    found = _spans(plain, options)
    denied = [s for s in found if DENYING.search(plain[: s[0]]) and DENIED.match(plain[s[1] :])]
    kept = [span for span in found if span not in denied]
    rest = plain
    for start, end in sorted(found, reverse=True):
        before = DENYING.sub(" ", rest[:start]) if kept and (start, end) in denied else rest[:start]
        rest = f"{before} {rest[end:]}"
    if found and DENIAL.search(rest):
        raise Unreadable(
            f"the word {DENIAL.findall(rest)[0]!r} leaves open which option is meant; write the option alone"
        )
    return {found[span] for span in kept}


def _spans(text: str, options: Sequence[Option]) -> dict[tuple[int, int], str]:
    """Where which option is named; a number stands for itself only if nothing makes it another number."""
    found: dict[tuple[int, int], str] = {}
    for option in options:
        for spelling in (() if option.lettered else (option.key,)) + option.spellings:
            words = re.findall(r"\w+|[^\w\s_-]", simple(spelling))
            pattern = r"[\s_-]*".join(map(re.escape, words))
            before, after = (r"[\w+.,/−-]", r"[\w+]|[.,/]\d") if words and words[0].isdigit() else (r"[\w+]", r"[\w+]")
            for match in re.finditer(rf"(?<!{before}){pattern}(?!{after})", text) if pattern else ():
                found[match.span()] = option.key
    return {span: key for span, key in found.items() if not any(_inside(span, other) for other in found)}


def _inside(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return other != span and other[0] <= span[0] and span[1] <= other[1]


def spelled(options: Mapping[str, str], synonyms: Mapping[str, Sequence[str]], *, listed: bool) -> tuple[Option, ...]:
    """Options with all their spellings; synonyms are given for a key or a text. Of a list, only the texts are shown."""
    made = []
    taken = {fold(name) for pair in options.items() for name in pair}
    for key, text in options.items():
        own = {fold(key), fold(text)}
        more = [word for name, words in synonyms.items() if fold(name) in own for word in words]
        bare = [ARTICLE.sub("", word) for word in (text, *more) if not taken & {fold(ARTICLE.sub("", word))}]
        made.append(Option(key, tuple(dict.fromkeys([text, *more, *bare])), text if listed else key))
    return tuple(made)
