"""Which year a sentence tells of: "in 2015, a flood in the same valley killed two" is another event."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.answer.types import Claim, Question

_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
#: "the 2015 flood", "in 2015": the year that a question asks about.
_ASKED_RE = re.compile(rf"(?<![\w$€£.,-]){_YEAR}(?![\w%]|[.,][0-9])")
#: "In 2019, a fire killed 13": what follows belongs to that year.
_OPENING_RE = re.compile(rf"^\W*(?:back\s+)?(?:in|during)\s+(?:\w+\s+)?{_YEAR}\b(?!\s*[-–]\s*[0-9])", re.I)
#: "killed two people in 2015", "a similar flood in 2015".
_INSIDE_RE = re.compile(rf"\b(?:in|during)\s+(?:\w+\s+)?{_YEAR}\b(?!\s*[-–]\s*[0-9])", re.I)
#: Between a value and a year these make the year another clause's, or another figure's.
_APART_RE = re.compile(
    r"[,;:.]\s|[0-9]|\b(?:after|when|while|as|before|because|since|who|which|that|from|to|and|but|than)\b", re.I
)
_LAST_YEAR_RE = re.compile(r"\blast\s+year\b", re.I)


_PLACE_RE = re.compile(r"\b(?:in|at)\s+(?:the\s+)?(?P<place>[A-ZÀ-Þ][\w-]*)\s*\??$")
_PART_RE = re.compile(r"\s+of\s+(?:them|which|those|whom|these)\b")


def of_place_asked(claims: list[Claim], question: Question) -> list[Claim]:
    """Keep the part that a place has, where a text gives it: of "3,000 jobs, 1,200 of them in Oslo" the second."""
    asked = _PLACE_RE.search(question.text)
    if asked is None:
        return claims
    here = [claim for claim in claims if asked["place"] in claim.statement.sentence.text]
    parts = [claim for claim in here if _PART_RE.match(claim.article.text, claim.reading.span.end)]
    return here if parts else claims


def of_year_asked(claim: Claim, question: Question) -> bool:
    """Tell whether a claim may be about the year that the question means: the article's own where it names none."""
    published = (claim.article.published or "")[:4]
    asked = {match["year"] for match in _ASKED_RE.finditer(question.text)}
    sentence = claim.statement.sentence.text
    told = {match["year"] for match in _ASKED_RE.finditer(sentence)}
    if published and _LAST_YEAR_RE.search(sentence):
        told.add(str(int(published) - 1))
    if asked:
        return bool(asked & told) or (not told and published in asked)
    return not published or not _of_past(claim, published)


def _of_past(claim: Claim, published: str) -> bool:
    """Tell whether a sentence opens with a past year, or names one, older than last year, beside the value."""
    sentence = claim.statement.sentence.text
    opening = _OPENING_RE.match(sentence)
    if opening:
        return opening["year"] < published
    at = claim.reading.span.end - claim.statement.start
    beside = _INSIDE_RE.search(sentence, at)
    near = beside is not None and not _APART_RE.search(sentence, at, beside.start())
    return beside is not None and near and int(beside["year"]) < int(published) - 1
