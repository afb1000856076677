"""A "no" by what there was none of."""

from __future__ import annotations

import re

from bot.answer.kinds.yes_no.left_open import WHETHER_RE
from bot.answer.kinds.yes_no.value import YesNo
from bot.answer.types import Question, Reading, Span, Stance, Statement
from bot.answer.words import content

_ANY_RE = re.compile(
    r"^(?:did|was|were|is|are|has|have|had)\s+(?:there\s+)?(?:been\s+)?(?:an?|any)\s+(?P<what>(?:[a-z-]+\s+)?[a-z-]+?)(?:\s|$)",
    re.IGNORECASE,
)
_FIND_ANY_RE = re.compile(
    r"^(?:did|has|have|had)\s+.{2,50}?\s(?:found|find|seen?|discover(?:ed)?)\s+any\s+(?P<what>(?:[a-z-]+\s+)?[a-z-]+)$",
    re.IGNORECASE,
)


def absent(statement: Statement, question: Question) -> Reading | None:
    """Read "there was no fire" as no to "did a fire break out", "not one was forged" to "any forged ballots"."""
    bare = question.text.strip(" ?.!")
    found = _FIND_ANY_RE.match(bare)
    match = found or _ANY_RE.match(bare)
    if match is None or statement.denied:
        return None
    nouns = match["what"].lower().split()
    nouns = nouns if found else nouns[:1]
    if not nouns or not content(nouns[0]):
        return None
    phrase = r"\s+".join(rf"{re.escape(noun)}s?" for noun in nouns)
    absent = re.search(rf"\bno\s+(?:\w+\s+)?{phrase}\b(?!\s+of\b)", statement.text, re.IGNORECASE)
    if absent is None and found and len(nouns) > 1:
        last = rf"{re.escape(nouns[-1])}"
        if re.search(rf"\b{last.removesuffix('s')}s?\b", statement.text, re.IGNORECASE):
            absent = re.search(
                rf"\b(?:not\s+one|none)\s+(?:of\s+them\s+)?(?:was|were)\s+{re.escape(nouns[0])}\b",
                statement.text,
                re.IGNORECASE,
            )
    if absent is None or WHETHER_RE.search(statement.text[: absent.start()]):
        return None
    span = Span(statement.start + absent.start(), statement.start + absent.end())
    return Reading(YesNo(False), span, confidence=0.7, stance=Stance.DENY)
