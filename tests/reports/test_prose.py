"""Markdown and formulas become markup that can do no harm; everything else stays text."""

import pytest

from grader.reports._maths import mathml
from grader.reports._prose import phrase, prose, said

KEPT = [
    # TeX                                      what must stand in the MathML
    (r"\frac{\lambda}{2m}", "<mfrac><mrow><mi>λ</mi></mrow><mrow><mn>2</mn><mi>m</mi></mrow></mfrac>"),
    (r"\begin{aligned}a&=b\\c&=d\end{aligned}", '<mtd columnalign="right"><mi>a</mi></mtd>'),
    (r"\arg\max_x f", "<mo movablelimits=\"true\">arg\u2009max</mo>"),
    (r"\arg x", "<mo>arg</mo>"),
    (r"\bm{w}", "<mi>\U0001d498</mi>"),
    (r"\mathbf{W}", "<mi>\U0001d416</mi>"),
    (r"\mathbf{1}_{x>0}", "<mn>\U0001d7cf</mn>"),
    (r"\mathrm{ReLU}(x)", "<mtext>ReLU</mtext>"),
    (r"\boldsymbol{\theta}", "<mi>\U0001d73d</mi>"),
    (r"a < b", "<mo>&lt;</mo>"),
    (r"x \tag{3}", "<mi>x</mi>"),
]  # fmt: skip
REFUSED = [
    # TeX                                      why it stays source
    (r"\text{<img/src=x/onerror=alert(1)>}", "markup"),
    (r"\text{</mtext><script>1</script>}", "markup"),
    (r"\href{javascript:alert(1)}{x}", "a link"),
    (r"\class{a}{b}", "a class"),
    (r"\style{position:fixed}{b}", "a style"),
    (r"\color{red}{x}", "an attribute that is not on the list"),
    (r"\unknown x", "a command nobody knows would be shown as it is written"),
    (r"a & b", "an alignment outside of a table"),
    (r"\frac", "not a formula"),
    ("{", "not a formula"),
    ("", "nothing"),
    ("{" * 60 + "x" + "}" * 60, "nested too deeply"),
    ("x+" * 400, "too long"),
    (r"\sqrt" * 100 + "x", "nested too deeply"),
]  # fmt: skip


@pytest.mark.parametrize(("tex", "markup"), KEPT)
def test_a_formula_is_drawn(tex, markup):
    assert markup in mathml(tex)


@pytest.mark.parametrize(("tex", "why"), REFUSED)
def test_a_formula_that_could_do_harm_or_is_not_understood_stays_source(tex, why):
    assert mathml(tex) is None, why


def test_a_refused_formula_is_shown_as_code():
    assert phrase(r"so $\href{javascript:x}{y}$") == r"so <code>\href{javascript:x}{y}</code>"


@pytest.mark.parametrize("text", ["5$ and 6$", "$5 or $6", r"\$x\$", "a $ b $ c", "$$ $$", "$", "one $x"])
def test_a_price_is_no_formula(text):
    assert "<math" not in prose(text)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("![x](http://evil.example/x.png)", '<p>!<a href="http://evil.example/x.png">x</a></p>\n'),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](data:text/html,1)", "<p>[x](data:text/html,1)</p>\n"),
        ("[x](file:///etc/passwd)", "<p>[x](file:///etc/passwd)</p>\n"),
        ("[x](/etc)", "<p>[x](/etc)</p>\n"),
        ("[x](https://arxiv.org)", '<p><a href="https://arxiv.org">x</a></p>\n'),
        ("<b onclick=x>b</b>", "<p>&lt;b onclick=x&gt;b&lt;/b&gt;</p>\n"),
        ("# Title", "<h3>Title</h3>\n"),
        ("`a_b` and $a_b$", '<p><code>a_b</code> and <math display="inline">'),
        ("$$a*b*c$$", '<p><math display="block">'),
        ("a\u202eb", "<p>a\\u202eb</p>\n"),
    ],
)
def test_markdown_of_a_teacher(written, shown):
    assert prose(written).startswith(shown)


def test_what_students_write_knows_code_and_nothing_else():
    assert said("`a<b>` *c* $d$ [e](http://f)") == "<code>a&lt;b&gt;</code> *c* $d$ [e](http://f)"


def test_a_caret_stands_under_its_place_in_letters_of_one_width():
    assert said("It stops in `f` here.\n1 + `<x`\n    ^") == (
        'It stops in <code>f</code> here.\n<code class="pointed">1 + `&lt;x`\n    ^</code>'
    )
    assert said("2 ^\n3") == "2 ^\n3"
