"""One person who is named or definite, for an article that has no count at all: "the driver died"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answer.kinds.count.asked import target
from bot.answer.kinds.count.events import events_of
from bot.answer.kinds.count.found import Found, reading_of
from bot.answer.kinds.count.persons import ONE_PERSON, single_persons
from bot.answer.kinds.count.ties import event_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.types import Question, Reading, Statement


_DEFINITE_RE = re.compile(
    rf"\b(?:(?:the|his|her|their)\s+(?:[\w'’-]+\s+){{0,3}}?(?:{ONE_PERSON})|he|she|him|her|himself|herself)\b(?!['’]s)",
    re.I,
)
_NAME_RE = re.compile(
    r"\b[A-Z][a-z]+(?:\s+(?:[A-Z]\.|[A-Z][\w'’-]+)){1,3}(?=,?\s+(?:[0-9]{1,2}\b|was|died|is|were|who|of|and|on|at))"
)


def singles(statement: Statement, question: Question) -> Iterator[Reading]:
    """Yield 1 for a definite or named person whom the event befell ("the driver died").

    Weaker than a count: the text may name one of many. Only of use where an article has no count at all.
    """
    text, group = statement.text, target(question)
    events = events_of(text)
    people = [*single_persons(text, _DEFINITE_RE), *single_persons(text, _NAME_RE)]
    for person in people:
        for predicate in event_of(text, person, events, ()):
            if predicate.group == group and not predicate.negated:
                yield reading_of(statement, Found(person, predicate, "single", 0.6))
