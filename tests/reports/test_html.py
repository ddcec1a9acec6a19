"""The page a student reads: everything is said, nothing runs, everybody can read it."""

import re
import shutil
from fractions import Fraction

import pytest

from grader.model import Status
from grader.reports import html


@pytest.fixture(params=["honest", "hostile"])
def report(request, sample):
    return getattr(sample, request.param)()


def test_every_page_obeys_the_rules(report, pages):
    assert pages.problems(html.render(report)) == []


def test_the_rules_notice_what_they_forbid(sample, pages):
    page = html.render(sample.honest())

    for bad in (
        "<script>1</script>",
        '<p onclick="x">y</p>',
        '<p style="color:red">y</p>',
        '<a href="javascript:x">y</a>',
        "<h1>again</h1>",
        "<table></table>",
        "<p>never closed",
        "<h4>skips no level</h4><h2>x</h2><h4>skips one</h4>",
        "\u202e",
    ):
        assert pages.problems(page.replace("</main>", bad + "</main>")) != [], bad
    assert pages.problems(page.replace("max-width: 52rem", "max-width: 53rem")) == [
        "the policy does not fit the style sheet"
    ]


def test_a_student_reads_what_they_returned_and_what_was_expected(sample, pages):
    words = pages.Page(html.render(sample.honest())).words()

    assert "6.33 of 16 points so far ? undecided" in words
    assert "1 answer waits for a person. No mark was lost; the points will be added." in words
    assert "Seen while opening your files solution.py, line 40: the name `sigmoidd`".replace("`", "") in words
    assert "This looks like: l1 update halved. The derivative of λ/(2m)·w² is λ/m·w; the 2 cancels" in words
    assert "is half of it. This mistake keeps 1/3 of the points." in words
    assert (
        "✗ not right Case l1_update(w=[1, -2], grad=[0.5, 0.5], lr=0.1, lam=0.3, m=10) "
        "You returned [0.9485, -2.0485] Expected [0.947, -2.047]"
    ) in words
    assert "core ✗ failed 3/4 1 of 9 core: 16 of 18 values are off; at (0, 0) you have 0.3127" in words
    assert "8 hidden cases and 1 hidden part wait until you hand in." in words
    assert "no function adam_step was found in your files; your files have adam" in words
    assert "? undecided – of 3 points" in words
    assert "Your code ran in a locked process that sees no network, no other files and no other processes" in words
    assert "read the grader's memory stopped" in words
    assert "loss 0.693 loss 0.512" in words


def test_what_a_student_writes_is_shown_as_written(sample, pages):
    words = pages.Page(html.render(sample.hostile())).words()

    assert "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> & [red]rich[/red] [/] :skull:" in words
    assert "{{ 7*7 }} {% raw %} ]]> <!-- --> |pipe|" in words
    assert "\\x1b[31mANSI\\x1b[0m" in words
    assert "\\u202ertl\\u202c \\u2066iso\\u2069 \\ud800 \\ufeff \\u2028" in words


def test_details_for_staff_stay_out(report, sample):
    assert sample.HIDDEN_TRUTH not in html.render(report)


def test_no_mark_waits_shows_no_so_far(sample, pages):
    words = pages.Page(html.render(sample.report(sample.question(sample.criterion()), status=Status.PASSED))).words()

    assert "4 of 4 points ✓ passed" in words
    assert "so far" not in words


def test_formulas_of_the_teacher_are_mathml_and_code_is_code(sample, pages):
    page = html.render(sample.honest())

    assert '<math display="block">' in page
    assert "<li><code>sign(0)</code> is 0.</li>" in page
    assert "<li>return a <strong>new</strong> array</li>" in page
    assert "$" not in pages.Page(page).words()


def test_long_output_is_shortened_and_says_so(sample, pages):
    report = sample.report(sample.question(sample.criterion()), printed="a" * 10_000 + "the end")

    page = html.render(report)
    assert "… 4007 characters left out …" in page
    assert "the end</pre>" in page
    assert len(page) < 40_000


def test_a_hand_in_without_files_or_points_still_has_a_page(sample, pages):
    nothing = sample.report(sample.question(sample.criterion(points=0)), files={}, status=Status.MISSING)

    page = html.render(nothing)
    assert pages.problems(page) == []
    assert "No files were found." in page


def test_the_same_report_gives_the_same_bytes(report, tmp_path):
    first = html.write(report, tmp_path / "a").read_bytes()

    assert html.write(report, tmp_path / "b").read_bytes() == first == html.render(report).encode("utf-8")


def test_the_bar_is_as_long_as_the_points(sample):
    report = sample.report(sample.question(sample.criterion(points=1), sample.criterion("b", Fraction(1, 2), points=3)))
    bars = re.findall(r'<rect class="(\w+)" x="([\d.]+)" y="0" width="([\d.]+)"', html.render(report))

    assert bars == [
        ("track", "0", "24.5"),
        ("passed", "0", "24.5"),
        ("track", "25", "74.5"),
        ("partial", "25", "37.25"),
    ]


def test_a_call_that_gave_nothing_back_is_not_said_to_have_returned(sample, pages):
    said = "`f` raised ValueError"
    first = sample.ShownCase(call="f(1)", got=said, want="3", passed=False, returned=False)
    second = sample.ShownCase(call="f(2)", got="`f` took long", want="4", passed=False, returned=False)
    row = sample.criterion("f", 0, finding=said, shown=(first, second))
    words = pages.Page(html.render(sample.report(sample.question(row)))).words()

    assert "✗ not right Case f(1) Expected 3 ✗ not right Case f(2) What happened f took long Expected 4" in words


def test_what_is_missing_is_said_once_and_its_visible_cases_can_be_tried(sample, pages):
    said = "no function `f` was found in your files"
    case = sample.ShownCase(call="f(1)", got=said, want="3", passed=False, returned=False)
    row = sample.criterion("f", 0, Status.MISSING, finding=said, shown=(case,))
    words = pages.Page(html.render(sample.report(sample.question(row)))).words()

    assert words.count("no function f was found") == 1
    assert "1 visible case to try it on Case f(1) Expected 3" in words


def luminance(colour):
    """WCAG 2.2, "relative luminance"."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_colours_have_the_contrast_that_wcag_asks_for(scheme):
    block = (html.TEMPLATES / "style.css").read_text().split(":root {")[scheme + 1].split("}")[0]
    colour = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    statuses = [status.value for status in Status]

    assert round(contrast("#000000", "#ffffff"), 2) == 21
    texts = [(ink, ground) for ink in ("ink", "soft", "link") for ground in ("page", "card")]
    texts += [("ink", "code")] + [(status, f"{status}-bg") for status in statuses]
    texts += [("failed", "card"), ("passed", "card")]
    graphics = [(f"{status}-fill", "card") for status in statuses] + [("edge", "card"), ("edge", "page")]
    assert [pair for pair in texts if contrast(colour[pair[0]], colour[pair[1]]) < 4.5] == []
    assert [pair for pair in graphics if contrast(colour[pair[0]], colour[pair[1]]) < 3] == []


@pytest.mark.skipif(not shutil.which("chromium"), reason="needs the program `chromium`")
@pytest.mark.parametrize("which", ["honest", "hostile"])
def test_a_browser_on_a_phone_scrolls_only_down_and_finds_no_script(sample, browser, tmp_path, which):
    assert browser(html.write(getattr(sample, which)(), tmp_path)) == "0 0"
