"""The functions an answer may call: every spelling, the one name we use, and how many arguments it takes."""

# name → (least, most) arguments
ARGUMENTS: dict[str, tuple[int, int]] = {
    "sqrt": (1, 1), "root": (2, 2), "exp": (1, 1), "ln": (1, 1), "log2": (1, 1), "log10": (1, 1), "logbase": (2, 2),
    "sin": (1, 1), "cos": (1, 1), "tan": (1, 1), "asin": (1, 1), "acos": (1, 1), "atan": (1, 1),
    "sinh": (1, 1), "cosh": (1, 1), "tanh": (1, 1), "sigmoid": (1, 1), "relu": (1, 1), "softplus": (1, 1),
    "sign": (1, 1), "abs": (1, 1), "factorial": (1, 1), "floor": (1, 1), "ceil": (1, 1),
    "min": (1, 8), "max": (1, 8), "norm": (1, 2), "dot": (2, 2), "inv": (1, 1), "transpose": (1, 1),
    "trace": (1, 1), "det": (1, 1), "diag": (1, 1), "total": (1, 1), "indicator": (1, 1),
}  # fmt: skip

_OTHER = {
    "log": "ln", "pow": "pow", "sgn": "sign", "Abs": "abs", "fabs": "abs", "arcsin": "asin", "arccos": "acos",
    "arctan": "atan", "Max": "max", "Min": "min", "maximum": "max", "minimum": "min", "ReLU": "relu",
    "expit": "sigmoid", "logistic": "sigmoid", "sigm": "sigmoid", "inverse": "inv", "tr": "trace",
    "Tr": "trace", "square": "square", "power": "pow",
    "ceiling": "ceil", "lg": "log10", "signum": "sign", "cbrt": "cbrt", "inner": "dot", "heaviside": "indicator",
}  # fmt: skip

FUNCTIONS: dict[str, str] = {name: name for name in ARGUMENTS} | _OTHER
