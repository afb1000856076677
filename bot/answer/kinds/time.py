"""Times of events: when what the question asks about happened, or will."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.answer.clauses import Asked, asked, clauses, main_group
from bot.answer.event import forms_of
from bot.answer.kinds import register
from bot.answer.kinds.unreal import in_power, would_have
from bot.answer.kinds.when import asked_events, asks, event_of, words_of
from bot.answer.origins import answers_to
from bot.answer.predicates import predicates
from bot.answer.times import TimeSpan, combine, times
from bot.answer.types import Reading, Span, Stance
from bot.answer.values import Relation
from bot.answer.words import stem, stems, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.types import Question, Statement
    from bot.answer.values import Value

#: Hours by which a day may differ where two texts use their own time zones: news rarely names the zone.
_ZONE_SLACK = timedelta(hours=8)
#: How far apart two times of day may be and still be one, in minutes: "2 pm" covers 14:07, "about 2 pm" more.
_HOUR_SLACK, _ABOUT_SLACK = 30, 60
#: Days by which an approximate day may be off.
_DAY_SLACK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Time:
    """A closed interval of time, as precise as the text; without dates where it cannot be resolved."""

    start: str | None
    end: str | None
    #: minute, hour, day, month, year; None when it cannot be resolved.
    granularity: str | None
    approximate: bool
    #: As printed.
    text: str
    #: The event comes at this time or later ("withheld until …").
    not_before: bool = False

    @property
    def kind(self) -> str:
        """Always "time"."""
        return "time"

    @property
    def resolved(self) -> bool:
        """True when it has a date on at least one side."""
        return self.start is not None or self.end is not None

    def relation(self, other: Value) -> Relation:
        """Compare at the coarser precision; what cannot be resolved is only ever the same by its words."""
        if not isinstance(other, Time):
            return Relation.INCOMPATIBLE
        if not (self.resolved and other.resolved):
            same = self.resolved == other.resolved and _bare(self.text) == _bare(other.text)
            same = same and self.not_before == other.not_before
            return Relation.SAME if same else Relation.COMPATIBLE
        moment, rival = self._moment(), other._moment()
        if moment and rival:
            return _compare_moments(self, moment, other, rival)
        if rival:
            return _moment_in_days(rival, self)
        if moment:
            return _moment_in_days(moment, other)
        return _compare_days(self, other)

    @property
    def not_after(self) -> bool:
        """True for "by June 30" and "within 30 days"."""
        return self.start is None and (self.end is not None or self.text.lower().startswith("within"))

    def _moment(self) -> datetime | None:
        """Return the moment, where one with a time of day is meant."""
        if self.granularity not in ("hour", "minute") or self.start is None or self.start != self.end:
            return None
        return datetime.fromisoformat(self.start)

    def days(self) -> tuple[date, date]:
        """Return the first and the last day; an open end is the end of the calendar."""
        return _first_day(self.start), _last_day(self.end)

    def as_json(self) -> dict[str, Any]:
        """Return {"kind": "time", "start", "end", "granularity", "approximate", "text"}."""
        return {
            "kind": self.kind,
            "start": self.start,
            "end": self.end,
            "granularity": self.granularity,
            "approximate": self.approximate,
            "text": self.text if self.resolved else str(self),
        }

    def __str__(self) -> str:
        if not self.resolved:
            return f"not before {_LEAST_RE.sub('', self.text)}" if self.not_before else self.text
        if self.start is None:
            return f"by {_human(self.end or '', self.granularity, False)}"
        shown = _human(self.start, self.granularity, self.approximate)
        if self.end is None:
            return f"not before {shown}"
        return shown if self.end == self.start else f"{shown} to {_human(self.end, self.granularity, False)}"


_LOOSE_WORDS = frozenset("the a an at least about around their his her its on in".split())


def _bare(text: str) -> tuple[str, ...]:
    """Return the words by which two unresolved times are told apart."""
    found = tuple(token.lower() for token in tokens(text))
    return tuple(token for token in found if token not in _LOOSE_WORDS) or found or (text,)


_LEAST_RE = re.compile(r"^at\s+least\s+", re.I)
_DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _human(stamp: str, granularity: str | None, approximate: bool) -> str:
    if granularity == "year" or len(stamp) == 4:  # "2019"
        return stamp
    year, month = stamp[:4], _MONTH_NAMES[int(stamp[5:7]) - 1]
    if len(stamp) == 7:  # "2026-03"
        return f"{month} {year}"
    day = date.fromisoformat(stamp[:10])
    shown = f"{_DAY_NAMES[day.weekday()]} {day.day} {month} {day.year}"
    if len(stamp) == 10:
        return f"about {shown}" if approximate else shown
    moment = datetime.fromisoformat(stamp)
    hour, half = moment.hour % 12 or 12, "am" if moment.hour < 12 else "pm"
    clock = f"{hour} {half}" if granularity == "hour" else f"{hour}:{moment.minute:02d} {half}"
    return f"{shown}, {'about ' if approximate else ''}{clock}{_zone(moment)}"


def _zone(moment: datetime) -> str:
    shift = moment.utcoffset()
    if shift is None:
        return ""
    minutes = int(shift.total_seconds()) // 60
    if not minutes:
        return " (UTC)"
    hours, rest = divmod(abs(minutes), 60)
    return f" (UTC{'−' if minutes < 0 else '+'}{hours}{f':{rest:02d}' if rest else ''})"


def _first_day(stamp: str | None) -> date:
    if stamp is None:
        return date.min
    return date.fromisoformat((stamp + "-01-01")[:10] if len(stamp) == 4 else (stamp + "-01")[:10])


def _last_day(stamp: str | None) -> date:
    if stamp is None:
        return date.max
    if len(stamp) == 4:
        return date(int(stamp), 12, 31)
    if len(stamp) == 7:
        year, month = int(stamp[:4]), int(stamp[5:7])
        return (date(year + month // 12, month % 12 + 1, 1) if (year, month) < (9999, 12) else date.max) - timedelta(1)
    return date.fromisoformat(stamp[:10])


def _compare_moments(a: Time, moment: datetime, b: Time, rival: datetime) -> Relation:
    if (moment.tzinfo is None) != (rival.tzinfo is None):
        # One text leaves the zone out: the same clock is the same moment said more loosely.
        moment, rival = moment.replace(tzinfo=None), rival.replace(tzinfo=None)
        if moment == rival:
            return Relation.REFINES
        return Relation.INCOMPATIBLE if abs(moment - rival) > 2 * _ZONE_SLACK else Relation.COMPATIBLE
    gap = abs((moment - rival).total_seconds()) / 60
    if gap == 0:
        return Relation.SAME if a.granularity == b.granularity else Relation.REFINES
    slack = (
        _ABOUT_SLACK
        if a.approximate or b.approximate
        else _HOUR_SLACK
        if "hour" in (a.granularity, b.granularity)
        else 0
    )
    if gap > slack or (a.granularity == b.granularity == "hour" and not (a.approximate or b.approximate)):
        return Relation.INCOMPATIBLE
    return Relation.COMPATIBLE if a.granularity == b.granularity else Relation.REFINES


def _moment_in_days(moment: datetime, days: Time) -> Relation:
    first, last = days.days()
    if first <= moment.date() <= last:
        return Relation.REFINES
    near = [_shifted(moment, -_ZONE_SLACK), _shifted(moment, _ZONE_SLACK)]
    if days.approximate:
        near += [_shifted(moment, -_DAY_SLACK), _shifted(moment, _DAY_SLACK)]
    return Relation.COMPATIBLE if any(first <= day <= last for day in near) else Relation.INCOMPATIBLE


def _shifted(moment: datetime, step: timedelta) -> date:
    """Return the day of a moment moved by a step, or its own at the ends of the calendar."""
    if not date.min.toordinal() + 2 < moment.toordinal() < date.max.toordinal() - 2:
        return moment.date()
    return (moment + step).date()


def _compare_days(a: Time, b: Time) -> Relation:
    (low, high), (first, last) = a.days(), b.days()
    if (low, high) == (first, last):
        return Relation.SAME if a.granularity == b.granularity else Relation.REFINES
    if high < first or last < low:
        gap = first - high if high < first else low - last
        return Relation.COMPATIBLE if (a.approximate or b.approximate) and gap <= _DAY_SLACK else Relation.INCOMPATIBLE
    inside = (low >= first and high <= last) or (first >= low and last <= high)
    return Relation.REFINES if inside else Relation.COMPATIBLE


# --- The reader.

_SINCE_RE = re.compile(r"\b(?:since|than|unlike)\s+(?:in\s+|on\s+)?$", re.I)
_BY_RE = re.compile(r"\b(?:by|before|no\s+later\s+than|not\s+later\s+than|ahead\s+of)\s+$", re.I)
_UNTIL_RE = re.compile(r"\b(?:until|till|before)\s+(?:at\s+least\s+)?(?:at\s+|on\s+)?$", re.I)
_LASTS_RE = re.compile(r"\b(?:until|till)\s+(?:at\s+least\s+)?(?:at\s+|on\s+)?$", re.I)
#: "When will people be let back", "when does the road reopen": what stays shut until Monday opens no sooner.
_BACK_ASKED_RE = re.compile(
    r"\b(?:re-?open\w*|open(?:s|ed)?\s+again|(?:let|allowed|go|get|come|move|return)\s+(?:back|home|again|in)|return|be\s+back|resume[sd]?)\b",
    re.I,
)
_SHUT_RE = re.compile(
    r"\b(?:clos(?:ed?|es|ing)|shut|evacuated|barred|off\s+limits|sealed\s+off|cordoned|suspended|banned|stay\s+away|cancelled|out\s+of\s+(?:service|use))\b",
    re.I,
)
_HELD_RE = re.compile(
    r"\b(?:withheld|withhold|held\s+back|postponed|delayed|deferred|put\s+off|not|never)\b|n['’]t\b", re.I
)
_WITHHELD_RE = re.compile(r"\b(?:withheld|withhold|held\s+back)\b", re.I)
_OTHER_RE = re.compile(
    r"\b(?:(?:second|third|fourth|fifth|latest)\s+(?:such\s+)?\w+\s+(?:in|of|this|since)|similar|previous|previously|another|last\s+such|deadliest|worst|biggest|anniversary|compared|earlier\s+\w+\s+in)\b",
    re.I,
)
_POSSESSIVE_RE = re.compile(r"['’]s\s+")
#: A possessive time belongs to the noun that follows within this many characters: "Thursday's fatal crash".
_POSSESSIVE_REACH = 30


@dataclass(frozen=True, slots=True)
class TimeKind:
    """Reads when something happened."""

    name: str = "time"

    def read(self, statement: Statement, question: Question) -> Iterator[Reading]:
        """Yield the times of the clauses that state the event."""
        said = _SAID_WHEN_RE.match(question.text.strip())
        if said:
            spoken = list(_said_at(statement, said["who"], said["what"]))
            if spoken or not _THING_ALONE_RE.fullmatch(said["what"]):
                yield from spoken
                return
        told = _TOLD_WHEN_RE.match(question.text.strip())
        if told:
            yield from _said_at(statement, None, told["what"])
        text = words_of(statement, event_of(question.text))
        if asks(statement):
            return
        found = _joined(text, times(text, day_of(statement.article.published)))
        if not found:
            return
        found = tuple(_dated(span, statement) for span in found)
        given: set[tuple[int, int]] = set()
        noun = (named := event_of(question.text)) is not None and named.noun
        opening = question.text.lower().split()[0]
        group = {"since": "start", "from": "start", "until": "until", "till": "until"}.get(
            opening, main_group(question)
        )
        out = list(_until(statement, question, found, opening))
        given |= {(r.span.start - statement.start, r.span.end - statement.start) for r in out}
        # "When will the strike be over": at no time at which it began.
        over = noun and _ENDS_ASKED_RE.match(question.text) is not None
        for event in () if over else _events(statement, question):
            if would_have(text, event.start) or in_power(text, event.start, event.end):
                continue
            for span in found:
                value = _value(text, event, span, group)
                if value is not None and noun and _of_neighbour(text, event, span, found):
                    continue  # "wind on Friday and rain on Sunday"
                if value is None or (event.negated and not value.not_before) or (span.start, span.end) in given:
                    continue
                given.add((span.start, span.end))
                where = Span(statement.start + span.start, statement.start + span.end)
                stance = Stance.HEDGE if event.hedged else Stance.ASSERT
                out.append(Reading(value, where, event.confidence, stance, earlier=_earlier(text, event, span)))
        # "On Saturday, six days after the vote": the day says all that the distance does.
        dated = any(isinstance(reading.value, Time) and reading.value.resolved for reading in out)
        apart = {(statement.start + span.start, statement.start + span.end) for span in found if span.relative}
        yield from (r for r in out if not (dated and (r.span.start, r.span.end) in apart))


def _until(statement: Statement, question: Question, found: tuple[TimeSpan, ...], opening: str) -> Iterator[Reading]:
    """Yield until when something lasts: "no strike until 23 October"; or when, at the earliest, it is open again."""
    back = _BACK_ASKED_RE.search(question.text)
    ends = _ENDS_ASKED_RE.match(question.text)
    if opening not in ("until", "till") and not back and not ends:
        return
    text = statement.text
    what = ends["what"].split() if ends else question.about
    asked_of = frozenset(stem(word) for word in what) - _UNTIL_EMPTY
    nouns = re.compile(_any_of(forms_of(what[-1])), re.I) if ends and forms_of(what[-1]) else None
    for span in found:
        left, right = next(((a, b) for a, b in clauses(text) if a <= span.start < b), (0, len(text)))
        negated = _NOT_RE.search(text, left, span.start) is not None
        if negated and not back and not _BARRED_RE.search(question.text):
            continue  # "no strike until Friday" is not how long the strike lasts
        if ends and _BARRED_RE.search(text, left, span.start) and not _BARRED_RE.search(question.text):
            continue  # "the ban on strikes applies until October"
        left = 0 if ends and _PLANNED_RE.match(text, left) else left
        shared = asked_of & stems(text[left:right])
        shared = shared or (asked_of if nouns and nouns.search(text, left, span.start) else shared)
        if not _LASTS_RE.search(text[max(0, span.start - 25) : span.start]) or not shared:
            continue
        if not back and 2 * len(shared) < len(asked_of):
            continue  # until when another thing lasts
        where = Span(statement.start + span.start, statement.start + span.end)
        if not back:
            yield Reading(time_at(span), where, confidence=0.65)
        elif _SHUT_RE.search(text, left, span.start):
            yield Reading(replace(time_at(span), end=None, not_before=True), where, confidence=0.7)


#: "When is the strike due to end": at what it lasts until.
_ENDS_ASKED_RE = re.compile(
    r"when\s+(?:is|are|was|were|will|does|do|would)\s+(?:the\s+)?(?P<what>[\w’'-]+(?:\s+[\w’'-]+){0,4}?)\s+"
    r"(?:(?:due|expected|supposed|scheduled|set|going|meant|planned)\s+to\s+)?(?:end|be\s+over|finish|expire|stop|run\s+out)\b",
    re.I,
)


#: "Strike since midnight, planned until Wednesday": what is planned stands before.
_PLANNED_RE = re.compile(r"\W*(?:and\s+)?(?:planned|scheduled|due|set|called|meant)\b", re.I)


def _any_of(forms: tuple[str, ...]) -> str:
    return r"\b(?:" + "|".join(re.escape(form) for form in forms) + r")\b"


def _of_neighbour(text: str, event: Asked, span: TimeSpan, found: tuple[TimeSpan, ...]) -> bool:
    """Tell whether a time before an event's noun is that of what stands before its "and"."""
    if span.end > event.start or " and " not in text[span.end : event.start + 1]:
        return False
    return any(event.end <= other.start < event.right for other in found)


