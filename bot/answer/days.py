"""Which day and which span of time a figure is of: Monday's, Tuesday's, all since Monday, or so much a day.

"412 trains were cancelled on Monday" is no answer for Tuesday, and 24 million a day is no total.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answer.quantities import quantities
from bot.answer.times import times
from bot.answer.types import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answer.types import Claim, Question

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"


class Reach(Enum):
    """What a text ties a figure to."""

    DAY = "day"
    #: All from a day or an event on: "since Monday", "by Friday night", "in all".
    TOTAL = "total"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Scope:
    """The time that a figure is of."""

    reach: Reach
    #: The day where it resolves; else its weekday (0 is Monday) where that is told.
    day: date | None = None
    weekday: int | None = None

    def is_of(self, other: Scope) -> bool:
        """Tell whether two days are one, as far as both are told."""
        if self.day and other.day:
            return self.day == other.day
        return self.weekday is not None and self.weekday == other.weekday


# -- what a question asks for ------------------------------------------------------------------------------------------

#: "on Monday", "Monday's", "cancelled tuesday"; not "since Monday", "by Friday".
_DAY_ASKED_RE = re.compile(
    rf"(?<!since\s)(?<!until\s)(?<!till\s)(?<!by\s)(?<!before\s)(?<!after\s)(?<!from\s)\b(?P<day>{_WEEKDAY})\b", re.I
)
_TOLD_ON_RE = re.compile(
    r"\b(?:say|said|says|report(?:ed)?|announced?|confirm(?:ed)?|published?|wrote|write|gave|give)\s+(?:\w+\s+)?(?:on\s+)?"
    rf"{_WEEKDAY}",
    re.I,
)
#: Between what is counted and a day these make the day another event's: "… when the roof fell on Saturday".
_FRAME_RE = re.compile(
    r"\b(?:when|while|after|before|during|because|who|that|which|where|as|(?:in|at|by|of|for)\s+the)\b", re.I
)
_TOTAL_ASKED_RE = re.compile(
    rf"\b(?:in\s+total|in\s+all|altogether|overall|so\s+far|to\s+date|up\s+to\s+now|total|whole|entire|by\s+now"
    rf"|since\s+(?:{_WEEKDAY}|it|its|(?:the|this|that)\b))\b",
    re.I,
)
#: Running totals beyond one event: "in the war", "this year".
_WIDE = r"(?:war|conflict|pandemic|epidemic|outbreak|campaign|invasion|season|crisis|series)"
_WIDE_ASKED_RE = re.compile(
    rf"\b(?:(?:in|during|since)\s+(?:the|this)\s+(?:[\w-]+\s+){{0,2}}{_WIDE}|this\s+(?:year|season|month)"
    r"|since\s+(?:(?:19|20)[0-9]{2}|last\s+(?:year|month)|(?:january|february|march|april|may|june|july|august|september"
    r"|october|november|december)))\b",
    re.I,
)


def asks_total(question: Question) -> bool:
    """Tell whether a question asks for all of one event so far, and not for a total beyond it."""
    return bool(_TOTAL_ASKED_RE.search(question.text)) and not _WIDE_ASKED_RE.search(question.text)


def asked_day(question: Question, published: date | None) -> Scope | None:
    """Return the day that a question asks a figure of: "cancelled on Monday"; None where it is an event's day."""
    text = question.text
    match = _DAY_ASKED_RE.search(text)
    if match:
        frame = _TOLD_ON_RE.search(text) or _FRAME_RE.search(text, 0, match.start())
        return None if frame else Scope(Reach.DAY, weekday=_WEEKDAYS.index(match["day"].lower()))
    for span in times(text, published) if any(letter.isdigit() for letter in text) else ():
        if span.granularity == "day" and span.since and span.since == span.until:
            frame = _FRAME_RE.search(text, 0, span.start) or _UP_TO_RE.search(text, 0, span.start)
            return None if frame else _on(date.fromisoformat(span.since[:10]))
    return None


def _on(day: date) -> Scope:
    return Scope(Reach.DAY, day, day.weekday())


# -- what a text ties a figure to --------------------------------------------------------------------------------------

