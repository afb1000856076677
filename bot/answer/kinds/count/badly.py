"""Those who are badly hurt, of all who are hurt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.answer.types import Question


BADLY_RE = re.compile(
    r"\b(?:bad(?:ly)?|serious(?:ly)?|severe(?:ly)?|critical(?:ly)?|grave(?:ly)?|life[-\s]threatening)\b", re.I
)
# "None was seriously hurt" leaves open how many were hurt.
NOT_BADLY_RE = re.compile(r"[^.;]*\b(?:life[-\s]threatening|serious(?:ly)?|critical(?:ly)?|grave(?:ly)?|badly)\b", re.I)


def told_badly(text: str, start: int, question: Question) -> bool:
    """Return whether the number at `start` is of those badly hurt, where the question asks for all who were hurt."""
    if "injure" not in question.predicates or BADLY_RE.search(question.text):
        return False
    return BADLY_RE.search(text[start : until(text, start + 1)]) is not None


def until(text: str, at: int) -> int:
    """Return where what is said of a number ends: at the next clause or sentence."""
    match = _CLAUSE_END_RE.search(text, at)
    return match.start() if match else len(text)


_CLAUSE_END_RE = re.compile(
    r"[;:]|\.\s|,\s|\b(?:and|but|while|with)\s+(?=[0-9]|an?\b|the\b|one\b|two\b|three\b|four\b|five\b)", re.I
)
