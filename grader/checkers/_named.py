"""What only names a number in a typed answer: `t = 2:` in front, `(t = 2)` behind, `σ(2) =`; and numbers in words."""

from __future__ import annotations

import re

_INSIDE = r"(?:[^()\[\]]|\([^()]*\)|\[[^\[\]]*\])*"
_ARITHMETIC = r"(?:sqrt|exp|ln|log|log2|log10|abs|frac|dfrac|tfrac|pi|e)"
_PLACE = r"(?<![\w\\])[^\W\d_]\w{0,3}\s*=\s*\d{1,3}"  # t = 2, where several numbers are told apart

NAMES = [
    (re.compile(r"(?<![\w.,])\d+-(?:norm|class|layer|unit|dimensional)(?:s|es)?\b", re.IGNORECASE), " "),  # 2-norm
    (re.compile(r"(?<=\d)\s+\([^\W\d_]{3,}(?: [^\W\d_]+)*\)\s*(?=[+=])"), " "),  # 25120 (hidden) + 330 (output) =
    (re.compile(rf"{_PLACE}\s*(?::|→|⇒|->|=>|\\to(?![a-z])|\\Rightarrow)"), " "),
    (re.compile(rf"(?:\(\s*|\bfor\s+){_PLACE}(?:\s*\)|(?=\s*(?:[,;\n]|$)))"), " "),
    # softmax([1, -1])[0] =, \sigma(2) ≈, E[J1] =
    (
        re.compile(
            rf"(?<![\w\\])\\?(?!{_ARITHMETIC}[(\[])[^\W\d_]\w*"
            rf"(?:\({_INSIDE}\)|\[{_INSIDE}\])(?:\[\d\]|_\{{?\d\}}?)?\s*(?:[=≈:]|\\approx(?![a-z]))"
        ),
        " ",
    ),
    (re.compile(r"(\b(?:and|und)\b|[,;])\s*(?:≈|\\approx(?![a-z]))"), r"\1"),
    (re.compile(r"(?<=[)\]])\s*\^\s*\{?(?:\\top|\\intercal|T|⊤)\}?(?![a-z])"), ""),
    (re.compile(r"(?<=\d)\s+(?!and\b|und\b)[^\W\d_]+\s*(?=\+)"), " "),  # 610 weights + 51 biases
    (re.compile(r"(\+\s*\d+)\s+[^\W\d_]+\s*(?==)"), r"\1 "),
]
_BARE = re.compile(r"(?<![\w.{])\d")
_NUMBERED = re.compile(r"(?<![\w\\])[^\W\d_]{1,6}_?\{?(\d{1,3})\}?(?!\w)")  # h_0, h_3, where no number stands alone
_SPELLED = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_WORD = re.compile(rf"(?<![\w-])({'|'.join(_SPELLED)})(?:-?fold)?(?![\w-])", re.IGNORECASE)


def unnamed(text: str, *, several: bool = False) -> str:
    """The text without such names; the units h_0 and h_3 are the numbers of a list, but L2 is no number 2.

    >>> unnamed("t=1: 0.1, t=2: 0.19"), unnamed("softmax([1, -1])[0] = 0.88"), unnamed("seven units")
    ('  0.1,   0.19', '  0.88', '7 units')
    """
    for pattern, simple in NAMES:
        text = pattern.sub(simple, text)
    if several and not _BARE.search(text):
        text = _NUMBERED.sub(r"\1", text)
    if re.search(r"\d", text):
        return text
    return _WORD.sub(lambda found: str(_SPELLED.index(found[1].casefold())), text)
