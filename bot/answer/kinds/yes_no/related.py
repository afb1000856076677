"""The deed that a question gives to one, and a statement to somebody else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answer.kinds.yes_no.asked import clause_of, main_groups, verb_groups
from bot.answer.kinds.yes_no.by_event import by_predicate
from bot.answer.kinds.yes_no.parties import BY_RE, doer_of
from bot.answer.kinds.yes_no.value import YesNo
from bot.answer.question import asks_denial

if TYPE_CHECKING:
    from bot.answer.types import Question, Statement


def done_by_another(statement: Statement, question: Question) -> bool:
    """Tell whether a statement says that what a question asks of one was done, by somebody else or by nobody named.

    To "did Norland shoot it down", "rebels shot it down" is neither yes nor no, and must not stay unseen.
    """
    clause = clause_of(question.hypothesis or question.text)
    groups = verb_groups(question, clause) or main_groups(clause)
    if not groups or asks_denial(question.text) or not doer_of(clause, question):
        return False
    by_nobody = re.sub(r"\s+$", "", BY_RE.sub("", clause))
    told = by_predicate(statement, by_nobody, groups, question, by_anybody=True)
    return any(reading.value == YesNo(True) for reading in told)
