"""Yes or no: whether a statement asserts or denies what the question proposes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.answer.kinds import kind as reader_of
from bot.answer.kinds import register
from bot.answer.kinds.count import Count
from bot.answer.predicates import implied, predicates
from bot.answer.quantities import quantities
from bot.answer.question import main_clause
from bot.answer.types import Kind, Question, Reading, Span, Stance, Statement
from bot.answer.values import Relation
from bot.answer.words import STOP_WORDS, content, stem, stems, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.predicates import Predicate
    from bot.answer.values import Value


@dataclass(frozen=True, slots=True)
class YesNo:
    """The answer to a yes/no question."""

    value: bool

    @property
    def kind(self) -> str:
        """Always "yes_no"."""
        return "yes_no"

    def relation(self, other: Value) -> Relation:
        """Yes and no are incompatible."""
        return Relation.SAME if self == other else Relation.INCOMPATIBLE

    def as_json(self) -> dict[str, Any]:
        """Return {"kind": "yes_no", "value": true | false}."""
        return {"kind": self.kind, "value": self.value}

    def __str__(self) -> str:
        return "yes" if self.value else "no"


# "At least three jets were …" is about other things than "it" or "the plane".
_OTHERS_RE = re.compile(
    r"""^\W*(?: (?:at\ least|more\ than|about|some|another|several|many|other|dozens\ of|a\ second|a\ third)\b
          |  (?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b(?!\ of\b) )""",
    re.IGNORECASE | re.VERBOSE,
)
_BE_BEFORE_RE = re.compile(
    r"\b(?:was|were|is|are|be|been|being|while|started|began|kept|of)(?:\s+(?:still|currently|now|not|already))?\s+$",
    re.IGNORECASE,
)
#: Share of the question's other content words that the sentence or the article's lead must hold.
_COVERAGE = 0.5
#: Without a known predicate the sentence itself must hold nearly all of the question's words.
_PLAIN_COVERAGE = 0.75
_LEAD_CHARS = 600  # title and first two paragraphs of a news article, about
_DECISIVE = frozenset({"second", "third", "first", "other", "last", "next", "fourth"})

_DOINGS = frozenset(
    "mission operation exercise run trip effort campaign drill manoeuvre maneuver session tour work".split()
)

_NEGATION_RE = re.compile(r"\b(?:not|never|no|nor|neither|without|cannot)\b|n['’]t\b", re.IGNORECASE)


def read(statement: Statement, question: Question) -> Iterator[Reading]:
    """Yield at most one yes or no for a statement."""
    clause = main_clause(question.hypothesis or question.text)
    numbers = quantities(clause)
    groups = [found.group for found in predicates(clause)]
    if numbers and groups:
        yield from _by_number(statement, replace(question, predicates=frozenset(groups)), clause)
    elif groups:
        reading = _by_predicate(statement, clause, frozenset(groups))
        if reading:
            yield reading
    else:
        reading = _by_words(statement, clause)
        if reading:
            yield reading


def _by_number(statement: Statement, question: Question, clause: str) -> Iterator[Reading]:
    asked = quantities(clause)[0]
    wanted = Count(asked.low, asked.high)
    for reading in reader_of(Kind.COUNT).read(statement, replace(question, kind=Kind.COUNT, hypothesis=None)):
        relation = reading.value.relation(wanted)
        if relation is Relation.SAME or (relation is Relation.REFINES and _within(reading.value, wanted)):
            yield replace(reading, value=YesNo(True))
        elif relation is Relation.INCOMPATIBLE:
            yield replace(reading, value=YesNo(False))


def _within(value: Value, asked: Count) -> bool:
    """Tell whether a figure lies inside the one asked for: twelve is "at least nine", "at least nine" is not twelve."""
    low, high = getattr(value, "low", None), getattr(value, "high", None)
    above = asked.low is None or (low is not None and low >= asked.low)
    return above and (asked.high is None or (high is not None and high <= asked.high))


def _by_predicate(statement: Statement, clause: str, groups: frozenset[str]) -> Reading | None:
    text = statement.text
    asked_negated = any(found.negated for found in predicates(clause))
    rest = _other_words(clause, groups)
    for found in (*predicates(text), *implied(text)):
        if found.group not in groups or _attributive(text, found.start, found.end) or about_others(statement, found):
            continue
        if not _covers(statement, rest):
            continue
        positive = (found.negated == statement.denied) != asked_negated
        return _reading(statement, found, value=positive)
    return None


def _reading(statement: Statement, found: Predicate, *, value: bool) -> Reading:
    span = Span(statement.start + found.start, statement.start + found.end)
    denies = found.negated or statement.denied
    stance = Stance.DENY if denies else Stance.HEDGE if found.hedged else Stance.ASSERT
    return Reading(YesNo(value), span, confidence=0.8, stance=stance)


def _attributive(text: str, start: int, end: int) -> bool:
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


def about_others(statement: Statement, found: Predicate) -> bool:
    """Tell whether the clause is about other things than the one asked for ("at least three jets were …")."""
    before = statement.text[: found.start]
    cut = max(before.rfind(mark) for mark in (";", ":", ".", "“", '"'))
    return bool(_OTHERS_RE.match(before[cut + 1 :]))


def _other_words(clause: str, groups: frozenset[str]) -> frozenset[str]:
    blank = list(clause)
    for found in predicates(clause):
        if found.group in groups:
            blank[found.start : found.end] = " " * (found.end - found.start)
    return frozenset(stem(word) for word in content("".join(blank)))


def _covers(statement: Statement, wanted: frozenset[str]) -> bool:
    if not wanted:
        return True
    here = stems(statement.sentence.text)
    if any(word in wanted and word not in here for word in _DECISIVE):
        return False
    article = statement.article
    lead = stems(article.title + " " + article.text[:_LEAD_CHARS])
    return sum(word in here or word in lead for word in wanted) >= _COVERAGE * len(wanted)


def _by_words(statement: Statement, clause: str) -> Reading | None:
    wanted = stems(clause)
    if not wanted:
        return None
    shared = [word for word in tokens(statement.text) if stem(word) in wanted]
    # A verb that the question asks about must be a verb in the sentence too.
    verbs = {stem(word) for word in content(clause) if word.endswith("ing")}
    for found in re.finditer(r"\b\w+ing\b", statement.text):
        if stem(found[0]) in verbs and _attributive(statement.text, found.start(), found.end()):
            return None
    if len({stem(word) for word in shared}) < _PLAIN_COVERAGE * len(wanted):
        return None
    start = statement.text.find(shared[0])
    end = statement.text.rfind(shared[-1]) + len(shared[-1])
    if start < 0 or end <= start:
        return None
    negated = bool(_NEGATION_RE.search(statement.text[:end])) != statement.denied
    asked = bool(_NEGATION_RE.search(clause))
    span = Span(statement.start + start, statement.start + end)
    return Reading(YesNo(negated == asked), span, confidence=0.6, stance=Stance.DENY if negated else Stance.ASSERT)


class _YesNoKind:
    name = "yes_no"

    def read(self, statement: Statement, question: Question) -> Iterator[Reading]:
        """Yield at most one yes or no for a statement."""
        return read(statement, question)


KIND = _YesNoKind()
register(KIND)
