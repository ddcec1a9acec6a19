"""The reader: LaTeX, Python and plain mathematics give one tree, or a sentence and a place."""

import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.mathematics.answers import answer, formula_of
from grader.mathematics.parser import read
from grader.mathematics.problems import ReadingError
from grader.mathematics.show import echo, plain
from grader.mathematics.symbols import declare

SYMBOLS = declare(
    {
        "x": "real",
        "y": "real",
        "w": "real",
        "m": "posint",
        "lam": "positive",
        "eps": "positive",
        "beta2": "unit",
        "t": "posint",
        "dL": {"kind": "real", "aliases": ["dL/dw"]},
        "mhat": {"kind": "real", "aliases": [r"\hat{m}_t"]},
        "lmax": {"kind": "positive", "aliases": [r"\lambda_{\max}"]},
        "nab": {"kind": "real", "aliases": [r"\nabla L"]},
        "y_hat": "real",
        "y_bar": "real",
        "g": "sequence",
        "h": {"kind": "sequence", "superscript": "index"},
        "X": {"kind": "matrix", "dims": [3, 2]},
        "v": {"kind": "vector", "dim": 3},
    }
)

SAME = [
    (r"\frac{x}{y}", "x/y"),
    (r"\frac12 x", "(1/2)*x"),
    (r"\dfrac{1}{2}x^{2}", "(1/2)*x^2"),
    ("2x y", "2*x*y"),
    ("2xy", "2*x*y"),
    ("x(1-y)", "x*(1 - y)"),
    ("-x^2", "-x^2"),
    ("2^-x", "2^(-x)"),
    ("x**y**2", "x^y^2"),
    ("x²·y", "x^2*y"),
    ("β₂ᵗ", "beta2^t"),
    (r"\beta_2^{t}", "beta2^t"),
    ("beta_2**t", "beta2^t"),
    (r"\lambda_{\max}", "lmax"),
    (r"\hat{m}_t", "mhat"),
    (r"\frac{\partial L}{\partial w}", "dL"),
    ("∂L/∂w", "dL"),
    ("\\sqrt{x+1}", "sqrt(x + 1)"),
    ("√x", "sqrt(x)"),
    (r"\sqrt[3]{x}", "root(x, 3)"),
    ("|x|+|y|", "|x| + |y|"),
    ("|x||y|", "|x|*|y|"),
    (r"\left|x-y\right|", "|x - y|"),
    (r"\lVert v\rVert_2^2", "‖v‖_2^2"),
    ("‖v‖_1", "‖v‖_1"),
    ("||v||^2", "‖v‖^2"),
    (r"\operatorname{sgn}(x)", "sign(x)"),
    ("np.exp(-2*x)", "exp(-2*x)"),
    ("e^{-2x}", "e^(-2*x)"),
    (r"\ln x", "ln(x)"),
    (r"\log_2 (x)", "logbase(x, 2)"),
    (r"\sin^2 x", "sin(x)^2"),
    ("5!", "5!"),
    ("g_1", "g[1]"),
    ("g[t-1]", "g[t - 1]"),
    ("g_{t-1}^2", "g[t - 1]^2"),
    ("g1", "g[1]"),
    ("h^{t+1}", "h[t + 1]"),
    ("(h^{t})^2", "h[t]^2"),
    ("g^{(t)}", "g[t]"),
    (r"\sum_{i=0}^{t-1} beta2^i g_{t-i}", "sum_{i=0..t - 1} beta2^i*g[t - i]"),
    ("Sum(g[i], (i, 1, t))", "sum_{i=1..t} g[i]"),
    ("sum(g[i]**2 for i in range(1, t+1))", "sum_{i=1..t + 1 - 1} g[i]^2"),
    ("Σ_i v_i", "sum_{i} v[i]"),
    (r"\mathbb{E}[x^2]", "E[x^2]"),
    ("X^T X", "X^T*X"),
    (r"X^{\top}X", "X^T*X"),
    ("X.T @ X", "X^T*X"),
    ("X_{12}", "X[1, 2]"),
    ("X_{1,2}", "X[1, 2]"),
    ("X[1,2]", "X[1, 2]"),
    ("1/2 x", "(1/2)*x"),
    ("1/(2m) x", "(1/(2*m))*x"),
    ("lam/m w", "(lam/m)*w"),
    ("x if x > 0 else y", "{x if x > 0; y otherwise}"),
    (r"\begin{cases} x & x \ge 0 \\ -x & \text{otherwise} \end{cases}", "{x if x >= 0; -x otherwise}"),
    ("Piecewise((x, x>0), (y, True))", "{x if x > 0; y otherwise}"),
    ("np.where(x > 0, x, y)", "{x if x > 0; y otherwise}"),
    ("$$ x + y $$", "x + y"),
    (r"\begin{aligned} x + y \end{aligned}", "x + y"),
    ("1e-3 x", "0.001*x"),
    (r"\text{max}(0, x)", "max(0, x)"),
    ("2\\cdot 3", "2*3"),
    ("x.", "x"),
    (r"\sigma(x)", "sigmoid(x)"),
    ("3−x–y", "3 - x - y"),
    (r"\frac{\partial \mathcal{L}}{\partial w}", "dL"),
    (r"\frac{\mathrm{d}L}{\mathrm{d}w}", "dL"),
    (r"\frac{d\mathcal{L}}{dw}", "dL"),
    (r"\frac{d L}{d w} + d L / d w", "dL + dL"),
    ("∇L", "nab"),
    (r"\partial L/\partial w", "dL"),
    (r"\nabla L + x", "nab + x"),
    ("ŷ + ȳ", "y_hat + y_bar"),
    ("y\u0302 + 𝑤", "y_hat + w"),
    ("𝜆𝑤", "lam*w"),
    ("½(x-y)²", "(1/2)*(x - y)^2"),
    ("∂L/∂w · w", "dL*w"),
    ("(X v')^T", "(X*v^T)^T"),
    ("e⁻²ˣ", "e^(-2*x)"),
    ("e⁻²ʷ⁺ʸ", "e^(-2*w + y)"),
    ("σ'(x)", "sigmoid(x)*(1 - sigmoid(x))"),
    (r"y\sigma'(wx)", "y*(sigmoid(w*x)*(1 - sigmoid(w*x)))"),
    (r"\sigma^{\prime}\left(x\right)^2", "(sigmoid(x)*(1 - sigmoid(x)))^2"),
    ("np.power(x, 2)", "x^2"),
    ("lambda_*w + x*lambda_", "lam*w + x*lam"),
    ("I'", "I^T"),
]


