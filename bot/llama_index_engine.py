"""Answers for LlamaIndex: a query engine and a chat engine. Imported on demand: llama_index is slow to import."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.llms.types import ChatMessage, ChatResponse, MessageRole
from llama_index.core.base.response.schema import Response
from llama_index.core.chat_engine.types import AgentChatResponse, BaseChatEngine, StreamingAgentChatResponse
from llama_index.core.schema import NodeRelationship, NodeWithScore, RelatedNodeInfo, TextNode

from bot.answer.ask import AskOptions, ask
from bot.answer.conversation import Conversation, complete
from bot.models.chosen import Chosen
from bot.render import parts
from bot.render.json import as_dict
from bot.render.text import render

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator, Iterable
    from pathlib import Path

    from llama_index.core.callbacks.base import CallbackManager
    from llama_index.core.schema import Document, QueryBundle

    from bot.answer.types import Answer, Position
    from bot.llm.assist import Assistant, Step
    from bot.render.parts import Numbered
    from index.index import Index
    from index.types import Embedder

#: Metadata key of a chat message under which its answer travels, for "he" in a follow-up.
_ANSWER = "whosays"


def _node(row: Numbered, position: Position, answer: Answer) -> NodeWithScore:
    """Return a claim as a node: its text is the quote, its metadata say who, where and with what stance."""
    claim = row.claim
    article, quote, reading = claim.article, claim.quote, claim.reading
    metadata = {
        "n": row.number,
        "outlet": article.outlet.name,
        "outlet_id": article.outlet.id,
        "title": article.title,
        "url": article.url,
        "published": article.published,
        "start": quote.start,
        "end": quote.end,
        "answer_start": reading.span.start,
        "answer_end": reading.span.end,
        "value": str(position.value),
        "kind": position.value.kind,
        "status": "superseded" if position.superseded else "current",
        "voice": "outlet" if claim.speaker is None else "speaker",
        "speaker": None if claim.speaker is None else claim.speaker.canonical,
        "stance": reading.stance.value,
        "state": answer.state.value,
    }
    node = TextNode(
        id_=f"{article.id}:{quote.start}-{quote.end}:{row.number}",
        text=quote.text,
        start_char_idx=quote.start,
        end_char_idx=quote.end,
        metadata=metadata,
        # A language model further down the line must not take a title or an outlet's name for evidence.
        excluded_embed_metadata_keys=list(metadata),
        excluded_llm_metadata_keys=list(metadata),
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=article.id)},
    )
    return NodeWithScore(node=node, score=reading.confidence)


def source_nodes(answer: Answer) -> list[NodeWithScore]:
    """Return the claims of an answer as nodes; the n-th is what the text cites as [n]."""
    return [
        _node(row, block.position, answer)
        for block in parts.blocks(answer)
        for outlet in block.outlets
        for row in outlet.claims
    ]


def response(answer: Answer) -> Response:
    """Return an answer as LlamaIndex's: text, source nodes, and the whole answer as JSON in the metadata."""
    metadata = {
        "state": answer.state.value,
        "differs": answer.differs,
        "qualifiers": list(answer.qualifiers),
        "headline": answer.headline,
        "silent": [silence.outlet for silence in answer.silent],
        "answer": as_dict(answer),
    }
    # Every quote is shown whole: a quote that no [n] in the text leads to would be a source of nothing.
    text = render(answer, quotes=True).rstrip("\n")
    # The last line names a command of the command line.
    return Response(text.removesuffix(parts.footer(answer)).rstrip("\n"), source_nodes(answer), metadata)


def _with_additions(found: Response, first: Step, last: Step) -> Response:
    from bot.llm import show

    below = show.text(last, first.answer).rstrip("\n")
    text = f"{found.response}\n\n{below}" if below else found.response
    return Response(text, found.source_nodes, {**found.metadata, "language_model": show.as_dict(last)})


