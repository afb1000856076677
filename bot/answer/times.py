"""Times in a text: where they stand, and what they mean given the day of publication.

A small grammar instead of a date library: those lose the span, or put "Friday" into the wrong week. Every pattern is
linear. What cannot be resolved keeps its words and has no dates.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from index.guarded import Guarded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Hour, minute, name of the zone as printed (None: not printed).
Clock = tuple[int, int, str | None]


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time in a text: `text[start:end]`, and the closed interval that it means."""

    start: int
    end: int
    #: First day or moment, ISO 8601, as precise as the text; None when it cannot be resolved.
    since: str | None
    #: Last day or moment, likewise.
    until: str | None
    #: minute, hour, day, month, year; None when it cannot be resolved.
    granularity: str | None
    approximate: bool
    text: str
    #: The time of day, where one is printed; without a day it resolves to nothing.
    clock: Clock | None = None
    #: True for "two hours after …": anchored to another event of the text, so never resolved.
    relative: bool = False


#: A date more than this many days back is taken for the coming one: "March 15" printed on March 13.
_PAST_DAYS = 300
#: Characters around a time in which "will" or "due" makes it a coming one: about one clause.
_CUE_REACH = 80

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS = {
    word: number
    for number, words in enumerate(
        ["zero", "a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
    for word in words.split()
}

_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?![\w'’])"
)
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\w%]|[.,:]\d)"
_DAY_TO = r"(?:\s?[-–]\s?|\s+(?:to|and|through)\s+)(?P<day_to>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\w%]|[.,:]\d)"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)(?![\w%]|[.,:-]\d)"
_WEEKDAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?!\w)"
_PART = r"(?:early\s+|late\s+)?(?:morning|afternoon|evening|night|midday|lunchtime)\b"
_ABOUT = (
    r"(?P<about>(?:about|around|approximately|roughly|circa|nearly|almost|shortly\s+(?:before|after)"
    r"|just\s+(?:before|after))\s+)?"
)
_ZONE = (
    r"(?P<zone>(?:Eastern|Central|Mountain|Pacific)(?:\s+(?:Standard|Daylight))?\s+Time|(?:GMT|UTC)\s?[+−–-]\s?\d{1,2}(?::?\d\d)?"
    r"|(?:E|C|M|P)[SD]?T\b|GMT\b|UTC\b|BST\b|CES?T\b|EES?T\b|IST\b|MSK\b|JST\b|KST\b|PKT\b|SGT\b|HKT\b|AE[SD]T\b|NZ[SD]T\b"
    r"|Z\b|local\s+time\b)"
)

