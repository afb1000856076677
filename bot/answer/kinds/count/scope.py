"""The scope of a number: one event or a running total, and what is no count or a part that nobody asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answer.days import asks_total
from bot.answer.kinds.count.asked import target
from bot.answer.kinds.count.badly import BADLY_RE, NOT_BADLY_RE
from bot.answer.kinds.count.events import OF_PEOPLE

if TYPE_CHECKING:
    from bot.answer.quantities import Quantity
    from bot.answer.types import Question


def passed_over(text: str, quantity: Quantity, question: Question, *, given: bool) -> bool:
    """Return whether a number has another scope, or is a part that the question does not ask for."""
    if not _in_scope(quantity, question) or _AGE_OF_RE.search(text, 0, quantity.start):
        return True
    if quantity.low == 0 and (_WISHED_RE.search(text, 0, quantity.start) or _OUGHT_RE.match(text, quantity.end)):
        return True
    pair = _PAIR_OF_RE.match(text, quantity.start)
    if pair and target(question) in OF_PEOPLE and _THINGS_IN_PAIRS_RE.fullmatch(pair["noun"]):
        return True
    asked = BADLY_RE.search(question.text) and BADLY_RE.search(text, quantity.end)
    if quantity.others and not quantity.increment and _THE_OTHERS_RE.search(text, 0, quantity.start):
        return _OTHERS_ASKED_RE.search(question.text) is None  # "the two others had died later": some of them
    return not asked and _left_out(text, quantity, given=given)


# "Praying that nobody died", "nobody deserves to die": no count.
_WISHED_RE = re.compile(r"\b(?:pray(?:s|ed|ing)?|hop(?:e|es|ed|ing)|wish(?:es|ed|ing)?)\s+(?:that\s+|for\s+)?$", re.I)
_OUGHT_RE = re.compile(
    r"\s+(?:deserve[sd]?|should|ought|wants?|wanted|could|would|needs?|likes?|liked|expect(?:s|ed)?|knows?|knew|thinks?|thought|believe[sd]?)\b",
    re.I,
)
# "A pair of boots" is no two people; "a pair of hikers" is.
_PAIR_OF_RE = re.compile(r"(?:over\s+)?a\s+pair\s+(?:of\s+)?(?:[\w-]+\s+){0,2}?(?P<noun>[a-z]+s)\b", re.I)
_THINGS_IN_PAIRS_RE = re.compile(
    r"(?:shoe|boot|sneaker|heel|sandal|trouser|jean|pant|glove|sock|glasse|spectacle|scissor|plier|handcuff|headphone|binocular|earring|ski"
    r"|skate|gun|pistol|rifle|handgun|knive|shot|wound|bullet|incident|car|vehicle|house|home)s",
    re.I,
)
# "A boy of six": how old he is.
_AGE_OF_RE = re.compile(
    r"\b(?:boy|girl|child|man|woman|son|daughter|baby|toddler|teenager|youth|infant|lad)\s+of\s+(?:just\s+|only\s+|about\s+)?$",
    re.I,
)
_THE_OTHERS_RE = re.compile(r"\b(?:the|those|these)\s+$", re.I)
_OTHERS_ASKED_RE = re.compile(r"\b(?:others?|more|else)\b", re.I)


def _left_out(text: str, quantity: Quantity, *, given: bool) -> bool:
    """Return whether a number is a part of one given before it, or says "none" of something else."""
    if given and (quantity.part or _RISEN_RE.search(text, 0, quantity.start)):
        return True
    return quantity.low == 0 and bool(NOT_BADLY_RE.search(text, quantity.end))


# "the toll has risen to nine after a woman died": she is one of the nine.
_RISEN_RE = re.compile(
    r"\b(?:ris(?:en|es|ing)|rose|climb(?:ed|s)|grew|grown|increased|jumped|went\s+up|gone\s+up|stands?|now)\b[^.;]{0,60}\b(?:after|when|as|with)\b",
    re.I,
)
#: Groups whose figures change from day to day: what one was before is worth telling.
CHANGING = frozenset(
    "die injure casualty arrest infect displace missing complain attend affect outage strand steal destroy".split()
)


def _in_scope(quantity: Quantity, question: Question) -> bool:
    if quantity.earlier and not (CHANGING & question.predicates):
        return False
    wide = question.cumulative and not asks_total(question)
    if quantity.increment:
        return not wide
    if quantity.kind == "ordinal" and not wide:
        return False
    return quantity.cumulative == wide or asks_total(question)