@pytest.mark.parametrize(("text", "shown"), SAME)
def test_every_notation_is_read(text: str, shown: str) -> None:
    assert plain(read(text, SYMBOLS)) == shown


ERRORS = [
    ("foo*x", 0, "'foo' is not a symbol of this question. Its symbols are x, y, w, m,"),
    ("x + x^2 + ... + x^t", 10, "Something is missing before '.'."),
    (r"x + x^2 + \dots + x^t", 10, "Dots leave open how it goes on: write a sum or product sign."),
    ("x + … + y", 4, "Dots leave open how it goes on"),
    (r"\partial^2 L", 0, "After ∂ a name is needed, as in ∂L."),
    ("x + ß", 4, "The character 'ß' is not understood here."),
    (r"x \@ y", 2, r"The command '\\@' is not understood."),
    ("x + lambd*w", 4, "Did you mean lam or lmax?"),
    ("x + w_j", 4, "'w_j' is not a symbol of this question. Did you mean w?"),
    ("eta0", 0, "is not a symbol of this question."),
    ("1,024", 1, "A comma inside a number: write 0.5 with a point, and thousands without separators."),
    ("0,5*x", 1, "A comma inside a number"),
    ("2 3", 2, "Two numbers stand side by side; an operator is missing between them."),
    ("lam/2m", 3, "It is not clear what is divided by: write a/(2m) or (a/2)*m, with brackets."),
    ("1/2x²", 1, "It is not clear what is divided by"),
    ("x/y w*2 + lam / m w", 14, "It is not clear what is divided by"),
    ("e^-2x", 2, "It is not clear where this exponent ends: put it in brackets."),
    ("x^wy", 2, "It is not clear where this exponent ends: put it in brackets."),
    (r"\ln x y", 0, "It is not clear where the argument of ln ends: put it in brackets."),
    (r"\sin^{-1} x", 0, "It is not clear whether sin^-1 is an inverse function: write it out."),
    ("x +", 3, "The text ends here, but something is missing."),
    ("", 0, "There is nothing to read."),
    ("(x", 2, "A closing ')' is missing here."),
    ("x)", 1, "This ')' has no opening partner."),
    ("|x", 2, "A closing '|' is missing here."),
    ("x * / y", 4, "Something is missing before '/'."),
    ("w -= x*y", 2, "Write the new value in full, as in w = w - x, in place of '-='."),
    ("x # y", 2, "The character '#' is not understood here."),
    ("xᵝ", 1, "The character 'ᵝ' is not understood here."),
    ("σ'", 0, "'sigma' is not a symbol of this question."),
    ("g + 1", 0, "'g' is a sequence: write its index, as in g_i."),
    (r"\sum x", 0, "Say what this sum runs over, as in sum_{i=1}^{t}."),
    (r"\sum_{i=1} x", 0, "This sum has only one of its two bounds."),
    ("sum_i=1^t x", 5, "Put what stands under the sum in braces: sum_{i=1}^{t}."),
    ("sum_{1} x", 5, "The index of the sum is missing here."),
    ("sum(x for i in y)", 15, "Only a range can be summed over here."),
    ("sqrt(x, y, w)", 0, "sqrt was given 3 arguments."),
    (r"\frac{x}", 8, "Something in braces is missing here."),
    (r"\begin{pmatrix} 1 \end{pmatrix}", 0, "The environment 'pmatrix' is not understood; write the formula itself."),
    (r"\hat{x+y}", 0, "An accent stands over a single name."),
    (r"\mathbf{x", 7, "This brace is never closed."),
    ("x" + "+1" * 800, 0, "This has 1602 parts; at most 1500 are read."),
    ("x" * 4001, 0, "This is 4001 characters long; at most 4000 are read."),
    ("1" * 41, 0, "A number may have at most 40 digits."),
    ("1e401", 0, "The exponent of a number may be at most 400."),
    ("(" * 70 + "x" + ")" * 70, 60, "This is nested more than 60 levels deep."),
    ("x" + "!" * 70, 61, "There are more than 60 powers or marks in a row."),
    (r"x \alpha", 2, "'alpha' is not a symbol of this question."),
    ("E_x y", 4, "What is the expectation of? Write E[…]."),
    ("Piecewise()", 0, "Piecewise needs (value, condition) pairs."),
    ("where(x>0, x)", 0, "where needs a condition and two values."),
    (r"\begin{cases}\end{cases}", 0, "There are no cases between begin and end."),
    (r"\begin{cases} x 2 3 \end{cases}", 18, "Two numbers stand side by side"),
    (r"\mathbf", 0, "This command needs something in braces."),
    (r"\partial", 0, "After ∂ a name is needed, as in ∂L."),
    ("x' + 1", 1, "A mark behind a number could be a derivative: write out what it is."),
    ("x^T", 2, "'T' is not a symbol of this question."),
    ("(x+y)^{T}", 7, "'T' is not a symbol of this question."),
    ("v_", 2, "An index is missing here."),
    ("x < y", 2, "Reading stopped here, at '<'."),
    (r"\text{" + "x" * 90 + "}", 5, "There is too much text in these braces."),
]