_MONTH_DAY_RE = re.compile(rf"\b{_ABOUT}{_MONTH}\s+{_DAY}(?:{_DAY_TO})?(?:,?\s+{_YEAR})?")
_DAY_MONTH_RE = re.compile(rf"(?<![\w.,:/-]){_ABOUT}{_DAY}(?:{_DAY_TO})?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?")
_MONTH_YEAR_RE = re.compile(rf"\b(?:(?P<part>[Ee]arly|[Mm]id|[Ll]ate)[\s-]+)?{_MONTH},?\s+(?:of\s+)?{_YEAR}")
# A month alone needs a word that makes it one: "in March", but not "the March for Life" or "May said".
_MONTH_ONLY_RE = re.compile(
    rf"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Dd]uring|[Oo]f|[Ff]rom|[Bb]efore|[Aa]fter)\s+"
    rf"(?P<span>(?:(?P<part>early|mid|late)[\s-]+)?{_MONTH})(?!\s+\d)"
    rf"|\b(?P<span2>(?P<part2>[Ee]arly|[Mm]id|[Ll]ate|[Ll]ast|[Tt]his|[Nn]ext)[\s-]+"
    rf"{_MONTH.replace('month>', 'month2>')})(?!\s+\d)"
)
_YEAR_RE = re.compile(
    rf"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Dd]uring|[Ff]rom|[Bb]efore|[Aa]fter|of)\s+"
    rf"(?P<span>(?:(?:early|mid|late)[\s-]+)?{_YEAR})"
    # "in 2000 homes" counts homes.
    rf"(?!\s+(?:people|homes?|houses|cases|deaths|dollars|euros|pounds|metres|meters|km|miles|feet|tons|tonnes|troops"
    rf"|soldiers|votes|points|percent|per\s+cent|villages|schools|cities|towns|locations|places)\b)"
)
_ISO_RE = re.compile(
    r"(?<![\w-])(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])"
    r"(?:[T ](?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?P<zone>Z|[+-]\d\d:?\d\d)?)?(?![\w-])"
)
_NUMERIC_RE = re.compile(
    r"(?<![\w./-])(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<year>(?:19|20)\d\d)(?![\w/-])"
)
_WEEKDAY_RE = re.compile(
    rf"(?<!Black )(?<!Good )(?<!Easter )(?<!Super )\b"
    rf"(?P<which>(?:[Ll]ast|[Tt]his(?:\s+past)?|[Nn]ext|[Ee]arly|[Ll]ate)\s+)?"
    rf"{_WEEKDAY}(?:\s+{_PART})?"
)
_RELATIVE_DAY_RE = re.compile(
    rf"\b(?:(?P<yesterday>yesterday|last\s+night|the\s+(?:previous|night\s+before)\s+day)"
    rf"|(?P<tomorrow>tomorrow)|(?P<today>today|tonight|this\s+(?:morning|afternoon|evening))"
    rf"|(?P<overnight>overnight))\b(?:\s+{_PART})?",
    re.I,
)
_UNIT_RE = re.compile(r"\b(?P<which>last|this|next)\s+(?P<unit>week|weekend|month|year)\b", re.I)
_AGO_RE = re.compile(
    r"\b(?P<about>(?:about|around|nearly|almost|some|more\s+than|over)\s+)?"
    r"(?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|a\s+few)\s+"
    r"(?P<unit>minute|hour|day|week|month|year)s?\s+(?:ago|earlier)\b",
    re.I,
)
_CLOCK_RE = re.compile(
    rf"""
    (?<![\w.,:$€£/-]){_ABOUT}
    (?: (?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])(?:\.\s?m\.|m\b)   # 2 pm, 2.30 p.m.
      | (?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?![:\d])(?:\s?(?:hours|hrs|h)\b)?       # 14:00
      | (?P<four>[01]\d[0-5]\d|2[0-3][0-5]\d)(?=\s?(?:GMT|UTC|hours|hrs)\b)(?:\s?(?:hours|hrs))?  # 1400 GMT
      | (?P<word>noon|midday|midnight)\b
      | (?P<spelt>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|1[0-2]|[1-9])(?:\s+o['’]clock)?
        \s+in\s+the\s+(?P<dayhalf>morning|afternoon|evening)\b                       # six in the morning
    )
    (?:,?\s+\(?{_ZONE}|(?<=[0-9])(?P<zulu>Z)\b)?
    """,
    re.X | re.I,
)
# A bare 14:00 may be a score or a ratio: it needs a zone or one of these words.
_AT_RE = re.compile(r"\b(?:at|by|from|until|till|before|after|around|about|since|and|to|between)\s*$", re.I)
_RELATIVE_RE = re.compile(
    r"""
    \b(?:(?:at\s+least|no\s+(?:less|more)\s+than|about|around|nearly|almost|more\s+than|less\s+than|up\s+to|just|within|some)\s+)?
    (?:(?:\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|a\s+few|some|many)\s+)?
    (?:second|minute|hour|day|week|month|year|moment|shortly|soon|immediately)s?
    \s+(?:after|before|following)\s+
    (?P<event>[^.;,:!?()"“”\n]{1,160})
    """,
    re.X | re.I,
)
_EVENT_END_RE = re.compile(r"\s+(?:but|while|although|whereas)\b|\s*['’‘]?\s*$")
_FUTURE_RE = re.compile(
    r"\b(?:will|shall|would(?!\s+have\b)|until|due|scheduled|set\s+(?:to|for)|expected|planned|plans?|wants?\s+to|hopes?\s+to|aims?\s+to|upcoming|to\s+be|next|going\s+to|forecast|expects?|announced\s+for|called\s+for|threatens?\s+to|vows?\s+to|promises?\s+to|starts|begins|reopens|resumes|takes\s+place)\b",
    re.I,
)
# What may stand between a day and a time of day, or a weekday and a date, that are one time.
_GLUE_RE = re.compile(
    r"\s*,?\s*(?:\(\s*)?(?:(?:on|at|of|by|in\s+the)\s+)?(?:the\s+)?(?:(?:morning|afternoon|evening|night)\s+(?:of|on)\s+)?",
    re.I,
)
_DAYPART_OF_RE = re.compile(r"(?:in\s+the\s+)?(?:morning|afternoon|evening|night)\b", re.I)

