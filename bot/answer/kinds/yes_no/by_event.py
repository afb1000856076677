"""Yes or no by the event word of a question."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from bot.answer.kinds import kind as reader_of
from bot.answer.kinds.count import Count
from bot.answer.kinds.time import day_of, time_at
from bot.answer.kinds.yes_no.asked import asks_state, core_of, named_sort, other_words
from bot.answer.kinds.yes_no.coverage import covers
from bot.answer.kinds.yes_no.forms import forms_of
from bot.answer.kinds.yes_no.left_open import is_left_open
from bot.answer.kinds.yes_no.negation import denied_after, denies
from bot.answer.kinds.yes_no.order import settled, told_before
from bot.answer.kinds.yes_no.participants import Asked, asked_of, takes_part
from bot.answer.kinds.yes_no.parties import (
    about_others,
    by_whom,
    doer_of,
    of_another,
    other_person,
    placed,
)
from bot.answer.kinds.yes_no.value import YesNo
from bot.answer.predicates import Predicate, implied, predicates
from bot.answer.quantities import quantities
from bot.answer.question import analyse
from bot.answer.tally import counts_some
from bot.answer.times import times
from bot.answer.types import Kind, Question, Reading, Span, Stance, Statement
from bot.answer.values import Relation, Value
from bot.answer.words import STOP_WORDS, stems, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

_BE_BEFORE_RE = re.compile(
    r"\b(?:was|were|is|are|be|been|being|while|started|began|kept|of)(?:\s+(?:still|currently|now|not|already))?\s+$",
    re.IGNORECASE,
)
_DOINGS = frozenset(
    "mission operation exercise run trip effort campaign drill manoeuvre maneuver session tour work".split()
)


def by_time(statement: Statement, question: Question, groups: frozenset[str]) -> Iterator[Reading]:
    """Yield whether an event was when the question says: "did it crash on Friday"."""
    anchor = statement.article.published
    asked = [time_at(span) for span in times(question.hypothesis or question.text, day_of(anchor))]
    when = replace(question, kind=Kind.TIME, hypothesis=None, predicates=groups)
    for reading in reader_of(Kind.TIME).read(statement, when) if asked else ():
        relation = reading.value.relation(asked[0])
        if relation in (Relation.SAME, Relation.REFINES):
            yield replace(reading, value=YesNo(True))
        elif relation is Relation.INCOMPATIBLE:
            yield replace(reading, value=YesNo(False))


#: "Is it played on a Wednesday": of any week.
_ANY_DAY_RE = re.compile(r"\bon\s+an?\s+(?P<day>mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_WEEKDAYS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")


def by_time_of_words(statement: Statement, question: Question) -> Iterator[Reading]:
    """Yield whether what a question words was when it says: "will the final be replayed on a Wednesday"."""
    when = _when(question)
    if when is None:
        return
    asked = [time_at(span) for span in times(question.text, day_of(statement.article.published))]
    day = _ANY_DAY_RE.search(question.text)
    for reading in reader_of(Kind.TIME).read(statement, when) if asked else ():
        start = getattr(reading.value, "start", None)
        if day and start and len(start) >= _A_DAY:
            same = date.fromisoformat(start[:_A_DAY]).weekday() == _WEEKDAYS.index(day["day"].lower())
            yield replace(reading, value=YesNo(same), stance=Stance.ASSERT if same else Stance.DENY)
            continue
        relation = Relation.COMPATIBLE if day else reading.value.relation(asked[0])
        if relation in (Relation.SAME, Relation.REFINES, Relation.INCOMPATIBLE):
            same = relation is not Relation.INCOMPATIBLE
            yield replace(reading, value=YesNo(same), stance=Stance.ASSERT if same else Stance.DENY)


_A_DAY = len("2026-05-06")


@lru_cache(maxsize=64)  # one question is asked of every sentence
def _when(question: Question) -> Question | None:
    """Return the question for the time of what a yes/no question proposes, the time left out."""
    bare = question.text.strip(" ?.!")
    spans = times(bare, None)
    if len(spans) != 1 or spans[0].end != len(bare):
        return None
    rest = re.sub(r"\s+(?:(?:on|in|at|by|before|after|until|since)\s+)?(?:an?\s+|the\s+)?$", "", bare[: spans[0].start])
    if _BOUND_RE.search(bare[: spans[0].start]):
        return None
    when = analyse(f"When {rest[0].lower()}{rest[1:]}?")
    return when if when.kind is Kind.TIME else None


#: "Before Friday" and "since 2019" are no times at which.
_BOUND_RE = re.compile(r"\b(?:by|before|after|until|since|till|from)\s+(?:an?\s+|the\s+)?$", re.IGNORECASE)


def by_number(statement: Statement, question: Question, clause: str) -> Iterator[Reading]:
    """Yield whether a figure of a statement is the one that a question proposes: "did six people die"."""
    asked = quantities(clause)[0]
    wanted = Count(asked.low, asked.high, increment=asked.increment)
    counted = replace(question, kind=Kind.COUNT, hypothesis=None)
    for reading in reader_of(Kind.COUNT).read(statement, counted):
        relation = reading.value.relation(wanted)
        if relation is Relation.SAME or (relation is Relation.REFINES and _within(reading.value, wanted)):
            yield replace(reading, value=YesNo(True))
        # "A nurse was killed" does not deny that six were.
        elif relation is Relation.INCOMPATIBLE and not counts_some(statement, reading, counted):
            yield replace(reading, value=YesNo(False))


def _within(value: Value, asked: Count) -> bool:
    """Tell whether a figure lies inside the one asked for: twelve is "at least nine", "at least nine" is not twelve."""
    low, high = getattr(value, "low", None), getattr(value, "high", None)
    above = asked.low is None or (low is not None and low >= asked.low)
    return above and (asked.high is None or (high is not None and high <= asked.high))


def by_predicate(
    statement: Statement, clause: str, groups: frozenset[str], question: Question, *, by_anybody: bool = False
) -> list[Reading]:
    """Return yes or no where a statement tells of the event that a question names; by anybody, where that is asked."""
    text = statement.text
    if not _speaks_of(text, clause, groups):
        return []
    asked_negated = any(found.negated for found in predicates(clause))
    rest = other_words(clause, groups)
    anybody = _ANYBODY_RE.match(clause) is not None
    participants = _participants(clause, groups, question)
    doer = doer_of(clause, question)
    if by_anybody and not participants.passive:
        participants = replace(participants, subject=frozenset())
    told = []
    for found in map(partial(_with_object, text), (*predicates(text), *implied(text))):
        if found.group not in groups or attributive(text, found.start, found.end):
            continue
        if _only_some_unhurt(text, found) if anybody else about_others(statement, found):
            continue
        denied = found.negated or statement.denied
        asked = rest - doer if denied or by_anybody else rest  # a denial need not name who did not do it
        if not (covers(statement, asked) and placed(text, found, clause)):
            continue
        if not (by_anybody or by_whom(statement, found, clause, question)) or of_another(text, found, clause):
            continue
        if other_person(text, found, clause):
            continue
        ruled_out = found.negated and found in implied(text) and found.group in _RULED_OUT
        if not ruled_out and not takes_part(statement, found.start, found.end, participants, denied=denied):
            continue
        if _attempted(text, found) and not _ATTEMPT_RE.search(clause):
            continue  # "rescue operations" rescue nobody yet
        if is_left_open(statement, found.start, found.end, question, denied=denied) or _undone(
            text, found, clause, doer
        ):
            continue
        positive = denies(statement, negated=found.negated) == asked_negated
        told.append(told_before(reading_of(statement, found, value=positive), text, found.start))
    return settled(told)


_UNHURT_RE = re.compile(r"un(?:hurt|harmed|injured|scathed)\b", re.IGNORECASE)
_EVERYBODY_RE = re.compile(
    r"\b(?:everyone|everybody|nobody|no\s+one|none|both|passengers|all(?!\s+of\s+(?:them|us)\b))\b", re.IGNORECASE
)


def _only_some_unhurt(text: str, found: Predicate) -> bool:
    """Tell whether a statement says of some that they are unhurt, which says nothing of the others."""
    return found.negated and bool(_UNHURT_RE.match(text, found.start)) and not _EVERYBODY_RE.search(text[: found.start])


#: "Not due to hostile fire": nobody did it.
_RULED_OUT = frozenset({"shoot_down", "attack"})
_KILLS_RE = re.compile(r"\b(?:kill|murder|poison|drown|slay|crush|electrocut)\w*", re.IGNORECASE)


def _undone(text: str, found: Predicate, clause: str, doer: frozenset[str]) -> bool:
    """Tell whether somebody only died where a question asks whether something killed him."""
    if found.group != "die" or found.negated or not _ACTIVE_KILL_RE.search(clause):
        return False
    return not doer & stems(text) and not _KILLS_RE.match(text, found.start)


_ACTIVE_KILL_RE = re.compile(r"^\S+.*\b(?:kill|kills|murder|poison)\b(?=\s+\S)", re.IGNORECASE)
# Whoever it happens to answers "was anyone hurt".
_ANYBODY_RE = re.compile(
    r"^(?:there\s+)?(?:(?:any|some)(?:one|body|thing)?(?!\s+of)|an?|people|(?!this|his|its|was|is)[a-z]{3,}s)\b"
)


def _speaks_of(text: str, clause: str, groups: frozenset[str]) -> bool:
    """Tell whether a question's clause names an event of the groups, and a text the sort of event that it names."""
    named = named_sort(clause)
    told = not named or named <= {word.lower() for word in tokens(text)}
    return told and any(one.group in groups for one in predicates(clause))


