"""Answers questions from the index, off the event loop, and takes up a changed corpus without a pause."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.answer.ask import AskOptions, ask
from bot.answer.conversation import Conversation, complete
from bot.discord import claim
from bot.discord.jobs import Mode
from bot.discord.log import event
from bot.llm import show
from bot.llm.spec import ModelSettingError
from bot.models.errors import ModelFileError
from bot.render.json import as_dict
from index.types import Filter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.answer.types import Question, Reading, Statement
    from bot.llm.assist import Assistant
    from bot.models.chosen import Chosen
    from corpus.types import Article, Outlet
    from index.index import Index

#: Answers kept for askers of the same question: the corpus is the same, so the answer is.
_CACHED = 256
#: Questions that most stories answer: those that this corpus does answer are suggested.
_COMMON = (
    "How many people died?",
    "How many people were injured?",
    "When did it happen?",
    "Where did it happen?",
    "What was the cause?",
    "Who was responsible?",
    "Was anyone arrested?",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with everything that its answer depends on, besides the corpus."""

    mode: Mode
    text: str
    #: Earlier questions as understood, with the answers (schema whosays.answer/1), oldest first.
    turns: tuple[tuple[str, dict[str, Any]], ...] = ()
    #: Ids of outlets to restrict the answer to; empty for all.
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """An answer ready to be stored."""

    #: Schema whosays.answer/1.
    data: dict[str, Any]
    #: The sentence that was checked; None for a question.
    claimed: str | None = None


