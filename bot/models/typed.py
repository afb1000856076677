"""From the words that the trained reader marked to a value of the kind that was asked for; nothing where they are none.

The reader finds places. What stands there is typed by the rules that type everything else, so that values compare.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answer.clauses import clauses
from bot.answer.predicates import predicates
from bot.answer.types import Kind, Reading, Span, Stance
from bot.answer.words import content, stems

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.answer.types import Question, Statement
    from bot.answer.values import Value
    from bot.models.statement_reader import FoundSpan

#: Words of an answer: more is a passage that holds one.
_LONGEST = 14
_NOT_RE = re.compile(
    r"\b(?:not|never|no|nobody|none|nor|neither|without|unless|cannot)\b|n['’]t\b"
    r"|\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|rul(?:es|ed|ing) out|dismiss(?:es|ed|ing)?|disput(?:es|ed|ing)|false|untrue)\b",
    re.IGNORECASE,
)
_EDGE_RE = re.compile(r"^[\s,;:.'‘’\"“”(\[–—-]+|(?:(?<=[a-z]{2})\.|[\s,;:'‘’\"“”)\]–—-])+$")
_MAYBE_RE = re.compile(
    r"\b(?:(?-i:may)|might|could|would|possibly|perhaps|reportedly|allegedly|apparently|likely|suspect(?:s|ed)?|believed|thought"
    r"|appear(?:s|ed)?|seem(?:s|ed)?|if|whether|speculat\w+|rumou?r\w*)\b",
    re.IGNORECASE,
)


def typed(found: FoundSpan, question: Question) -> Reading | None:
    """Return the span as a reading of the question's kind; None where its words are no value of that kind.

    A clause that denies, and a statement that somebody denies, answers nothing here: whether "not caused by fire"
    speaks for fire or against it is for the rules.
    """
    statement = found.statement
    if statement.denied or question.kind not in _TYPES:
        return None
    start, end = _trimmed(statement, found.span)
    words = statement.article.text[start:end]
    if not content(words) or len(words.split()) > _LONGEST or _repeats(words, question):
        return None
    clause = _clause(statement, start)
    # "did not close because of the strike": what is denied stands in the clause before.
    denied_in = statement.text[: end - statement.start] if question.kind is Kind.CAUSE else clause
    if _NOT_RE.search(denied_in):
        return None
    value = _TYPES[question.kind](statement, start, end, question)
    if value is None:
        return None
    what, span = value
    stance = Stance.HEDGE if _MAYBE_RE.search(clause) else Stance.ASSERT
    return Reading(what, span, round(found.confidence, 2), stance)


def _trimmed(statement: Statement, span: Span) -> tuple[int, int]:
    """Return the span without the marks and blanks at its edges."""
    text = statement.article.text[span.start : span.end]
    bare = _EDGE_RE.sub("", text)
    start = span.start + text.find(bare) if bare else span.start
    return start, start + len(bare)


def _repeats(words: str, question: Question) -> bool:
    """Tell whether the words are the question's own: they answer nothing."""
    return stems(words) <= stems(question.text)


def _clause(statement: Statement, at: int) -> str:
    """Return the words of the clause in which a place of the article stands."""
    text, here = statement.text, at - statement.start
    return next((text[left:right] for left, right in clauses(text) if left <= here < right), text)


_Found = tuple["Value", Span] | None


def _text(statement: Statement, start: int, end: int, question: Question) -> _Found:
    from bot.answer.kinds.text import Text

    return Text(statement.article.text[start:end]), Span(start, end)


def _cause(statement: Statement, start: int, end: int, question: Question) -> _Found:
    from bot.answer.kinds.cause import Cause

    words = statement.article.text[start:end]
    return Cause(words, groups=frozenset(found.group for found in predicates(words))), Span(start, end)


def _person(statement: Statement, start: int, end: int, question: Question) -> _Found:
    from bot.answer.kinds.person import Person, is_people

    words = statement.article.text[start:end]
    return (Person(words), Span(start, end)) if is_people(words) else None


def _place(statement: Statement, start: int, end: int, question: Question) -> _Found:
    from bot.answer.kinds.place import place_of

    place = place_of(statement.article.text[start:end])
    return (place, Span(end - len(place.text), end)) if place is not None else None


def _time(statement: Statement, start: int, end: int, question: Question) -> _Found:
    from bot.answer.kinds.time import day_of, time_at
    from bot.answer.times import times

    base = statement.start
    for span in times(statement.text, day_of(statement.article.published)):
        if span.start < end - base and start - base < span.end:
            return time_at(span), Span(base + span.start, base + span.end)
    return None


_TYPES: dict[Kind, Callable[[Statement, int, int, Question], _Found]] = {
    Kind.TEXT: _text,
    Kind.CAUSE: _cause,
    Kind.PERSON: _person,
    Kind.PLACE: _place,
    Kind.TIME: _time,
}
