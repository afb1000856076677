"""Events that a text only thinks of: what would have been, and what somebody could do."""

from __future__ import annotations

import re

_REACH = 60  # characters before an event in which its auxiliaries stand
#: "would have died", "would never have been sold".
_WOULD_HAVE_RE = re.compile(
    r"\bwould(?:n['’]t)?\s+(?:(?:not|never|also|\w+ly)\s+){0,2}have\s+(?:(?:been|\w+ly)\s+){0,2}$", re.IGNORECASE
)
#: "might have ended …, if": with a condition, what might have been was not.
_MIGHT_HAVE_RE = re.compile(
    r"\b(?:might|could)(?:n['’]t)?\s+(?:(?:not|never|also|\w+ly)\s+){0,2}have\s+(?:(?:been|\w+ly)\s+){0,2}$",
    re.IGNORECASE,
)
_HAD_IT_RE = re.compile(
    r"\bif\b|\bwithout\b|\bhad\s+(?:it|he|she|they|the\s+\w+|[A-ZÀ-Þ]\w+)\s+(?:not\s+|been\s+|only\s+)?(?:\w+(?:ed|en|own|id|t)|come|gone|done|held|made)\b"
)
#: "The company could end this", "can call it off": in its power, and not said to come.
_COULD_RE = re.compile(r"\b(?:could|can)\s+(?:(?:still|easily|simply|just|now|\w+ly)\s+)?$", re.IGNORECASE)
_OBJECT_RE = re.compile(
    r"\s+(?:(?:this|that|it|all\s+this|everything)\b(?!\s+(?:week|month|year|morning|afternoon|evening|spring|summer|autumn|winter|weekend))"
    r"|(?:the|its|their|our|his|her|an?)\s+[a-z])",
    re.IGNORECASE,
)


def would_have(text: str, start: int) -> bool:
    """Tell whether the event at a place did not come about: "forty would have died if the wall had given way"."""
    before = text[max(0, start - _REACH) : start]
    return bool(_WOULD_HAVE_RE.search(before) or (_MIGHT_HAVE_RE.search(before) and _HAD_IT_RE.search(text)))


def in_power(text: str, start: int, end: int) -> bool:
    """Tell whether somebody only could do what stands at [start, end) to something: "could end this tomorrow"."""
    return bool(_COULD_RE.search(text[max(0, start - _REACH) : start]) and _OBJECT_RE.match(text, end))
