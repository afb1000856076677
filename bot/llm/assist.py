"""Answers with a language model beside them: the default answer at once, then what the model adds, verified.

The model points at sentences and may word a lead. It decides no value, speaker, outlet, quote or state: those come from
the same code as without it. Whatever goes wrong leaves the default answer, with a note.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.answer.ask import AskOptions, ask
from bot.llm import cache as kept
from bot.llm import lead as leads
from bot.llm.calls import CallError, Calls
from bot.llm.pointed import Pointed, PointedStory, Recorder, StoryRecorder, added, keeps
from bot.llm.sentences import Sheet, sheets
from bot.llm.spec import ModelSettingError, Spec
from bot.llm.willing import WillingReader
from bot.render import gate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.answer.conversation import Conversation
    from bot.answer.reading import AnswerReader
    from bot.answer.types import Answer, Claim, Question, Statement
    from corpus.types import Quote
    from index.index import Index

#: Seconds for one call, method.md (d): a reader has the default answer meanwhile.
TIMEOUT = 8.0
#: Calls at once: servers on one machine answer few in parallel.
AT_ONCE = 4
#: Sentences of one outlet that count as pointed at; who points at everything points at nothing.
MOST_POINTED = 6
#: Limits of one call after which the sentences are done with, however many outlets there are.
_PATIENCE = 3
#: Outlets that are shown to a model for one question, those with most to say; each is a call.
_MOST_OUTLETS = 12


@dataclass(frozen=True, slots=True)
class Step:
    """What can be shown at one moment. Each has all that the one before had."""

    answer: Answer
    #: Claims that are in it because a model pointed at their sentences.
    added: tuple[Claim, ...] = ()
    #: What the model pointed at and our code reads no answer from: shown as passages, never as an answer.
    pointed: tuple[Statement, ...] = ()
    #: One sentence in the model's words, all of it proven by the answer; None where there is none.
    lead: str | None = None
    #: Why something is missing ("language model unavailable: …").
    notes: tuple[str, ...] = ()
    #: Nothing follows.
    final: bool = False


@dataclass(slots=True)
class _Pointing:
    """What the calls gave so far."""

    quotes: dict[str, tuple[Quote, ...]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


class Assistant:
    """Asks with a language model. Threads may share it."""

    def __init__(
        self,
        model: Spec | object,
        *,
        cache: kept.Cache | None = None,
        willing: AnswerReader | None = None,
        timeout: float = TIMEOUT,
        at_once: int = AT_ONCE,
        leads: bool = True,
    ) -> None:
        """Take a model; nothing is sent or imported before the first question.

        Args:
            model: what `bot.llm.spec.parse` returned, or any `LLM` of llama-index.
            cache: replies that are there already; in memory by default.
            willing: reads sentences that were pointed at and that the rules do not read; ours by default.
            timeout: seconds for one call.
            at_once: calls at the same time.
            leads: also ask for a lead.
        """
        self._given, self._cache, self._willing, self._leads = (
            model,
            cache or kept.Cache(),
            willing or WillingReader(),
            leads,
        )
        self._timeout = timeout
        self._calls = Calls(timeout, at_once)
        self._lock = threading.Lock()
        self._opened: tuple[Any, Callable[[], Any] | None] | None = None
        self._opened_in = 0
        self._closed = False

    @property
    def name(self) -> str:
        """What readers may be told of the model: its kind and name, never a URL."""
        return str(self._given) if isinstance(self._given, Spec) else type(self._given).__name__

    @property
    def spec(self) -> Spec | None:
        """The model and its server; None for an object of llama-index."""
        return self._given if isinstance(self._given, Spec) else None

    # -- asking --------------------------------------------------------------------------------------------------------

    def ask(
        self,
        text: str,
        index: Index,
        *,
        options: AskOptions | None = None,
        conversation: Conversation | None = None,
    ) -> Step:
        """Return the last step.

        Raises:
            QuestionError: the question is empty or too long.
            StoreError: the index cannot be read.
        """
        *_, last = self.stream(text, index, options=options, conversation=conversation)
        return last

    def stream(
        self,
        text: str,
        index: Index,
        *,
        options: AskOptions | None = None,
        conversation: Conversation | None = None,
    ) -> Iterator[Step]:
        """Yield the default answer, then the answer with what is added as the model's replies come in.

        Raises:
            QuestionError: the question is empty or too long.
            StoreError: the index cannot be read.
        """
        options = options or AskOptions()
        recorder = Recorder(options.reader)
        story = StoryRecorder(options.trained) if options.trained is not None else None
        recording = replace(options, reader=recorder, trained=story)
        default = ask(text, index, options=recording, conversation=conversation)
        last = Step(default)
        yield last
        try:
            for step in self._additions(text, index, options, conversation, recorder, story, default):
                if step != last:
                    yield step
                last = step
        except (ModelSettingError, CallError) as error:
            last = replace(last, notes=(*last.notes, _note(str(error))))
        except Exception as error:  # no mistake of a model, a server or our own may cost the answer that is there
            last = replace(last, notes=(*last.notes, _note(type(error).__name__)))
        yield replace(last, final=True)

    def _additions(
        self,
        text: str,
        index: Index,
        options: AskOptions,
        conversation: Conversation | None,
        recorder: Recorder,
        story: StoryRecorder | None,
        default: Answer,
    ) -> Iterator[Step]:
        last = Step(default)
        for pointing in self._point(recorder, index, default):
            quotes = {quote for found in pointing.quotes.values() for quote in found}
            union = default
            if quotes:
                reader = Pointed(options.reader, self._willing, quotes, story)
                trained = PointedStory(story, self._willing, quotes) if story is not None else None
                pointed_at = replace(options, reader=reader, trained=trained)
                union = ask(text, index, options=pointed_at, conversation=conversation)
                # What kept the trained reader from helping still holds: it is not read again.
                union = replace(union, notes=tuple(dict.fromkeys((*default.notes, *union.notes))))
            notes = tuple(_note(why) for why in dict.fromkeys(pointing.failed))
            if not keeps(default, union):
                union, notes = (
                    default,
                    (*notes, "left out: what the language model pointed at would have hidden something"),
                )
            read = {claim.statement for position in union.positions for claim in position.claims}
            pointed = tuple(s for s in recorder.unread if s.sentence.quote in quotes and s not in read)
            last = Step(union, added(default, union), pointed, None, notes)
            yield last
        yield self._with_lead(last)

    # -- sentences -----------------------------------------------------------------------------------------------------

    def _point(self, recorder: Recorder, index: Index, default: Answer) -> Iterator[_Pointing]:
        """Yield what was pointed at, each time another outlet's reply is there."""
        question = recorder.question
        told = [a for a in recorder.articles if (s := index.story_of(a.id)) is not None and s.id == default.story_id]
        if question is None or not told:
            return
        unread = {statement.sentence.quote for statement in recorder.unread}
        shown = [sheet for sheet in sheets(told, question, only=unread) if sheet.quotes][:_MOST_OUTLETS]
        pointing = _Pointing()
        asked: list[tuple[Sheet, str]] = []
        for sheet in shown:
            prompt = _prompt(sheet, question)
            found = self._cache.get(self._key("nominate", prompt))
            if isinstance(found, list):
                pointing.quotes[sheet.outlet] = _chosen(sheet, found)
            else:
                asked.append((sheet, prompt))
        if pointing.quotes:
            yield pointing
        if asked:
            self._prepare()
        jobs = [partial(self._nominated, prompt) for _, prompt in asked]
        for at, numbers in self._calls.run(jobs, _PATIENCE * self._timeout):
            sheet, prompt = asked[at]
            if isinstance(numbers, CallError):
                pointing.failed.append(str(numbers))
            else:
                chosen = _chosen(sheet, numbers)
                # What is kept are the numbers that count, not what else a reply held.
                self._cache.put(self._key("nominate", prompt), [sheet.quotes.index(quote) + 1 for quote in chosen])
                pointing.quotes[sheet.outlet] = chosen
            yield pointing

    async def _nominated(self, prompt: str, attempt: int) -> list[int]:
        from bot.llm import client

        # A server that knows no schemas or tools answers the second attempt, which asks in words.
        in_words = attempt > 0 or (isinstance(self._given, Spec) and self._given.mode == "text")
        return await client.nominate(self._model(), prompt, plain=in_words)

    # -- lead ----------------------------------------------------------------------------------------------------------

    def _with_lead(self, step: Step) -> Step:
        import prompts

        if not self._leads or not step.answer.positions:
            return step
        prompt = prompts.load("lead", facts=leads.facts(step.answer), most=str(leads.MOST_CHARS))
        key = self._key("lead", prompt)
        text = self._cache.get(key)
        if not isinstance(text, str):
            self._prepare()
            [(_, told)] = self._calls.run([partial(self._written, prompt)])
            if isinstance(told, CallError):
                return replace(step, notes=tuple(dict.fromkeys((*step.notes, _note(str(told))))))
            text = told
        text = text.strip()
        if leads.flaw(text, step.answer) is not None:
            # Kept as nothing: what fails once fails again.
            self._cache.put(key, "")
            return step
        self._cache.put(key, text)
        return replace(step, lead=gate.line(text))

    async def _written(self, prompt: str, attempt: int) -> str:
        from bot.llm import client

        return await client.write(self._model(), prompt, leads.MOST_CHARS)

    # -- the model -----------------------------------------------------------------------------------------------------

    def _key(self, name: str, prompt: str) -> str:
        import prompts

        given = self._given
        if isinstance(given, Spec):
            model = given.fingerprint
        else:
            metadata = getattr(given, "metadata", None)
            model = f"{type(given).__name__}:{getattr(metadata, 'model_name', '')}"
        return kept.key(model, name, prompts.fingerprint(name), prompt)

    def prepare(self) -> None:
        """Do what the first question would have to wait for; nothing is sent.

        Raises:
            ModelSettingError: the package that talks to such servers is not installed.
        """
        self._prepare()

    def _prepare(self) -> None:
        """Import and open what the calls need, before their time runs: llama_index takes over a second to import.

        Raises:
            ModelSettingError: the package that talks to such servers is not installed.
            CallError: it is closed.
        """
        from bot.llm import client

        with self._lock:
            if self._closed:
                raise CallError("it is being stopped")
            # Connections belong to the loop that they were opened in.
            if self._opened is None or self._opened_in != self._calls.loops:
                self._opened_in = self._calls.loops
                given = self._given
                self._opened = client.open_model(given, self._timeout) if isinstance(given, Spec) else (given, None)

    def _model(self) -> Any:  # noqa: ANN401 -- llama-index's class is not imported here
        assert self._opened is not None
        return self._opened[0]

    def close(self) -> None:
        """Close connections and end the thread of the calls; those under way end at once."""
        with self._lock:
            self._closed = True
        closing = self._opened[1] if self._opened else None
        self._calls.close(closing)
        self._opened = None

    def __enter__(self) -> Assistant:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _prompt(sheet: Sheet, question: Question) -> str:
    import prompts

    return prompts.load(
        "nominate",
        mark=sheet.mark,
        most=str(MOST_POINTED),
        question=gate.line(question.text),
        sentences=sheet.lines(),
    )


def _chosen(sheet: Sheet, numbers: Sequence[object]) -> tuple[Quote, ...]:
    """Return the sentences that numbers of a reply stand for; a number that none has stands for nothing."""
    valid = [n for n in dict.fromkeys(numbers) if isinstance(n, int) and not isinstance(n, bool)]
    return tuple(sheet.quotes[n - 1] for n in valid if 1 <= n <= len(sheet.quotes))[:MOST_POINTED]


def _note(why: str) -> str:
    return f"language model unavailable: {why}"
