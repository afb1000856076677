"""Whether somebody has said, or decided, what a question names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answer.kinds.yes_no.coverage import BODY_RE, PRONOUN_RE
from bot.answer.kinds.yes_no.forms import forms_of
from bot.answer.kinds.yes_no.value import YesNo
from bot.answer.types import Reading, Span, Stance, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

# "Has the board said what caused it", "has he decided whether to run".
TELLS_RE = re.compile(
    r"^(?:has|have|had|did|does|do|will)\s+(?P<who>.{2,60}?)\s+(?:said|say|says|decided?|explain(?:ed)?|disclosed?|revealed?)"
    r"\s+(?P<what>(?:whether|what|why|how|who|when|where)\s.+)$",
    re.IGNORECASE,
)
_TELLS_NOT_RE = re.compile(
    r"""\b(?: too\ (?:early|soon)\ to\ (?:say|tell|know|decide)
          |  (?:(?:not|never)|\w+n['’]t)(?:\ (?:yet|immediately|publicly|be|been|made\ up))?\ (?:sa(?:y|id)|decided?|explain(?:ed)?|disclosed?|revealed?|know|known|drawn)
          |  (?:declin|refus)(?:e|es|ed|ing)\ to\ (?:say|comment|explain|disclose|reveal)
          |  yet\ to\ (?:say|decide|explain) | undecided )\b""",
    re.IGNORECASE | re.VERBOSE,
)


def _stands_for(statement: Statement, who: str) -> bool:
    """Tell whether a statement speaks of somebody: by name, or by a pronoun or noun where the article names him."""
    wanted = forms_of(who)
    said = statement.sentence.text
    if wanted & forms_of(said):
        return True
    return wanted <= forms_of(statement.article.title + " " + statement.article.text) and bool(
        PRONOUN_RE.search(said) or BODY_RE.search(said)
    )


def by_telling(statement: Statement, who: str, what: str) -> Iterator[Reading]:
    """Yield no where somebody has not said, or not decided, what the question names."""
    found = _TELLS_NOT_RE.search(statement.sentence.text)
    wanted = forms_of(what)
    if found is None or not _stands_for(statement, who):
        return
    if 2 * len(wanted & forms_of(statement.sentence.text[found.end() :])) >= max(1, len(wanted)):
        base = statement.sentence.start
        yield Reading(YesNo(False), Span(base + found.start(), base + found.end()), 0.7, Stance.DENY)
