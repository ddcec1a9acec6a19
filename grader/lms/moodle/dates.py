"""The dates in a worksheet: prose in the language of whoever exported it, by the clock of their profile.

Moodle writes `Friday, 20 November 2026, 3:08 PM` or `Freitag, 20. November 2026, 15:08`: minutes, and no seconds.
"""

from __future__ import annotations

import re
from datetime import datetime, tzinfo

MONTHS = (
    "january januar janvier enero gennaio janeiro januari",
    "february februar février febrero febbraio fevereiro februari",
    "march märz mars marzo marzo março maart",
    "april april avril abril aprile abril april",
    "may mai mai mayo maggio maio mei",
    "june juni juin junio giugno junho juni",
    "july juli juillet julio luglio julho juli",
    "august august août agosto agosto agosto augustus",
    "september september septembre septiembre settembre setembro september",
    "october oktober octobre octubre ottobre outubro oktober",
    "november november novembre noviembre novembre novembro november",
    "december dezember décembre diciembre dicembre dezembro december",
)
BY_NAME = {name: number for number, names in enumerate(MONTHS, 1) for name in names.split()}
CLOCK = re.compile(r"(\d{1,2})[:.h](\d{2})(?:\s*([AaPp])\.?\s?[Mm])?")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
EASTERN = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")


def looks_like_a_date(text: str) -> bool:
    """Whether a cell holds a year and a time of day, whatever the language."""
    return len(text) < 80 and bool(YEAR.search(text)) and bool(re.search(r"\d{1,2}\s*[:.h時时]\s*\d{2}", text))


def moment(text: str, zone: tzinfo) -> datetime | None:
    """The moment that a cell tells; None for `-` and for languages that are not known here.

    >>> from zoneinfo import ZoneInfo
    >>> moment("Friday, 20 November 2026, 3:08 PM", ZoneInfo("Europe/Berlin")).isoformat()
    '2026-11-20T15:08:00+01:00'
    """
    clock, day = CLOCK.search(text), _day(text)
    if clock is None or day is None:
        return None
    hour = int(clock[1])
    if clock[3]:
        hour = hour % 12 + 12 * (clock[3] in "pP")
    try:
        return datetime(*day, hour, int(clock[2]), tzinfo=zone)
    except ValueError:
        return None


def _day(text: str) -> tuple[int, int, int] | None:
    eastern = EASTERN.search(text)
    if eastern:
        return int(eastern[1]), int(eastern[2]), int(eastern[3])
    year = YEAR.search(text)
    months = [BY_NAME[word] for word in re.findall(r"[^\W\d_]+", text.casefold()) if word in BY_NAME]
    day = re.search(r"(?<![\d:.])(\d{1,2})(?![\d:h])", text)
    if year is None or day is None or len(months) != 1:
        return None
    return int(year[0]), months[0], int(day[1])
