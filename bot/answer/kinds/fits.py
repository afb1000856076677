"""Which of a statement's amounts answers a question about money, a share or a measure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answer.clauses import clauses
from bot.answer.predicates import groups, predicates
from bot.answer.quantities import quantities
from bot.answer.types import Reading, Span, Stance
from bot.answer.words import names, stem, stems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.quantities import Quantity
    from bot.answer.types import Question, Statement
    from bot.answer.values import Value

_HALF = 0.5  # share of the question's own words that a sentence must hold to be about it
_WITH_EVENT = 0.75  # the sentence has the question's event word too
_WITHOUT_EVENT = 0.6  # it has all of the question's words, but tells of another event or of none


def amounts(
    statement: Statement, question: Question, kind: str, asking: re.Pattern[str]
) -> Iterator[tuple[Quantity, float]]:
    """Yield the amounts of a kind in a text that is about the question, with how sure that is.

    `asking` matches the words of the question that only say what is asked for ("how much", "cost"); the rest must
    occur in the text: at least half of it beside the question's event, all of it without.
    """
    text = statement.text
    found = [q for q in quantities(text) if q.kind == kind and not q.earlier and not _FROM_RE.search(text, 0, q.start)]
    if not found:
        return
    about = stems(asking.sub(" ", " ".join(question.about)))
    here = _spoken_of(statement, about, question)
    covered = len(about & here) / len(about) if about else 1.0
    event = bool(question.predicates & {predicate.group for predicate in predicates(text)})
    if question.predicates & _CHANGES and not _things(question) <= here | _of_groups(text, question):
        return  # "shares fell 6 percent" does not tell how much the profit fell
    if event and covered >= _HALF:
        confidence = _WITH_EVENT
    elif about and (about <= stems(text) or (about <= here and about & stems(text) - _named(question))):
        confidence = _WITHOUT_EVENT
    else:
        return
    for quantity in _in_best_clause(text, found, question, about):
        if quantity.cumulative == question.cumulative or not question.cumulative:
            yield quantity, confidence


_CHANGES = frozenset({"rise", "fall"})


def _spoken_of(statement: Statement, about: frozenset[str], question: Question) -> frozenset[str]:
    """Return the words of a sentence, with the names asked for that its title holds where it names nobody else."""
    here = stems(statement.text)
    given = _named(question) & about
    opening = len(statement.text) - len(statement.text.lstrip(" \"“‘'"))
    inside = ("x " if opening and statement.contents[0].start > statement.start else "") + statement.text
    others = {stem(name) for name in names(inside)} - given
    return here if others else here | (given & stems(statement.article.title))


def _named(question: Question) -> frozenset[str]:
    return frozenset(stem(name) for name in names(question.text))


def _things(question: Question) -> frozenset[str]:
    """Return the things that a question says rose or fell: its words without names and without the change."""
    changes = {stem(word) for word in question.about if groups(word) & _CHANGES}
    return stems(" ".join(question.about)) - _named(question) - changes


def _of_groups(text: str, question: Question) -> frozenset[str]:
    """Return the question's words for which a text has another of their group: "earnings" for "profit"."""
    told = groups(text) - _CHANGES
    return frozenset(stem(word) for word in question.about if groups(word) & told)


# "slid to $1.8 billion from $2.05 billion": the second is what it was before.
_FROM_RE = re.compile(
    r"\b(?:ros[e]|risen|rises?|rising|climb\w*|jump\w*|grew|grow\w*|fell|fall(?:s|en|ing)?|drop\w*|declin\w+|slid\w*|rais\w+|cut"
    r"|lowered|increas\w+|decreas\w+|up|down|widen\w*|narrow\w*|shr[au]nk|doubled|tripled|halved)\b[^.;:]*\bfrom\s+(?:about\s+|around\s+|some\s+)?$",
    re.I,
)


def _in_best_clause(text: str, found: list[Quantity], question: Question, about: frozenset[str]) -> list[Quantity]:
    """Keep the amounts whose clause speaks most of what is asked: "profit fell 12%, while revenue rose 4%"."""
    if len(found) == 1:
        return found
    pieces = clauses(text)

    def score(quantity: Quantity) -> int:
        left, right = next(((a, b) for a, b in pieces if a <= quantity.start < b), (0, len(text)))
        piece = text[left:right]
        told = {predicate.group for predicate in predicates(piece)}
        return len(about & stems(piece)) + len(question.predicates & told)

    best = max(score(quantity) for quantity in found)
    return [quantity for quantity in found if score(quantity) == best]


def reading(statement: Statement, quantity: Quantity, value: Value, confidence: float) -> Reading:
    """Return the reading of an amount, with the polarity of its clause."""
    return Reading(
        value=value,
        span=Span(statement.start + quantity.start, statement.start + quantity.end),
        confidence=confidence,
        stance=stance(statement.text, quantity),
        earlier=marked_earlier(statement.sentence.text),
    )


def stance(text: str, quantity: Quantity) -> Stance:
    """Return whether the event word nearest to an amount is denied or left open."""
    near = sorted(predicates(text), key=lambda p: max(quantity.start - p.end, p.start - quantity.end))
    if near and near[0].negated:
        return Stance.DENY
    return Stance.HEDGE if near and near[0].hedged else Stance.ASSERT


def marked_earlier(sentence: str) -> bool:
    """Tell whether a sentence says that its figure held before; "up from 300 a day earlier" says so of the 300 only."""
    return bool(EARLIER_RE.search(_BEFORE_RE.sub(" ", sentence)))


_BEFORE_RE = re.compile(r"\b(?:from|than|with)\s+[^.;,]{1,40}\bearlier\b", re.I)
#: Words by which a sentence marks a value as one that held before.
EARLIER_RE = re.compile(
    r"\b(?:at\s+the\s+time|initial(?:ly)?|earlier|at\s+first|previous(?:ly)?|had\s+(?:said|reported|put|spoken|given|counted)|originally"
    r"|first\s+reported)\b",
    re.I,
)
