"""Python that came from elsewhere, as a syntax tree: read, never run, and without a word on stderr."""

from __future__ import annotations

import ast
import warnings


def parsed(text: str) -> ast.Module | str:
    """The tree of a text, or why there is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # `1if x` and the like are their author's to mend
            return ast.parse(text)
    except (SyntaxError, ValueError) as error:
        return str(error) or type(error).__name__
    except (RecursionError, MemoryError):
        return "its expressions are nested too deeply"


def statements(text: str) -> list[ast.stmt]:
    """The statements of a text; none where it cannot be read."""
    tree = parsed(text)
    return [] if isinstance(tree, str) else tree.body


def written(node: ast.AST) -> str | None:
    """A piece of a tree as text; None where it is nested too deeply."""
    try:
        return ast.unparse(node)
    except RecursionError:
        return None
