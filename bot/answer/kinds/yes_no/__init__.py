"""Yes or no: whether a statement asserts or denies what the question proposes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answer.kinds import register
from bot.answer.kinds.yes_no.absent import absent
from bot.answer.kinds.yes_no.asked import clause_of, core_of, is_object, main_groups, verb_groups
from bot.answer.kinds.yes_no.by_cause import by_cause, suspect
from bot.answer.kinds.yes_no.by_event import by_number, by_predicate, by_time, by_time_of_words
from bot.answer.kinds.yes_no.by_words import by_words
from bot.answer.kinds.yes_no.left_open import is_left_open
from bot.answer.kinds.yes_no.matters import by_refund, no_blame, no_charge, no_fault
from bot.answer.kinds.yes_no.opposites import by_cue, by_opposite
from bot.answer.kinds.yes_no.order import said_before
from bot.answer.kinds.yes_no.parties import about_others
from bot.answer.kinds.yes_no.related import done_by_another
from bot.answer.kinds.yes_no.telling import TELLS_RE, by_telling
from bot.answer.kinds.yes_no.value import YesNo
from bot.answer.quantities import quantities
from bot.answer.question import asks_denial
from bot.answer.times import times
from bot.answer.types import Question, Reading, Stance, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.quantities import Quantity


__all__ = ["KIND", "YesNo", "about_others", "done_by_another", "read"]


def read(statement: Statement, question: Question) -> Iterator[Reading]:
    """Yield at most one yes or no for a statement."""
    return (_read_denial if asks_denial(question.text) else _read)(statement, question)


def _read(statement: Statement, question: Question) -> Iterator[Reading]:
    clause = clause_of(question.hypothesis or question.text)
    if told := TELLS_RE.match(question.text.strip(" ?.!")):
        yield from by_telling(statement, told["who"], told["what"])
        return
    if (blamed := suspect(question)) is not None:
        clears = no_blame(statement, blamed[0])
        yield from (clears,) if clears else by_cause(statement, question, *blamed)
        return
    refund = by_refund(statement, question)
    if refund is not None:
        yield from refund
        return
    none = no_fault(statement, question) or no_charge(statement, question) or absent(statement, question)
    if none is not None:
        yield said_before(none, statement)
        return
    for one in _of_event(statement, question, clause):
        start, end = one.span.start - statement.start, one.span.end - statement.start
        if _never_began(statement, question):
            continue
        if not is_left_open(statement, start, end, question, denied=one.stance is Stance.DENY):
            yield said_before(one, statement)


_STILL_RE = re.compile(r"\bstill\b", re.I)
_NEVER_RE = re.compile(
    r"\b(?:nobody|no\s+one|no\s+[\w-]+)\s+(?:has|have)\s+(?:yet\s+)?been\b(?![^.;]*\b(?:still|longer|remain\w*|kept|left)\b)",
    re.I,
)


def _never_began(statement: Statement, question: Question) -> bool:
    """Return whether a statement says that what is asked to go on never began: "nobody has been arrested"."""
    return _STILL_RE.search(question.text) is not None and _NEVER_RE.search(statement.text) is not None


def _of_event(statement: Statement, question: Question, clause: str) -> Iterator[Reading]:
    numbers = quantities(clause)
    core = core_of(question)
    if core and (reading := by_cue(statement, clause, core, question)):
        yield reading
        return
    groups = frozenset() if is_object(question) else verb_groups(question, clause) or main_groups(clause)
    if groups and times(clause, None):
        yield from by_time(statement, question, groups)
    elif numbers and groups:
        yield from by_number(statement, replace(question, predicates=groups), clause)
    elif groups:
        told = by_predicate(statement, clause, groups, question)
        if not told and core and (opposite := by_opposite(statement, clause, core, question)):
            told = [opposite]
        yield from told
    elif not groups and times(clause, None) and (told := list(by_time_of_words(statement, question))):
        yield from told
    elif not any(q.kind in _MEASURED and not _gives(statement, q) for q in numbers):
        yield from by_words(statement, clause, question)


#: Figures that must be told as they are asked for: "about 1.5 kg" is not 1.285 kg.
_MEASURED = frozenset({"measure", "money", "percent"})


def _gives(statement: Statement, asked: Quantity) -> bool:
    wanted = (asked.kind, asked.unit, asked.currency, asked.low, asked.high)
    return any((q.kind, q.unit, q.currency, q.low, q.high) == wanted for q in quantities(statement.text))


def _read_denial(statement: Statement, question: Question) -> Iterator[Reading]:
    """Yield yes where a statement denies what "did X deny that …" names, no where it asserts it."""
    for reading in _read(statement, question):
        if isinstance(reading.value, YesNo):
            stance = Stance.ASSERT if reading.stance is Stance.DENY else Stance.DENY
            yield replace(reading, value=YesNo(not reading.value.value), stance=stance)


class _YesNoKind:
    name = "yes_no"

    def read(self, statement: Statement, question: Question) -> Iterator[Reading]:
        """Yield at most one yes or no for a statement."""
        return read(statement, question)


KIND = register(_YesNoKind())
