"""Causes: what a statement says brought something about, or denies, or leaves open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.answer.kinds import register
from bot.answer.predicates import predicates
from bot.answer.types import Question, Reading, Span, Stance, Statement
from bot.answer.values import Relation
from bot.answer.words import stem, stems, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.values import Value


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause as given, denied or left open."""

    text: str
    #: The text says that this was not the cause.
    denied: bool = False
    #: The text says that the cause is being looked into or is not known.
    open: bool = False
    #: Predicate groups of the words ("attack", "shoot_down"): what they have in common with other causes.
    groups: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        """Always "cause"."""
        return "cause"

    def relation(self, other: Value) -> Relation:
        """Shared words are the same cause; a denial is incompatible with what it denies; else both may hold."""
        if not isinstance(other, Cause):
            return Relation.INCOMPATIBLE
        if self == other:
            return Relation.SAME
        settled = not (self.denied or self.open)
        other_settled = not (other.denied or other.open)
        if settled == other_settled:
            return Relation.SAME if not settled or self._shares(other) else Relation.COMPATIBLE
        denied = self if not settled else other
        return Relation.INCOMPATIBLE if denied.denied and self._shares(other) else Relation.COMPATIBLE

    def _shares(self, other: Cause) -> bool:
        words, others = stems(self.text), stems(other.text)
        if self.groups & other.groups & _VIOLENT or (self.groups & _VIOLENT and other.groups & _VIOLENT):
            return True
        smaller = min(len(words), len(others))
        return bool(smaller) and 2 * len(words & others) >= smaller

    def as_json(self) -> dict[str, Any]:
        """Return {"kind": "cause", "text", …}."""
        return {"kind": self.kind, "text": str(self), "denied": self.denied, "open": self.open}

    def __str__(self) -> str:
        return f"not {self.text}" if self.denied else self.text


#: Causes that somebody inflicted: "a missile" and "hostile fire" speak of one thing.
_VIOLENT = frozenset({"attack", "shoot_down", "shoot"})

_END = r"(?=\s*(?:[.;!?”\"]|,\s|$|\b(?:and|but|while|when|on|according|which|who|said|says)\b))"
_CAUSES = (
    rf"\b(?:caused|triggered|sparked|prompted|set\ off)\s+by\s+(?P<cause>\S.{{2,110}}?){_END}",
    rf"\b(?:due|owing|thanks)\s+to\s+(?P<cause>\S.{{2,110}}?){_END}",
    rf"\bbecause\s+of\s+(?P<cause>\S.{{2,110}}?){_END}",
    rf"\bbecause\s+(?P<cause>(?!of\b)\S.{{4,110}}?){_END}",
    rf"\b(?:blamed\ (?:it\ |this\ |the\ \w+\ )?on|attributed\ to|result(?:ed|ing)?\ (?:from|of)|stemmed\ from)\s+(?P<cause>\S.{{2,110}}?){_END}",
    rf"\b(?:cause|reason)\s+(?:\w+\s+){{0,6}}?(?:was|is)\s+(?P<cause>(?!not\b|under\b|un|being\b)\S.{{2,110}}?){_END}",
    rf"\b(?:jailed|imprisoned|sentenced|fined|arrested|charged|convicted|suspended|dismissed|sacked|fired|punished|banned|praised|criticised|criticized)\b"
    rf"[^.;]{{0,60}}?\s(?:for|over)\s+(?P<cause>(?!\d|(?:about|at|up|more|nearly|life|an?|the|one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty)\s)\S.{{2,110}}?){_END}",
    r"(?P<cause>\b(?:an?|the|heavy|strong|high)\s+[^.;,]{2,80}?)\s+(?:caused|triggered|sparked|led\ to|set\ off)\s+(?:the|an?|its)\b",
)
_INFLICTED_RE = re.compile(
    rf"\b(?:shot\ down|brought\ down|downed|struck|hit|destroyed|rammed|targeted(?:\ and\ struck)?)\s+by\s+(?P<cause>\S.{{2,110}}?){_END}",
    re.IGNORECASE | re.VERBOSE,
)
_OPEN_RE = re.compile(
    r"""\b(?: (?:circumstances|cause|causes|incident|crash|accident|matter|reasons?|fire|collision)\b
            [^.;]{0,60}?\b(?:under\ investigation|being\ investigated|remains?\ unclear|(?:is|are|was)\ (?:still\ )?(?:unclear|unknown|not\ known))
       |    investigat(?:ing|ion\ into)\s+the\ (?:cause|circumstances) )""",
    re.IGNORECASE | re.VERBOSE,
)
_NEGATED_RE = re.compile(r"(?:\b(?:not|never|neither)|n['’]t)\b(?:\W+\w+){0,3}\W*$", re.IGNORECASE)
#: Events that being hit explains.
_FALLS = frozenset({"crash", "lose", "die", "shoot_down", "destroy"})


