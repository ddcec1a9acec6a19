"""A report as Markdown says the same, and what students write in it stays text."""

from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from grader.reports import markdown


def test_a_report_is_a_table_and_what_is_not_right_yet(sample):
    assert markdown.render(sample.honest()).splitlines() == [
        "## One step of gradient descent with weight decay: 6.33 of 16 points so far",
        "",
        "- solution.py, line 40\\: the name `sigmoidd` is not defined",
        "",
        "| criterion | status | points |",
        "|---|---|--:|",
        "| upd.l2 Weights after one step | ✓ passed | 4 of 4 |",
        "| upd.l1 The same with an L1 penalty | ~ partial | 2.33 of 7 |",
        "| step Adam, 25 steps | ○ missing | 0 of 2 |",
        "| why Why decay is not an L2 penalty in Adam | ? undecided | – of 3 |",
        "",
        "**upd.l1** ~ partial",
        "",
        "- This looks like\\: l1 update halved.",
        "- The derivative of λ/\\(2m\\)·w² is λ/m·w; the 2 cancels, so `lam / (2 * m)` is half of it.",
        "- This mistake keeps 1/3 of the points.",
        "- core: ✗ failed, 1 of 9 cases right, 3/4 of the points; "
        "16 of 18 values are off; at \\(0, 0\\) you have 0.3127",
        "- edge: ✗ failed, 1 of 1 case right, 1/4 of the points; is right so far, but counts only once `core` passes",
        "- `l1_update(w=[1, -2], grad=[0.5, 0.5], lr=0.1, lam=0.3, m=10)`",
        "  - you returned `[0.9485, -2.0485]`",
        "  - expected `[0.947, -2.047]`",
        "- 8 hidden cases and 1 hidden part wait until you hand in.",
        "",
        "**step** ○ missing",
        "",
        "- no function `adam_step` was found in your files; your files have `adam`",
        "",
        "**why** ? undecided",
        "",
        "- This answer waits for a person; no mark was lost.",
    ]


class Tags(HTMLParser):
    """The elements of a piece of HTML."""

    def __init__(self, text):
        super().__init__()
        self.seen, self.text = set(), ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("flavour", ["commonmark", "gfm-like"])
def test_nothing_a_student_writes_is_markup_even_where_raw_html_is_on(sample, flavour):
    options = {"html": True, "linkify": False}
    page = Tags(MarkdownIt(flavour, options).enable("table").render(markdown.render(sample.hostile())))

    assert page.seen <= {"h2", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "code", "strong"}
    assert "<script>alert(1)</script>" in page.text
    assert "[red]rich[/red] [/] :skull: \\x1b[31mANSI" in page.text


def test_details_for_staff_stay_out(sample):
    assert sample.HIDDEN_TRUTH not in markdown.render(sample.honest()) + markdown.render(sample.hostile())


def test_only_the_first_wrong_cases_are_listed(sample):
    case = sample.ShownCase(call="f(1)", got="2", want="3", passed=False)
    text = markdown.render(sample.report(sample.question(sample.criterion("f", 0, shown=(case,) * 5))))

    assert text.count("`f(1)`") == 3
    assert "- and 2 more visible cases" in text


def test_a_code_span_holds_any_row_of_backticks():
    assert markdown.code("a```b") == "```` a```b ````"
    assert markdown.code("") == "`  `"


def test_the_same_report_gives_the_same_bytes(sample, tmp_path):
    first = markdown.write(sample.hostile(), tmp_path / "a")

    assert (first.name, first.read_bytes()) == (
        "report.md",
        markdown.write(sample.hostile(), tmp_path / "b").read_bytes(),
    )


def test_nobody_is_called_and_nothing_is_linked():
    assert markdown.plain("@ada #12 www.x.org http://x") == "\\@\u200bada \\#\u200b12 www\u200b.x.org http\\://x"
    assert markdown.said("`@ada` @ada") == "`@ada` \\@\u200bada"


def test_a_call_that_gave_nothing_back_is_not_said_to_have_returned(sample):
    case = sample.ShownCase(call="f(1)", got="`f` raised ValueError", want="3", passed=False, returned=False)
    text = markdown.render(sample.report(sample.question(sample.criterion("f", 0, shown=(case,)))))

    assert "  - what happened: `f` raised ValueError\n  - expected `3`\n" in text
