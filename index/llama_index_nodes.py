"""LlamaIndex documents into articles, and into nodes with exact offsets. Imported on demand, as llama_index is slow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from llama_index.core.node_parser import NodeParser
from llama_index.core.node_parser.node_utils import default_id_func
from llama_index.core.schema import NodeRelationship, TextNode

from corpus.draft import FIELDS, Draft, finish
from corpus.types import Article, Outlet
from index.split import passages, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from llama_index.core.schema import BaseNode, Document

    from corpus.outlets import Registry
    from corpus.types import Quote

#: Where a text is only cut, nobody asks who published it.
_NOBODY = Outlet("unknown", "unknown")


def article(document: Document, registry: Registry) -> Article:
    """Return the article that a document is: its metadata are the fields of our front matter ("outlet", "url", …).

    Raises:
        ReadError: a field is missing or wrong; neither "outlet" nor "url" says who published it, for one.
    """
    fields = {key: str(document.metadata[key]) for key in FIELDS if document.metadata.get(key) is not None}
    return finish(Draft(document.text, fields), registry)


def articles(documents: Iterable[Document], registry: Registry) -> list[Article]:
    """Return the articles of several documents, in their order."""
    return [article(document, registry) for document in documents]


class OffsetNodeParser(NodeParser):  # type: ignore[misc]
    """Cuts documents where our index cuts articles; `document.text[start:end] == node.text` for every node.

    LlamaIndex looks a node's text up in its document, and finds the wrong place where a text repeats; these offsets come
    from the cut itself.
    """

    #: Passages of about 50 words are what our index searches; sentences are what it quotes.
    unit: Literal["passage", "sentence"] = "passage"

    @classmethod
    def class_name(cls) -> str:
        """Name under which LlamaIndex stores it."""
        return "OffsetNodeParser"

    def _parse_nodes(self, nodes: Sequence[BaseNode], show_progress: bool = False, **kwargs: object) -> list[BaseNode]:
        return [made for node in nodes for made in self._cut(node)]

    def _cut(self, node: BaseNode) -> list[TextNode]:
        text = node.get_content()
        # A node that was cut before tells where it begins in its document.
        base = getattr(node, "start_char_idx", None) or 0
        # LlamaIndex 0.14.0 leaves the field empty under newer releases of pydantic.
        name = self.id_func or default_id_func
        return [
            TextNode(
                id_=name(i, node),
                text=quote.text,
                start_char_idx=base + quote.start,
                end_char_idx=base + quote.end,
                excluded_embed_metadata_keys=list(node.excluded_embed_metadata_keys),
                excluded_llm_metadata_keys=list(node.excluded_llm_metadata_keys),
                relationships={NodeRelationship.SOURCE: node.as_related_node_info()},
            )
            for i, quote in enumerate(self._quotes(text))
        ]

    def _quotes(self, text: str) -> tuple[Quote, ...]:
        whole = Article("document", _NOBODY, "", text)
        if self.unit == "passage":
            return passages(whole)
        return tuple(sentence.quote for sentence in sentences(whole) if not sentence.boilerplate)

    def _postprocess_parsed_nodes(self, nodes: list[BaseNode], parent_doc_map: dict[str, Document]) -> list[BaseNode]:
        exact = [(node.start_char_idx, node.end_char_idx) for node in nodes]
        done = super()._postprocess_parsed_nodes(nodes, parent_doc_map)
        for node, (start, end) in zip(done, exact, strict=True):
            node.start_char_idx, node.end_char_idx = start, end
        return list(done)
