"""The alphabet: which signs and commands mean the same."""

_LETTERS = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu "
    "nu xi omicron pi rho sigma tau upsilon phi chi psi omega"
)
_SMALL = "αβγδεζηθικλμνξοπρστυφχψω"
_LARGE = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"

GREEK: dict[str, str] = {letter: name for letter, name in zip(_SMALL, _LETTERS.split(), strict=True)}
GREEK |= {
    letter: name.capitalize() for letter, name in zip(_LARGE, _LETTERS.split(), strict=True) if letter not in "ΣΠ"
}
GREEK |= {name: name for name in _LETTERS.split()}
GREEK |= {name.capitalize(): name.capitalize() for name in _LETTERS.split()}
GREEK |= {
    "varepsilon": "epsilon",
    "vartheta": "theta",
    "varphi": "phi",
    "varrho": "rho",
    "varsigma": "sigma",
    "ς": "sigma",
    "ϵ": "epsilon",
    "ϑ": "theta",
    "ϕ": "phi",
    "ϱ": "rho",
    "ℓ": "ell",
    "µ": "mu",  # the micro sign
}

# Other spellings of one word, so that a symbol `lam` is also found as λ, \lambda and lambda.
SAME_WORD: dict[str, str] = {
    "lam": "lambda",
    "lamda": "lambda",
    "lmbda": "lambda",
    "eps": "epsilon",
    "varepsilon": "epsilon",
    "sig": "sigma",
}

SUPERSCRIPTS: dict[str, str] = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵀ", "0123456789+-=()T", strict=True))
SUPERSCRIPTS |= dict(zip("ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", "abcdefghijklmnoprstuvwxyz", strict=True))
SUBSCRIPTS: dict[str, str] = dict(
    zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+-=()aehijklmnoprstuvx", strict=True)
)

FRACTIONS: dict[str, str] = {
    "½": "1/2",
    "⅓": "1/3",
    "⅔": "2/3",
    "¼": "1/4",
    "¾": "3/4",
    "⅕": "1/5",
    "⅙": "1/6",
    "⅛": "1/8",
}

MODULES = frozenset({"np", "numpy", "math", "torch", "sympy", "sp", "jnp"})

# Sign or command → the one spelling here; an empty one means nothing; a word becomes a name.
OPERATORS: dict[str, str] = {sign: sign for sign in "+-*/^_()[]{},;=<>|!:&'"}
OPERATORS |= {
    "**": "^", "·": "*", "×": "*", "⋅": "*", "∙": "*", "•": "*", "∗": "*", "÷": "/", "∕": "/", "⁄": "/",
    "−": "-", "–": "-", "—": "-", "⊙": "⊙", "∘": "⊙", "@": "*",
    "<=": "<=", "=<": "<=", "≤": "<=", "⩽": "<=", ">=": ">=", "≥": ">=", "⩾": ">=", "==": "=", "≠": "!=", "!=": "!=",
    "+=": "+=", "-=": "-=", "*=": "*=", "/=": "/=",
    ":=": ":=", "←": ":=", "≔": ":=", "≡": "=", "≈": "≈", "≃": "≈", "~": "≈",
    "→": "→", "->": "→", "⇒": "⇒", "=>": "⇒", "⟺": "⇔", "⇔": "⇔",
    "||": "‖", "‖": "‖", "∥": "‖", ".T": "'", "′": "'", "ᵀ": "'", "⊤": "T",
    "∈": "in", "∧": "and", "&&": "and", "∨": "or", "¬": "not", "∪": "or", "∩": "and",
    "√": "sqrt", "∑": "sum", "Σ": "sum", "∏": "prod", "Π": "prod", "∞": "oo", "∇": "nabla", "ℝ": "reals", "𝔼": "E",
    "$": "", ".": ".", "⟨": "(", "⟩": ")", "…": "dots", "⋯": "dots",
}  # fmt: skip
OPERATORS |= {
    "\\cdot": "*", "\\times": "*", "\\ast": "*", "\\div": "/", "\\odot": "⊙", "\\circ": "⊙",
    "\\le": "<=", "\\leq": "<=", "\\leqslant": "<=", "\\ge": ">=", "\\geq": ">=", "\\geqslant": ">=",
    "\\lt": "<", "\\gt": ">", "\\ne": "!=", "\\neq": "!=", "\\coloneqq": ":=", "\\leftarrow": ":=", "\\gets": ":=",
    "\\equiv": "=", "\\approx": "≈", "\\simeq": "≈", "\\sim": "≈",
    "\\to": "→", "\\rightarrow": "→", "\\Rightarrow": "⇒", "\\implies": "⇒",
    "\\iff": "⇔", "\\Leftrightarrow": "⇔", "\\Vert": "‖", "\\|": "‖", "\\vert": "|", "\\mid": "|",
    "\\in": "in", "\\land": "and", "\\wedge": "and", "\\lor": "or", "\\vee": "or", "\\cup": "or", "\\cap": "and",
    "\\neg": "not", "\\lnot": "not", "\\infty": "oo", "\\top": "T", "\\intercal": "T", "\\prime": "'",
    "\\{": "(", "\\}": ")", "\\lbrace": "(", "\\rbrace": ")", "\\lbrack": "[", "\\rbrack": "]",
    "\\\\": "\\\\", "\\dfrac": "frac", "\\tfrac": "frac", "\\cfrac": "frac", "\\colon": ":",
    "\\lvert": "|", "\\rvert": "|", "\\lVert": "‖", "\\rVert": "‖", "\\_": "_",
    "\\%": "%", "\\lparen": "(", "\\rparen": ")", "\\langle": "(", "\\rangle": ")",
}  # fmt: skip

IGNORED = frozenset({
    "displaystyle", "textstyle", "scriptstyle", "limits", "nolimits", "big", "Big", "bigg", "Bigg", "bigl", "bigr",
    "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr", "quad", "qquad", "thinspace", "nonumber", "notag", "medspace",
    "hfill", "enspace", ",", ";", "!", ":", " ", "(", ")", "[", "]", "\n", "/", ">",
})  # fmt: skip

WRAPPERS = frozenset({
    "text", "textbf", "textit", "textrm", "mathrm", "mathbf", "mathit", "mathsf", "mathbb", "mathcal", "mathtt",
    "operatorname", "operatorname*", "boldsymbol", "bm", "mbox", "hbox", "mathop", "vec", "textsf", "symbf",
})  # fmt: skip

ACCENTS: dict[str, str] = {
    "hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde", "widetilde": "tilde",
    "dot": "dot", "ddot": "ddot",
}  # fmt: skip

MARKS: dict[str, str] = {"\u0302": "hat", "\u0304": "bar", "\u0305": "bar", "\u0303": "tilde", "\u0307": "dot"}
DOTS = frozenset({"dots", "ldots", "cdots", "dotsc", "dotsb", "vdots"})
