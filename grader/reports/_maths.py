r"""TeX becomes MathML behind a guard, or stays TeX.

The converter (latex2mathml) hands text through as markup: `\text{<img onerror=…>}` would run and `\href` would link.
So its output is parsed and built anew from a list of harmless elements and attributes; whatever else it holds, and
whatever it did not understand, makes the formula fall back to its source, shown as code.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from xml.etree import ElementTree

LONGEST = 600  # characters; a formula beyond that is not read on a phone either
DEEPEST = 40
REWRITTEN = (
    (re.compile(r"\\arg\s*\\(max|min)(?![A-Za-z])"), r"\\arg\1"),
    (re.compile(r"\\arg(?![A-Za-z])"), r"\\operatorname{arg}"),
    (re.compile(r"\{(aligned|gathered|split)\}"), r"{align*}"),
    (re.compile(r"\\(bm|pmb)(?![A-Za-z])"), r"\\boldsymbol"),
    (re.compile(r"\\mathrm\{([A-Za-z0-9 ]{2,})\}"), r"\\text{\1}"),  # one word, not letter by letter
    (re.compile(r"\\(?:tag|label)\{[^{}]*\}"), ""),
)
ELEMENTS = re.compile(
    "math|mrow|mi|mn|mo|mtext|mspace|mfrac|msqrt|mroot|msup|msub|msubsup|mover|munder|munderover|"
    "mtable|mtr|mtd|mstyle|mpadded|mphantom"
)
ATTRIBUTES = re.compile(
    "display|displaystyle|scriptlevel|stretchy|fence|separator|form|accent|accentunder|movablelimits|largeop|"
    "linethickness|width|height|depth|lspace|rspace|minsize|maxsize|columnalign|columnspacing|rowspacing"
)
_VALUE = re.compile(r"[A-Za-z0-9.%+ -]{1,60}")
_VARIANTS = {"bold": "BOLD", "bold-italic": "BOLD ITALIC", "normal": ""}


@functools.lru_cache(maxsize=256)
def mathml(tex: str, display: bool = False) -> str | None:
    r"""The formula as safe MathML, or None if it is to be shown as its source.

    >>> mathml("x^2")
    '<math display="inline"><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow></math>'
    >>> mathml(r"\text{<img/src=x/onerror=alert(1)>}")
    """
    if len(tex) > LONGEST or _depth(tex) > DEEPEST:
        return None
    converted = _converted(tex, display)
    try:
        tree = ElementTree.fromstring(converted or "")  # noqa: S314 - no doctype, so no entities to expand
        safe = _rebuilt(tree, 0)
    except (ElementTree.ParseError, _Refused):
        return None
    return ElementTree.tostring(safe, encoding="unicode")


class _Refused(Exception):
    """Something in the formula is not on the list."""


def _converted(tex: str, display: bool) -> str | None:
    from latex2mathml.converter import convert

    for pattern, replacement in REWRITTEN:
        tex = pattern.sub(replacement, tex)
    try:
        text: str = convert(tex, display="block" if display else "inline")
    except Exception:  # noqa: BLE001 - whatever it stumbles over, the source can still be read
        return None
    return None if "<!" in text or "<?" in text else text.replace(' xmlns="http://www.w3.org/1998/Math/MathML"', "")


def _rebuilt(element: ElementTree.Element, depth: int) -> ElementTree.Element:
    if not ELEMENTS.fullmatch(element.tag) or depth > 3 * DEEPEST:
        raise _Refused
    made = ElementTree.Element(element.tag)
    for name, value in element.attrib.items():
        if name == "mathvariant":
            continue  # drawn below: browsers know this attribute no more
        if name == "linebreak":
            raise _Refused
        if not ATTRIBUTES.fullmatch(name) or not _VALUE.fullmatch(value):
            raise _Refused
        made.set(name, value)
    made.text = _letters(element.text or "", element.get("mathvariant", ""))
    if element.get("mathvariant") == "normal" and element.tag == "mi":
        made.tag = "mtext"  # an upright letter
    if (element.tail or "").strip() or "\\" in made.text:
        raise _Refused
    made.extend([_rebuilt(child, depth + 1) for child in element])
    return made


def _letters(text: str, variant: str) -> str:
    """Bold letters as the code points that stand for them."""
    style = _VARIANTS.get(variant, "")
    if not style:
        return text
    return "".join(_styled(letter, style) for letter in text)


def _styled(letter: str, style: str) -> str:
    name = unicodedata.name(letter, "")
    plain = name.replace("LATIN ", "").replace("GREEK ", "").replace(" LETTER", "").replace("DIGIT ", "DIGIT ")
    for attempt in (style, "BOLD"):  # digits have no bold italic
        try:
            return unicodedata.lookup(f"MATHEMATICAL {attempt} {plain}")
        except KeyError:
            continue
    return letter


def _depth(tex: str) -> int:
    deepest = depth = 0
    for letter in tex:
        depth += (letter in "{[(") - (letter in "}])")
        deepest = max(deepest, depth)
    return deepest