_UP_TO_RE = re.compile(
    r"\b(?:since|until|till|by|before|after|from|as\s+of|for\s+the\s+first\s+time\s+since)\s+$", re.I
)
_SINCE_RE = re.compile(
    rf"\b(?:since\s+(?:{_WEEKDAY}|last|the|it|its|then)\b|so\s+far\b|to\s+date\b|in\s+(?:total|all)\b|altogether\b|overall\b|by\s+now\b"
    rf"|by\s+(?:\w+\s+)?{_WEEKDAY}|up\s+to\s+now\b)",
    re.I,
)
#: Between a figure and a day these make the day another event's: "cancelled 40 trains after talks broke down on Friday".
_APART_RE = re.compile(r"\b(?:after|before|because|since|that|which|who|until|till|than)\b|;|\.\s", re.I)
#: A count that has come to so many is of the day on which that is told, and of no other.
_RISEN_RE = re.compile(
    r"\b(?:(?:ris\w+|rose|climb\w*|grew|grown|fall\w*|fell|revised|raised|lowered)\s+(?:[\w'’]+\s+){0,3}to|stands?\s+at)\b",
    re.I,
)
_PIECE_END_RE = re.compile(r";|,\s+(?:and|but|while)\s")


def scope(claim: Claim) -> Scope:
    """Return the time that a claim's figure is of, by the words nearest to it in what is stated."""
    return _scope(
        claim.statement.text,
        claim.reading.span.start - claim.statement.start,
        claim.reading.span.end - claim.statement.start,
        _published(claim),
    )


@lru_cache(maxsize=1024)
def _scope(text: str, start: int, end: int, published: date | None) -> Scope:
    others = [q for q in quantities(text) if q.kind not in ("ordinal", "age")]
    left = max((q.end for q in others if q.end <= start), default=0)
    right = min((q.start for q in others if q.start >= end), default=len(text))
    days = [s for s in times(text, published) if s.granularity == "day" and s.since and s.since == s.until]
    behind = [s for s in days if end <= s.start < right and not _APART_RE.search(text, end, s.start)]
    ahead = [s for s in days if left <= s.start and s.end <= start and not _APART_RE.search(text, s.end, start)]
    # "On Tuesday 97 trains were cancelled, 20 of them in the north": the day opens the sentence for both.
    opening = [s for s in days if s.end <= left and not text[: s.start].strip(" \"“‘'").removesuffix("On").strip()]
    near = [*behind[:1], *ahead[-1:], *opening[:1]]
    opens = max((m.end() for m in _PIECE_END_RE.finditer(text, left, start)), default=left)
    closes = next((m.start() for m in _PIECE_END_RE.finditer(text, end, right)), right)
    piece = text[opens:closes]
    for span in near:
        if not _UP_TO_RE.search(text, 0, span.start):
            return _on(date.fromisoformat((span.since or "")[:10]))
    return Scope(Reach.TOTAL) if _SINCE_RE.search(piece) else Scope(Reach.UNKNOWN)


def _published(claim: Claim) -> date | None:
    try:
        return date.fromisoformat((claim.article.published or "")[:10])
    except ValueError:
        return None


# -- which claims answer -----------------------------------------------------------------------------------------------

#: What is counted day by day: a sentence without a day tells of the one on which it is printed, or of the day before.
_DAILY = frozenset({"cancel", "attend", "arrest", "affect", "strand"})


def of_time_asked(claims: Sequence[Claim], question: Question) -> list[Claim]:
    """Keep the figures of the day, or of the total, that a question asks for; all of them where it names neither."""
    if question.kind not in (Kind.COUNT, Kind.MONEY, Kind.PERCENT, Kind.MEASURE):
        return list(claims)
    kept = list(claims)
    if any(asked_day(question, _published(claim)) for claim in claims):
        told = [scope(claim) for claim in claims]
        days = {(s.day, s.weekday) for s in told if s.reach is Reach.DAY}
        kept = [
            claim
            for claim, own in zip(claims, told, strict=True)
            if _is_of_day(claim, own, question, series=len(days) > 1)
        ]
    elif asks_total(question):
        totals = [claim for claim in claims if scope(claim).reach is Reach.TOTAL]
        kept = totals or kept
    return of_rate_asked(kept, question)


