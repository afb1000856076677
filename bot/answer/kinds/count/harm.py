"""Harm that is told in other words: data that is taken, and people "concerned" or "hit"."""

from __future__ import annotations

import re

from bot.answer.predicates import Predicate, polarity
from index.guarded import Guarded

_DATA = r"(?:data|details|records?|files|information|passwords|addresses|card\s+numbers|identities|histories|profiles)"
_CONCERNED = r"(?:people|persons|customers|clients|users|patients|passengers|households|subscribers|residents|employees|accounts|companies|flights|schools)"
# "the details of 300,000 customers were copied", "stole the records of 20,000 patients"
_DATA_TAKEN_RE = re.compile(
    rf"\b{_DATA}\b[^.;:]{{0,70}}?\b(?:was|were|been|being|is|are)\s+(?:\w+ly\s+|also\s+)?(?P<passive>taken|copied|accessed|exposed|leaked|downloaded"
    r"|compromised|published|lost|breached)\b"
    r"|\b(?P<active>copied|copying|accessed|downloaded|exposed|obtained|took|taken|lost|los(?:e|es|ing)|compromised|claim(?:s|ed|ing)?\s+to\s+(?:hold|have|possess))"
    rf"\s+(?:[\w-]+\s+){{0,4}}?{_DATA}\s+(?:of|on|about)\b",
    re.I,
)
# "About 4,000 patients concerned", "up to 900 people could be hit"; "people concerned about prices" are not.
_CONCERNED_RE = re.compile(
    rf"\b{_CONCERNED}\s+(?:(?:are|were|was|is|be|been|could|may|might|would|will|has|have|had|thought|believed|feared|to)\s+){{0,4}}"
    r"(?P<verb>concerned|hit|involved|impacted)\b(?!\s+(?:about|that|with|over|for|at|in|on)\b)",
    re.I,
)
_DATA_TAKEN = Guarded(
    _DATA_TAKEN_RE, "data details record files information passwords addresses numbers identities histories profiles"
)
_CONCERNED_BY = Guarded(_CONCERNED_RE, "concerned hit involved impacted")


def other_harm(text: str) -> list[Predicate]:
    """Return what befell those whose data was taken, and those who are "concerned" or "hit"."""
    found = []
    for match in _DATA_TAKEN.finditer(text):
        start, end = match.span("passive" if match["passive"] else "active")
        negated, hedged = polarity(text, start, end)
        found.append(Predicate("steal", start, end, negated, hedged))
    for match in _CONCERNED_BY.finditer(text):
        negated, hedged = polarity(text, *match.span("verb"))
        found.append(Predicate("affect", *match.span("verb"), negated, hedged))
    return found


WHOSE_DATA_RE = re.compile(rf"['’]s?\s+(?:\w+\s+)?{_DATA}$", re.I)  # of "patients' records" the patients count
DATA_ASKED_RE = re.compile(
    rf"\bhow\s+many\b.*\b{_DATA}\b.*\b(?:taken|copied|stolen|lost|accessed|leaked|exposed|compromised|breached)\b"
    rf"|\bhow\s+many\b.*\b(?:lost|lose|steal|stole|take|took|taken|stolen|copy|copied|expose|exposed|obtain|obtained|hold|has|have)\s+(?:the\s+)?(?:[\w-]+\s+)?{_DATA}\b",
    re.I,
)
AFFECTED_ASKED_RE = re.compile(
    r"\bhow\s+many\b.*\b(?:is|are|was|were|been|be)\s+(?:\w+ly\s+)?(?:affected|concerned|hit|involved|impacted)\b|\bhow\s+many\b.*\baffect\b",
    re.I,
)
