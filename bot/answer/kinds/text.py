"""Free text: what happened to something, what something is. Rules only; a trained reader may take its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.answer.kinds import register
from bot.answer.origins import answers_to
from bot.answer.question import said_about
from bot.answer.types import Question, Reading, Span, Statement
from bot.answer.values import Relation
from bot.answer.words import content, stem, stems, variants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.values import Value


@dataclass(frozen=True, slots=True)
class Text:
    """An answer in the article's own words."""

    text: str
    #: It is all that a voice states, not a phrase of it: only the same statement is the same.
    whole: bool = False

    @property
    def kind(self) -> str:
        """Always "text"."""
        return "text"

    def relation(self, other: Value) -> Relation:
        """Answers that share most words of the shorter are the same; a denied one never is what it denies."""
        if self == other:
            return Relation.SAME
        words, others = stems(self.text), stems(str(other))
        if _denies(self.text) != _denies(str(other)):
            return Relation.INCOMPATIBLE if words == others else Relation.COMPATIBLE
        shared, smaller, larger = len(words & others), min(len(words), len(others)), max(len(words), len(others))
        if _figures(self.text) != _figures(str(other)) or not smaller:
            return Relation.COMPATIBLE
        whole = self.whole or getattr(other, "whole", False)
        same = shared == larger if whole else 2 * shared >= smaller
        return Relation.SAME if same else Relation.COMPATIBLE

    def as_json(self) -> dict[str, Any]:
        """Return {"kind": "text", "text"}."""
        return {"kind": self.kind, "text": self.text}

    def __str__(self) -> str:
        return self.text


_DENIES_RE = re.compile(r"\b(?:not|never|no|nobody|none|nor|neither|without)\b|n['’]t\b", re.IGNORECASE)
_FIGURE_RE = re.compile(
    r"\d[\d.,]*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|half)\b",
    re.IGNORECASE,
)


def _denies(text: str) -> bool:
    return len(_DENIES_RE.findall(text)) % 2 == 1


def _figures(text: str) -> frozenset[str]:
    return frozenset(found.lower().rstrip(".,") for found in _FIGURE_RE.findall(text))


_HAPPENED_RE = re.compile(r"\bhappen(?:ed|s)?\s+to\s+(?P<what>.+)$|\bbecame\s+of\s+(?P<became>.+)$", re.IGNORECASE)
_WHAT_IS_RE = re.compile(
    r"^(?:what|who)\s+(?:is|was|are|were)\s+(?:the\s+|an?\s+)?(?P<what>[^?]{2,80})$", re.IGNORECASE
)
_PREDICATE_RE = re.compile(r"\s*,?\s*(?:was|were|is|are|has|have|had|will|did)?\b", re.IGNORECASE)
_CLAUSE_END_RE = re.compile(r"[.;!?]|,\s+(?:and|but|while|which|who)\b|\s+(?:but|while|whereas)\s|$", re.IGNORECASE)
_APPOSITION_RE = re.compile(r"\s*,\s*(?P<what>(?:an?|the|its)\s+[^.;]{3,160}?)(?=[.;,]|$)", re.IGNORECASE)
_COPULA_RE = re.compile(r"\s+(?:is|was|are|were)\s+(?P<what>(?:an?|the)\s+[^.;]{3,160}?)(?=[.;,]|$)", re.IGNORECASE)


def read(statement: Statement, question: Question) -> Iterator[Reading]:
    """Yield the words of a statement that answer "what happened to X" or "what is X"."""
    bare = question.text.rstrip("?!. ")
    topic = said_about(question.text)
    if topic is not None:
        yield from _said(statement, question, topic)
        return
    if match := _HAPPENED_RE.search(bare):
        yield from _happened(statement, match["what"] or match["became"])
    elif match := _WHAT_IS_RE.match(bare):
        yield from _definition(statement, match["what"])


#: Words of "confirmed *the deaths*": a thing, and nothing stated.
_NOUN_ALONE = 2


def _said(statement: Statement, question: Question, topic: str) -> Iterator[Reading]:
    """Yield what a statement states, where it is the one asked for: about the topic, or by the speaker named."""
    wanted = stems(topic)
    if wanted:
        fits = 3 * len(wanted & stems(statement.text)) >= 2 * len(wanted)
    else:
        speaker = statement.speaker
        fits = speaker is not None and any(answers_to(speaker, name) for name in question.speakers)
    shown = " ".join(statement.text.split()).strip(" ,;.'‘’\"“”")
    if fits and content(shown) and len(shown.split()) > _NOUN_ALONE and not statement.denied:
        first, last = statement.contents[0].start, statement.contents[-1].end
        yield Reading(Text(shown, whole=True), Span(first, last), confidence=0.6)


def _entity(statement: Statement, name: str) -> re.Match[str] | None:
    """Find a noun phrase whose words are those asked for, in their order."""
    words = ["(?:" + "|".join(re.escape(w) for w in sorted(variants(word))) + ")" for word in content(name)]
    if not words:
        return None
    return re.search(r"\b" + r"\W+(?:\w+\W+)?".join(words) + r"\b", statement.text, re.IGNORECASE)


def _happened(statement: Statement, name: str) -> Iterator[Reading]:
    found = _entity(statement, name)
    if not found:
        return
    text = statement.text
    stop = _CLAUSE_END_RE.search(text, found.end())
    end = stop.start() if stop else len(text)
    start = found.end()
    # "the second aircraft involved landed": a reduced relative clause belongs to the name.
    reduced = re.match(r"\s+(?:involved|concerned|in\s+question)\b", text[start:end])
    start += reduced.end() if reduced else 0
    start += len(text[start:end]) - len(text[start:end].lstrip(" ,"))
    answer = text[start:end].rstrip(" '’”\"")
    if len(content(answer)) >= 1:
        yield Reading(Text(" ".join(answer.split())), _span(statement, start, len(answer)), confidence=0.7)


def _definition(statement: Statement, name: str) -> Iterator[Reading]:
    if not any(word[0].isupper() for word in name.split()):
        return
    found = _entity(statement, name)
    if not found:
        return
    text = statement.text
    match = _APPOSITION_RE.match(text, found.end()) or _COPULA_RE.match(text, found.end())
    if match:
        answer = match["what"].rstrip(" '’”\"")
        yield Reading(
            Text(" ".join(answer.split())), _span(statement, match.start("what"), len(answer)), confidence=0.75
        )


def _span(statement: Statement, start: int, length: int) -> Span:
    return Span(statement.start + start, statement.start + start + length)


def matches(statement: Statement, question: Question) -> float:
    """Return the share of the question's content words that a sentence holds."""
    wanted = {stem(word) for word in question.about}
    return len(wanted & stems(statement.sentence.text)) / len(wanted) if wanted else 0.0


class _TextKind:
    name = "text"

    def read(self, statement: Statement, question: Question) -> Iterator[Reading]:
        """Yield the words that answer a free question."""
        return read(statement, question)


KIND = _TextKind()
register(KIND)
