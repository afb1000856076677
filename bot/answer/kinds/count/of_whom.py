"""Whether a number may be of the one whom a question names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answer.words import stems

if TYPE_CHECKING:
    from bot.answer.kinds.count.found import Found
    from bot.answer.types import Question, Statement


_WHOSE_RE = re.compile(
    r"\b(?i:how\s+many)\s+[\w\s]+?\s(?:did|does|do|has|have|had|will|would)\s+(?:the\s+)?(?P<who>[A-ZÀ-Þ][\w’'-]*(?:\s+[A-ZÀ-Þ][\w’'-]*)*)\s"
)
_OF_SPEAKER = frozenset("it its we our i my they their".split())
_STANDS_FOR_RE = re.compile(r"\b(?:he|she|it|they|his|her|its|their|we|our|i|my|the|this)\b", re.I)


def of_whom(statement: Statement, found: Found, question: Question) -> bool:
    """Return whether a number may be of the one whom the question names: by name, or by a word that stands for it."""
    who = _WHOSE_RE.search(question.text)
    if who is None:
        return True
    name = stems(who["who"].split()[-1])
    if name & stems(statement.sentence.text):
        return True
    standing = {match[0].lower() for match in _STANDS_FOR_RE.finditer(statement.text[: found.quantity.start])}
    speaker = statement.speaker
    if speaker is not None and speaker.named and not name & stems(speaker.canonical):
        standing -= _OF_SPEAKER  # "Norland says it lost nobody" tells nothing of Sudland
    return bool(standing)
