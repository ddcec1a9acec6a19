"""What students write, made fit to be shown: nothing in it can steer a terminal, a page or the order of letters.

A character that would act instead of being read is replaced by the escape a Python programmer would write for it.
"""

import re

# C0 and C1 controls but tab and newline, the bidirectional controls, separators that break lines in some readers,
# invisible joiners, lone surrogates (they cannot be encoded), and the code points that XML refuses.
ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    r"""The text with every acting character spelled out; newlines and tabs stay.

    >>> clean("\x1b[31mred\u202e")
    '\\x1b[31mred\\u202e'
    """
    if text.isprintable():  # nothing that acts can be printed
        return text
    return ACTING.sub(_spelled, text.replace("\r\n", "\n"))


def encodable(text: str) -> str:
    """The text with lone surrogates spelled out, and nothing else changed."""
    return text if text.isascii() else SURROGATE.sub(_spelled, text)


def one_line(text: str) -> str:
    """The text cleaned and on a single line."""
    return " ".join(clean(text).split())


def shorten(text: str, limit: int) -> str:
    """The beginning and the end of a long text, saying how much stands between.

    >>> shorten("a" * 30 + "z" * 30, 20)
    'aaaaaaaaaa\\n… 40 characters left out …\\nzzzzzzzzzz'
    """
    if len(text) <= limit:
        return text
    head, tail = text[: limit - limit // 2], text[len(text) - limit // 2 :]
    return f"{head}\n… {len(text) - limit} characters left out …\n{tail}"


def _spelled(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
