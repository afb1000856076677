"""What the clause of a number is about, where the question's words tie them and no event does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answer.clauses import clauses
from bot.answer.predicates import predicates
from bot.answer.words import names, stem, stems

if TYPE_CHECKING:
    from bot.answer.quantities import Quantity
    from bot.answer.types import Question


_VERB_RE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|do|does|did|says?|said|\w{3,}ed|stand|stands|stood|came|went|met)\b",
    re.I,
)


def without_verb(text: str, quantity: Quantity, question: Question) -> bool:
    """Return whether a live report gives the number and the place in a line without a verb: "450 nurses outside now"."""
    event = {stem(question.text[p.start : p.end]) for p in predicates(question.text) if p.group == "attend"}
    rest = stems(" ".join(question.about)) - stems(question.head or "") - event
    return not _VERB_RE.search(text) and bool(rest) and 2 * len(rest & stems(text)) >= len(rest)


def clause_of(text: str, quantity: Quantity) -> str:
    """Return the clause that holds a number: "while one jet crashed, the second involved landed" has two."""
    left, right = next(((a, b) for a, b in clauses(text) if a <= quantity.start < b), (0, len(text)))
    return text[left:right]


def is_about(text: str, question: Question, noun: tuple[str, ...], sentence: str = "") -> bool:
    """Return whether a text holds the words of a question that no predicate group covers.

    Names may stand anywhere in the sentence: "Berg said he brought nine people ashore".
    """
    if not question.head:
        return False
    counted = stems(question.head) & stems(" ".join(noun))
    rest = stems(" ".join(question.about)) - (counted or stems(question.head.split()[0]))
    named = {stem(name) for name in names(question.text)} & stems(sentence)
    here = stems(text)
    if _JOBS_RE.search(question.head) and _CUT_RE.search(question.text) and _CUT_RE.search(text):
        rest -= stems(" ".join(match[0] for match in _CUT_RE.finditer(question.text)))
    if len(rest - named) < len(rest) and not rest - named:
        return bool(rest & here)
    return 2 * len(rest & (here | named)) >= len(rest) and bool(rest & here or not rest)


_JOBS_RE = re.compile(r"\b(?:jobs?|posts|positions|workers|employees|staff)\b", re.I)
_CUT_RE = re.compile(
    r"\b(?:cut|cuts|cutting|go|goes|going|lost|lose|losing|axe[ds]?|shed|slash\w*|eliminat\w*|disappear\w*|scrap\w*)\b",
    re.I,
)
