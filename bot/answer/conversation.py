"""Follow-ups: a short question completed from the one before it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from bot.answer.predicates import predicates


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was answered, with the answer as schema whosays.answer/1."""

    question: str
    answer: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Conversation:
    """Questions and answers of one sitting, oldest first."""

    turns: tuple[Turn, ...] = ()

    def add(self, question: str, answer: dict[str, Any]) -> Conversation:
        """Return the conversation with one more turn."""
        return replace(self, turns=(*self.turns, Turn(question, answer)))

    @property
    def last(self) -> Turn | None:
        """The newest turn."""
        return self.turns[-1] if self.turns else None


_AND_THE_RE = re.compile(
    r"^(?:and|but|what\ about|how\ about)\s+(?:the\s+)?(?P<what>[^?]{2,60})\??$", re.IGNORECASE | re.VERBOSE
)
_WHO_SAID_RE = re.compile(
    r"^(?:and\s+)?(?:who|which\ outlets?)\s+(?:said|says|say|reported|reports)\s+(?:that|so|this|it)\??$", re.IGNORECASE
)
_BARE_AUXILIARY_RE = re.compile(
    r"^(?:and\s+)?(?P<aux>was|were|is|are|did|has|have)\s+(?:it|they|that|he|she)\??$", re.IGNORECASE
)
_BARE_WH_RE = re.compile(r"^(?:and\s+)?(?P<wh>when|where|why|who|how)\??$", re.IGNORECASE)
_HOW_MANY_RE = re.compile(
    r"^(?P<open>how\ many|how\ much|what\ number\ of)\s+(?P<rest>.+)$", re.IGNORECASE | re.VERBOSE
)
_VERB_RE = re.compile(r"\b(?:was|were|is|are|did|has|have|had|will)\b", re.IGNORECASE)

#: "the injured" asks for those who were injured: an adjective or participle that names a group of people.
_GROUPS = {
    "injured": "were injured", "wounded": "were wounded", "dead": "died", "killed": "were killed", "missing": "are missing",
    "survivors": "survived", "arrested": "were arrested", "displaced": "were displaced", "infected": "were infected",
    "rescued": "were rescued", "aboard": "were aboard", "passengers": "passengers were aboard", "evacuated": "were evacuated",
}  # fmt: skip


def complete(question: str, conversation: Conversation | None) -> str:
    """Return a follow-up as a question that stands alone, or the question itself.

    >>> before = Conversation().add("How many people died in the flood?", {})
    >>> complete("and the injured?", before)
    'How many were injured?'
    """
    last = conversation.last if conversation else None
    if last is None:
        return question
    text = " ".join(question.split())
    if _WHO_SAID_RE.match(text):
        return last.question
    if match := _BARE_AUXILIARY_RE.match(text):
        return _repeat_as_yes_no(last.question, match["aux"])
    if match := _BARE_WH_RE.match(text):
        return _ask_instead(last.question, match["wh"])
    if match := _AND_THE_RE.match(text):
        return _swap(last.question, match["what"].strip())
    return question


def asks_who_said(question: str) -> bool:
    """Tell whether a follow-up asks for the speakers of the last answer."""
    return bool(_WHO_SAID_RE.match(" ".join(question.split())))


def _swap(before: str, what: str) -> str:
    words = what.lower().removeprefix("the ").rstrip("?")
    if _VERB_RE.search(words) or len(words.split()) > 5:
        return what
    how_many = _HOW_MANY_RE.match(before)
    if words in _GROUPS and (how_many or "toll" in before.lower()):
        tail = _GROUPS[words]
        return f"How many {tail}?"
    if words in _GROUPS:
        return f"How many {_GROUPS[words]}?"
    if how_many:
        verb = _VERB_RE.search(how_many["rest"])
        tail = how_many["rest"][verb.start() :] if verb else how_many["rest"].split(" ", 1)[-1]
        return f"How many {words} {tail}"
    return f"What about {words}: {before}"


def _repeat_as_yes_no(before: str, auxiliary: str) -> str:
    who = re.match(
        r"^who\s+(?P<verb>.+?)\s+(?P<object>it|them|him|her)\s*(?P<rest>.*)$", before.rstrip("?"), re.IGNORECASE
    )
    if who:
        return f"{auxiliary.capitalize()} it {who['verb']} {who['rest']}".strip() + "?"
    return before


def _of_the_counted(rest: str, wh: str) -> str:
    """Turn "(how many) crew died in the flood" into "When was it that crew died in the flood?", "Who died …?"."""
    verbs = [found.start for found in predicates(rest)] + [match.start() for match in _VERB_RE.finditer(rest)]
    at = min(verbs, default=len(rest))
    who, did = rest[:at].strip(), rest[at:].strip()
    if wh.lower() == "who" and did:
        return f"Who {did}?"
    return f"{wh.capitalize()} was it that {who or 'people'} {did}".rstrip() + "?"


def _ask_instead(before: str, wh: str) -> str:
    counted = _HOW_MANY_RE.match(before.strip(" ?"))
    if counted:
        return _of_the_counted(counted["rest"], wh)
    body = re.sub(r"^(?:when|where|why|who|what|how\s+(?:many|much))\b", "", before, flags=re.IGNORECASE).strip(" ?")
    return f"{wh.capitalize()} {body}?"
