"""Numbers of one place: a part that a sentence gives for it, and none that is said of another."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.answer.quantities import Quantity
    from bot.answer.types import Question, Statement


def of_place(text: str, amounts: tuple[Quantity, ...], question: Question) -> tuple[Quantity, ...]:
    """Return the part that a sentence gives for the place asked about, in place of the whole; else all amounts."""
    asked = _ASKED_IN_RE.search(question.text)
    for i, quantity in enumerate(amounts):
        part = _PART_IN_RE.match(text, quantity.end) if asked and i else None
        if part and asked and part["place"] == asked["place"]:
            return (replace(quantity, noun=amounts[i - 1].noun, part=False),)
    return amounts


#: "1,200 of them in Germany": the part that a place has of a number.
_PART_IN_RE = re.compile(
    r"\s+of\s+(?:them|which|those|whom|these)\b[^.;,]{0,20}?\b(?:in|at)\s+(?:the\s+)?(?P<place>[A-ZÀ-Þ][\w-]*)"
)
_ASKED_IN_RE = re.compile(r"\b(?:in|at)\s+(?:the\s+)?(?P<place>[A-ZÀ-Þ][\w-]*)(?:\s+[a-z]+)?\s*\??$")
_IN_PLACE_RE = re.compile(r"\b(?:in|at)\s+(?:the\s+)?(?P<place>[A-ZÀ-Þ][\w-]+)")
LEAD_CHARS = 600  # characters of an article that say what it is about


def is_elsewhere(statement: Statement, quantity: Quantity, question: Question) -> bool:
    """Return whether none is said of one place only, which neither question nor article is about."""
    place = _IN_PLACE_RE.search(statement.text, quantity.end)
    if place is None or place["place"] in _DAY_NAMES:
        return False
    article, before = statement.article, min(LEAD_CHARS, statement.start)
    return place["place"] not in f"{question.text} {article.title} {article.text[:before]}"


_DAY_NAMES = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
