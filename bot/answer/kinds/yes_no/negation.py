"""Words that deny: before a verb, as its object, or after a noun."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.answer.types import Statement

NEGATION_RE = re.compile(
    r"\b(?:not|never|no|nor|neither|nobody|none|nothing|without|cannot)\b|n['’]t\b|\b(?:refus|declin|fail)(?:e|es|ed|ing)?\s+to\b",
    re.IGNORECASE,
)
# "found no trace", "sent nothing"; "no fewer than six" denies nothing.
_NO_OBJECT_RE = re.compile(
    r"\s+(?:\w+ly\s+)?(?:no|nothing|nobody|none|neither|no-one)\b(?!\s+(?:doubt|fewer|less|more\s+than|longer|other|later|sooner|matter|but|secret))",
    re.IGNORECASE,
)
# "the warning … was never sent", "was drafted but not released"
_NEVER_DONE_RE = re.compile(
    r"""^[^.;]*?\b(?:never|not|\w+n['’]t)\s+(?:(?:yet|been|be|actually|in\s+fact|even)\s+)*
        (?:sent|issued|released|given|made|held|delivered|published|passed|reach(?:ed)?|come|came|arrived?|gone|go|went|happen(?:ed)?
          |materiali[sz]ed?|carried|received|heard|broadcast|implemented|taken|signed|paid|carried\s+out)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# "offered his resignation, which the board refused to accept"
_NOT_ACCEPTED_RE = re.compile(
    r"""^[^.;]*?\b(?:(?:which|that|but)\b[^.;]*?\b(?:refused\s+to\s+accept|(?:did|would|could)\s+not\s+accept|didn['’]t\s+accept|rejected
          |turned\s+(?:it\s+)?down|declined)|(?:was|were|been)\s+(?:rejected|refused|declined|turned\s+down|not\s+accepted))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NOUN_BEFORE_RE = re.compile(
    r"\b(?:the|an?|its|his|her|their|this|that|any|no|[\w’'-]+['’]s)\s+(?:[\w-]+\s+)?$", re.IGNORECASE
)
# What follows a noun: "the dead child" is no noun yet.
_NOUN_AFTER_RE = re.compile(
    r"\s*(?:$|[,;(]|(?:to|of|for|in|at|on|from|that|which|who|by|about|with|was|were|is|are|has|had|have|did|does|will|would|never|not|but)\b)",
    re.IGNORECASE,
)
_RESIGNATION_RE = re.compile(r"resignation", re.IGNORECASE)


def denies(statement: Statement, *, negated: bool) -> bool:
    """Tell whether a statement denies an event whose own clause is negated, or not.

    "Denied that it was not hit" denies twice; 'denied it: "There was no hit"' quotes the denial itself.
    """
    if negated and statement.denied and _QUOTE_RE.search(statement.text):
        return True
    return negated != statement.denied


_QUOTE_RE = re.compile(r"[\"“]|(?<!\w)[‘']")
_BECAUSE_RE = re.compile(r"\bnot\s+because\b[^,;]*$", re.IGNORECASE)


def denied_before(text: str, start: int) -> bool:
    """Tell whether an event stands in what was not the reason: "not because it was unlawful"."""
    return bool(_BECAUSE_RE.search(text[:start]))


def denied_after(text: str, start: int, end: int) -> bool:
    """Tell whether the words after an event at [start, end) deny it: its object is nothing, or it was never made."""
    after = text[end:]
    if _NO_OBJECT_RE.match(after):
        return True
    if not _NOUN_BEFORE_RE.search(text[max(0, start - 40) : start]) or not _NOUN_AFTER_RE.match(after):
        return False
    if _RESIGNATION_RE.fullmatch(text[start:end]) and _NOT_ACCEPTED_RE.match(after):
        return True
    return bool(_NEVER_DONE_RE.match(after))
