"""Who did it: "two men killed a guard" counts no dead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.answer.predicates import Predicate


_ACTIVE_RE = re.compile(r"(?:ed|shot(?:\s+dead)?|hurt|slew|took\b.*|claim.*|killing|injuring|wounding)$", re.I)
# Whoever does these is the one counted.
_OWN_DOING_RE = re.compile(
    r"fled|voted|attended|resigned|landed|survived|crashed|protested|marched|vanished|disappeared|missed|carried|passed"
    r"|died|drowned|perished|bought|polled|tested\s+positive|contracted|quit|closed|opened|lost\s+\w+\s+li\w+",
    re.I,
)
_OBJECT_RE = re.compile(
    r"\s+(?:an?|the|his|her|their|its|another|at\s+least|more\s+than|about|some|him|her|them|himself|themselves|[0-9]+|one|two"
    r"|three|four|five|six|seven|eight|nine|ten|several|dozens|people|civilians)\b",
    re.I,
)
PASSIVE_RE = re.compile(
    r"\b(?:was|were|is|are|been|being|be|found|pronounced|confirmed|declared|reported|feared|as)\s+(?:\w+ly\s+)?$", re.I
)


def is_agent(text: str, gap: str, predicate: Predicate) -> bool:
    """Return whether what stands before an event did it: "two men killed a guard"."""
    # "A guard fatally shot two": the verb follows the word that tells of death.
    fatally = FATALLY_RE.match(text, predicate.start)
    start, end = fatally.span("verb") if fatally else (predicate.start, predicate.end)
    word = text[start:end]
    if not gap.strip() and _BARE_NOUN_RE.match(text, end):
        return False  # "412 injured people" are hurt
    if not _ACTIVE_RE.search(word) or _OWN_DOING_RE.fullmatch(word) or PASSIVE_RE.search(gap):
        return False
    return bool(_OBJECT_RE.match(text, end) or _NAMED_OBJECT_RE.match(text, start))


FATALLY_RE = re.compile(r"fatally\s+(?P<verb>shot|stabbed|struck|wounded|injured|beat|beaten)\b", re.I)
#: "the four suspects killed Lind and Berg": whoever is named is the one it was done to. "Two killed Tuesday" names a day.
_NAMED_OBJECT_RE = re.compile(
    r"(?:killed|shot|murdered|wounded|injured|stabbed)\s(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))"
    r"[A-Z][a-zà-ÿ'’-]+(?=\s(?:and|in|on|at|with|during|over|after|before|as|because|while)\b|\s[A-Z][a-zà-ÿ'’-]+\s(?:and|in|on|at|with|during|over|after|before|as|because|while)\b|[.,;])"
)
#: "two men shot a policeman dead"
DID_IT_RE = re.compile(
    r"^\s+(?:[\w'’-]+\s+){0,3}?(?:shot|beat|stabbed|ran|gunned|hacked|burned|burnt)\s+(?:an?|the|his|her|their|another|[0-9]+|one|two|three|four|five|six)\s"
    # "at least one suspect in the killing", "two men over the deaths"
    r"|^\s+(?:[\w'’-]+\s+){0,2}?(?:suspects?\s+in|\w+\s+over)\s+(?:the|an?|his|her|their)\s+(?:[\w'’-]+\s+){0,2}$",
    re.I,
)
_BARE_NOUN_RE = re.compile(r"\s+(?!an?\b|the\b|his\b|her\b|their\b|its\b|one\b|two\b|three\b)[a-z]+")


def nobody_did(text: str, gap: str, predicate: Predicate) -> bool:
    """Return whether "nobody" is who did not do it: in "drains that nobody cleared" nobody is acquitted."""
    past = text[predicate.start : predicate.end].lower().endswith("ed")
    return predicate.group in _DONE_TO and past and not PASSIVE_RE.search(gap)


#: Groups whose people are those to whom it is done.
_DONE_TO = frozenset("acquit convict charge arrest release rescue dismiss appoint abduct".split())
