"""What a question counts, looked for in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answer.kinds.count.aboard import said_aboard, whole_aboard
from bot.answer.kinds.count.about import clause_of, is_about, without_verb
from bot.answer.kinds.count.amounts import amounts_of, apart
from bot.answer.kinds.count.asked import CROWD_ASKED_RE, counted_in, role_asked, target
from bot.answer.kinds.count.crowds import crowds_of, is_of_thing
from bot.answer.kinds.count.described import described
from bot.answer.kinds.count.events import OF_PEOPLE, events_of
from bot.answer.kinds.count.found import Found
from bot.answer.kinds.count.harm import WHOSE_DATA_RE
from bot.answer.kinds.count.nouns import CONNECTED, is_thing, same_noun
from bot.answer.kinds.count.parts import CAPACITY_ASKED_RE, PARTS_ASKED_RE, capacity_of, parts_of
from bot.answer.kinds.count.persons import has_numeral
from bot.answer.kinds.count.places import of_place
from bot.answer.kinds.count.roles import is_other_role, is_role, roles_of
from bot.answer.kinds.count.scope import CHANGING, passed_over
from bot.answer.kinds.count.series import is_parallel, ups_of
from bot.answer.kinds.count.ties import event_of
from bot.answer.kinds.count.votes import asks_who_may, may_vote
from bot.answer.kinds.count.wholes import DIED_LATER_RE, ONE_OF_RE, whole_of
from bot.answer.kinds.unreal import would_have

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.answer.predicates import Predicate
    from bot.answer.quantities import Quantity
    from bot.answer.types import Question


# A figure for several events, or for one of another year, is rarely the one asked for.
_MANY_EVENTS_RE = re.compile(
    r"\b(?:shootings|crashes|incidents|bombings|accidents|collisions|(?:across|around)\s+the\s+(?:city|country|state|region)"
    r"|(?:city|state|nation)wide|violent\s+(?:weekend|night|week)|weekend\s+violence"
    r"|last\s+(?:year|month)|years?\s+(?:ago|earlier)|(?:in|of|since|,)\s+(?:19|20)[0-9]{2})\b",
    re.I,
)
# How the injured fare is told of some of them.
_CONDITION_RE = re.compile(r"in\s+\w+\s+condition|treated", re.I)
_OF_WHICH_EVENT_RE = re.compile(r"\s+(?:[a-z]+\s+){1,2}(?:who|which|that)\s+(?:was|were|had|have|has|are|is)\b", re.I)
_OWN_NOUN = 0.9  # fit: without an event the noun alone ties a number to the question
_WITH_OTHERS_RE = re.compile(r",?\s+(?:as\s+(?:were|was|did|had)|so\s+were|along\s+with|together\s+with)\b", re.I)
#: What is stolen is missing; whoever is robbed, ill, stuck or without power is affected.
_SAME_EVENT = {"steal": ("missing", "affect"), "affect": ("steal", "outage", "strand", "infect"), "lose": ("die",)}


def find(text: str, question: Question, sentence: str = "") -> Iterator[Found]:
    """Yield the numbers of a text that count what the question asks for, in the order of the text."""
    search = _Search.of(text, question, sentence)
    special = search.special()
    if special is not None:
        yield from special
        return
    given = False  # a count of the event stands in the sentence: what "including" adds is a part of it
    last: tuple[Quantity, Found] | None = None  # the number printed last, where it answers
    for printed in search.amounts:
        if last and last[1].predicate and printed.start in ups_of(text):
            rose = replace(printed, noun=last[1].quantity.noun, earlier=True)
            if last[1].predicate.group in CHANGING:
                yield replace(last[1], quantity=rose)
            continue
        quantity = described(text, printed, search.asked)
        if quantity is None or passed_over(text, quantity, question, given=given):
            continue
        if last and not quantity.noun and is_parallel(text, last[0], quantity):
            last = (printed, replace(last[1], quantity=replace(quantity, noun=last[1].quantity.noun)))
            yield last[1]
            continue
        quantity = search.whole_of(quantity)
        aboard = search.aboard(quantity) if search.counts(quantity) else ()
        found = list(search.told(quantity, given=given)) if aboard is None else []
        yield from (*(aboard or ()), *found)
        last = (printed, found[-1]) if found else None
        given = given or any(one.predicate for one in found)


@dataclass(frozen=True, slots=True)
class _Search:
    """What a question counts, looked for in one text."""

    text: str
    question: Question
    sentence: str
    group: str | None
    asked: str | None
    events: tuple[Predicate, ...]
    #: All numbers of the text.
    every: tuple[Quantity, ...]
    #: Those that may count what is asked: of a part for a place only that part.
    amounts: tuple[Quantity, ...]

    @classmethod
    def of(cls, text: str, question: Question, sentence: str) -> _Search:
        group = target(question)
        people = "people" if group in OF_PEOPLE else None
        asked = role_asked(question) or question.head or counted_in(question) or people
        asked = WHOSE_DATA_RE.sub("", asked) if asked and group == "steal" else asked
        # "124 passengers and 13 crew" are 137, but the crew are 13.
        every = apart(text) if group == "aboard" and asked and is_role(asked) else amounts_of(text)
        return cls(text, question, sentence, group, asked, events_of(text), every, of_place(text, every, question))

    def special(self) -> Iterator[Found] | None:
        """Return what answers a question that is no matter of events: of a part, a crowd, a capacity; else None."""
        if len(self.amounts) < len(self.every) and self.group == "employ":  # "900 people, 120 of them at the mill"
            return (Found(self.amounts[0], p, "numeral", 1.0) for p in self.events[:1] if p.group == "employ")
        crowd = self.group == "attend" and CROWD_ASKED_RE.search(self.question.text)
        if crowd and is_of_thing(self.sentence or self.text, self.question):
            return crowds_of(self.text, self.amounts, self.asked)
        has = PARTS_ASKED_RE.match(self.question.text)
        if has and self.group is None:
            return parts_of(self.text, self.amounts, has["part"], has["thing"], self.sentence)
        holds = CAPACITY_ASKED_RE.search(self.question.text)
        return capacity_of(self.text, self.amounts, holds["thing"]) if holds else None

    def whole_of(self, quantity: Quantity) -> Quantity:
        """Return the six of "one of the six who died"."""
        one = ONE_OF_RE.search(self.text, max(0, quantity.start - 12), quantity.start)
        later = self.group == "die" and not quantity.noun and DIED_LATER_RE.match(self.text, quantity.end)
        return whole_of(quantity) if one or later else quantity

    def counts(self, quantity: Quantity) -> bool:
        """Return whether a number may count what is asked for, whatever its event."""
        if quantity.of is not None and _OF_WHICH_EVENT_RE.match(self.text, quantity.end):
            return False  # "one of the two brothers who were arrested has confessed"
        crew = self.group == "aboard" and self.asked is not None and roles_of(self.asked.split()) == {"crew"}
        return not (crew and roles_of(quantity.noun) == {"anybody"})  # those on board are not the crew

    def fit(self, quantity: Quantity) -> float:
        """Return how sure it is that a number counts the sort of thing asked for."""
        fit = same_noun(quantity.noun, self.asked) if self.asked else 0.8
        if not quantity.noun and self.group in OF_PEOPLE and self.question.head and is_thing(self.question.head):
            return 0.0  # "in how many hospitals were the injured treated": "63 injured" are no hospitals
        return 0.9 if self.group == "outage" and not fit and CONNECTED & set(quantity.noun) else fit

    def rule(self, quantity: Quantity) -> str:
        """Return by which rule a number is read."""
        return "numeral" if has_numeral(self.text, quantity) else "single"

    def aboard(self, quantity: Quantity) -> Iterable[Found] | None:
        """Return what a number tells of those on board; None where that is not what is asked, or told of."""
        if self.group != "aboard":
            return None
        fit, by_role = self.fit(quantity), self.asked is not None and is_role(self.asked)
        on_board = by_role and fit == 1.0 and said_aboard(self.text, quantity, self.events, self.every)
        if on_board:
            return (Found(replace(quantity, part=False), on_board, self.rule(quantity), fit),)
        if by_role and fit == 1.0 and quantity.of == quantity.low and quantity.of_start == quantity.of_end:
            return (Found(replace(quantity, of=None), None, "numeral", fit),)  # "all of the 238 passengers"
        if quantity.of is not None and quantity.of_start is not None:
            return whole_aboard(self.text, quantity, self.events, fit)
        return None

    def told(self, quantity: Quantity, *, given: bool) -> Iterator[Found]:
        """Yield a number with the event that it stands with, or by its noun where the question names no event."""
        fit, rule = self.fit(quantity), self.rule(quantity)
        if self.group is None:
            if self._by_noun(quantity, fit, rule):
                yield Found(quantity, None, "noun", fit)
        elif self._without_event(quantity, fit):
            yield Found(quantity, None, rule, fit)
        else:
            yield from self._with_event(quantity, fit, rule, given=given)

    def _by_noun(self, quantity: Quantity, fit: float, rule: str) -> bool:
        """Return whether the noun alone ties a number to the question."""
        text, others = self.text, OF_PEOPLE - {"attend", "employ"}
        if fit < _OWN_NOUN or not quantity.noun or rule != "numeral" or is_other_role(quantity.noun, self.asked):
            return False
        if any(p.group in others for p in event_of(text, quantity, self.events, self.amounts)):
            return False
        return is_about(clause_of(text, quantity), self.question, quantity.noun, self.sentence)

    def _without_event(self, quantity: Quantity, fit: float) -> bool:
        """Return whether a text without an event tells of it: "450 nurses outside now", "the number of welders is 310"."""
        if self.events:
            return False
        if self.group == "attend":
            return fit >= _OWN_NOUN and without_verb(self.text, quantity, self.question)
        return self.group == "employ" and fit == 1.0 and quantity.noun == _numbered_noun(self.text, quantity)

    def _with_event(self, quantity: Quantity, fit: float, rule: str, *, given: bool) -> Iterator[Found]:
        text, group = self.text, self.group
        if _MANY_EVENTS_RE.search(text):
            fit *= 0.5
        parts = [p for p in self.events if p.group == group][:1] if given and quantity.part else []
        for predicate in event_of(text, quantity, self.events, self.amounts) or parts:
            if rule == "single" and _WITH_OTHERS_RE.match(text, predicate.end):
                continue  # "Berg, a nurse, was acquitted, as were two doctors": more than one
            if not fit or predicate.group not in (group, *_SAME_EVENT.get(group or "", ())):
                continue
            if would_have(text, predicate.start) or may_vote(text, quantity, predicate) != asks_who_may(self.question):
                continue
            fit *= 0.7 if _CONDITION_RE.match(text, predicate.start) else 1.0
            if quantity.increment and _beside_others(text, quantity, group or "", self.events, self.amounts):
                quantity = replace(quantity, increment=False)
            yield Found(quantity, predicate, rule, fit)


def _numbered_noun(text: str, quantity: Quantity) -> tuple[str, ...]:
    """Return the noun of "the number of … is 310", where the number has it from there."""
    return (
        quantity.noun
        if quantity.noun and not text[quantity.end :].lower().lstrip().startswith(quantity.noun[0])
        else ()
    )


def _beside_others(
    text: str, quantity: Quantity, group: str, events: tuple[Predicate, ...], amounts: tuple[Quantity, ...]
) -> bool:
    """Return whether "another" adds to people of another event: "one man was killed and another hurt"."""
    before = [p.group for q in amounts if q.end <= quantity.start for p in event_of(text, q, events, amounts)]
    return bool(OF_PEOPLE.intersection(before)) and group not in before