def _with_object(text: str, found: Predicate) -> Predicate:
    """Return an event denied where its object is nothing: "sent no signal", "the warning was never sent"."""
    denied = not found.negated and denied_after(text, found.start, found.end)
    return replace(found, negated=True) if denied else found


def _participants(clause: str, groups: frozenset[str], question: Question) -> Asked:
    events = [one for one in predicates(clause) if one.group in groups]
    core = core_of(question)
    event = next((one for one in events if core & forms_of(clause[one.start : one.end])), events[-1])
    return asked_of(clause, event.start, event.end, asks_state(question, clause, event.start))


def reading_of(statement: Statement, found: Predicate, *, value: bool) -> Reading:
    """Return the reading of an event word, with the stance that its clause takes."""
    span = Span(statement.start + found.start, statement.start + found.end)
    denies = found.negated or statement.denied
    stance = Stance.DENY if denies else Stance.HEDGE if found.hedged else Stance.ASSERT
    return Reading(YesNo(value), span, confidence=0.8, stance=stance)


#: What is tried, and not yet done: "rescue efforts", "arrest plans".
_ATTEMPT_RE = re.compile(
    r"\s+(?:operations?|efforts?|missions?|attempts?|work|workers?|teams?|services?|bids?|plans?|warrants?)\b",
    re.IGNORECASE,
)


def _attempted(text: str, found: Predicate) -> bool:
    return bool(_ATTEMPT_RE.search(text[found.start : found.end]) or _ATTEMPT_RE.match(text, found.end))


def attributive(text: str, start: int, end: int) -> bool:
    """Tell whether a participle only names a sort of thing ("a refuelling aircraft", "a fishing boat").

    Before a noun of doing it still says what was done: "in the middle of a fishing trip".
    """
    word = text[start:end]
    if " " in word or not word.lower().endswith("ing"):
        return False
    if _BE_BEFORE_RE.search(text[:start]):
        return False
    after = tokens(text[end:])[:1]
    return bool(after) and after[0].lower() not in STOP_WORDS | _DOINGS
