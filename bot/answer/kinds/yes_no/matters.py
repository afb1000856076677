"""Matters that news tells in many words: money given back, blame that is denied, faults of any sort ruled out."""

from __future__ import annotations

import re

from bot.answer.kinds.yes_no.participants import keys
from bot.answer.kinds.yes_no.value import YesNo
from bot.answer.types import Question, Reading, Span, Stance, Statement

_YES_NO_RE = re.compile(
    r"(?:do|does|did|will|would|can|could|are|is|was|were|has|have|had|must|shall|should)\b", re.IGNORECASE
)
_REFUND_ASKED_RE = re.compile(
    r"\b(?:refunds?|refunded|reimburs\w+|(?:money|cash|price|fare)s?\s+back)\b", re.IGNORECASE
)
_REFUND_RE = re.compile(
    r"\b(?:refund(?:s|ed|ing)?|reimburs(?:es?|ed|ing|ements?)|(?:money|cash|price|fare)s?\s+back)\b", re.IGNORECASE
)
_NOT_RE = re.compile(
    r"\b(?:no|not|never|nobody|none|neither|nor|without|refus\w+|declin\w+|den(?:y|ies|ied)|rul\w+\s+out)\b[^.;]*$|n['’]t\b[^.;]*$",
    re.IGNORECASE,
)
_NOT_AFTER_RE = re.compile(
    r"\s+(?:(?:was|were|is|are|has|have|had|been|will|be)\s+){1,3}(?:not|never|refused|denied|ruled\s+out|rejected)\b",
    re.IGNORECASE,
)
#: Before what is only wished for, weighed or asked.
_WISHED_RE = re.compile(
    r"\b(?:wants?|wanted|demand\w*|seek\w*|sought|call\w*\s+for|ask\w*|hop(?:e|es|ed|ing)|whether|if|could|may|might"
    r"|discuss\w*|consider\w*|claim\w*)\b[^.;]*$",
    re.IGNORECASE,
)


def by_refund(statement: Statement, question: Question) -> list[Reading] | None:
    """Return whether money is given back, in whatever words; None where that is not asked."""
    if not (_REFUND_ASKED_RE.search(question.text) and _YES_NO_RE.match(question.text)):
        return None
    text = statement.text
    for found in _REFUND_RE.finditer(text):
        head = text[: found.start()]
        if "?" in statement.sentence.text or _WISHED_RE.search(head):
            continue
        negated = bool(_NOT_RE.search(head) or _NOT_AFTER_RE.match(text, found.end())) != statement.denied
        return [_reading(statement, found, value=not negated)]
    return []


def _reading(statement: Statement, found: re.Match[str], *, value: bool) -> Reading:
    span = Span(statement.start + found.start(), statement.start + found.end())
    return Reading(YesNo(value), span, confidence=0.65, stance=Stance.ASSERT if value else Stance.DENY)


#: "rejects any blame", "denied responsibility": he did not do it, whatever it was.
_NO_BLAME_RE = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|disclaim(?:s|ed)?)\s+(?:(?:all|any|the|that|having|every)\s+){0,2}"
    r"(?P<blame>blame|responsibility|liability|fault|guilt)\b",
    re.IGNORECASE,
)


def no_blame(statement: Statement, who: str) -> Reading | None:
    """Return "no" where the one whom a question takes for the culprit denies the blame: "rejects any blame"."""
    found = _NO_BLAME_RE.search(statement.sentence.text)
    if found is None:
        return None
    at = statement.sentence.start + found.start("blame")
    if not any(span.start <= at < span.end for span in statement.contents):
        return None
    denier = statement.sentence.text[: found.start()]
    if statement.speaker is not None:
        denier += f" {statement.speaker.name} {statement.speaker.canonical}"
    if not (keys(who) - _SMALL) & keys(denier):
        return None
    span = Span(at, at + len(found["blame"]))
    return Reading(YesNo(False), span, confidence=0.65, stance=Stance.DENY)


_SMALL = keys("the a an its his her their of is was are were")

_FAULT = r"(?:technical|mechanical|equipment)\s+(?:fault|failure|problem|defect|malfunction|error|cause)s?"
_FAILED_ASKED_RE = re.compile(
    r"(?:did|has|have|had)\s+(?:the\s+|its\s+|an?\s+)?(?:[\w-]+\s+){0,2}?(?:steering|brakes?|engines?|motors?|pumps?|rudder|signals?|software"
    r"|valves?|bolts?|cables?|generators?|sensors?|welds?|tyres?|power|controls?)\s+(?:fail(?:ed)?|break|broken|broke\s+down|malfunction(?:ed)?)\b",
    re.IGNORECASE,
)
_FAULT_RE = re.compile(rf"\b{_FAULT}\b", re.IGNORECASE)


def no_fault(statement: Statement, question: Question) -> Reading | None:
    """Return "no" to "did the brakes fail" where any technical fault is denied; a fault of some sort is no "yes"."""
    if not _FAILED_ASKED_RE.match(question.text):
        return None
    found = _FAULT_RE.search(statement.text)
    if found is None or "?" in statement.sentence.text:
        return None
    head = statement.text[: found.start()]
    if bool(_NOT_RE.search(head)) == statement.denied or re.search(r"\b(?:whether|if)\b", head):
        return None
    return _reading(statement, found, value=False)


_CHARGED_ASKED_RE = re.compile(
    r"(?:did|has|have|had|was|were|is|are)\b.*?(?:\bcharged?\s+(?:anyone|anybody|someone|somebody)\b|\b(?:anyone|anybody|someone|somebody)\b.*\bcharged\b)",
    re.IGNORECASE,
)
_NOT_CHARGED_RE = re.compile(
    r"\b(?:nobody|no\s+one|no-one|none)\b[^.;]{0,40}\bcharged\b|\bwithout\s+(?:being\s+)?charge[ds]?\b|\bno\s+(?:\w+\s+)?charges\b"
    r"|\bnot\s+(?:yet\s+)?(?:been\s+)?charged\b",
    re.IGNORECASE,
)


def no_charge(statement: Statement, question: Question) -> Reading | None:
    """Return "no" to "has anybody been charged" where somebody is let go "without charge", or nobody was charged."""
    if not _CHARGED_ASKED_RE.match(question.text) or statement.denied:
        return None
    found = _NOT_CHARGED_RE.search(statement.text)
    return _reading(statement, found, value=False) if found and "?" not in statement.sentence.text else None
