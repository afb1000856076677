"""Dates of articles: read as they are given, never made more precise, refused when they cannot be true."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

#: A machine whose clock has fallen back still accepts what was published before this version was made.
_RELEASED = date(2026, 11, 21)
#: How far ahead a date may lie (embargoes, wrong clocks) before it is taken for a mistake.
_AHEAD = timedelta(days=366)
#: The first newspaper that appeared regularly dates from 1605.
_FIRST_YEAR = 1605
#: The widest offset in use is +14:00 (Kiribati).
_WIDEST_OFFSET_HOURS = 14

_ISO_RE = re.compile(
    r"""
    (?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})     # 2026-03-13
    (?:
        [T ](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})              # T14:05
        (?: :(?P<second>[0-9]{2}) (?:[.,][0-9]{1,9})? )?         # :30, and a fraction that is dropped
        [ ]?(?P<zone> Z | z | [+-][0-9]{2}(?: :?[0-9]{2} )? )?   # Z, +03:30, +0330, +03
    )?
    """,
    re.VERBOSE | re.ASCII,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DAY_FIRST_RE = re.compile(rf"(?P<day>[0-9]{{1,2}})\ {_MONTH},?\ (?P<year>[0-9]{{4}})", re.IGNORECASE | re.ASCII)
_MONTH_FIRST_RE = re.compile(rf"{_MONTH}\ (?P<day>[0-9]{{1,2}}),?\ (?P<year>[0-9]{{4}})", re.IGNORECASE | re.ASCII)
_RFC_RE = re.compile(
    r"""
    (?:[a-z]{3},\ )?(?P<day>[0-9]{1,2})\ (?P<month>[a-z]{3})\ (?P<year>[0-9]{4})    # Fri, 13 Mar 2026
    \ (?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?: :(?P<second>[0-9]{2}) )?           # 14:05:30
    \ (?P<zone>[+-][0-9]{4}|GMT|UTC|Z)                                              # +0000
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


class DateError(ValueError):
    """A date that cannot be read, or that cannot be true."""


def read_date(text: str, *, today: date | None = None) -> str:
    """Return an ISO 8601 date, or date and time with zone, no more precise than the text.

    A time without a zone is no point in time, so only its date is kept. `today` is the clock, for tests.

    Raises:
        DateError: not a date, no such day, or a day that lies too far back or ahead.

    """
    given = text.strip()
    match = _ISO_RE.fullmatch(given) or _RFC_RE.fullmatch(given)
    match = match or _DAY_FIRST_RE.fullmatch(given) or _MONTH_FIRST_RE.fullmatch(given)
    if match is None:
        raise DateError(f"cannot read the date {given[:60]!r}; write it like 2026-03-13 or 2026-03-13T14:05+00:00")
    parts = match.groupdict()
    try:
        day = date(int(parts["year"]), _month(parts["month"]), int(parts["day"]))
        time = _time(day, parts)
    except ValueError:
        raise DateError(f"there is no such date as {given[:60]!r}; correct it or leave it out") from None
    latest = max(today or date.today(), _RELEASED) + _AHEAD  # noqa: DTZ011 (a day either way does not matter here)
    if day.year < _FIRST_YEAR or day > latest:
        raise DateError(f"implausible date {given[:60]!r}; correct it or leave it out")
    return time or day.isoformat()


def _month(name: str) -> int:
    return int(name) if name.isdigit() else _MONTHS.index(name[:3].lower()) + 1


def _time(day: date, parts: dict[str, str | None]) -> str | None:
    """Return date and time when the text gives hour, minute and zone; None otherwise."""
    hour, minute, second, zone = (parts.get(key) for key in ("hour", "minute", "second", "zone"))
    if hour is None or minute is None:
        return None
    moment = datetime(day.year, day.month, day.day, int(hour), int(minute), int(second or 0))  # noqa: DTZ001
    if zone is None:
        return None
    return moment.replace(tzinfo=_zone(zone)).isoformat(timespec="minutes" if second is None else "seconds")


def _zone(text: str) -> timezone:
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > _WIDEST_OFFSET_HOURS or minutes > 59:
        raise ValueError(text)
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)