@cache
def _causes() -> tuple[re.Pattern[str], ...]:
    # Compiled at the first question for a cause: every other question imports this module too.
    return tuple(re.compile(form, re.IGNORECASE | re.VERBOSE) for form in _CAUSES)


def read(statement: Statement, question: Question) -> Iterator[Reading]:
    """Yield the causes that a statement gives, denies or leaves open for what the question asks about."""
    text = statement.text
    found = False
    if _same_event(statement, question):
        for pattern in _causes():
            for match in pattern.finditer(text):
                found = True
                yield _reading(statement, match.span("cause"), match.start())
        hit = _INFLICTED_RE.search(text)
        if hit and not found and (question.predicates & _FALLS or "happen" in question.text):
            found = True
            # With its verb: "shot down by rebels" is a cause, "rebels" is an actor.
            yield _reading(statement, (hit.start(), hit.end("cause")), hit.start())
    pending = _OPEN_RE.search(text)
    if pending and not found and _left_open(statement, question):
        span = Span(statement.start + pending.start(), statement.start + pending.end())
        words = text[pending.start() : pending.end()]
        value = "under investigation" if "investigat" in words.lower() else "not known"
        yield Reading(Cause(value, open=True), span, confidence=0.8)


#: Marks that a cause neither begins nor ends with.
_EDGES = " ,'‘’“”\"\n"


def _reading(statement: Statement, where: tuple[int, int], cue: int) -> Reading:
    text = statement.text
    start, end = where
    start += len(text[start:end]) - len(text[start:end].lstrip(_EDGES))
    end = start + len(text[start:end].rstrip(_EDGES))
    words = " ".join(text[start:end].split())
    denied = bool(_NEGATED_RE.search(text[:cue])) != statement.denied
    groups = frozenset(found.group for found in predicates(text[cue:end])) | _groups_of(words)
    stance = Stance.DENY if denied else Stance.ASSERT
    span = Span(statement.start + start, statement.start + end)
    return Reading(Cause(words, denied=denied, groups=groups), span, confidence=0.75, stance=stance)


def _groups_of(words: str) -> frozenset[str]:
    violent = {"missile", "fire", "attack", "bomb", "rocket", "drone", "shell", "sabotage"}
    return frozenset({"attack"}) if violent & {word.lower() for word in tokens(words)} else frozenset()


def _same_event(statement: Statement, question: Question) -> bool:
    here = {found.group for found in predicates(statement.text)}
    if question.predicates & here:
        return True
    if question.predicates & _FALLS and here & (_FALLS | _VIOLENT):
        return True
    wanted = {stem(word) for word in question.about} - {"caus", "reason"}
    return bool(wanted) and 2 * len(wanted & stems(statement.sentence.text)) >= len(wanted)


#: Events whose cause "the circumstances are under investigation" leaves open.
_EVENTS = _FALLS | _VIOLENT | {"injure", "burn", "missing", "casualty", "damage"}


def _left_open(statement: Statement, question: Question) -> bool:
    """Tell whether what a statement leaves open is what is asked: not why names are withheld, but why it crashed."""
    wanted = {stem(word) for word in question.about} - {"caus", "reason"}
    return bool(question.predicates & _EVENTS or wanted & stems(statement.sentence.text))


class _CauseKind:
    name = "cause"

    def read(self, statement: Statement, question: Question) -> Iterator[Reading]:
        """Yield the causes of a statement."""
        return read(statement, question)


KIND = _CauseKind()
register(KIND)


def leaves_open(text: str) -> bool:
    """Tell whether a text says that the matter is being investigated or is not known."""
    return bool(_OPEN_RE.search(text))