class _Opened:
    """An index with the number of those who use it: it is closed when it has been replaced and nobody does."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.users = 0
        self.replaced = False


class _Discreet:
    """A trained reader whose faults go to the log: where a file lies is nothing for a channel."""

    def __init__(self, inner: Chosen) -> None:
        self._inner = inner

    def warm(self) -> None:
        """Open the model, so that the first question that needs it does not wait."""
        with suppress(ModelFileError), self._logged():  # each answer that needs it says so too
            self._inner.check()

    def read_all(self, question: Question, statements: Sequence[Statement]) -> list[tuple[Statement, Reading]]:
        """Return what the statements answer.

        Raises:
            ModelFileError: a file of the model is missing or damaged; the message names none.
        """
        with self._logged():
            return self._inner.read_all(question, statements)

    @contextmanager
    def _logged(self) -> Iterator[None]:
        try:
            yield
        except ModelFileError as error:
            event("trained reader not usable", level="error", reason=str(error))
            raise ModelFileError("a file of the trained reader is missing or damaged") from error


class Service:
    """The one place where the bot asks. Safe to use from any thread."""

    def __init__(
        self, opener: Callable[[], Index], assistant: Assistant | None = None, trained: Chosen | None = None
    ) -> None:
        """Open the index.

        Args:
            opener: opens it, now and whenever it has changed.
            assistant: a language model that may point at sentences; it belongs to the service.
            trained: reads what the rules cannot; None answers by rules alone.

        Raises:
            NoIndexError, DamagedError, MismatchError, AccessError: as `Index.open`.
        """
        self._opener = opener
        self.assistant = assistant
        self._trained = None if trained is None else _Discreet(trained)
        self._lock = threading.Lock()
        self._current = _Opened(opener())
        self._cache: OrderedDict[tuple[object, ...], Result] = OrderedDict()
        self._suggestions: tuple[str, ...] = ()
        self.loaded = time.time()
        self._describe()

    def _describe(self) -> None:
        index = self._current.index
        self.articles: tuple[Article, ...] = index.articles()
        self.outlets: tuple[Outlet, ...] = index.outlets()
        self.fingerprint = index.fingerprint

    @contextmanager
    def _using(self) -> Iterator[Index]:
        with self._lock:
            opened = self._current
            opened.users += 1
        try:
            yield opened.index
        finally:
            with self._lock:
                opened.users -= 1
                if opened.replaced and not opened.users:
                    opened.index.close()

    def warm(self) -> None:
        """Do what the first question would have to wait for, and find questions to suggest."""
        if self.assistant is not None:
            try:
                self.assistant.prepare()
            except ModelSettingError as error:
                # Each answer says so too; the operator may read the log first.
                event("language model not usable", level="error", reason=str(error))
        if self._trained is not None:
            self._trained.warm()
        if not self._suggestions:
            with self._using() as index:
                self._suggestions = tuple(text for text in _COMMON if ask(text, index).positions)

    @property
    def suggestions(self) -> tuple[str, ...]:
        """Common questions that this corpus answers."""
        return self._suggestions

    def reload(self) -> bool:
        """Take up the corpus as it is now, if it has changed; questions under way finish on the old one."""
        with self._using() as index:
            if not index.stale:
                return False
        fresh = _Opened(self._opener())
        with self._lock:
            old, self._current = self._current, fresh
            old.replaced = True
            if not old.users:
                old.index.close()
            self._cache.clear()
            self._suggestions = ()
            self.loaded = time.time()
            self._describe()
        return True

    def answer(self, asked: Asked) -> Result:
        """Answer a question, or check a claim.

        Raises:
            QuestionError: there is no question in it, or it is too long.
            StoreError: the index cannot be read.
        """
        key = self.key(asked)
        with self._lock:
            if key in self._cache:
                self._cache.move_to_end(key)
                return self._cache[key]
        with self._using() as index:
            result = self._check(asked, index) if asked.mode is Mode.CHECK else self._ask(asked, index)
        with self._lock:
            self._cache[key] = result
            while len(self._cache) > _CACHED:
                self._cache.popitem(last=False)
        return result

    def key(self, asked: Asked) -> tuple[object, ...]:
        """Return what is the same for two questions that have the same answer."""
        turns = tuple(question for question, _ in asked.turns)
        return (asked.mode, asked.text, asked.outlets, turns, self.fingerprint)

    def additions(self, asked: Asked, result: Result) -> Iterator[dict[str, Any]]:
        """Yield what the language model adds to an answer, each time with what came before.

        Nothing when there is no model, or when the corpus has changed since: what is added belongs to one answer.
        """
        if self.assistant is None:
            return
        text = asked.text if result.claimed is None else claim.question(result.claimed)
        with self._using() as index:
            if index.fingerprint != result.data["corpus"]["fingerprint"]:
                return
            steps = self.assistant.stream(text, index, options=self._options(asked), conversation=_conversation(asked))
            next(steps)
            for step in steps:
                yield {"model": self.assistant.name, **show.as_dict(step)}

    def _options(self, asked: Asked) -> AskOptions:
        return AskOptions(filter=Filter(outlets=frozenset(asked.outlets)), trained=self._trained)

    def _ask(self, asked: Asked, index: Index) -> Result:
        return Result(as_dict(ask(asked.text, index, options=self._options(asked), conversation=_conversation(asked))))

    def _check(self, asked: Asked, index: Index) -> Result:
        """Check the sentences of a message in turn until some outlet speaks to one."""
        options = self._options(asked)
        results = []
        for sentence in claim.sentences(asked.text) or (asked.text,):
            answer = ask(claim.question(sentence), index, options=options)
            results.append(Result(as_dict(answer), claimed=sentence))
            if answer.positions:
                return results[-1]
        return results[0]

    def updated(self) -> str | None:
        """Return the newest date of an article (ISO 8601); None when no article has one."""
        return max((article.published for article in self.articles if article.published), default=None)

    def close(self) -> None:
        """Give the files back, and the language model's connections."""
        if self.assistant is not None:
            self.assistant.close()
        with self._lock:
            self._current.replaced = True
            if not self._current.users:
                self._current.index.close()


def _conversation(asked: Asked) -> Conversation | None:
    conversation = Conversation()
    for question, data in asked.turns:
        conversation = conversation.add(question, data)
    return conversation if asked.turns else None


def understood(data: dict[str, Any]) -> str:
    """Return the question of a stored answer as it stands alone: what a follow-up builds on."""
    return str(data["understood_as"] or data["question"])


def completes(text: str, before: str) -> bool:
    """Tell whether a text only makes sense after an earlier question ("and the injured?")."""
    return complete(text, Conversation().add(before, {})) != text


def now() -> str:
    """Return the time in UTC, to the second (ISO 8601)."""
    return datetime.now(UTC).isoformat(timespec="seconds")
