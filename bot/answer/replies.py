"""Sentences that answer what was said just before: "The operator rejected that.", "The ministry confirmed this."."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answer.types import CueClass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.answer.types import Statement

#: Sentences back to the first of those that one voice spoke before a reply; a longer speech has left its point.
_REACH = 4
_CLAIM = (
    r"(?:claim|allegation|accusation|charge|assertion|suggestion|report|statement|version|account|criticism|notion|idea"
    r"|rumou?r|speculation|complaint|argument|explanation)s?"
)
#: What stands for the words before: "that", "the claim", "the mayor's accusation".
_THAT = (
    rf"(?:that|this|it|both|all\s+of\s+(?:that|this|it)|(?:the|these|those|this|that|any\s+such|such|both|all|(?:the\s+)?[\w-]+['’]s?)"
    rf"\s+(?:latter\s+)?{_CLAIM})"
)
#: What may follow: when, where and how strongly, but no further thing that is denied.
_AFTER = r"(?:\s+(?:on|in|at|as|yesterday|outright|flatly|strongly|firmly|immediately|later|again|too|out\s+of\s+hand)\b[^;:]*)?"
_REFERRED_RE = re.compile(rf"\W*(?:{_THAT}){_AFTER}\W*", re.IGNORECASE)
_WRONG = (
    r"(?:false|untrue|not\s+true|wrong|incorrect|inaccurate|nonsense|rubbish|baseless|groundless|unfounded|fabricated|invented"
    r"|misleading|absurd|ridiculous|fiction|fantasy|a\s+(?:\w+\s+)?lie|lies|made\s+up|without\s+(?:any\s+)?(?:foundation|basis))"
)
#: "That is simply not true", "this was false"; of "said that was true", "that" is taken for a conjunction.
_IS_WRONG_RE = re.compile(
    rf"\W*(?:{_THAT}\s*)?(?:is|was|are|were|['’]s)\s+(?:\w+ly\s+|just\s+|all\s+|pure\s+|complete\s+|total\s+|utter\s+)*{_WRONG}\b"
    rf"(?!\s+(?:to|that|of)\b){_AFTER}.*",
    re.IGNORECASE,
)
_IS_RIGHT_RE = re.compile(
    rf"\W*(?:{_THAT}\s*)?(?:is|was|are|were|['’]s)\s+(?:\w+ly\s+)*(?:true|correct|right|accurate){_AFTER}\W*",
    re.IGNORECASE,
)
_EXCLAIMED_RE = re.compile(
    r"\W*(?:(?:complete|utter|total|absolute|pure)\s+)?(?:nonsense|rubbish|lies|a\s+lie)\W*", re.IGNORECASE
)
#: 'called the claim "false and hurtful"', "described the report as baseless".
_CALLED_RE = re.compile(
    rf"\b(?:calls?|called|branded|labelled|labeled|described|dismissed|denounced)\s+(?:{_THAT})\s+(?:as\s+)?[\"“‘']*"
    rf"(?:\w+ly\s+|pure\s+|complete\s+|total\s+|utter\s+)*(?:an?\s+)?(?:\w+\s+)?{_WRONG}\b",
    re.IGNORECASE,
)


def replies(told: Sequence[Statement]) -> Iterator[tuple[Statement, tuple[Statement, ...], bool]]:
    """Yield every reply with the statements that it may answer, the nearest first, and whether it denies them.

    A reply answers the words just before it, of one other voice; what lies further back has left its point.
    """
    for at, statement in enumerate(told):
        denies = _polarity(statement)
        if denies is None:
            continue
        before = tuple(_before(told, at))
        if before:
            yield statement, before, denies


def _polarity(statement: Statement) -> bool | None:
    """Return True for a denial of the words before, False for a confirmation, None for any other statement."""
    if statement.speaker is None or statement.sentence.heading:
        return None
    said = statement.text.strip()
    whole = statement.sentence.text
    if _IS_WRONG_RE.fullmatch(said) or _EXCLAIMED_RE.fullmatch(said) or _CALLED_RE.search(whole):
        return True
    if _IS_RIGHT_RE.fullmatch(said):
        return False
    after = whole[whole.find(statement.cue) + len(statement.cue) :] if statement.cue else ""
    if statement.cue_class is CueClass.DENY and (_REFERRED_RE.fullmatch(said) or _REFERRED_RE.fullmatch(after)):
        return True
    if statement.cue_class is CueClass.ASSERT and (_REFERRED_RE.fullmatch(said) or _REFERRED_RE.fullmatch(after)):
        return False
    return None


def _before(told: Sequence[Statement], at: int) -> Iterator[Statement]:
    """Yield the statements before a reply, nearest first, as long as one other voice speaks."""
    reply, voice = told[at], None
    for back, statement in enumerate(reversed(told[:at])):
        who = statement.speaker.canonical if statement.speaker else ""
        if statement.sentence.heading or statement.sentence == reply.sentence or back >= _REACH:
            return
        if reply.speaker is not None and who == reply.speaker.canonical:
            return
        if voice is not None and who != voice:
            return
        voice = who
        if not statement.denied:
            yield statement
