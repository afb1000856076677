"""What a question asks to be counted: the event, the role and the noun."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answer.kinds.count.craft import ABOARD_ASKED_RE
from bot.answer.kinds.count.events import EVENTS
from bot.answer.kinds.count.fired import FIRED_ASKED_RE
from bot.answer.kinds.count.harm import AFFECTED_ASKED_RE, DATA_ASKED_RE
from bot.answer.kinds.count.hospital import HOSPITAL_ASKED_RE
from bot.answer.predicates import predicates

if TYPE_CHECKING:
    from bot.answer.types import Question


#: Groups that give the setting of a question about another one ("killed in the attack").
_SETTING = frozenset(
    """
    aboard attack crash burn shoot shoot_down confirm start end lose rise fall attend employ
    """.split()
)


def target(question: Question) -> str | None:
    """Return the event group whose participants are counted: "killed" in "how many on board were killed"."""
    return _target(question.text, question.predicates)


@lru_cache(maxsize=64)  # a question is looked for in every sentence
def _target(text: str, asked_of: frozenset[str]) -> str | None:
    if _LIVES_ASKED_RE.search(text):
        return "die"
    if CROWD_ASKED_RE.search(text):
        return "attend"
    if _POWER_ASKED_RE.search(text):
        return "outage"
    if _ILL_ASKED_RE.search(text):
        return "infect"
    if DATA_ASKED_RE.search(text):
        return "steal"
    if FIRED_ASKED_RE.search(text):
        return "fire_at"
    if ABOARD_ASKED_RE.search(text):
        return "aboard"
    asked = [p.group for p in predicates(text) if p.group in asked_of and p.group in EVENTS]
    asked = asked or sorted(asked_of & EVENTS)
    main = [group for group in asked if group not in _SETTING]
    if not asked and HOSPITAL_ASKED_RE.search(text):
        return "hospital"
    if not main and AFFECTED_ASKED_RE.search(text):
        return "affect"
    return next(iter(main or asked), None)


_ILL_ASKED_RE = re.compile(
    r"\bhow\s+many\b.*\b(?:are|were|is|was|been|fell|fallen|got|become|became|made)\s+(?:\w+ly\s+)?(?:ill|sick|poisoned)\b",
    re.I,
)
_POWER_ASKED_RE = re.compile(
    r"\b(?:lost|lose|losing|had\s+no|have\s+no|without|cut\s+off\s+from)\s+(?:the\s+|their\s+)?(?:power|electricity)\b",
    re.I,
)
_LIVES_ASKED_RE = re.compile(r"\bhow\s+many\s+lives\b", re.I)
CROWD_ASKED_RE = re.compile(
    r"^how\s+(?:many\s+(?:people|fans|spectators|supporters|visitors|guests)\s+(?:saw|watched|came\s+to|turned\s+up|(?:were|was)\s+(?:at|in|inside)\s+"
    r"the\s+(?:[\w-]+\s+){0,3}?(?:match|game|final|concert|show|rally|festival|ceremony|race|parade|ground|stadium|arena))\b"
    r"|(?:big|large)\s+(?:was|is)\s+the\s+(?:crowd|audience|attendance))|^what\s+(?:was|is)\s+the\s+(?:\w+\s+)?attendance\b",
    re.I,
)


def role_asked(question: Question) -> str | None:
    """Return "children" of "how many of the injured were children"."""
    match = _ROLE_ASKED_RE.search(question.text)
    return match["role"].lower() if match else None


_ROLE_ASKED_RE = re.compile(
    r"\bhow\s+many\s+of\s+(?:the|those|these|them)\b.*?\b(?:were|are|was)\s+(?P<role>children|women|men|girls|boys|teenagers|civilians|soldiers"
    r"|foreigners|students|pupils|passengers|tourists|minors|juveniles|adults|policemen|firefighters|workers|crew|residents)\b",
    re.I,
)


def counted_in(question: Question) -> str | None:
    """Return what a question counts where its noun is an event's word too: "how many votes did she get"."""
    match = VOTES_ASKED_RE.search(question.text) or _CASES_ASKED_RE.search(question.text)
    return match["noun"].lower() if match else None


_CASES_ASKED_RE = re.compile(r"\b(?:how\s+many|number\s+of)\s+(?:[a-z]+\s+)?(?P<noun>cases|infections)\b", re.I)
VOTES_ASKED_RE = re.compile(
    r"\b(?:how\s+many|number\s+of)\s+(?:(?:more|forged|invalid|spoiled|postal|blank)\s+)?(?P<noun>votes|ballots)\b",
    re.I,
)
