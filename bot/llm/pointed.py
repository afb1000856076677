"""Sentences that a model pointed at, read by our own code; and the check that nothing of the default answer is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.types import State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from bot.answer.reading import AnswerReader, StoryReader
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


class StoryRecorder:
    """Reads whole stories as the trained reader it wraps, and remembers what it was given and what it read."""

    def __init__(self, inner: StoryReader) -> None:
        self._inner = inner
        #: The statements of the articles in which the rules found nothing.
        self.statements: tuple[Statement, ...] = ()
        self.found: tuple[tuple[Statement, Reading], ...] = ()

    def read_all(self, question: Question, statements: Sequence[Statement]) -> list[tuple[Statement, Reading]]:
        """Return what the wrapped reader reads."""
        self.statements = tuple(statements)
        self.found = tuple(self._inner.read_all(question, statements))
        return list(self.found)


class Pointed:
    """Reads as the reader it wraps; beyond that, only sentences that were pointed at are read more willingly."""

    def __init__(
        self,
        inner: AnswerReader | None,
        willing: AnswerReader | None,
        quotes: Collection[Quote],
        story: StoryRecorder | None = None,
    ) -> None:
        """Take the readers and the sentences.

        Args:
            inner: the reader without a language model.
            willing: reads what was pointed at.
            quotes: the sentences that were pointed at.
            story: what the trained reader read without them. Its articles are left to `PointedStory`: an article in
                which something is found here is not given to it, and what it read there would be lost.
        """
        self._inner, self._willing = inner, willing
        self._quotes = frozenset(quotes)
        self._apart = frozenset(statement.article.id for statement in story.statements) if story else frozenset()

    def read(self, statement: Statement, question: Question) -> Iterator[Reading]:
        """Yield what the statement answers."""
        found = list(self._inner.read(statement, question)) if self._inner is not None else []
        if not found and self._willing is not None and self._pointed(statement):
            found = list(self._willing.read(statement, question))
        yield from found

    def _pointed(self, statement: Statement) -> bool:
        return statement.sentence.quote in self._quotes and statement.article.id not in self._apart


class PointedStory:
    """Gives what the trained reader read, and beside it what is read more willingly of what was pointed at."""

    def __init__(self, story: StoryRecorder, willing: AnswerReader | None, quotes: Collection[Quote]) -> None:
        self._story, self._willing = story, willing
        self._quotes = frozenset(quotes)

    def read_all(self, question: Question, statements: Sequence[Statement]) -> list[tuple[Statement, Reading]]:
        """Return what the statements answer; the model is not run again for what it has read."""
        read = {statement for statement, _ in self._story.found}
        if self._willing is None:
            return list(self._story.found)
        more = [
            (statement, reading)
            for statement in statements
            if statement.sentence.quote in self._quotes and statement not in read
            for reading in self._willing.read(statement, question)
        ]
        return [*self._story.found, *more]


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
