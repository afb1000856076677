"""Free text: what happened to something, what something is. Rules only; a trained reader may take its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.answer.kinds import register
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

    @property
    def kind(self) -> str:
        """Always "text"."""
        return "text"

    def relation(self, other: Value) -> Relation:
        """Answers that share most words of the shorter are the same; others may hold together."""
        words, others = stems(self.text), stems(str(other))
        smaller = min(len(words), len(others))
        if self == other or (smaller and 2 * len(words & others) >= smaller):
            return Relation.SAME
        return Relation.COMPATIBLE

    def as_json(self) -> dict[str, Any]:
        """Return {"kind": "text", "text"}."""
        return {"kind": self.kind, "text": self.text}

    def __str__(self) -> str:
        return self.text


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
    if match := _HAPPENED_RE.search(bare):
        yield from _happened(statement, match["what"] or match["became"])
    elif match := _WHAT_IS_RE.match(bare):
        yield from _definition(statement, match["what"])


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