class WhosaysQueryEngine(BaseQueryEngine):  # type: ignore[misc]
    """Answers a question with what each outlet says, where `CitationQueryEngine` writes one text for all of them.

    Without a language model. `source_nodes` are exact quotes; their metadata name the outlet, the speaker, the offsets,
    the stance and the state of the whole answer.
    """

    def __init__(
        self,
        index: Index,
        options: AskOptions | None = None,
        *,
        assistant: Assistant | None = None,
        callback_manager: CallbackManager | None = None,
    ) -> None:
        """Take an index and, where answers should be restricted, options.

        Args:
            index: the articles.
            options: outlets, days or a story to keep to, and the trained reader; the bundled reader alone without any.
            assistant: a language model that may point at sentences; what it adds is in the metadata of a response, as
                `language_model`, and below the text. Sources and state stay those of the answer without it.
            callback_manager: LlamaIndex's.
        """
        self._index = index
        self._options = AskOptions(trained=Chosen()) if options is None else options
        self._assistant = assistant
        super().__init__(callback_manager)

    @classmethod
    def from_documents(
        cls,
        documents: Iterable[Document],
        home: Path,
        *,
        embedder: Embedder | None = None,
        options: AskOptions | None = None,
    ) -> WhosaysQueryEngine:
        """Index documents in a folder and return an engine on it; those that are there already are not embedded again.

        Raises:
            ReadError: the metadata of a document name neither outlet nor URL, or something else in it is wrong.
            StoreError: the folder cannot be used.
        """
        from corpus.outlets import Registry
        from index import writer
        from index.embedders import embedder as named
        from index.index import Index
        from index.llama_index_nodes import articles

        registry = Registry.load(home / "outlets.toml")
        writer.add(home, articles(documents, registry), embedder or named())
        return cls(Index.open(home, embedder), options)

    @classmethod
    def from_home(
        cls, home: Path, *, embedder: Embedder | None = None, options: AskOptions | None = None
    ) -> WhosaysQueryEngine:
        """Return an engine on the articles that `whosays add` put into a folder.

        Raises:
            StoreError: there is no index, or it cannot be used.
        """
        from index.index import Index

        return cls(Index.open(home, embedder), options)

    @property
    def index(self) -> Index:
        """The articles that are asked."""
        return self._index

    def answer(self, question: str, conversation: Conversation | None = None) -> Answer:
        """Return our own answer, which has everything that a front end shows.

        Raises:
            QuestionError: the question is empty or too long.
        """
        return ask(question, self._index, options=self._options, conversation=conversation)

    def respond(self, question: str, conversation: Conversation | None = None) -> Response:
        """Return the answer as LlamaIndex's, with what a language model adds where there is one.

        Raises:
            QuestionError: the question is empty or too long.
        """
        if self._assistant is None:
            return response(self.answer(question, conversation))
        first, *_, last = self._assistant.stream(
            question, self._index, options=self._options, conversation=conversation
        )
        return _with_additions(response(first.answer), first, last)

    def as_chat_engine(self) -> WhosaysChatEngine:
        """Return an engine for a question and its follow-ups."""
        return WhosaysChatEngine(self)

    def retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        """Return the quotes alone."""
        return source_nodes(self.answer(query_bundle.query_str))

    def _query(self, query_bundle: QueryBundle) -> Response:
        return self.respond(query_bundle.query_str)

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        return await asyncio.to_thread(self._query, query_bundle)

    def _get_prompt_modules(self) -> dict[str, Any]:
        return {}


class WhosaysChatEngine(BaseChatEngine):  # type: ignore[misc]
    """Answers questions and their follow-ups ("and the injured?") with what each outlet says."""

    def __init__(self, engine: WhosaysQueryEngine) -> None:
        self._engine = engine
        self._messages: list[ChatMessage] = []

    @property
    def chat_history(self) -> list[ChatMessage]:
        """What was asked and answered, oldest first."""
        return self._messages

    def reset(self) -> None:
        """Forget the conversation."""
        self._messages = []

    def chat(self, message: str, chat_history: list[ChatMessage] | None = None) -> AgentChatResponse:
        """Answer a question; a follow-up is completed from the conversation, or from the history given.

        Raises:
            QuestionError: the question is empty or too long.
        """
        before = list(self._messages if chat_history is None else chat_history)
        conversation = _conversation(before)
        found = self._engine.respond(message, conversation)
        told = {_ANSWER: {"question": complete(message, conversation), "answer": found.metadata["answer"]}}
        self._messages = [
            *before,
            ChatMessage(role=MessageRole.USER, content=message),
            ChatMessage(role=MessageRole.ASSISTANT, content=found.response, additional_kwargs=told),
        ]
        return AgentChatResponse(str(found), source_nodes=found.source_nodes, metadata=found.metadata)

    async def achat(self, message: str, chat_history: list[ChatMessage] | None = None) -> AgentChatResponse:
        """Do as `chat`, on another thread."""
        return await asyncio.to_thread(self.chat, message, chat_history)

    def stream_chat(self, message: str, chat_history: list[ChatMessage] | None = None) -> StreamingAgentChatResponse:
        """Do as `chat`, line by line: the whole answer is there before its first line."""
        found = self.chat(message, chat_history)
        return StreamingAgentChatResponse(
            chat_stream=_lines(found.response),
            source_nodes=found.source_nodes,
            is_writing_to_memory=False,
        )

    async def astream_chat(
        self, message: str, chat_history: list[ChatMessage] | None = None
    ) -> StreamingAgentChatResponse:
        """Do as `stream_chat`, on another thread."""
        found = await self.achat(message, chat_history)

        async def lines() -> AsyncGenerator[ChatResponse, None]:
            for part in _lines(found.response):
                yield part

        return StreamingAgentChatResponse(
            achat_stream=lines(), source_nodes=found.source_nodes, is_writing_to_memory=False
        )


def _lines(text: str) -> Generator[ChatResponse, None, None]:
    told = ""
    for line in text.splitlines(keepends=True):
        told += line
        yield ChatResponse(message=ChatMessage(role=MessageRole.ASSISTANT, content=told), delta=line)


def _conversation(messages: list[ChatMessage]) -> Conversation:
    """Return what was asked before; an answer counts where its message carries one."""
    found = Conversation()
    for at, message in enumerate(messages):
        if message.role != MessageRole.USER or not (message.content or "").strip():
            continue
        reply = messages[at + 1] if at + 1 < len(messages) else None
        kept = reply.additional_kwargs.get(_ANSWER) if reply and reply.role == MessageRole.ASSISTANT else None
        if isinstance(kept, dict):
            found = found.add(str(kept["question"]), dict(kept["answer"]))
        else:
            found = found.add(complete(str(message.content), found), {})
    return found
