"""Corrections: which of the figures of a sentence is withdrawn, and which stands in its place.

"Correction: we wrote that the union has 2,650 members" withdraws 2,650; "34 people were hurt, not 44" withdraws 44.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.guarded import Guarded

_SAID = r"(?:said|wrote|reported|gave|stated|put|spoke|published|printed|quoted|misstated)"
_OPENING_RE = re.compile(
    r"^\W*(?:(?:a\s+)?correct(?:ion|ed)|clarification|editor['’]s\s+note|erratum)\b"
    r"|^\W*(?:this|the)\s+(?:article|story|report|item|text)\s+(?:has\s+been|was)\s+(?:corrected|amended)",
    re.I,
)
_OWN_WORD_RE = re.compile(
    r"\b(?:an?|our|the)\s+(?:earlier|previous)\s+(?:report|version|article|story|bulletin|edition|post|headline)\b"
    r"|\bwe\s+had\s+(?:written|reported|printed|published)\b",
    re.I,
)
#: "We wrote that …" withdraws something only in a correction.
_WE_RE = re.compile(rf"\bwe\s+{_SAID}\b", re.I)
#: What says of the figure before it, or of the sentence before, that it was wrong.
_WRONG_RE = re.compile(
    r"\b(?:this|that|which|it|the\s+(?:figure|number))\s+was\s+(?:wrong|incorrect|mistaken|an?\s+error|a\s+mistake)\b"
    r"|\b(?:wrongly|mistakenly|incorrectly|in\s+error)\b",
    re.I,
)
#: "The 9,300 acres he gave on Monday counted one flank twice": what stands before is withdrawn.
_WRONG_AFTER_RE = re.compile(
    r"[^.;]{0,80}\b(?:counted\s+(?:[\w-]+\s+){0,5}twice|double[- ]count\w*|(?:gave|given|reported|published|announced|printed)\s+[^.;]{0,40}\b(?:was|were|had\s+been)\s+"
    r"(?:wrong|incorrect|mistaken|too\s+(?:high|low)|an?\s+(?:error|mistake)))\b",
    re.I,
)
_NOT_RE = re.compile(r"(?:\bnot|\binstead\s+of|\brather\s+than|\band\s+not)\s+(?:the\s+)?$", re.I)
#: "The figure is 2,560", "it was 137", "but 137": what a correction puts in the place of what it withdraws.
_RIGHT_RE = re.compile(
    r"\b(?:it|there|they|that|the\s+(?:right|correct|actual|true|real)?\s*(?:figure|number|sum|total|toll|price|amount|\w+)|he|she|who)\s+"
    r"(?:was|were|is|are|should\s+(?:be|have\s+been)|should\s+read|cost|costs)\s+(?:in\s+fact\s+|actually\s+|only\s+)?(?:\w+\s+)?$"
    r"|\bbut\s+(?:\w+\s+)?$|\b(?:in\s+fact|should\s+(?:be|have\s+been|read))\s+(?:\w+\s+)?$|\bnot\s+[^.;]{1,40},\s+but\s+(?:\w+\s+)?$",
    re.I,
)
_NOT_AFTER_RE = re.compile(r"[^.;]{0,60}?(?:,\s+(?:and\s+)?not|\binstead\s+of|\brather\s+than)\s", re.I)
_OWN_WORD = Guarded(_OWN_WORD_RE, "earlier previous printed published reported written")
_WRONG = Guarded(_WRONG_RE, "error incorrect mistake wrong")
_KEPT_TEXTS = 4096  # sentences: each is asked about with those after it


@lru_cache(maxsize=_KEPT_TEXTS)
def is_correction(sentence: str) -> bool:
    """Tell whether a sentence corrects what was printed: by its opening, or by "an earlier version said"."""
    return bool(_OPENING_RE.search(sentence) or _OWN_WORD.search(sentence) or _WRONG.search(sentence))


def is_denied(text: str, start: int) -> bool:
    """Tell whether a figure is named as what it is not: "56 percent, not 58.3"."""
    return bool(_NOT_RE.search(text, max(0, start - 24), start))


def withdraws_after(text: str, end: int) -> bool:
    """Tell whether what follows a figure withdraws it: "… he gave counted one flank twice"."""
    return _WRONG_AFTER_RE.match(text, end) is not None


def is_withdrawn(sentence: str, start: int, end: int, after: str = "") -> bool:
    """Tell whether a sentence withdraws the figure at [start, end): it was printed or said, and was wrong.

    `after` is what follows the sentence: "We wrote that it cost 40 million. That was wrong."
    """
    if withdraws_after(sentence, end):
        return True
    if _WE_RE.search(sentence, 0, start) and _WRONG_RE.search(after):
        return True
    if not is_correction(sentence):
        return False
    if is_denied(sentence, start):
        return True
    if _RIGHT_RE.search(sentence, 0, start) and not _OWN_WORD_RE.search(sentence, max(0, start - 60), start):
        return False
    # "34 people were hurt, not 44": the first is the right one.
    if _NOT_AFTER_RE.match(sentence, end):
        return False
    opened = _OPENING_RE.search(sentence) is not None
    said = any(pattern.search(sentence) for pattern in (_OWN_WORD_RE, _WRONG_RE))
    return said or (opened and _SAID_RE.search(sentence, 0, start) is not None)


_SAID_RE = re.compile(rf"\b(?:{_SAID}|written|given|spoken)\b", re.I)