_NOT_RE = re.compile(r"\b(?:no|not|never|nobody|nor)\b|n['’]t\b", re.I)
_BARRED_RE = re.compile(
    r"\b(?:forbidden|bann?ed|bans?|injunctions?|prohibited|barred|closed|shut|suspended|stopped|illegal|outlawed|blocked|halted|off\s+limits|cancelled|no|not)\b",
    re.I,
)
#: Stems of words of such a question that name nothing.
_UNTIL_EMPTY = frozenset(
    stem(word)
    for word in "date day time people residents let allowed back home again reopen open return resume go get come until when".split()
)


def _events(statement: Statement, question: Question) -> Iterator[Asked]:
    """Yield where a statement tells of the event whose time is asked for."""
    text, event = statement.text, event_of(question.text)
    if event is None:
        yield from asked(text, question)
        return
    group = main_group(question)
    first = event.word.split()[0]
    named = any(p.group == group and first in question.text[p.start : p.end].lower() for p in predicates(question.text))
    if named and (event.sudden or not (event.noun and event.forms)):
        yield from asked(text, question)
    if event.forms or not named:
        yield from asked_events(statement, question, event)


#: Before or after a time, within its clause: the event was to come then, and no longer is.
_FIRST_RE = re.compile(
    r"\b(?:had\s+(?:at\s+first|first|earlier|initially|originally|previously)|at\s+first|initially|originally|previously)\b",
    re.I,
)
_NOT_THEN_RE = re.compile(r"\b(?:not|instead\s+of|rather\s+than|from)\s+(?:on\s+|in\s+|at\s+)?$", re.I)
_AS_FIRST_RE = re.compile(r"\s*,?\s*(?:as\s+)?(?:first|originally|initially|earlier|previously)\s+\w+", re.I)


