"""Reads a page the way a browser would, and says what breaks the rules that every page of ours obeys."""

import base64
import hashlib
import re
from html.parser import HTMLParser

VOID = {"meta", "link", "img", "br", "hr", "input", "rect", "line"}
INLINE = {"a", "b", "bdi", "code", "em", "span", "strong"}
HARMLESS = {
    *INLINE,
    *("html", "head", "meta", "title", "style", "body", "header", "main", "footer", "nav", "section", "article"),
    *("div", "p", "h1", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "details", "summary", "pre", "br", "hr"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "svg", "rect", "line", "text", "g"),
    *("math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msup", "msub", "msubsup"),
    *("mover", "munder", "munderover", "mtable", "mtr", "mtd", "mstyle"),
}


class Page(HTMLParser):
    """The elements, the text and the headings of a page."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.text, self.open, self.headings, self.problems = [], [], [], [], []
        self.feed(text)
        self.close()
        self.problems += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.text.append("" if tag in INLINE else " ")
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch(r"h\d", tag):
            self.headings.append(int(tag[1]))

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        self.text.append("" if tag in INLINE else " ")
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> closes nothing")

    def handle_data(self, data):
        if "style" not in self.open:
            self.text.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    def words(self):
        return " ".join("".join(self.text).split())


def problems(text):
    """Every rule that the page breaks; an empty list is what we want."""
    page = Page(text)
    return [*page.problems, *_active(page, text), *_structure(page, text), *_tables(page)]


def _active(page, text):
    """Nothing runs, nothing is fetched, nothing is styled but by the one sheet whose digest is in the policy."""
    for tag, attributes in page.elements:
        if tag not in HARMLESS:
            yield f"<{tag}> does not belong on a page"
        for name, value in attributes.items():
            if name.startswith("on") or name in ("style", "src", "srcset", "action", "formaction", "xlink:href"):
                yield f"<{tag} {name}> does not belong on a page"
            if name == "href" and not re.match(r"#|https?://|mailto:", value or ""):
                yield f"a link to {value!r}"
    sheets = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(sheets[0].encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    if len(sheets) != 1 or {"http-equiv": "Content-Security-Policy", "content": policy} not in page.all("meta"):
        yield "the policy does not fit the style sheet"
    if "url(" in sheets[0] or "@import" in sheets[0]:
        yield "the style sheet fetches something"


def _structure(page, text):
    if page.headings.count(1) != 1 or page.headings[0] != 1:
        yield f"one first heading is wanted, there are {page.headings.count(1)}"
    if any(below - above > 1 for above, below in zip(page.headings, page.headings[1:], strict=False)):
        yield f"a level of headings is skipped: {page.headings}"
    if page.all("html") != [{"lang": "en"}]:
        yield "the page does not say its language"
    if len(page.all("main")) != 1 or len(page.all("header")) != 1:
        yield "a landmark is missing"
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    if len(ids) != len(set(ids)):
        yield "two elements have one id"
    aimed = [a["href"][1:] for a in page.all("a") if a["href"].startswith("#")]
    aimed += [attributes["aria-labelledby"] for _, attributes in page.elements if "aria-labelledby" in attributes]
    if lost := sorted(set(aimed) - set(ids)):
        yield f"nothing has the ids {lost}"
    if [c for c in text if c in "\u202e\u2066\x1b\x00\x9b\u2028" or "\ud800" <= c <= "\udfff"]:
        yield "a character acts instead of being read"


def _tables(page):
    if len(page.all("table")) != len(page.all("caption")):
        yield "a table has no caption"
    if any("scope" not in attributes for attributes in page.all("th")):
        yield "a heading of a table has no scope"
