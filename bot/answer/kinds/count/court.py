"""Words of death that count nobody: charges, cases and offices, one person's death, what nearly happened."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.answer.predicates import Predicate


# "Two officers face murder charges", "homicide detectives": a word of the law, and nobody's death is counted.
_OF_COURT_RE = re.compile(
    r"[\s-](?:(?:criminal|police|first|second)\s+)?(?:charges?|trials?|cases?|detectives?|investigat(?:ors?|ions?)|units?|squads?|suspects?|warrants?"
    r"|convictions?|counts?\s+(?:against|for)|indictments?|inquiry|inquiries|probes?|accused|defendants?|penalty|row|threats?|sentences?|certificates?)\b",
    re.I,
)
_NEARLY_RE = re.compile(r"\b(?:nearly|almost|narrowly)\s+$", re.I)
#: "To mourn Berg's death": one death, told by whose it is.
_POSSESSED_RE = re.compile(r"(?:['’]s|\bhis|\bher)\s+$", re.I)
_ONE_DEATH = frozenset({"death", "killing", "murder", "slaying"})
_COURT_WORDS = frozenset({"murder", "homicide", "death", "killing", "murders", "killings"})


def of_court(text: str, predicate: Predicate) -> bool:
    """Return whether a word of death names a charge, a case or an office, or what did not come to pass."""
    if predicate.group != "die":
        return False
    if _NEARLY_RE.search(text, max(0, predicate.start - 12), predicate.start):
        return True
    word = text[predicate.start : predicate.end].lower()
    if word in _ONE_DEATH and _POSSESSED_RE.search(text, max(0, predicate.start - 6), predicate.start):
        return True
    return word in _COURT_WORDS and _OF_COURT_RE.match(text, predicate.end) is not None
