"""Reads a sentence that a model pointed at: as all others, but it need not use the question's verb."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answer.kinds import kind
from bot.answer.words import stem, stems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answer.types import Question, Reading, Statement

#: Confidence of what is read only because a model pointed there. Measured: docs/llm.md.
_CONFIDENCE = 0.5


class WillingReader:
    """The readers of the kinds, asked with the same kind and the same noun, without the verb.

    "For eleven families the night ended at the chapel" gives no figure to "how many people died" on its own. What was
    pointed at must still hold a value of the kind, counted of the noun that is asked for, and share a word with the
    question: a model's finger alone makes nothing an answer. Who says it, and whether it is denied, is read as ever.
    """

    def read(self, statement: Statement, question: Question) -> Iterator[Reading]:
        """Yield what the statement answers."""
        told = stems(statement.sentence.text)
        if not any(stem(word) in told for word in question.about):
            return
        asked = replace(question, predicates=frozenset(), about=())
        for reading in kind(question.kind).read(statement, asked):
            yield replace(reading, confidence=min(reading.confidence, _CONFIDENCE))
