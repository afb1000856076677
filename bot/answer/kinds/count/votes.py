"""Votes: who may cast them, their state, the lead, and which count of them is told of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answer.kinds.count.asked import VOTES_ASKED_RE, target

if TYPE_CHECKING:
    from bot.answer.predicates import Predicate
    from bot.answer.quantities import Quantity
    from bot.answer.types import Question


_MAY_VOTE_RE = re.compile(
    r"\b(?:may|can|could|entitled|eligible|registered|allowed|able|qualified|right|enrolled|roll|rolls|electors|electorate)\b",
    re.I,
)


def may_vote(text: str, quantity: Quantity, predicate: Predicate) -> bool:
    """Return whether those who may vote are counted, and not those who did."""
    if predicate.group != "vote":
        return False
    start, end = min(quantity.start, predicate.start), max(quantity.end, predicate.end)
    return _MAY_VOTE_RE.search(text, start, end) is not None


def asks_who_may(question: Question) -> bool:
    """Return whether a question is after those who may vote, and not those who did."""
    return target(question) == "vote" and _MAY_VOTE_RE.search(question.text) is not None


_STATE_RE = re.compile(r"\b(?:forged|faked?|invalid|spoil(?:ed|t)|blank|postal|disputed|uncounted|counterfeit)\b", re.I)


def same_state(beside: str, asked: str) -> bool:
    """Return whether a number is of things in the state asked about: ballots are not all forged."""
    if not VOTES_ASKED_RE.search(asked):
        return True
    return bool(_STATE_RE.search(beside)) == bool(_STATE_RE.search(asked))


LEAD_ASKED_RE = re.compile(
    r"\bby\s+how\s+many\b|\bvotes?\s+(?:ahead|behind|more)\b|\b(?:lead|margin|majority)\b|\bhow\s+many\s+more\s+votes\b",
    re.I,
)
_LEAD_LEFT_RE = re.compile(
    r"\bby\s+(?:just\s+|only\s+)?$|\b(?:lead|margin|majority|gap|difference|advantage)\s+(?:of|was|is|at|to|stood\s+at)\s+(?:just\s+|only\s+)?$",
    re.I,
)
_LEAD_RIGHT_RE = re.compile(r"[\s-]votes?\s+(?:ahead|behind|more|fewer|short|clear|apart|lead|margin|majority)\b", re.I)


def is_lead(text: str, quantity: Quantity) -> bool:
    """Return whether a number is by how much somebody is ahead, not what he has."""
    if _RESULT_RE.match(text, quantity.end):
        return False  # "by 76 votes to 72"
    return bool(_LEAD_LEFT_RE.search(text, 0, quantity.start) or _LEAD_RIGHT_RE.match(text, quantity.end))


_RESULT_RE = re.compile(r"(?:\s+votes?)?\s+(?:to|against)\s+[0-9]", re.I)
_FIRST_ROUND_RE = re.compile(
    r"\b(?:first|initial|preliminary|provisional)\s+(?:\w+\s+)?(?:count|round|tally|results?|vote)\b", re.I
)
_LATER_ROUND_RE = re.compile(
    r"\b(?:recount\w*|re-count\w*|(?:second|final|run-?off)\s+(?:\w+\s+)?(?:count|round|tally|results?|vote))\b", re.I
)


def same_round(text: str, asked: str) -> bool:
    """Return whether a text may tell of the count that a question names: the first is not the recount."""
    for mine, theirs in ((_FIRST_ROUND_RE, _LATER_ROUND_RE), (_LATER_ROUND_RE, _FIRST_ROUND_RE)):
        if mine.search(asked) and theirs.search(text) and not mine.search(text):
            return False
    return True
