"""Times as platforms write them: with blanks or a T, up to nanoseconds, `Z`, `UTC` or an offset."""

from __future__ import annotations

import re
from datetime import datetime

_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?\s*(Z|UTC|[+-]\d\d:?\d\d)?", re.ASCII | re.IGNORECASE
)
NOTHING = frozenset({"", "~", "null"})


def moment(text: str) -> datetime | None:
    """A time, in UTC where no offset is given; None for nothing, ValueError for anything else.

    >>> moment("2023-09-21 14:22:32.365935000 -07:00").isoformat()
    '2023-09-21T14:22:32.365935-07:00'
    """
    if text.strip().lower() in NOTHING:
        return None
    found = _MOMENT.fullmatch(text.strip())
    try:
        date, clock, fraction, offset = found.groups() if found else ("", "", "", "")
        zone = "+00:00" if not offset or offset.upper() in ("Z", "UTC") else offset
        return datetime.fromisoformat(f"{date}T{clock}.{(fraction or '0')[:6].ljust(6, '0')}{zone}")
    except ValueError:
        raise ValueError(f"{text[:60]!r}, expected a time such as 2026-11-20 18:00:00 Z") from None
