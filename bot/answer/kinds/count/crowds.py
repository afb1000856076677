"""How many came to something: "a crowd of 12,300"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answer.kinds.count.about import clause_of
from bot.answer.kinds.count.found import Found
from bot.answer.kinds.count.nouns import same_noun
from bot.answer.words import names, stem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.quantities import Quantity
    from bot.answer.types import Question


# "a crowd of 12,300", "the attendance was 12,300", "drew 9,000 fans", "9,000 people were in the ground"
_CROWD_RE = re.compile(
    r"\b(?:crowds?|audience|attendance|drew|attracted|watched(?:\s+by)?|(?:in|inside)\s+the\s+(?:ground|stadium|arena|hall)"
    r"|(?:had\s+been|were)\s+(?:at|inside)\s+the)\b",
    re.I,
)
_CROWD_FITS = 0.5  # nothing is known of who came


def crowds_of(text: str, amounts: tuple[Quantity, ...], asked: str | None) -> Iterator[Found]:
    """Yield the numbers of those who came to something."""
    for quantity in amounts:
        if quantity.kind != "number" or quantity.earlier or not quantity.high or quantity.high < _A_CROWD:
            continue
        fit = same_noun(quantity.noun, asked or "people")
        part = clause_of(text, quantity)
        if fit > _CROWD_FITS and _CROWD_RE.search(part):
            yield Found(quantity, None, "numeral", fit)


_A_CROWD = 50  # fewer are a part of it: those hurt, those led away


def is_of_thing(sentence: str, question: Question) -> bool:
    """Return whether a sentence may tell of the occasion asked about: not where it names another of the sort."""
    asked = frozenset(stem(name) for name in names(question.text))
    told = frozenset(stem(name) for name in names(sentence)) - _DAY_STEMS
    return not asked or not told or bool(asked & told)


_DAY_STEMS = frozenset(
    stem(day) for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
)
