"""Documents of LlamaIndex as articles, and nodes that stand where they say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.draft import ReadError
from corpus.outlets import Registry

# llama_index and what it imports warn about their own use of older interfaces.
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::pydantic.warnings.PydanticDeprecatedSince20"
)

REPEATED = "No comment. The river rose.\nNo comment. U.S. Central Command said so at 2 p.m. ET. No comment.\n"


@pytest.fixture
def parse():
    from llama_index.core import Document

    from index.llama_index_nodes import OffsetNodeParser

    def parsed(text, unit="sentence", **metadata):
        document = Document(text=text, metadata=metadata)
        return document, OffsetNodeParser(unit=unit).get_nodes_from_documents([document])

    return parsed


def test_offsets_hold_where_a_sentence_repeats(parse):
    _, nodes = parse(REPEATED)
    assert [(node.start_char_idx, node.text) for node in nodes] == [
        (0, "No comment."),
        (12, "The river rose."),
        (28, "No comment."),
        (40, "U.S. Central Command said so at 2 p.m. ET."),
        (83, "No comment."),
    ]


def test_a_passage_that_repeats_stands_where_it_was_cut(parse):
    """LlamaIndex's own look-up finds a shorter repetition inside an earlier passage."""
    text = "Yes. " + "word " * 60 + ".\nYes.\n" + "other " * 60 + ".\nYes."
    document, nodes = parse(text, "passage")
    assert [document.text[n.start_char_idx : n.end_char_idx] == n.text for n in nodes] == [True] * len(nodes)
    assert nodes[-1].end_char_idx == len(text)
    assert [n.start_char_idx for n in nodes] == sorted({n.start_char_idx for n in nodes})


def test_metadata_neighbours_and_source_are_kept(parse):
    document, nodes = parse(REPEATED, outlet="Herald")
    assert {node.ref_doc_id for node in nodes} == {document.doc_id}
    assert nodes[0].metadata == {"outlet": "Herald"}
    assert nodes[0].next_node.node_id == nodes[1].node_id
    assert nodes[1].prev_node.node_id == nodes[0].node_id


def test_cutting_a_node_again_gives_places_in_the_document(parse):
    from index.llama_index_nodes import OffsetNodeParser

    document, nodes = parse("The river rose. It fell.\n" + "Schools stay open today. " * 20, "passage")
    again = OffsetNodeParser(unit="sentence").get_nodes_from_documents(nodes)
    assert len(again) > len(nodes) > 1
    assert all(document.text[n.start_char_idx : n.end_char_idx] == n.text for n in again)
    assert {n.ref_doc_id for n in again} == {document.doc_id}


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=300), unit=st.sampled_from(["passage", "sentence"]))
def test_every_node_stands_where_it_says(text, unit):
    from llama_index.core import Document

    from index.llama_index_nodes import OffsetNodeParser

    document = Document(text=text)
    for node in OffsetNodeParser(unit=unit).get_nodes_from_documents([document]):
        assert document.text[node.start_char_idx : node.end_char_idx] == node.text


def test_it_works_in_a_pipeline():
    from llama_index.core import Document
    from llama_index.core.ingestion import IngestionPipeline

    from index.llama_index_nodes import OffsetNodeParser

    parser = OffsetNodeParser(unit="sentence")
    nodes = IngestionPipeline(transformations=[parser]).run(documents=[Document(text=REPEATED)])
    assert len(nodes) == 5
    assert parser.to_dict()["unit"] == "sentence"


def test_a_document_is_an_article_with_the_registrys_outlet():
    from llama_index.core import Document

    from index.llama_index_nodes import articles

    registry = Registry.load()
    facts = {"url": "https://www.presstv.ir/Detail/1", "outlet": "Reuters", "published": "2026-03-13", "pages": 3}
    (found,) = articles([Document(text="Six died.\r\nAll.", metadata=facts)], registry)
    assert (found.outlet.id, found.published, found.text) == ("press-tv", "2026-03-13", "Six died.\nAll.")
    # Loaded again it has another id in LlamaIndex, and the same one here.
    assert articles([Document(text="Six died.", metadata=facts)], registry)[0].id == found.id


def test_a_document_of_nobody_is_refused():
    from llama_index.core import Document

    from index.llama_index_nodes import article

    with pytest.raises(ReadError, match="outlet"):
        article(Document(text="Six died."), Registry.load())
