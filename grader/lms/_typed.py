"""What students typed into a site's own editor: a page becomes an answer sheet, a heading as in Markdown."""

from __future__ import annotations

import re
from html.parser import HTMLParser

SHEET = "answers.md"  # where the grader looks for written answers


def text(html: bytes) -> str:
    """The text of a page.

    >>> text(b"<h2>q1</h2><p>4 &lt; 5</p>")
    '# q1\\n\\n4 < 5'
    """
    reader = _Text()
    reader.feed(html.decode("utf-8", "replace"))
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.parts).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Text(HTMLParser):
    """The text of a page, a heading as in Markdown and a line for every block."""

    BLOCKS = frozenset({"p", "div", "li", "tr", "pre", "br", "ul", "ol", "table", "blockquote"})
    HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
    UNSEEN = frozenset({"script", "style", "head", "title"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- the parser's
        if tag in self.UNSEEN:
            self.hidden += 1
        elif tag in self.HEADINGS:
            self.parts.append("\n\n# ")
        elif tag in self.BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.UNSEEN:
            self.hidden = max(0, self.hidden - 1)
        elif tag in self.HEADINGS or tag in self.BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)