def _earlier(text: str, event: Asked, span: TimeSpan) -> bool:
    """Tell whether a sentence gives a time as one that no longer holds: "not on Wednesday as first announced"."""
    if _AS_FIRST_RE.match(text, span.end) or _NOT_THEN_RE.search(text, event.left, span.start):
        return True
    return _FIRST_RE.search(text, max(event.left, span.start - _FIRST_REACH), span.start) is not None


#: Characters between "had at first spoken of" and the time: a few words.
_FIRST_REACH = 50
#: Characters before a sentence in which the day of a lone time of day stands: about two paragraphs.
_DAY_REACH = 900


def _dated(span: TimeSpan, statement: Statement) -> TimeSpan:
    """Give a time of day without a day the day that the article last named before it."""
    if not span.clock or span.since:
        return span
    article = statement.article
    before = article.text[max(0, statement.start - _DAY_REACH) : statement.start]
    known = times(before, day_of(article.published))
    days = [
        day
        for day in known
        if day.granularity == "day" and day.since and day.since == day.until and not day.approximate
    ]
    # With several days told, whose hour it is would be a guess.
    whole = combine(days[-1], span) if len({day.since for day in days}) == 1 else None
    return replace(whole, start=span.start, end=span.end, text=span.text) if whole else span


_SAID_WHEN_RE = re.compile(
    r"^when\s+(?:did|does|has|have|had)\s+(?P<who>.{2,60}?)\s+(?:confirm|announce|say|state|report|deny|acknowledge|admit"
    r"|claim|reveal|declare)(?:ed)?\s+(?:that\s+)?(?P<what>.+?)\??$",
    re.I,
)


