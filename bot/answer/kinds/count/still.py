"""Those who are still there, of all who were: in hospital, or aboard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answer.kinds.count.hospital import TO_HOSPITAL_RE

if TYPE_CHECKING:
    from bot.answer.kinds.count.found import Found


STILL_ASKED_RE = re.compile(r"\b(?:still|remain\w*)\b", re.I)
STILL_HERE_RE = re.compile(r"\b(?:still|remain\w*|yet\s+to)\b", re.I)
_STILL_RE = re.compile(r"\b(?:remain\w*|still)\s+(?:[\w-]+\s+){0,2}$", re.I)


def still_there(text: str, found: Found) -> bool:
    """Return whether those counted are the ones still in hospital, of all who were hurt."""
    predicate = found.predicate
    left = predicate is not None and predicate.group == "injure" and TO_HOSPITAL_RE.match(text, predicate.start)
    return bool(left) and predicate is not None and bool(_STILL_RE.search(text, 0, predicate.start))


_STAYED_RE = re.compile(r"\b(?:stay\w*|remain\w*|left|kept)\s+(?:\w+\s+)?$", re.I)


def stayed(text: str, found: Found) -> bool:
    """Return whether those counted are the ones who stayed aboard, of all who were there."""
    aboard = found.predicate is not None and found.predicate.group == "aboard"
    return aboard and found.predicate is not None and bool(_STAYED_RE.search(text, 0, found.predicate.start))