@pytest.mark.parametrize(("text", "place", "message"), ERRORS, ids=[row[0][:30] or "empty" for row in ERRORS])
def test_what_cannot_be_read_gets_a_place_and_a_sentence(text: str, place: int, message: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read(text, SYMBOLS)

    assert message in caught.value.message
    assert place == caught.value.position


def test_the_caret_stands_under_the_place() -> None:
    with pytest.raises(ReadingError) as caught:
        read("x + foo", SYMBOLS)

    assert caught.value.caret() == "x + foo\n    ^"


def test_the_caret_of_a_long_line_shows_its_surroundings() -> None:
    text = "x + " * 50 + "foo" + " + x" * 50
    with pytest.raises(ReadingError) as caught:
        read(text, SYMBOLS)
    shown, caret = caught.value.caret().splitlines()

    assert shown.startswith("…")
    assert shown.endswith("…")
    assert shown[caret.index("^") :].startswith("foo")


def test_running_out_of_stack_is_an_error_of_reading() -> None:
    def deep(levels: int) -> None:
        if levels:
            deep(levels - 1)
        else:
            read("exp(" * 55 + "x" + ")" * 55, SYMBOLS)

    with pytest.raises(ReadingError, match="nested too deeply to be read"):
        deep(sys.getrecursionlimit() - 250)


def test_an_index_of_a_sum_does_not_leave_it() -> None:
    with pytest.raises(ReadingError, match="'i' is not a symbol"):
        read(r"\sum_{i=1}^{t} g_i + i", SYMBOLS)


def test_a_symbol_of_the_question_wins_over_a_constant() -> None:
    symbols = declare({"e": "real", "E": "real"})

    assert plain(read("e*E", symbols)) == "e*E"
    assert read("e", symbols) != read("e", SYMBOLS)


def test_t_in_the_exponent_is_a_power_where_t_is_a_symbol() -> None:
    assert plain(read("b^T", declare({"b": "unit", "T": "posint"}))) == "b^T"


def test_an_alias_may_be_a_fraction_either_way() -> None:
    symbols = declare(
        {"dL": {"kind": "real", "aliases": [r"\frac{dL}{dw}"]}, "p": {"kind": "real", "aliases": ["|q|", "r_{a+1}"]}}
    )

    assert [plain(read(text, symbols)) for text in ("dL/dw", r"\frac{dL}{dw}", "|q| + r_{a+1}")] == [
        "dL",
        "dL",
        "p + p",
    ]


@pytest.mark.parametrize(
    "text",
    [r"\sum_i w_i x_i", r"\sum_{i} w_{i}x_{i}", r"\sum_{i=1}^{n} w_ix_i", r"\sum_{i=1}^n w_i \cdot x_i"],
)
def test_an_alias_needs_no_braces_that_change_nothing(text: str) -> None:
    aliases = [rf"\sum_{under} w_i{sign}x_i" for under in ("i", "{i=1}^n") for sign in ("*", " ", "")]
    symbols = declare({"s": {"kind": "real", "aliases": aliases}, "y": "real"})

    assert plain(read(f"y - {text}", symbols)) == "y - s"


def test_a_member_in_the_middle_of_a_chain_may_use_names_of_its_own() -> None:
    found = answer("u = du/dz * 1 = x + y = y + x", SYMBOLS)

    assert (plain(found.node), [plain(node) for node in found.before]) == ("y + x", ["x + y"])


def test_the_last_member_of_a_chain_has_to_be_readable() -> None:
    with pytest.raises(ReadingError, match="'foo' is not a symbol"):
        answer("x = x + y = foo", SYMBOLS)


def test_a_word_without_its_underscore_is_found_where_nothing_else_is_meant() -> None:
    assert plain(read("2lmax", declare({"l_max": "real"}))) == "2*l_max"
    with pytest.raises(ReadingError, match=r"'mt' is not a symbol of this question. Did you mean m_t"):
        read("2mt", declare({"m_t": "real", "m": "real", "t": "real"}))


def test_a_left_hand_side_need_not_be_a_symbol() -> None:
    found = answer("u_t = x + y", SYMBOLS)

    assert (plain(found.node), found.before) == ("x + y", ())


DRESSED = [
    "`x + y`",
    "```\nx + y\n```",
    "```python\nx + y\n```",
    "The answer is $x + y$ for all x.",
    "Hence\n$$\nx + y\n$$",
    "$x + y$",
    "$y_1 = x + y$",
    "u -> x + y",
    "u <- x + y",
    "w <- x + y",
    "w^{(1)} = x + y",
    r"|u| \to x + y",
    r"u \sim x + y",
    "u ~ x + y",
    "t = 1/u ⇒ u = x + y",
    "It is x + y.",
    "Answer: x + y",
    "x + y where y = w*x",
    "x + y, where y is the output and x = 1",
    "x + y with w = x",
    r"x + y, \quad 1 \le t \le m",
    "x + y, y = w*x",
    "x + y for t = 1, 2, …",
    "x + y, since y = w",
    "x + y. The more there is of x, the larger it gets.",
    "x + y\n\nBecause both of them count.",
    "Both of them count, so we add them:\n\nx + y\n\nThat is all there is to say.",
]


@pytest.mark.parametrize("text", DRESSED)
def test_what_stands_around_a_formula_is_left_out(text: str) -> None:
    assert plain(answer(text, SYMBOLS).node) == "x + y"


TAKEN_BACK = ["x + y\nNo, that is wrong.", "x + y. Or should it be the difference?", "x + y\nThis holds for x > 2 only"]


@pytest.mark.parametrize("text", TAKEN_BACK)
def test_what_is_taken_back_is_no_answer(text: str) -> None:
    with pytest.raises(ReadingError):
        answer(text, SYMBOLS)


TWO = [
    "x - y ⇒ x + y",
    "x - y: x + y",
    "x + y, u = x - y",
    "u = x + y or u = x - y",
    "x + y, x - y",
    "x + y; x - y",
    "x + y or x - y",
]


@pytest.mark.parametrize("text", TWO)
def test_two_answers_are_not_one(text: str) -> None:
    with pytest.raises(ReadingError):
        answer(text, SYMBOLS)


def test_a_second_answer_is_pointed_at() -> None:
    with pytest.raises(ReadingError, match=r"One formula is due; a second one begins here\.") as caught:
        answer("u = x + y, u = x - y", SYMBOLS)

    assert caught.value.position == 11


def test_a_chain_keeps_its_members() -> None:
    found = answer("dL/dw = x + y = y + x", SYMBOLS)

    assert [plain(node) for node in found.before] == ["x + y"]


def test_an_echo_is_short() -> None:
    assert len(echo(read("+".join(["x"] * 300), SYMBOLS))) < 320


WRITTEN = [
    {"x": "reel"},
    {"x": {"kind": "matrix"}},
    {"x": {"kind": "posint", "range": [3, 1]}},
    {"x": {"kind": "real", "aliasses": []}},
    {"lam": "real", "lambda": "real"},
    {"x": {"kind": "vector", "dim": 99}},
    {"x": {"kind": "vector", "dims": [2, 2]}},
    {"x": 3},
    {"x": {"kind": "real", "range": 3}},
    {"x": {"kind": "posint", "range": [0.5, 3]}},
    {"x": {"kind": "real", "aliases": "y"}},
    {"x": {"kind": "real", "include_points": ["a"]}},
    {"x": {"kind": "sequence", "superscript": "idx"}},
    {"x": {"kind": "real", "aliases": ["#"]}},
]
SENTENCES = [
    "symbol 'x' has the kind 'reel'; known are real",
    "symbol 'x': a matrix needs dims: [4, 3]",
    "symbol 'x': the range [3, 1] is empty",
    "symbol 'x' has an unknown setting 'aliasses'; did you mean 'aliases'?",
    "'lambda' would stand for both 'lam' and 'lambda'",
    "symbol 'x': dimensions are whole numbers from 1 to 8, not 99",
    "symbol 'x': a vector has 1 dimension(s), not [2, 2]",
    "symbol 'x' needs a kind, one of real, positive, nonnegative,",
    "symbol 'x': a range is [lowest, highest], not 3",
    "symbol 'x': the range of a whole number has whole ends, not [0.5, 3]",
    "symbol 'x': aliases is a list, not 'y'",
    "symbol 'x' needs a finite number here, not 'a'",
    "symbol 'x': superscript is one of power, index, not 'idx'",
    "symbol 'x': the alias '#' cannot be read:",
]


@pytest.mark.parametrize(("written", "sentence"), list(zip(WRITTEN, SENTENCES, strict=True)), ids=SENTENCES)
def test_a_symbol_that_makes_no_sense_is_refused(written: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        declare(written)

    assert sentence in str(caught.value)


def test_symbols_are_a_mapping() -> None:
    with pytest.raises(ValueError, match="symbols are a mapping of names to kinds"):
        declare(["x"])  # type: ignore[arg-type]


PIECES = st.sampled_from(
    [*"xywmtg()[]{}|^_+-*/=<>,;!' .0123456789\\&$#~\n", "\\frac", "\\sum", "_{i=1}", "\\sqrt", "sum(",
    "for i in range(", "E[",
     "\\begin{cases}", "\\end{cases}", "\\\\", "\\hat{", "\\text{if ", "lambda", "‖", "||", "e^", "1e5", "if ",
     " else ", "in (", "²", "β₂",
     "\\left", "\\right", "\\partial ", "Piecewise((", "where(", "\\mathbf", "\\ln ", "norm("]
)  # fmt: skip


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60))
@example("\\")
@example("_")
@example("x_{")
@example("sum(x,")
@example("x_i_j_k_l_m")
def test_the_reader_raises_nothing_but_its_own_error(text: str) -> None:
    problem = None
    try:
        shown = echo(answer(text, SYMBOLS).node)
    except ReadingError as stopped:
        shown, problem = "", stopped

    assert shown if problem is None else problem.message
    assert problem is None or (0 <= problem.position <= len(text) and problem.caret())


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_what_was_read_reads_back_as_the_same(text: str) -> None:
    try:
        node = read(text, SYMBOLS)
    except ReadingError:
        return
    shown = plain(node)
    try:
        again = read(shown, SYMBOLS)
    except ReadingError:
        return  # sums and cases are said back in our own notation
    assert plain(again) == shown


def test_a_fence_is_blanked_out_and_the_lines_before_it_stay() -> None:
    """Taken together, a megabyte of empty lines in a typed answer kept the grader busy for hours."""
    assert "\n\n   \nx\n   " == formula_of("\n\n```\nx\n```")
    assert "\n      \nx" == formula_of("\n ```m \nx")
