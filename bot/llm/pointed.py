"""Sentences that a model pointed at, read by our own code; and the check that nothing of the default answer is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.types import State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from bot.answer.reading import AnswerReader
    from bot.answer.types import Answer, Claim, Question, Reading, Statement
    from corpus.types import Article, Quote


class Recorder:
    """Reads as the reader it wraps, and remembers what nothing was read from: what a model may point at."""

    def __init__(self, inner: AnswerReader | None) -> None:
        self._inner = inner
        self._unread: dict[Statement, None] = {}
        #: The question as `ask` understood it; None when every sentence was read, or none.
        self.question: Question | None = None

    def read(self, statement: Statement, question: Question) -> Iterator[Reading]:
        """Yield what the wrapped reader yields."""
        found = list(self._inner.read(statement, question)) if self._inner is not None else []
        if not found:
            self.question = question
            self._unread[statement] = None
        yield from found

    @property
    def unread(self) -> tuple[Statement, ...]:
        """What nothing was read from, in the order in which it was offered."""
        return tuple(self._unread)

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles of these statements."""
        return tuple(dict.fromkeys(statement.article for statement in self._unread))


class Pointed:
    """Reads as the reader it wraps; beyond that, only sentences that were pointed at are read more willingly."""

    def __init__(self, inner: AnswerReader | None, willing: AnswerReader | None, quotes: Collection[Quote]) -> None:
        self._inner, self._willing = inner, willing
        self._quotes = frozenset(quotes)

    def read(self, statement: Statement, question: Question) -> Iterator[Reading]:
        """Yield what the statement answers."""
        found = list(self._inner.read(statement, question)) if self._inner is not None else []
        if not found and self._willing is not None and statement.sentence.quote in self._quotes:
            found = list(self._willing.read(statement, question))
        yield from found


def added(default: Answer, union: Answer) -> tuple[Claim, ...]:
    """Return the claims of one answer that another does not have."""
    before = {_key(claim) for position in default.positions for claim in position.claims}
    return tuple(c for position in union.positions for c in position.claims if _key(c) not in before)


def keeps(default: Answer, union: Answer) -> bool:
    """Tell whether an answer with additions still has all of the default answer, and hides no disagreement of it.

    Every claim stays, with its speaker and stance; what was current is current; a conflict is a conflict. What a model
    points at can show more, never less.
    """
    held: dict[tuple[str, int, str | None, str, str], bool] = {}
    for position in union.positions:
        held.update((_key(claim), position.superseded) for claim in position.claims)
    for position in default.positions:
        for claim in position.claims:
            if held.get(_key(claim)) is not position.superseded:
                return False
    if default.state is State.CONFLICT and union.state is not State.CONFLICT:
        return False
    return union.differs or not default.differs


def _key(claim: Claim) -> tuple[str, int, str | None, str, str]:
    speaker = claim.speaker.canonical if claim.speaker else None
    return (claim.article.id, claim.statement.start, speaker, repr(claim.value), claim.reading.stance.value)
