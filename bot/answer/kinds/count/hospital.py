"""Those who are taken to hospital: hurt, unless they die there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.guarded import Guarded

if TYPE_CHECKING:
    from bot.answer.predicates import Predicate


# "sent four to Oslo University Hospital", "is in hospital": told of the hurt, unless they die there.
TO_HOSPITAL_RE = re.compile(
    r"(?:\b(?P<word>sent|sends|sending|rushed|transported|flown|airlifted)\b"
    r"|\b(?:was|were|been|being)\s(?:\w+\s)?(?P<passive>taken|brought|driven|admitted)\b"
    r"|\b(?P<took>took|taking)(?=\s(?:[\w-]+\s){0,2}(?:people|persons|victims|others|men|women|boys|girls|teens|teenagers"
    r"|children|injured|wounded|him|her|them|both)\b))"
    r"(?=(?:\s+(?!and\b|but\b|who\b|where\b)[\w'’.&-]+,?){0,9}?\s+to\s+(?:(?!and\b|but\b)[\w'’.&-]+\s+){0,6}?"
    r"(?:hospitals?|medical\s+cent(?:er|re)s?|trauma\s+cent(?:er|re)s?|infirmary|clinics?|emergency\s+rooms?)\b)"
    r"|\b(?P<state>in|at)\s+(?:(?:the|an?|local|area|nearby)\s+|(?!care\b)[\w.'’-]+\s+){0,3}(?:hospitals?|intensive\s+care)\b",
    re.I,
)
LEFT_IN_RE = re.compile(r"\b(?:left|leav\w+|puts?|landed|lands|remain\w*|still|is|are|was|were)\b[^.;:]*$", re.I)
DIED_THERE_RE = re.compile(
    r"[^.;]*\b(?:where|and|but|before)\s+(?:\w+\s+){0,4}(?:died|dies|dying|pronounced|declared|succumbed)\b", re.I
)
TO_HOSPITAL = Guarded(TO_HOSPITAL_RE, "clinic emergency hospital infirmary intensive medical trauma")


def died_there(text: str, predicate: Predicate) -> bool:
    """Return whether those taken to a hospital died there."""
    to = " to " in text[predicate.start : predicate.end]
    return predicate.group == "injure" and to and bool(DIED_THERE_RE.match(text, predicate.end))


HOSPITAL_RE = re.compile(
    r"\b(?:in|into|to)\s+(?:(?:the|an?|local|nearby)\s+){0,2}(?-i:[A-ZÀ-Þ][\w-]+\s+){0,2}hospitals?\b|\bhospitali[sz]ed\b",
    re.I,
)
HOSPITAL_ASKED_RE = re.compile(
    r"\bhow\s+many\b.*\b(?:in|into|to)\s+(?:the\s+|an?\s+)?hospital\b|\bhow\s+many\b.*\bhospitali[sz]ed\b", re.I
)
