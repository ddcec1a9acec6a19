"""Prose as HTML: what the teacher wrote is Markdown with formulas, what anybody else wrote is text.

No raw HTML, no pictures (a page must not call anybody when it is opened), and links only to the web and to mail.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from grader.reports._maths import mathml
from grader.reports._text import clean

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_CODE = re.compile(r"`([^`\n]{1,200})`")
_POINTED = re.compile(r"^(.+\n *\^)$", re.MULTILINE)  # where reading stopped
_LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)


@functools.lru_cache(maxsize=256)  # a class reads the same prompts
def prose(text: str) -> Markup:
    """Paragraphs, lists, tables and formulas."""
    return Markup(_markdown().render(clean(text)))  # noqa: S704 - raw HTML is off, links and pictures are guarded


@functools.lru_cache(maxsize=1024)
def phrase(text: str) -> Markup:
    """The same within a line."""
    return Markup(_markdown().renderInline(clean(text)))  # noqa: S704 - as above


def said(text: str) -> Markup:
    """Text, in which only `code` is set apart, and a line with a caret under it, which needs letters of one width.

    >>> said("`w` is <b>2</b>")
    Markup('<code>w</code> is &lt;b&gt;2&lt;/b&gt;')
    """
    parts = _POINTED.split(str(escape(clean(text))))
    parts[::2] = [_CODE.sub(r"<code>\1</code>", part) for part in parts[::2]]
    parts[1::2] = [f'<code class="pointed">{part}</code>' for part in parts[1::2]]
    return Markup("".join(parts))  # noqa: S704 - escaped above


def formula(tex: str, display: bool) -> str:
    """A formula, or its source as code."""
    return mathml(tex, display) or f"<code>{escape(tex)}</code>"


@functools.cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("js-default").disable(["image", "lheading"])
    markdown.validateLink = lambda url: bool(_LINK.match(url))  # type: ignore[method-assign]
    markdown.inline.ruler.after("escape", "maths", _maths)
    markdown.core.ruler.push("headings", _lower_headings)
    markdown.add_render_rule("maths", _draw)
    return markdown


def _maths(state: StateInline, silent: bool) -> bool:
    """`$x$` within a line, `$$x$$` on its own; a price of $5 or $6 is none."""
    text, start = state.src, state.pos
    if text[start] != "$":
        return False
    fence = "$$" if text.startswith("$$", start) else "$"
    end = text.find(fence, start + len(fence))
    body = text[start + len(fence) : end] if end > 0 else ""
    if not body.strip():
        return False
    if fence == "$" and (body[0].isspace() or body[-1].isspace() or text[end + 1 : end + 2].isdigit()):
        return False
    if not silent:
        token = state.push("maths", "", 0)
        token.content, token.meta = body.strip(), {"display": fence == "$$"}
    state.pos = end + len(fence)
    return True


def _draw(_self: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    return formula(tokens[index].content, tokens[index].meta["display"])


def _lower_headings(state: Any) -> None:
    """A heading in a prompt stands below the page's own."""
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h3"
