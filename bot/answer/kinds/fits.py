"""Which of a statement's amounts answers a question about money, a share or a measure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answer.predicates import predicates
from bot.answer.quantities import quantities
from bot.answer.types import Reading, Span, Stance
from bot.answer.words import stems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.quantities import Quantity
    from bot.answer.types import Question, Statement
    from bot.answer.values import Value

_HALF = 0.5  # share of the question's own words that a sentence must hold to be about it
_WITH_EVENT = 0.75  # the sentence has the question's event word too
_WITHOUT_EVENT = 0.6  # it has all of the question's words, but tells of another event or of none


def amounts(text: str, question: Question, kind: str, asking: re.Pattern[str]) -> Iterator[tuple[Quantity, float]]:
    """Yield the amounts of a kind in a text that is about the question, with how sure that is.

    `asking` matches the words of the question that only say what is asked for ("how much", "cost"); the rest must
    occur in the text: at least half of it beside the question's event, all of it without.
    """
    found = [quantity for quantity in quantities(text) if quantity.kind == kind and not quantity.earlier]
    if not found:
        return
    about = stems(asking.sub(" ", " ".join(question.about)))
    here = stems(text)
    covered = len(about & here) / len(about) if about else 1.0
    event = bool(question.predicates & {predicate.group for predicate in predicates(text)})
    if event and covered >= _HALF:
        confidence = _WITH_EVENT
    elif covered == 1.0 and about:
        confidence = _WITHOUT_EVENT
    else:
        return
    for quantity in found:
        if quantity.cumulative == question.cumulative or not question.cumulative:
            yield quantity, confidence


def reading(statement: Statement, quantity: Quantity, value: Value, confidence: float) -> Reading:
    """Return the reading of an amount, with the polarity of its clause."""
    return Reading(
        value=value,
        span=Span(statement.start + quantity.start, statement.start + quantity.end),
        confidence=confidence,
        stance=stance(statement.text, quantity),
        earlier=bool(EARLIER_RE.search(statement.sentence.text)),
    )


def stance(text: str, quantity: Quantity) -> Stance:
    """Return whether the event word nearest to an amount is denied or left open."""
    near = sorted(predicates(text), key=lambda p: max(quantity.start - p.end, p.start - quantity.end))
    if near and near[0].negated:
        return Stance.DENY
    return Stance.HEDGE if near and near[0].hedged else Stance.ASSERT


#: Words by which a sentence marks a value as one that held before.
EARLIER_RE = re.compile(
    r"\b(?:at\s+the\s+time|initial(?:ly)?|earlier|at\s+first|previous(?:ly)?|had\s+(?:said|reported|put)|originally"
    r"|first\s+reported)\b",
    re.I,
)