_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTH_DAY, _DAY_MONTH = Guarded(_MONTH_DAY_RE, _MONTH_NAMES), Guarded(_DAY_MONTH_RE, _MONTH_NAMES)
_MONTH_YEAR = Guarded(_MONTH_YEAR_RE, "15 16 17 18 19 20")
_MONTH_ONLY = Guarded(_MONTH_ONLY_RE, _MONTH_NAMES)
_YEAR_ONLY = Guarded(_YEAR_RE, "15 16 17 18 19 20")
_ISO = Guarded(_ISO_RE, "-")
_NUMERIC = Guarded(_NUMERIC_RE, "19 20")
_WEEKDAY_SAID = Guarded(_WEEKDAY_RE, "day")
_RELATIVE_DAY = Guarded(_RELATIVE_DAY_RE, "afternoon evening morning night oday previous tomorrow yesterday")
_UNIT_SAID = Guarded(_UNIT_RE, "month week year")
_AGO = Guarded(_AGO_RE, "ago earlier")
_CLOCK = Guarded(
    _CLOCK_RE,
    ":0 :1 :2 :3 :4 :5 a. am evening gmt hours hrs midday midnight morning noon p. pm utc",
)
_RELATIVE = Guarded(_RELATIVE_RE, "after before following")

#: Minutes from UTC in winter, and the rule for summer time.
_ZONES: dict[str, tuple[int, str]] = {
    "et": (-300, "us"), "ct": (-360, "us"), "mt": (-420, "us"), "pt": (-480, "us"),
    "eastern time": (-300, "us"), "central time": (-360, "us"), "mountain time": (-420, "us"),
    "pacific time": (-480, "us"),
    "est": (-300, ""), "cst": (-360, ""), "mst": (-420, ""), "pst": (-480, ""),
    "eastern standard time": (-300, ""), "central standard time": (-360, ""),
    "mountain standard time": (-420, ""), "pacific standard time": (-480, ""),
    "edt": (-240, ""), "cdt": (-300, ""), "mdt": (-360, ""), "pdt": (-420, ""),
    "eastern daylight time": (-240, ""), "central daylight time": (-300, ""),
    "mountain daylight time": (-360, ""), "pacific daylight time": (-420, ""),
    "gmt": (0, ""), "utc": (0, ""), "z": (0, ""), "bst": (60, ""), "cet": (60, ""), "cest": (120, ""),
    "eet": (120, ""), "eest": (180, ""), "msk": (180, ""), "pkt": (300, ""), "ist": (330, ""), "sgt": (480, ""),
    "hkt": (480, ""), "jst": (540, ""), "kst": (540, ""), "aest": (600, ""), "aedt": (660, ""), "nzst": (720, ""),
    "nzdt": (780, ""),
}  # fmt: skip
_OFFSET_RE = re.compile(r"(?:gmt|utc)?\s?(?P<sign>[+−–-])\s?(?P<hours>\d{1,2}):?(?P<minutes>\d\d)?", re.I)


#: Texts whose times are kept: each clause of a question and the sentences of some hundred articles.
_KEPT_TEXTS = 4096


@lru_cache(maxsize=_KEPT_TEXTS)
def times(text: str, anchor: date | None) -> tuple[TimeSpan, ...]:
    """Return the times of a text in order, resolved against the day of publication where they need it.

    A day and a time of day that stand together are one time. Times inside "hours after …" are listed beside it.
    """
    found = sorted(_best([span for read in _READERS for span in read(text, anchor)]), key=lambda s: s.start)
    # Weekdays and dates first: in "at 11 am on Sunday, 1 November" the date says which Sunday.
    merged = _merged(text, _merged(text, found, _weekday_with_date), _join)
    starts = [span.start for span in merged]
    relative = [span for span in _relative(text) if not _covered(span, merged, starts)]
    return tuple(sorted([*merged, *relative], key=lambda s: (s.start, s.end)))


def _merged(
    text: str, found: list[TimeSpan], join: Callable[[str, TimeSpan, TimeSpan], TimeSpan | None]
) -> list[TimeSpan]:
    merged: list[TimeSpan] = []
    for span in found:
        joined = join(text, merged[-1], span) if merged else None
        if joined:
            merged[-1] = joined
        else:
            merged.append(span)
    return merged


