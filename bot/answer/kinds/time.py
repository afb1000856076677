"""Times of events: when what the question asks about happened, or will."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from bot.answer.kinds import register
from bot.answer.predicates import GROUPS, predicates
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


# --- Which clause the question asks about; place.py and person.py use it too.

_BREAK_RE = re.compile(
    r"""
    [;:!?—–]|\.(?=\s|$)|,(?!\d)|(?<=\s)-(?=\s)
  | \b(?:while|when|whilst|after|before|since|because|although|though|until|unless|if|whereas|but|however|and|or
      |which|who|whose|that|where|as)\b
    """,
    re.X | re.I,
)
_FINITE_RE = re.compile(
    r"""\b(?:is|are|was|were|be|been|being|has|have|had|will|would|may|might|could|can|should|must|shall|do|does|did
    |went|came|took|began|fell|rose|made|gave|got|left|met|won|lost|hit|broke|held|said|told|saw|ran|struck|shot|sank
    |flew|drove|died|fled|sent|set|cut|led|paid|built|bought|sold|found|kept|brought|caught|\w{2,}ed)\b""",
    re.X | re.I,
)
_PRONOUN_RE = re.compile(r"\b(?:it|he|she|they|this|its|his|her|their)\b", re.I)
#: What happens when a group happens: to be shot down is to crash, and a shooting is an attack.
_ALSO = {
    "crash": frozenset({"shoot_down"}),
    "attack": frozenset({"shoot"}),
    "win": frozenset(),
    "displace": frozenset(),
}
#: Groups of words for anything at all ("start", "close"): only with a word of the question beside them.
_LOOSE = frozenset(
    [
        "start",
        "end",
        "open",
        "close",
        "release",
        "rise",
        "fall",
        "lose",
        "win",
        "cost",
        "pay",
        "buy",
        "sell",
        "earn",
        "agree",
        "approve",
        "cancel",
        "vote",
        "attend",
        "appoint",
        "confirm",
        "deny",
        "land",
        "sentence",
        "charge",
        "dismiss",
        "resign",
        "investigate",
    ]
)
#: Groups of sudden events that "the incident occurred" speaks of again.
_EVENTS = frozenset(
    ["crash", "shoot_down", "attack", "shoot", "die", "injure", "burn", "destroy", "abduct", "casualty"]
)
_OCCURRED_RE = re.compile(
    r"\b(?:incident|accident|event|tragedy|disaster|attack|crash|collision|it|this)\s+(?:had\s+|has\s+)?"
    r"(?P<verb>occurred|happened|took\s+place|unfolded)\b",
    re.I,
)
_NOT_RE = re.compile(r"\b(?:not|never|no|without|nor)\b|n['’]t\b", re.I)


#: A longer "sentence" is a table or a listing: nothing is read from it. In characters.
LONGEST_SENTENCE = 4000


@dataclass(frozen=True, slots=True)
class Asked:
    """A place in a text that states what the question asks about."""

    #: The word or words of the event.
    start: int
    end: int
    #: The clause that holds them.
    left: int
    right: int
    negated: bool
    hedged: bool
    #: Share of such matches expected to be right: lower without a word of the question beside the event.
    confidence: float


def clauses(text: str) -> tuple[tuple[int, int], ...]:
    """Return the clauses of a sentence in order: pieces between conjunctions and commas that hold a verb.

    A piece without a verb belongs to its left neighbour; at the start, to its right one.
    """
    verbs = sorted({match.start() for match in _FINITE_RE.finditer(text)} | {p.start for p in predicates(text)})
    starts = [0, *(match.start() for match in _BREAK_RE.finditer(text)), len(text)]
    out: list[tuple[int, int]] = []
    pending, at = 0, 0
    for left, right in pairwise(starts):
        while at < len(verbs) and verbs[at] < left:
            at += 1
        has_verb = at < len(verbs) and verbs[at] < right
        if has_verb and out and _coordinated(text, left, right, verbs[at]):
            out[-1] = (out[-1][0], right)
        elif has_verb:
            out.append((pending, right))
        elif out:
            out[-1] = (out[-1][0], right)
        pending = right if out else 0
    return tuple(out) or ((0, len(text)),)


_AND_RE = re.compile(r"(?:,\s*)?\b(?:and|or)\s+(?:\w+ly\s+)?$", re.I)


_AUXILIARY_RE = re.compile(r"(?:is|are|was|were|has|have|had|will|would|may|might|could)\b", re.I)


def _coordinated(text: str, left: int, right: int, verb: int) -> bool:
    """Return whether a piece only adds a second verb: "was targeted and struck by a missile"."""
    return bool(_AND_RE.match(text[left : min(verb, left + 40)])) and not _AUXILIARY_RE.match(text, verb)


def main_group(question: Question) -> str | None:
    """Return the predicate group that a question turns on: its last one."""
    found = [p.group for p in predicates(question.text) if p.group in question.predicates]
    return found[-1] if found else min(question.predicates, default=None)


#: "Three other jets were also shot down": a further event, not the one asked about.
_ALSO_RE = re.compile(r"\b(?:was|were)\s+also\s+$", re.I)


def asked(text: str, question: Question) -> tuple[Asked, ...]:
    """Return where a text states the event that the question asks about, in order."""
    if len(text) > LONGEST_SENTENCE:
        return ()
    group = main_group(question)
    parts = clauses(text)
    if group is None:
        return tuple(_by_words(text, parts, question))
    found = sorted(_events(text, question, group))
    subject = _subject(question, group)
    out = []
    for left, right in parts:
        inside = [event for event in found if left <= event[0] < right and not _ALSO_RE.search(text[left : event[0]])]
        confidence = _match(text, left, right, subject, group) if inside else 0.0
        # "The deal was not signed": one denied word of the event denies it for its clause.
        negated = any(event[2] for event in inside)
        if confidence:
            out += [Asked(start, end, left, right, negated, hedged, confidence) for start, end, _, hedged in inside]
    return tuple(out)


def _events(text: str, question: Question, group: str) -> set[tuple[int, int, bool, bool]]:
    wanted = {group} | _ALSO.get(group, frozenset())
    found = {(p.start, p.end, p.negated, p.hedged) for p in predicates(text) if p.group in wanted}
    own = frozenset().union(
        *(stems(question.text[p.start : p.end]) for p in predicates(question.text) if p.group == group)
    )
    for match in re.finditer(r"[^\W\d_]+", text):
        if own and stem(match[0]) in own and not any(start <= match.start() < end for start, end, _, _ in found):
            negated = _NOT_RE.search(text, max(0, match.start() - 20), match.start()) is not None
            found.add((*match.span(), negated, False))
    if group in _EVENTS:
        for match in _OCCURRED_RE.finditer(text):
            found.add((*match.span("verb"), False, False))
    return found


def _subject(question: Question, group: str) -> frozenset[str]:
    """Return the stems of the question's words other than its event: what it happened to."""
    forms = frozenset().union(*(stems(form) for form in GROUPS.get(group, frozenset())))
    own = frozenset().union(
        *(stems(question.text[p.start : p.end]) for p in predicates(question.text) if p.group == group), forms
    )
    return frozenset(stem(word) for word in question.about) - own - _EMPTY


