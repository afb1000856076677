"""llama-index over the articles of an index. Imported on demand: llama_index takes over a second to import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.response_synthesizers.no_text import NoText

if TYPE_CHECKING:
    from index.index import Index
    from index.types import Embedder

#: Nodes that answer a question; llama-index's own default is 2, and its citation engine's examples take 3.
_TOP = 3

_engines: WeakKeyDictionary[Index, RetrieverQueryEngine] = WeakKeyDictionary()


class _Encoder(BaseEmbedding):  # type: ignore[misc]
    """Our encoder as llama-index calls one."""

    inner: Any

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._rows([query])[0]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._rows([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._rows(texts)

    def _rows(self, texts: list[str]) -> list[list[float]]:
        embedder: Embedder = self.inner
        rows: list[list[float]] = embedder.encode(texts).tolist()
        return rows


def nodes(text: str, index: Index) -> list[tuple[str, int, int]]:
    """Return the nodes that answer a question, best first: article id, start and end in its text."""
    if index not in _engines:
        _engines[index] = _engine(index)
    found = _engines[index].query(text).source_nodes
    return [(one.node.ref_doc_id, one.node.start_char_idx, one.node.end_char_idx) for one in found]


def _engine(index: Index) -> RetrieverQueryEngine:
    documents = [Document(text=article.text, id_=article.id) for article in index.articles() if article.text.strip()]
    store = VectorStoreIndex.from_documents(documents, embed_model=_Encoder(inner=index.embedder))
    # "no_text" is llama-index's own way to retrieve without a language model. Its constructor asks for one even so:
    # this stand-in, which is never called, keeps it from looking for OpenAI's.
    return RetrieverQueryEngine(store.as_retriever(similarity_top_k=_TOP), response_synthesizer=NoText(llm=MockLLM()))