def combine(day: TimeSpan, clock: TimeSpan) -> TimeSpan | None:
    """Return the day at the time of day, with the day's place in the text; None when they do not fit."""
    if clock.clock is None or clock.since or day.clock or day.granularity != "day" or day.since != day.until:
        return None
    if day.since is None:
        return None
    return _at(day, clock.clock, clock.approximate or day.approximate, clock.granularity or "hour")


def offset(zone: str | None, day: date) -> str | None:
    """Return the offset of a zone on a day ("-04:00"); None when the zone is not known."""
    if zone is None:
        return None
    key = " ".join(zone.lower().split())
    if key in _ZONES:
        minutes, rule = _ZONES[key]
        return _format_offset(minutes + (60 if rule and _summer(day) else 0))
    match = _OFFSET_RE.fullmatch(key)
    if not match or int(match["hours"]) > 14:
        return None
    minutes = int(match["hours"]) * 60 + int(match["minutes"] or 0)
    return _format_offset(minutes if match["sign"] == "+" else -minutes)


def _format_offset(minutes: int) -> str:
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _summer(day: date) -> bool:
    """Return whether the United States have summer time: second Sunday of March to first Sunday of November."""
    return _sunday(day.year, 3, 8) <= day < _sunday(day.year, 11, 1)


def _sunday(year: int, month: int, from_day: int) -> date:
    first = date(year, month, from_day)
    return first + timedelta(days=(6 - first.weekday()) % 7)


def _best(spans: list[TimeSpan]) -> Iterator[TimeSpan]:
    """Yield spans that do not overlap: the longer one wins, then the earlier one."""
    starts: list[int] = []
    taken: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
        at = bisect_right(starts, span.start)
        if (at and taken[at - 1][1] > span.start) or (at < len(taken) and taken[at][0] < span.end):
            continue
        starts.insert(at, span.start)
        taken.insert(at, (span.start, span.end))
        yield span


def _covered(span: TimeSpan, others: list[TimeSpan], starts: list[int]) -> bool:
    """Return whether a relative span is only the modifier of a time: "shortly after 2 pm"."""
    at = bisect_right(starts, span.start) - 1
    return at >= 0 and others[at].end > span.start


def _join(text: str, left: TimeSpan, right: TimeSpan) -> TimeSpan | None:
    """Return two neighbours as one time: day and time of day, weekday and date, one moment on two clocks."""
    if left.clock and right.clock and not left.since and not right.since:
        return _on_two_clocks(text, left, right)
    gap = _GLUE_RE.match(text, left.end)
    end = gap.end() if gap else left.end
    # The glue may swallow nothing of the right span, and must reach it.
    if not (left.end <= right.start <= max(end, left.end + 2)) or (right.start > end):
        return None
    whole = replace(left, end=right.end, text=text[left.start : right.end])
    if left.clock and not left.since and right.granularity == "day" and right.since == right.until and not right.clock:
        day = replace(right, start=whole.start, end=whole.end, text=whole.text)
        return _at(day, left.clock, left.approximate, left.granularity or "hour") if right.since else None
    if right.clock and not right.since and left.granularity == "day":
        return combine(whole, right)
    return _weekday_and_date(whole, left, right)


def _weekday_with_date(text: str, left: TimeSpan, right: TimeSpan) -> TimeSpan | None:
    if text[left.end : right.start].strip(" ,\n") not in ("", "the"):
        return None
    return _weekday_and_date(replace(left, end=right.end, text=text[left.start : right.end]), left, right)


def _on_two_clocks(text: str, left: TimeSpan, right: TimeSpan) -> TimeSpan | None:
    """Join "7 am local time (0600 GMT)": the first clock, with the zone that the second gives it."""
    if left.clock is None or right.clock is None or text[left.end : right.start].strip(" ,") != "(":
        return None
    (hour, minute, zone), (other, past, base) = left.clock, right.clock
    end = right.end + (text[right.end : right.end + 1] == ")")
    whole = replace(left, end=end, text=text[left.start : end])
    if zone or (base or "").lower() not in ("gmt", "utc", "z"):
        return whole
    # Zones lie between 12 hours behind and 14 hours ahead, on quarters of an hour; "shortly before 7" is about 7.
    ahead = (hour * 60 + minute - other * 60 - past + 12 * 60) % (24 * 60) - 12 * 60
    if ahead % 15:
        return whole
    sign = "-" if ahead < 0 else "+"
    return replace(whole, clock=(hour, minute, f"{sign}{abs(ahead) // 60:02d}:{abs(ahead) % 60:02d}"))


