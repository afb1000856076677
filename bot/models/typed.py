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
    from datetime import date

    from bot.answer.times import TimeSpan
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

    What it is may still be no answer: see `stated`.
    """
    statement = found.statement
    if statement.denied or question.kind not in _TYPES:
        return None
    start, end = _trimmed(statement, found.span)
    words = statement.article.text[start:end]
    if not content(words) or len(words.split()) > _LONGEST or _repeats(words, question):
        return None
    if _SILENT_RE.search(words):
        return None
    value = _TYPES[question.kind](statement, start, end, question)
    if value is None:
        return None
    what, span = value
    stance = Stance.HEDGE if _MAYBE_RE.search(_clause(statement, start)) else Stance.ASSERT
    return Reading(what, span, round(found.confidence, 2), stance)


def stated(found: FoundSpan, question: Question) -> bool:
    """Tell whether a value is stated of what is asked.

    A statement that denies, asks or accuses answers nothing here: whether "not caused by fire" speaks for fire or
    against it is for the rules. Nor does one that has no word of the question in it, or is on somebody else.
    """
    statement = found.statement
    # "In Lindal itself, the office has found no trace of it": what is denied may stand in another clause.
    denied_in = _clause(statement, found.span.start) if question.kind is Kind.TEXT else statement.text
    if _NOT_RE.search(denied_in) or _left_open(statement) or _of_somebody_else(statement, question):
        return False
    asked = stems(question.text)
    if asked and asked.isdisjoint(stems(statement.sentence.text)):
        return False
    if _of_contrast(found, asked):
        return False
    return question.kind not in _ASKED_AT_END or _asked_here(statement, question)


def _of_contrast(found: FoundSpan, asked: frozenset[str]) -> bool:
    """Tell whether the words stand in a clause that is set against the one that the question is about."""
    from bot.answer.kinds.place import CONTRAST_RE

    sentence = found.statement.sentence
    cut = sentence.text.find(", ", found.span.end - sentence.start)
    if cut < 0 or CONTRAST_RE.match(sentence.text) is None:
        return False
    return len(asked & stems(sentence.text[cut:])) > len(asked & stems(sentence.text[:cut]))


#: Somebody is only asked about, suspected or accused: who claims what of whom is for the rules.
_OPEN_RE = re.compile(
    r"\bwhether\b|\bif\s+(?:he|she|it|they)\b|\b(?:accus|alleg|suspect|blam)\w*|\bnam(?:es?|ed|ing)\s+.{1,40}\bas\b|\bspoke(?:n)?\s+of\b|\bas\s+the\s+\w+\s+who\b",
    re.IGNORECASE,
)
#: Kinds whose questions name what happened with their last word, in the form that sentences have: "where was the ship
#: built?"; but "where did she sleep?" is answered by "slept".
_ASKED_AT_END = frozenset({Kind.PLACE, Kind.TIME})
_BEING_RE = re.compile(r"\b(?:is|are|was|were|be|been|being)\b", re.IGNORECASE)


def _left_open(statement: Statement) -> bool:
    """Tell whether a statement asks, or tells what somebody is accused of."""
    from bot.answer.kinds.when import asks

    return asks(statement) or _OPEN_RE.search(statement.text) is not None


def _asked_here(statement: Statement, question: Question) -> bool:
    """Tell whether the last word of a question that carries meaning stands in the sentence: what happened, not only where."""
    if not _BEING_RE.search(question.text):
        return True
    carrying = [found for word in question.text.split() if (found := stems(word))]
    return not carrying or not carrying[-1].isdisjoint(stems(statement.sentence.text))


def _trimmed(statement: Statement, span: Span) -> tuple[int, int]:
    """Return the span without the marks and blanks at its edges."""
    text = statement.article.text[span.start : span.end]
    bare = _EDGE_RE.sub("", text)
    start = span.start + text.find(bare) if bare else span.start
    return start, start + len(bare)


def _repeats(words: str, question: Question) -> bool:
    """Tell whether at least half of the words are the question's own: they tell what was known."""
    said = stems(words)
    return 2 * len(said & stems(question.text)) >= len(said)


