"""Counts: "four of the six crew members were killed".

A number answers a question when it counts the kind of thing asked for, stands with the event asked about, and has the
scope asked for: one event, or a running total.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answer.kinds import register
from bot.answer.kinds.count.amounts import amounts_of
from bot.answer.kinds.count.asked import target
from bot.answer.kinds.count.badly import told_badly
from bot.answer.kinds.count.described import of_those_before
from bot.answer.kinds.count.found import Found, reading_of
from bot.answer.kinds.count.named import singles
from bot.answer.kinds.count.of_whom import of_whom
from bot.answer.kinds.count.roles import of_one_sort
from bot.answer.kinds.count.search import find
from bot.answer.kinds.count.shade import is_slot
from bot.answer.kinds.count.value import Count
from bot.answer.kinds.fits import told_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.types import Question, Reading, Statement


__all__ = ["READER", "Count", "Found", "find", "of_one_sort", "reading_of", "singles", "target", "told_badly"]


class _CountReader:
    """Reads how many."""

    name = "count"

    def read(self, statement: Statement, question: Question) -> Iterator[Reading]:
        """Yield the counts that answer the question, in the order of the text."""
        for found in find(statement.text, question, statement.sentence.text):
            if is_slot(statement, found, question) and of_whom(statement, found, question):
                yield reading_of(statement, found)
        yield from of_those_before(statement, question)
        for before in told_before(statement):
            model = next(iter(find(before.text, question)), None)
            bare = next((q for q in amounts_of(statement.text) if q.kind == "number" and not q.noun), None)
            if model and bare and bare.low:
                yield reading_of(statement, replace(model, quantity=bare, predicate=None))
                return


READER = register(_CountReader())