def _weekday_and_date(whole: TimeSpan, left: TimeSpan, right: TimeSpan) -> TimeSpan | None:
    """Join "Thursday, March 12" and "March 12, a Thursday": the date says more than the weekday."""
    weekdays = [bool(_WEEKDAY_RE.match(span.text)) for span in (left, right)]
    if weekdays[0] == weekdays[1] or left.clock or right.clock:
        return None
    exact = right if weekdays[0] else left
    if exact.granularity != "day" or exact.since != exact.until:
        return None
    return replace(exact, start=whole.start, end=whole.end, text=whole.text)


def _at(day: TimeSpan, clock: Clock, approximate: bool, granularity: str) -> TimeSpan:
    assert day.since is not None
    hour, minute, zone = clock
    stamp = f"{day.since}T{hour:02d}:{minute:02d}{offset(zone, date.fromisoformat(day.since)) or ''}"
    return replace(day, since=stamp, until=stamp, granularity=granularity, approximate=approximate, clock=clock)


def _span(
    text: str,
    where: tuple[int, int],
    low: date | str | None,
    high: date | str | None,
    granularity: str,
    approximate: bool = False,
) -> TimeSpan:
    since = low.isoformat() if isinstance(low, date) else low
    until = high.isoformat() if isinstance(high, date) else high
    start, end = where
    while end > start and text[end - 1].isspace():
        end -= 1
    return TimeSpan(start, end, since, until, granularity if since else None, approximate, text[start:end])


def _month_number(name: str) -> int:
    return _MONTHS.index(name.lower()[:3]) + 1


#: "the deadline is Friday": the coming one; "the deadline was 4 May" is no day of next year.
_DUE_RE = re.compile(r"\b(?:deadline|ultimatum)\b", re.I)
#: "could end on Friday", "wants the strike to end on Friday"; not "could not be reached on Friday".
_TO_COME_RE = re.compile(
    r"\b(?:(?:could|might|(?-i:may)|should)\s+(?!(?:\w+\s+)?have\b|not\b)"
    r"|(?:wants?|wanted|plans?|hopes?|agreed|vowed|promised|threatens?|threatened|asked|urged|decided)\s+(?:[\w’'-]+\s+){0,4}?to\s+)"
    r"(?:[\w’'-]+\s+){1,6}?(?:on\s+|by\s+|late\s+|early\s+)?$",
    re.I,
)