#: Who says that he says nothing answers nothing.
_SILENT_RE = re.compile(
    r"\b(?:declin|refus)\w*\s+(?:to\s+(?:comment|say|speak|answer|elaborate|be\s+drawn)|comment)"
    r"|\b(?:would|could|did|do|does)\s*(?:not|n['’]t)\s+(?:comment|say|respond|reply|answer|elaborate)|\bno\s+comment\b",
    re.IGNORECASE,
)


def _of_somebody_else(statement: Statement, question: Question) -> bool:
    """Tell whether a sentence is on another person than the one asked about: it has a name for a subject, and not his."""
    from bot.answer.attribution.statements import subject_of
    from bot.answer.names import names

    asked = {name.text.split()[-1] for name in names(question.text)}
    subject = subject_of(statement.sentence)
    told = {name.text.split()[-1] for name in names(subject or "") if " " in name.text}
    return bool(asked and told) and not any(word in statement.sentence.text for word in asked)


def _clause(statement: Statement, at: int) -> str:
    """Return the words of the clause in which a place of the article stands."""
    text, here = statement.text, at - statement.start
    return next((text[left:right] for left, right in clauses(text) if left <= here < right), text)


_Found = tuple["Value", Span] | None


#: "What are the names of …", "what is his name".
_NAMES_RE = re.compile(r"\bwhat\b.*\bnames?\b", re.IGNORECASE)


def _text(statement: Statement, start: int, end: int, question: Question) -> _Found:
    from bot.answer.kinds.text import Text
    from bot.answer.names import names

    words = statement.article.text[start:end]
    if _opens(statement, start, end):
        return None
    if _NAMES_RE.search(question.text) and not any(words.startswith(name.text) for name in names(words)):
        return None  # "two men, aged 23 and 31"
    return Text(statement.article.text[start:end]), Span(start, end)


#: Words that lead to a reason, before it or as its first words.
_REASON_RE = re.compile(
    r"\b(?:because|since|as\s+(?:a\s+result|the[ry]|it|he|she|we|an?)\b|due|owing|thanks|after|following|over|amid|for|so\s+that|in\s+order|reasons?|why|explain(?:s|ed)?"
    r"|caus(?:e|es|ed|ing)|trigger(?:s|ed|ing)?|spark(?:s|ed|ing)?|led|lead(?:s|ing)?|result(?:s|ed|ing)?|stem(?:s|med)?"
    r"|blam(?:e|es|ed|ing)|attribut(?:e|es|ed|ing)|prompt(?:s|ed|ing)?|brought|to\s+\w+)\b",
    re.IGNORECASE,
)


def _cause(statement: Statement, start: int, end: int, question: Question) -> _Found:
    from bot.answer.kinds.cause import Cause
    from bot.answer.names import names

    end = _to_clause_end(statement, start, end)
    words = statement.article.text[start:end]
    led = statement.text[max(0, start - statement.start - _LED_BY) : start - statement.start + _OPENING]
    named = stems(" ".join(name.text for name in names(words)))
    if not _REASON_RE.search(led) or stems(words) <= named:
        return None  # "Lind was acquitted, as were Berg and Dahl": who shared it, not why
    return Cause(words, groups=frozenset(found.group for found in predicates(words))), Span(start, end)


def _to_clause_end(statement: Statement, start: int, end: int) -> int:
    """Return the end of the clause: "after a lorry" of "after a lorry lost its load" is another reason."""
    text, here = statement.text, start - statement.start
    last = next((right for left, right in clauses(text) if left <= here < right), end - statement.start)
    whole = text[here:last].rstrip(" .,;:")
    return start + len(whole) if len(whole.split()) <= _LONGEST and here + len(whole) > end - statement.start else end


def _person(statement: Statement, start: int, end: int, question: Question) -> _Found:
    from bot.answer.kinds.person import Person, is_people

    words = statement.article.text[start:end]
    if _COUNTED_RE.match(words) or not is_people(words):
        return None  # "five people" says how many, not who
    if _opens(statement, start, end):
        return None
    return Person(words), Span(start, end)


