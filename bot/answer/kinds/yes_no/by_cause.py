"""Whether a statement names, or denies, the cause that a question proposes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answer.kinds import kind as reader_of
from bot.answer.kinds.yes_no.coverage import covers
from bot.answer.kinds.yes_no.forms import forms_of
from bot.answer.kinds.yes_no.value import YesNo
from bot.answer.predicates import predicates
from bot.answer.types import Kind, Question, Reading, Stance, Statement
from bot.answer.words import content, stems

if TYPE_CHECKING:
    from collections.abc import Iterator

_CAUSED_BY_RE = re.compile(
    r"^(?:is|are|was|were|has|have|had)\s+(?P<what>.{2,80}?)\s+(?:been\s+)?(?:caused|triggered|sparked|set\s+off)\s+by\s+(?P<who>.+)$",
    re.IGNORECASE,
)
_CAUSED_RE = re.compile(
    r"^(?:did|does|has|have|had)\s+(?P<who>.{2,60}?)\s+(?:caused?|trigger(?:ed)?|spark(?:ed)?|set\s+off)\s+(?P<what>.+)$",
    re.IGNORECASE,
)
_TO_BLAME_RE = re.compile(
    r"^(?:is|are|was|were)\s+(?P<who>.{2,60}?)\s+to\s+blame(?:\s+for\s+(?P<what>.+))?$", re.IGNORECASE
)


def suspect(question: Question) -> tuple[str, str] | None:
    """Return what a question takes for the cause, and of what: ("an earthquake", "the collapse")."""
    bare = question.text.strip(" ?.!")
    for pattern in (_CAUSED_BY_RE, _CAUSED_RE, _TO_BLAME_RE):
        if match := pattern.match(bare):
            # "Is the agency sure that the roof is to blame": the roof
            who = re.split(r"\bthat\s+", match["who"])[-1]
            return re.sub(r"\s+(?:is|are|was|were)$", "", who), match["what"] or ""
    return None


def by_cause(statement: Statement, question: Question, who: str, what: str) -> Iterator[Reading]:
    """Yield whether a statement names, or denies, the cause that a question proposes."""
    from bot.answer.kinds.cause import Cause, on_purpose  # compiles its patterns at the first question for a cause

    topic = f"What caused {what}?" if what else "Who is to blame?"
    about = content(what)
    groups = frozenset(found.group for found in predicates(what))
    why = replace(question, kind=Kind.CAUSE, text=topic, hypothesis=None, about=about, predicates=groups)
    wanted = forms_of(re.split(r"\s+(?:of|in|at)\s+", who)[0])
    cause_of = reader_of(Kind.CAUSE)
    readings = list(cause_of.read(statement, why))
    if not readings and covers(statement, stems(what)):  # "it was not caused by an earthquake"
        readings = list(cause_of.read(statement, replace(why, about=content(who), predicates=frozenset())))
    found = []
    for reading in readings:
        value = reading.value
        if not isinstance(value, Cause) or value.open:
            continue
        if (wanted and wanted <= forms_of(value.text)) or (on_purpose(who) and on_purpose(value.text)):
            stance = Stance.DENY if value.denied else Stance.ASSERT
            found.append(replace(reading, value=YesNo(not value.denied), stance=stance))
    if len({reading.value for reading in found}) == 1:  # a statement that says both says neither
        yield found[0]