def _is_of_day(claim: Claim, own: Scope, question: Question, *, series: bool) -> bool:
    published = _published(claim)
    asked = asked_day(question, published)
    if asked is None:
        return True
    if own.reach is Reach.DAY:
        return own.is_of(asked) or bool(_RISEN_RE.search(claim.statement.text))
    if own.reach is Reach.TOTAL:
        return False
    if published is None:
        return True
    today, before = _on(published), _on(published - timedelta(days=1))
    # Where others give day after day, a figure without a day is that of the day on which it is printed.
    if series:
        return today.is_of(asked)
    if question.predicates & _DAILY:
        return today.is_of(asked) or before.is_of(asked)
    return True


# -- so much a day -----------------------------------------------------------------------------------------------------

_PERIOD = r"(?P<unit>hour|day|night|week|month|year)"
#: After an amount: "24 million euros a day", "€100,000 per day", "4 million daily".
_RATE_RE = re.compile(
    rf"\s*,?\s*(?:(?:an?|per|each|every|for\s+(?:each|every))\s+(?:\w+\s+)?{_PERIOD}\b|(?P<ly>hourly|daily|nightly|weekly|monthly"
    r"|yearly|annually))",
    re.I,
)
#: Before an amount: "for each day on which …, 100,000 euros", "a daily loss of 4 million".
_RATE_LEFT_RE = re.compile(
    r"\b(?:(?:each|every|per)\s+(?P<unit>hour|day|night|week|month|year)|(?P<ly>hourly|daily|nightly|weekly|monthly|yearly|annual))\b"
    r"[^.;:]{0,70}$",
    re.I,
)
# "How much does a night cost" asks for one, not for so much a night.
_RATE_ASKED_RE = re.compile(
    rf"(?<!does\s)(?<!did\s)(?<!will\s)(?<!would\s)\b(?:(?:an?|per|each|every)\s+{_PERIOD}|(?P<ly>hourly|daily|nightly|weekly|monthly|yearly|annual(?:ly)?))\b",
    re.I,
)
_ADVERBS = {"hourly": "hour", "daily": "day", "nightly": "night", "weekly": "week", "monthly": "month"}
_ADVERBS |= {"yearly": "year", "annually": "year", "annual": "year"}
#: Whatever is paid by the year or month goes without saying so: salaries, rents.
_SHORT = frozenset({"hour", "day", "night", "week"})
_DONE_RE = re.compile(r"\bhow\s+(?:much|many)\s+(?:\w+\s+){0,3}?(?:did|has|have|had|was|were)\b", re.I)
_GOES_ON_RE = re.compile(r"\b(?:does|do|is|are)\b.*\b(?:cost|costing|los(?:e|ing)|spend(?:ing)?)\b", re.I)


def _unit(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    unit = match["unit"] or _ADVERBS.get((match["ly"] or "").lower())
    return unit.lower() if unit else None


def rate(text: str, start: int, end: int) -> str | None:
    """Return the period for which an amount is due or lost again and again: "day" for "4 million euros a day"."""
    return _unit(_RATE_RE.match(text, end)) or _unit(_RATE_LEFT_RE.search(text, 0, start))


def _rate(claim: Claim) -> str | None:
    base, span = claim.statement.start, claim.reading.span
    return rate(claim.statement.text, span.start - base, span.end - base)


def of_rate_asked(claims: list[Claim], question: Question) -> list[Claim]:
    """Keep what is so much a day where the question asks so; else, beside totals, what fits its tense."""
    if question.kind not in (Kind.MONEY, Kind.COUNT, Kind.MEASURE):
        return claims
    asked = _unit(_RATE_ASKED_RE.search(question.text))
    if asked and (asked in _SHORT or any(_rate(claim) == asked for claim in claims)):
        return [claim for claim in claims if _rate(claim) == asked]
    if asks_total(question):
        return [claim for claim in claims if _rate(claim) not in _SHORT]
    rates = [claim for claim in claims if _rate(claim) in _SHORT]
    if not rates or len(rates) == len(claims) or question.kind is not Kind.MONEY:
        return claims
    # Sums of a day and of all days are no two answers to one question.
    if _DONE_RE.search(question.text):
        return [claim for claim in claims if claim not in rates]
    return rates if _GOES_ON_RE.search(question.text) else claims