#: What stands before the name of a place where something is or happens, an article and what describes it between.
_AT_RE = re.compile(
    r"\b(?:in|at|on|near|outside|inside|off|to|into|from|within|beside|by|behind|opposite|around)\s+"
    r"(?:the\s+|an?\s+|its\s+|their\s+|his\s+|her\s+)?(?:[\w’'-]+\s+){0,2}$",
    re.IGNORECASE,
)
_LED_RE = re.compile(r"(?:in|at|on|near|outside|inside|off|to|into|from|within|beside|behind)\s", re.IGNORECASE)
#: "OSLO (NTB) - ", "OSLO, May 16 - ": where the report was written.
_DATELINE_RE = re.compile(r"\s*(?:\(|,\s*\w+\.?\s+\d|\s[-–—]\s|,[^.]{1,30}\()")
#: "TAMSEN CREEK, Westmark, " before the day of a dateline.
_WRITTEN_RE = re.compile(r"\s*[A-Z][A-Z .'’-]{2,}(?:,[^,.]{1,20}){0,2},?\s*\S")
_COUNTED_RE = re.compile(
    r"(?:at\s+least\s+|some\s+|about\s+|more\s+than\s+|up\s+to\s+|nearly\s+)?(?:\d|(?:one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|dozens?|hundreds?|thousands?|several|many|most|some)\b)",
    re.IGNORECASE,
)
#: Code points before a span in which what leads to it stands: about six words, and the first of its own.
_LED_BY, _OPENING = 36, 8


def _opens(statement: Statement, start: int, end: int) -> bool:
    """Tell whether words at the head of a sentence are a dateline's: where the report was written."""
    return start <= statement.sentence.start and _DATELINE_RE.match(statement.article.text, end) is not None


def _place(statement: Statement, start: int, end: int, question: Question) -> _Found:
    from bot.answer.kinds.place import place_of

    text = statement.article.text
    place = place_of(text[start:end])
    if place is None or _opens(statement, start, end):
        return None
    if not (_LED_RE.match(text, start) or _AT_RE.search(text[max(0, start - _LED_BY) : start])):
        return None  # "City law demands …": a name of something, but not where
    return place, Span(end - len(place.text), end)


#: Questions for what is still to come, and for what is past.
_COMING_RE = re.compile(
    r"\b(?:will|shall|going\s+to|due\s+to|set\s+to|until|till|by\s+when|next|planned|scheduled|can)\b"
    r"|^when\s+(?:is|are)\b(?!.*\b(?:said|believed|thought|reported)\b)",
    re.IGNORECASE,
)
_WENT_RE = re.compile(r"\b(?:did|was|were|had)\b", re.IGNORECASE)


def _time(statement: Statement, start: int, end: int, question: Question) -> _Found:
    from bot.answer.kinds.time import day_of, time_at
    from bot.answer.times import times

    base, day = statement.start, day_of(statement.article.published)
    for span in times(statement.text, day):
        if span.start < end - base and start - base < span.end:
            written = _WRITTEN_RE.match(statement.text, 0, span.start + 1) and _DATELINE_RE.match(
                statement.text, span.end
            )
            if written or span.relative or _of_other_tense(span, question.text, day):
                return None
            return time_at(span), Span(base + span.start, base + span.end)
    return None


def _of_other_tense(span: TimeSpan, asked: str, day: date | None) -> bool:
    """Tell whether a time is long past where the question asks for one to come, or the other way round."""
    if day is None:
        return False
    printed = day.isoformat()
    if _COMING_RE.search(asked):
        return span.until is not None and span.until < printed[: len(span.until)]
    if _WENT_RE.search(asked):
        return span.since is not None and span.since[:10] > printed[: len(span.since[:10])]
    return False


_TYPES: dict[Kind, Callable[[Statement, int, int, Question], _Found]] = {
    Kind.TEXT: _text,
    Kind.CAUSE: _cause,
    Kind.PERSON: _person,
    Kind.PLACE: _place,
    Kind.TIME: _time,
}