#: Stems of words that a question about the time or place of an event may hold without naming anything.
_EMPTY = frozenset(
    stem(word)
    for word in ["time", "day", "date", "year", "place", "where", "when", "occur", "took", "take", "incident"]
)


def _match(text: str, left: int, right: int, subject: frozenset[str], group: str) -> float:
    """Return how sure it is that the event of a clause is the one asked about; 0 when it is not."""
    if not subject or subject & stems(text[left:right]):
        return 0.85
    if _PRONOUN_RE.search(text, left, right):
        return 0.75
    if subject & stems(text):
        return 0.7
    return 0.0 if group in _LOOSE else 0.65


def _by_words(text: str, parts: tuple[tuple[int, int], ...], question: Question) -> Iterator[Asked]:
    """Yield the clauses that hold at least half of the question's words, two where it has two."""
    words = frozenset(stem(word) for word in question.about) - _EMPTY
    if not words:
        return
    for left, right in parts:
        shared = words & stems(text[left:right])
        if 2 * len(shared) >= len(words) and len(shared) >= min(2, len(words)):
            verb = _FINITE_RE.search(text, left, right)
            start, end = verb.span() if verb else (left, right)
            negated = _NOT_RE.search(text, left, right) is not None
            yield Asked(start, end, left, right, negated, False, 0.6)


# --- The reader.

_SINCE_RE = re.compile(r"\b(?:since|than|unlike)\s+(?:in\s+|on\s+)?$", re.I)
_BY_RE = re.compile(r"\b(?:by|before|no\s+later\s+than|not\s+later\s+than|ahead\s+of)\s+$", re.I)
_UNTIL_RE = re.compile(r"\b(?:until|till|before)\s+(?:at\s+|on\s+)?$", re.I)
_HELD_RE = re.compile(
    r"\b(?:withheld|withhold|held\s+back|postponed|delayed|deferred|put\s+off|not|never)\b|n['’]t\b", re.I
)
_OTHER_RE = re.compile(
    r"\b(?:similar|previous|previously|another|last\s+such|deadliest|worst|biggest|anniversary|compared|earlier\s+\w+\s+in)\b",
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
        text = statement.text
        found = _joined(text, times(text, _anchor(statement.article.published)))
        if not found:
            return
        given: set[tuple[int, int]] = set()
        for event in asked(text, question):
            for span in found:
                value = _value(text, event, span, main_group(question))
                if value is None or (event.negated and not value.not_before) or (span.start, span.end) in given:
                    continue
                given.add((span.start, span.end))
                where = Span(statement.start + span.start, statement.start + span.end)
                yield Reading(value, where, event.confidence, Stance.HEDGE if event.hedged else Stance.ASSERT)


def _anchor(published: str | None) -> date | None:
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
    if whole is None:
        return found
    kept = replace(whole, start=clocks[0].start, end=clocks[0].end)
    return tuple(sorted((kept, *(s for s in found if s not in clocks and s not in days)), key=lambda s: s.start))


def _value(text: str, event: Asked, span: TimeSpan, group: str | None) -> Time | None:
    """Return the span as the time of the event; None when it is the time of something else."""
    if not event.left <= span.start < event.right and not (span.relative and event.left <= span.start <= event.right):
        return None
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
    plain = Time(span.since, span.until, span.granularity, span.approximate, span.text)
    if _UNTIL_RE.search(before) and _HELD_RE.search(text, event.left, span.start):
        return replace(plain, end=None, not_before=True)
    if _BY_RE.search(before):
        return replace(plain, start=None)
    return plain


#: The registered reader.
KIND = register(TimeKind())