#: "When did the airline announce the cuts": a thing, which a sentence may tell of by the verb itself.
_THING_ALONE_RE = re.compile(r"(?:the|its|his|her|their|an?)\s+(?:[\w-]+\s+){0,2}[\w-]+", re.I)
#: "When was the takeover announced": by whomever.
_TOLD_WHEN_RE = re.compile(
    r"^(?:when|on\s+(?:what|which)\s+(?:day|date))\s+(?:was|were|is)\s+(?P<what>.{2,120}?)\s+"
    r"(?:announced|confirmed|reported|revealed|disclosed|made\s+public)\??$",
    re.I,
)


def _said_at(statement: Statement, who: str | None, what: str) -> Iterator[Reading]:
    """Yield when somebody said something: the time of saying, and no time of what was said."""
    speaker, when, wanted = statement.speaker, statement.said_at, stems(what)
    if speaker is None or when is None or (who is not None and not answers_to(speaker, who)):
        return
    groups = {found.group for found in predicates(what)} & {found.group for found in predicates(statement.text)}
    if not groups and 2 * len(wanted & stems(statement.text)) < max(1, len(wanted)):
        return
    whole = statement.sentence.text
    at = whole.find(when)
    for span in times(whole, day_of(statement.article.published)):
        if at >= 0 and at <= span.start < at + len(when):
            where = Span(statement.start + span.start, statement.start + span.end)
            yield Reading(time_at(span), where, confidence=0.75)