def _future(text: str, start: int, end: int) -> bool:
    first = max(0, start - _CUE_REACH)
    ahead = _FUTURE_RE.search(text, first, min(len(text), end + _CUE_REACH // 2)) is not None
    return ahead or _TO_COME_RE.search(text[first:start]) is not None


def _comes(text: str, start: int, end: int) -> bool:
    """Tell whether a weekday is the coming one."""
    return _future(text, start, end) or _DUE_RE.search(text, max(0, start - _CUE_REACH), start) is not None


def _date(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= year <= 9999 and day <= monthrange(year, month)[1] else None


def _nearest(month: int, day: int, anchor: date, future: bool) -> date | None:
    """Return the date in the year that the text means: the last such day, or the coming one."""
    around = [_date(anchor.year + step, month, day) for step in (-1, 0, 1)]
    past = [d for d in around if d and d <= anchor]
    coming = [d for d in around if d and d >= anchor]
    if coming and (future or not past or (anchor - past[-1]).days > _PAST_DAYS):
        return coming[0]
    return past[-1] if past else None


def _dates(text: str, anchor: date | None) -> Iterator[TimeSpan]:
    for pattern in (_MONTH_DAY, _DAY_MONTH):
        for match in pattern.finditer(text):
            if match["month"] == "May" and text[match.end() :].startswith(" have "):
                continue
            yield _date_span(text, match, anchor)


def _date_span(text: str, match: re.Match[str], anchor: date | None) -> TimeSpan:
    month, day, to = _month_number(match["month"]), int(match["day"]), match["day_to"]
    low: date | None = None
    if match["year"]:
        low = _date(int(match["year"]), month, day)
    elif anchor:
        low = _nearest(month, day, anchor, _future(text, *match.span()))
    high = _date(low.year, month, int(to)) if low and to else low
    if high and low and high < low:
        high = low
    return _span(text, match.span(), low, high, "day", bool(match["about"]))


#: Days of a month that "early", "mid" and "late" mean.
_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}


def _months(text: str, anchor: date | None) -> Iterator[TimeSpan]:
    for match in _MONTH_YEAR.finditer(text):
        yield _month_span(text, match.span(), match["part"], int(match["year"]), _month_number(match["month"]))
    for match in _MONTH_ONLY.finditer(text):
        group, part = ("span", match["part"]) if match["span"] else ("span2", match["part2"])
        month = _month_number(match["month"] or match["month2"])
        if anchor is None:
            yield _span(text, match.span(group), None, None, "month")
            continue
        future = (part or "").lower() == "next" or _future(text, *match.span())
        first = _nearest(month, 1, anchor, future and month != anchor.month)
        yield _month_span(text, match.span(group), part, (first or anchor).year, month)


def _month_span(text: str, where: tuple[int, int], part: str | None, year: int, month: int) -> TimeSpan:
    days = _PARTS.get((part or "").lower())
    if not days:
        return _span(text, where, f"{year:04d}-{month:02d}", f"{year:04d}-{month:02d}", "month")
    last = monthrange(year, month)[1]
    return _span(text, where, date(year, month, days[0]), date(year, month, min(days[1], last)), "day", True)


def _years(text: str, anchor: date | None) -> Iterator[TimeSpan]:
    for match in _YEAR_ONLY.finditer(text):
        yield _span(text, match.span("span"), match["year"], match["year"], "year", match["span"] != match["year"])


def _numeric(text: str, anchor: date | None) -> Iterator[TimeSpan]:
    for match in _ISO.finditer(text):
        day = _date(int(match["year"]), int(match["month"]), int(match["day"]))
        if day is None:
            continue
        span = _span(text, match.span(), day, day, "day")
        if match["hour"]:
            span = _at(span, (int(match["hour"]), int(match["minute"]), match["zone"]), False, "minute")
        yield span
    for match in _NUMERIC.finditer(text):
        a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
        # 12/03 is March in London and December in New York: only what can be read one way is read.
        if (a > 12) == (b > 12) and a != b:
            continue
        month, day_number = (b, a) if a > 12 else (a, b)
        found = _date(year, month, day_number) if 1 <= month <= 12 and day_number else None
        if found:
            yield _span(text, match.span(), found, found, "day")


#: "announced on Monday that it would", "on Monday said it would": the day of saying is past, whatever comes.
_SAID_VERB = (
    r"(?:said|announced|told\s+\w+|reported|confirmed|stated|declared|added|warned|disclosed|revealed|promised)"
)
_SAID_BEFORE_RE = re.compile(rf"\b{_SAID_VERB}\s+(?:on\s+|late\s+|early\s+){{0,2}}$", re.I)
_SAID_AFTER_RE = re.compile(rf"\s+{_SAID_VERB}\b", re.I)


def _said_then(text: str, start: int, end: int) -> bool:
    return bool(_SAID_BEFORE_RE.search(text[max(0, start - 40) : start]) or _SAID_AFTER_RE.match(text, end))


def _weekdays(text: str, anchor: date | None) -> Iterator[TimeSpan]:
    for match in _WEEKDAY_SAID.finditer(text):
        if anchor is None:
            yield _span(text, match.span(), None, None, "day")
            continue
        which = (match["which"] or "").lower().split()
        back = (anchor.weekday() - _DAYS.index(match["weekday"].lower()[:3])) % 7
        if (
            which[:1] == ["next"]
            or (which == ["this"])
            or (which[:1] != ["last"] and _comes(text, *match.span()) and not _said_then(text, *match.span()))
        ):
            ahead = (7 - back) % 7 or (7 if which[:1] == ["next"] else 0)
            day = _shift(anchor, ahead)
        else:
            day = _shift(anchor, -(back or (7 if which[:1] == ["last"] else 0)))
        yield _span(text, match.span(), day, day, "day")


def _shift(anchor: date, days: int) -> date | None:
    """Return the date so many days away; None beyond the calendar."""
    ordinal = anchor.toordinal() + days
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None


def _relative_days(text: str, anchor: date | None) -> Iterator[TimeSpan]:
    for match in _RELATIVE_DAY.finditer(text):
        if anchor is None:
            yield _span(text, match.span(), None, None, "day")
            continue
        low = _shift(anchor, -1 if match["yesterday"] or match["overnight"] else 1 if match["tomorrow"] else 0)
        yield _span(text, match.span(), low, anchor if match["overnight"] else low, "day")


def _units(text: str, anchor: date | None) -> Iterator[TimeSpan]:
    for match in _UNIT_SAID.finditer(text):
        step = {"last": -1, "this": 0, "next": 1}[match["which"].lower()]
        low, high, granularity = _unit(match["unit"].lower(), step, anchor) if anchor else (None, None, "day")
        yield _span(text, match.span(), low, high, granularity, match["unit"].lower() == "week")


def _unit(unit: str, step: int, anchor: date) -> tuple[date | str | None, date | str | None, str]:
    if unit == "year":
        return f"{anchor.year + step:04d}", f"{anchor.year + step:04d}", "year"
    if unit == "month":
        year, month = divmod(anchor.year * 12 + anchor.month - 1 + step, 12)
        return f"{year:04d}-{month + 1:02d}", f"{year:04d}-{month + 1:02d}", "month"
    monday = -anchor.weekday() + 7 * step
    return _shift(anchor, monday + (5 if unit == "weekend" else 0)), _shift(anchor, monday + 6), "day"


def _ago(text: str, anchor: date | None) -> Iterator[TimeSpan]:
    for match in _AGO.finditer(text):
        word = " ".join(match["n"].lower().split())
        n = int(word) if word.isdigit() else _NUMBERS.get(word)
        low, granularity = _back(match["unit"].lower(), n, anchor)
        yield _span(text, match.span(), low, low, granularity, bool(match["about"]) or match["unit"].lower() == "week")


def _back(unit: str, n: int | None, anchor: date | None) -> tuple[date | str | None, str]:
    """Return the day, month or year so long before; hours before a day without a time tell nothing."""
    if anchor is None or n is None or unit in ("minute", "hour"):
        return None, "day"
    if unit in ("day", "week"):
        return _shift(anchor, -n * (7 if unit == "week" else 1)), "day"
    if unit == "year":
        return (f"{anchor.year - n:04d}" if n < anchor.year else None), "year"
    year, month = divmod(anchor.year * 12 + anchor.month - 1 - n, 12)
    return (f"{year:04d}-{month + 1:02d}" if year > 0 else None), "month"


_WORDS = {"noon": 12, "midday": 12, "midnight": 0}


def _clocks(text: str, anchor: date | None) -> Iterator[TimeSpan]:
    for match in _CLOCK.finditer(text):
        zone = match["zone"] or match["zulu"]
        bare = match["hour24"] and not zone and not match["about"]
        if bare and not _AT_RE.search(text, max(0, match.start() - 12), match.start()):
            continue
        hour, minute = _hour_and_minute(match)
        exact = bool(match["minute"] or match["hour24"] or match["four"])
        clock = (hour, minute, None if zone and zone.lower().startswith("local") else zone)
        start, end = match.span()
        yield TimeSpan(
            start, end, None, None, "minute" if exact else "hour", bool(match["about"]), text[start:end], clock
        )


def _hour_and_minute(match: re.Match[str]) -> tuple[int, int]:
    if match["spelt"]:
        hour = int(match["spelt"]) if match["spelt"].isdigit() else _NUMBERS[match["spelt"].lower()]
        return hour % 12 + (0 if match["dayhalf"].lower() == "morning" else 12), 0
    if match["word"]:
        return _WORDS[match["word"].lower()], 0
    if match["four"]:
        return int(match["four"][:2]), int(match["four"][2:])
    if match["hour24"]:
        return int(match["hour24"]), int(match["minute24"])
    return int(match["hour"]) % 12 + (12 if match["half"].lower() == "p" else 0), int(match["minute"] or 0)


def _relative(text: str) -> Iterator[TimeSpan]:
    for match in _RELATIVE.finditer(text):
        cut = _EVENT_END_RE.search(text, match.start("event"), match.end())
        end = cut.start() if cut else match.end()
        if end > match.start("event"):
            yield TimeSpan(match.start(), end, None, None, None, False, text[match.start() : end], relative=True)


#: "the end of September", "the last day of May", "the third quarter of 2026", "early 2027".
_STRETCH_RE = re.compile(
    rf"""\b(?:the\s+)?(?:(?P<edge>beginning|start|middle|end|first\s+day|last\s+day)\s+of\s+{_MONTH}(?:,?\s+{_YEAR})?
    |(?P<quarter>first|second|third|fourth|last)\s+quarter(?:\s+of\s+(?P<of>(?:19|20)\d\d|(?:this|next|last)\s+year))?
    |(?P<half>first|second)\s+half\s+of\s+(?P<halfof>(?:19|20)\d\d|(?:this|next|last)\s+year)
    |(?P<whole>beginning|start|middle|end)\s+of\s+(?P<year2>(?:19|20)\d\d|(?:this|next|last)\s+year|the\s+year))""",
    re.X | re.I,
)
#: First and last month of the parts of a year.
_QUARTERS = {"first": (1, 3), "second": (4, 6), "third": (7, 9), "fourth": (10, 12), "last": (10, 12)}
_HALVES = {"first": (1, 6), "second": (7, 12)}
_WHOLES = {"beginning": (1, 2), "start": (1, 2), "middle": (5, 8), "end": (12, 12)}


def _stretches(text: str, anchor: date | None) -> Iterator[TimeSpan]:
    for match in _STRETCH.finditer(text):
        if match["edge"]:
            year = int(match["year"]) if match["year"] else _year_of_month(text, match, anchor)
            if year:
                yield _edge_span(text, match, year)
            continue
        said = match["of"] or match["halfof"] or match["year2"] or ""
        months = (
            _QUARTERS[match["quarter"].lower()]
            if match["quarter"]
            else _HALVES[match["half"].lower()]
            if match["half"]
            else _WHOLES[match["whole"].lower()]
        )
        year = _year_said(said, anchor)
        if year:
            low, high = f"{year:04d}-{months[0]:02d}", f"{year:04d}-{months[1]:02d}"
            yield _span(text, match.span(), low, high, "month")


def _year_said(said: str, anchor: date | None) -> int | None:
    if said.isdigit():
        return int(said)
    step = {"last": -1, "next": 1}.get(said.lower().split()[0] if said else "", 0)
    return anchor.year + step if anchor else None


def _year_of_month(text: str, match: re.Match[str], anchor: date | None) -> int | None:
    if anchor is None:
        return None
    month = _month_number(match["month"])
    coming = _future(text, *match.span()) or _DEADLINE_RE.search(text[: match.start()]) is not None
    found = _nearest(month, 1 if "end" not in match["edge"] and "last" not in match["edge"] else 28, anchor, coming)
    return found.year if found else None


_DEADLINE_RE = re.compile(r"\b(?:by|before|until)\s+$", re.I)


def _edge_span(text: str, match: re.Match[str], year: int) -> TimeSpan:
    edge, month = " ".join(match["edge"].lower().split()), _month_number(match["month"])
    last = monthrange(year, month)[1]
    low, high = {
        "beginning": (1, 10), "start": (1, 10), "middle": (11, 20), "end": (last, last), "first day": (1, 1), "last day": (last, last),
    }[edge]  # fmt: skip
    return _span(text, match.span(), date(year, month, low), date(year, month, high), "day", low != high)


#: "within 30 days": a time that counts from another event, so never resolved.
_WITHIN_RE = re.compile(
    r"""\bwithin\s+(?:the\s+(?:next|coming)\s+)?(?:\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen
    |twenty|thirty|sixty|ninety)\s+(?:working\s+)?(?:minute|hour|day|week|month|year)s?\b(?!\s+(?:of|after)\b)""",
    re.X | re.I,
)


_STRETCH = Guarded(_STRETCH_RE, "beginning day end half last middle quarter start")
_WITHIN = Guarded(_WITHIN_RE, "within")


def _within(text: str, anchor: date | None) -> Iterator[TimeSpan]:
    for match in _WITHIN.finditer(text):
        yield TimeSpan(match.start(), match.end(), None, None, None, False, match[0])


_READERS: tuple[Callable[[str, date | None], Iterator[TimeSpan]], ...] = (
    _dates, _months, _years, _numeric, _weekdays, _relative_days, _units, _ago, _clocks, _stretches, _within,
)  # fmt: skip
