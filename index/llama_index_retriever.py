"""An index as a LlamaIndex retriever. Imported on demand: llama_index takes over a second to import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, TextNode

if TYPE_CHECKING:
    from llama_index.core.schema import QueryBundle

    from index.types import Hit

# Metadata is for code that shows sources. In the text to embed or to prompt with, outlet names would leak into
# vectors, and a language model could quote a title as if it were evidence.
_METADATA_KEYS = ["outlet", "outlet_id", "title", "url", "published", "start", "end"]


class Searchable(Protocol):
    """What the retriever needs of an index."""

    def search(self, query: str, k: int) -> list[Hit]:
        """Return up to k hits, best first."""
        ...


def node(hit: Hit) -> NodeWithScore:
    """Return a hit as a LlamaIndex node whose text is the quote, exactly as published."""
    passage, article = hit.passage, hit.article
    text_node = TextNode(
        id_=f"{article.id}:{passage.quote.start}-{passage.quote.end}",
        text=passage.quote.text,
        start_char_idx=passage.quote.start,
        end_char_idx=passage.quote.end,
        metadata={
            "outlet": article.outlet.name,
            "outlet_id": article.outlet.id,
            "title": article.title,
            "url": article.url,
            "published": article.published,
            "start": passage.quote.start,
            "end": passage.quote.end,
        },
        excluded_embed_metadata_keys=list(_METADATA_KEYS),
        excluded_llm_metadata_keys=list(_METADATA_KEYS),
    )
    return NodeWithScore(node=text_node, score=hit.score)


class OutletRetriever(BaseRetriever):  # type: ignore[misc]
    """Passages of the index, each with its outlet in the node's metadata."""

    def __init__(self, index: Searchable, k: int = 10) -> None:
        self._index = index
        self._k = k
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [node(hit) for hit in self._index.search(query_bundle.query_str, self._k)]
