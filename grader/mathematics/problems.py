"""What can be wrong with a piece of mathematics, and where.

MathematicsError
├── ReadingError   the text cannot be read; knows the place, and how to show it
├── TypeMismatch   the shapes do not fit: a matrix times a matrix of the wrong size
├── Undefined      there is no value at this point: a division by zero, a logarithm of zero
├── Overflow       the value at this point is too large to be of use
└── TooMuch        working it out would take too long
"""


class MathematicsError(Exception):
    """Anything that stops us from reading or evaluating; the message is a sentence for the student."""


class ReadingError(MathematicsError):
    """Reading stopped at `position` of `text`."""

    def __init__(self, message: str, text: str = "", position: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.text = text
        self.position = position

    def caret(self, width: int = 60) -> str:
        """The text around the place, with a caret under it.

        >>> print(ReadingError("?", "1 + foo*x", 4).caret())
        1 + foo*x
            ^
        """
        start = self.text.rfind("\n", 0, self.position) + 1
        stop = self.text.find("\n", self.position)
        line = self.text[start : stop if stop >= 0 else len(self.text)]
        column = self.position - start
        left = max(0, column - width // 2) if len(line) > width else 0
        shown = "".join(letter if letter.isprintable() else " " for letter in line[left : left + width])
        before, after = ("…" if left else ""), ("…" if left + width < len(line) else "")
        return f"{before}{shown}{after}\n{' ' * (column - left + len(before))}^"

    def __str__(self) -> str:
        return f"{self.message}\n{self.caret()}" if self.text else self.message


class TypeMismatch(MathematicsError):
    """Shapes that cannot be added, multiplied or compared."""


class Undefined(MathematicsError):
    """No value here."""


class Overflow(MathematicsError):
    """A value beyond any use here."""


class TooMuch(MathematicsError):
    """More work than an answer may cost."""