def time_at(span: TimeSpan) -> Time:
    """Return a time in a text as a value."""
    return Time(span.since, span.until, span.granularity, span.approximate, span.text)


def day_of(published: str | None) -> date | None:
    """Return the day of publication; None when it is unknown or less than a day is known."""
    match = re.match(r"\d{4}-\d{2}-\d{2}", published or "")
    if not match:
        return None
    year, month, day = (int(part) for part in match[0].split("-"))
    last = _last_day(f"{year:04d}-{month:02d}").day if year >= 1 and 1 <= month <= 12 else 0
    return date(year, month, day) if 1 <= day <= last else None


def _joined(text: str, found: tuple[TimeSpan, ...]) -> tuple[TimeSpan, ...]:
    """Give a lone time of day the only day of its sentence: "On March 12 the train left … at 2 pm"."""
    clocks = [span for span in found if span.clock and not span.since]
    days = [span for span in found if span.granularity == "day" and span.since and not span.clock]
    if len(clocks) != 1 or len(days) != 1:
        return tuple(span for span in found if span not in clocks or len(days) == 0)
    whole = combine(days[0], clocks[0])
    since = _SINCE_RE.search(text[max(0, clocks[0].start - 12) : clocks[0].start])
    if since and _LASTS_RE.search(text[max(0, days[0].start - 25) : days[0].start]):
        return tuple(days)  # "since midnight, until Wednesday night": two times
    if whole is None:
        return found
    kept = replace(whole, start=clocks[0].start, end=clocks[0].end)
    return tuple(sorted((kept, *(s for s in found if s not in clocks and s not in days)), key=lambda s: s.start))


