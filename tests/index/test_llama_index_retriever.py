"""The retriever for LlamaIndex: outlets travel in the metadata and never into the text to embed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from corpus.types import Article, Outlet
from index.types import Hit, Passage

# llama_index and what it imports warn about their own use of older interfaces.
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::pydantic.warnings.PydanticDeprecatedSince20"
)

BODY = "The river rose overnight. Three bridges were closed, the council said. Schools stay open."
HERALD = Article(
    id="a1",
    outlet=Outlet("fjord-herald", "Fjord Herald"),
    title="Flood closes bridges",
    text=BODY,
    url="https://herald.example/flood",
    published="2025-05-02",
)
POST = Article(id="a2", outlet=Outlet("valley-post", "Valley Post"), title="Rain", text="Four bridges are shut.")


class TwoArticles:
    """An index whose passages are listed in the order to return."""

    def search(self, query: str, k: int) -> list[Hit]:
        hits = [
            Hit(Passage(1, HERALD.quote(26, 70), 1), 0.9, lexical_rank=1, dense_rank=2),
            Hit(Passage(2, POST.quote(0, 22), 0), 0.4, dense_rank=1),
        ]
        return hits[:k] if "bridge" in query else []


@pytest.fixture
def retriever():
    from index.llama_index_retriever import OutletRetriever

    return OutletRetriever(TwoArticles(), k=5)


def test_a_node_is_the_exact_quote_with_its_outlet(retriever):
    first, second = retriever.retrieve("how many bridges?")
    assert first.node.text == "Three bridges were closed, the council said."
    assert BODY[first.node.start_char_idx : first.node.end_char_idx] == first.node.text
    assert first.node.metadata == {
        "outlet": "Fjord Herald",
        "outlet_id": "fjord-herald",
        "title": "Flood closes bridges",
        "url": "https://herald.example/flood",
        "published": "2025-05-02",
        "start": 26,
        "end": 70,
    }
    assert (first.score, second.score) == (0.9, 0.4)
    assert second.node.metadata["url"] is None
    assert first.node.node_id != second.node.node_id


def test_metadata_is_neither_embedded_nor_prompted(retriever):
    from llama_index.core.schema import MetadataMode

    for found in retriever.retrieve("how many bridges?"):
        for mode in (MetadataMode.EMBED, MetadataMode.LLM):
            assert found.node.get_content(metadata_mode=mode).strip() == found.node.text


def test_k_bounds_the_nodes_and_no_hit_gives_none():
    from index.llama_index_retriever import OutletRetriever

    assert len(OutletRetriever(TwoArticles(), k=1).retrieve("bridges")) == 1
    assert OutletRetriever(TwoArticles()).retrieve("election") == []


def test_it_works_in_a_query_engine_without_a_language_model(retriever):
    from llama_index.core.llms import MockLLM
    from llama_index.core.query_engine import RetrieverQueryEngine
    from llama_index.core.response_synthesizers.no_text import NoText

    engine = RetrieverQueryEngine(retriever, response_synthesizer=NoText(llm=MockLLM()))
    response = engine.query("how many bridges?")
    assert [found.node.metadata["outlet"] for found in response.source_nodes] == ["Fjord Herald", "Valley Post"]


def test_the_index_package_does_not_import_llama_index():
    code = "import sys, index, index.types, index.embedders; assert 'llama_index' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60, cwd=Path(__file__).resolve().parents[2])