_NO_EVENT_RE = re.compile(r"\b(?:before|after)\s+(?:the\s+time|that|this|then|it)\b", re.I)


def _value(text: str, event: Asked, span: TimeSpan, group: str | None) -> Time | None:
    """Return the span as the time of the event; None when it is the time of something else."""
    if not event.left <= span.start < event.right and not (span.relative and event.left <= span.start <= event.right):
        return None
    if span.relative and _NO_EVENT_RE.search(span.text):
        return None  # "an hour before the time that the police give" is told of no event
    if span.relative and event.end > span.start:
        return None  # "hours after the plane crashed" tells nothing about when it crashed
    before = text[max(0, span.start - 25) : span.start]
    if _SINCE_RE.search(before) and group not in ("start", "end"):
        return None
    if _OTHER_RE.search(text, max(event.left, min(event.start, span.start) - 30), max(event.end, span.start)):
        return None
    owner = _POSSESSIVE_RE.match(text, span.end)
    if owner and not owner.end() <= event.start <= owner.end() + _POSSESSIVE_REACH:
        return None
    plain = time_at(span)
    if _LASTS_RE.search(before) and not _HELD_RE.search(text, event.left, span.start) and group not in ("end", "until"):
        return None  # "holders have until June 30 to choose a seat at the replay"
    if _UNTIL_RE.search(before) and _HELD_RE.search(text, event.left, span.start):
        if _WITHHELD_RE.search(text, event.left, span.start) and group != "release":
            return None  # "the names of the dead are withheld until …" is no time of a death
        return replace(plain, end=None, not_before=True)
    if _BY_RE.search(before):
        return replace(plain, start=None)
    return plain


#: The registered reader.
KIND = register(TimeKind())
