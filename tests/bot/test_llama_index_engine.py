"""Query and chat engine for LlamaIndex: the same answer as `ask`, as nodes that are exact quotes."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest

from bot.answer.ask import AskOptions, ask
from bot.answer.question import QuestionError
from bot.render.json import as_dict
from index.index import Index
from index.types import Filter

# llama_index and what it imports warn about their own use of older interfaces.
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::pydantic.warnings.PydanticDeprecatedSince20"
)

QUESTIONS = [
    "How many crew died?",
    "Was it shot down?",
    "Who shot it down?",
    "When did it crash?",
    "Who won the election?",
]


@pytest.fixture(scope="module")
def index(sample_home):
    with Index.open(sample_home) as opened:
        yield opened


@pytest.fixture
def engine(index):
    from bot.llama_index_engine import WhosaysQueryEngine

    return WhosaysQueryEngine(index)


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_is_the_answer_that_ask_gives(engine, index, question):
    response = engine.query(question)
    answer = ask(question, index)
    assert response.metadata["answer"] == as_dict(answer)
    assert response.metadata["state"] == answer.state.value
    assert answer.headline in " ".join(str(response).split())


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_node_is_a_quote_of_the_outlet_that_it_names(engine, index, question):
    for found in engine.query(question).source_nodes:
        facts, article = found.node.metadata, index.article(found.node.ref_doc_id)
        assert article.text[facts["start"] : facts["end"]] == found.node.text == found.node.get_content()
        assert (found.node.start_char_idx, found.node.end_char_idx) == (facts["start"], facts["end"])
        assert (facts["outlet_id"], facts["outlet"]) == (article.outlet.id, article.outlet.name)
        assert facts["start"] <= facts["answer_start"] < facts["answer_end"] <= facts["end"]
        assert (facts["voice"] == "outlet") == (facts["speaker"] is None)
        assert 0 < found.score <= 1


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_numbers_in_the_text_lead_to_the_nodes(engine, question):
    response = engine.query(question)
    for n, found in enumerate(response.source_nodes, start=1):
        assert found.node.metadata["n"] == n
        assert f"[{n}]" in str(response)
    ids = [found.node.node_id for found in response.source_nodes]
    assert len(set(ids)) == len(ids)


def test_the_nodes_carry_stance_state_and_what_has_been_overtaken(engine):
    nodes = [found.node.metadata for found in engine.query("How many crew died?").source_nodes]
    assert {node["state"] for node in nodes} == {"updated"}
    assert {(node["value"], node["status"]) for node in nodes} == {("6 of 6", "current"), ("4 of 6", "superseded")}
    shot = [found.node.metadata for found in engine.query("Was it shot down?").source_nodes]
    assert {(node["value"], node["stance"]) for node in shot if node["speaker"] == "CENTCOM"} == {("no", "deny")}


def test_nothing_answers_no_source(engine):
    response = engine.query("Who won the election?")
    assert response.source_nodes == []
    assert response.metadata["state"] == "unanswered"


def test_metadata_is_neither_embedded_nor_prompted(engine):
    from llama_index.core.schema import MetadataMode

    for found in engine.query("How many crew died?").source_nodes:
        for mode in (MetadataMode.EMBED, MetadataMode.LLM):
            assert found.node.get_content(metadata_mode=mode).strip() == found.node.text


def test_options_restrict_the_answer(index):
    from bot.llama_index_engine import WhosaysQueryEngine

    engine = WhosaysQueryEngine(index, AskOptions(filter=Filter(outlets=frozenset({"rediff"}))))
    nodes = engine.query("How many crew died?").source_nodes
    assert {found.node.metadata["outlet_id"] for found in nodes} == {"rediff"}


def test_asynchronous_and_retrieve_give_the_same(engine):
    from llama_index.core.schema import QueryBundle

    question = "How many crew died?"
    now, later = engine.query(question), asyncio.run(engine.aquery(question))
    assert str(now) == str(later)
    assert [n.node.node_id for n in engine.retrieve(QueryBundle(question))] == [
        n.node.node_id for n in now.source_nodes
    ]


def test_a_question_that_is_none_is_refused(engine):
    with pytest.raises(QuestionError):
        engine.query("   ")


def test_it_is_a_tool_and_part_of_other_engines(engine):
    from llama_index.core.llms import MockLLM
    from llama_index.core.query_engine import RetrieverQueryEngine
    from llama_index.core.response_synthesizers.no_text import NoText
    from llama_index.core.tools import QueryEngineTool

    output = QueryEngineTool.from_defaults(engine, name="news", description="news").call("How many crew died?")
    assert "Outlets differ" in output.content
    from index.llama_index_retriever import OutletRetriever

    plain = RetrieverQueryEngine(OutletRetriever(engine.index), response_synthesizer=NoText(llm=MockLLM()))
    assert plain.query("How many crew died?").source_nodes


# -- follow-ups --------------------------------------------------------------------------------------------------------


def test_a_follow_up_is_completed_from_the_conversation(engine):
    chat = engine.as_chat_engine()
    assert "6" in chat.chat("How many crew were aboard?").metadata["headline"]
    said = chat.chat("and the injured?")
    assert said.metadata["answer"]["understood_as"] == "How many were injured?"
    assert [message.role.value for message in chat.chat_history] == ["user", "assistant"] * 2
    chat.reset()
    assert chat.chat_history == []
    assert chat.chat("and the injured?").metadata["answer"]["understood_as"] is None


def test_a_history_can_be_given_with_or_without_its_answers(engine):
    from llama_index.core.llms import ChatMessage

    chat = engine.as_chat_engine()
    chat.chat("How many crew died?")
    kept = list(chat.chat_history)
    bare = [ChatMessage(role=message.role, content=message.content) for message in kept]
    answers = []
    for history in (kept, bare):
        other = engine.as_chat_engine()
        answers.append(other.chat("and the injured?", chat_history=history).metadata["answer"])
        assert len(other.chat_history) == 4
    assert answers[0] == answers[1]
    assert answers[0]["understood_as"] == "How many were injured?"


def test_a_follow_up_can_be_followed(engine):
    chat = engine.as_chat_engine()
    for question in ("How many crew died?", "and the injured?"):
        chat.chat(question)
    assert chat.chat("when?").metadata["answer"]["understood_as"].startswith("When was it that")


def test_streams_give_the_same_words(engine):
    question = "How many crew died?"
    whole = str(engine.as_chat_engine().chat(question))
    stream = engine.as_chat_engine().stream_chat(question)
    pieces = list(stream.response_gen)
    assert "".join(pieces) == whole
    assert len(pieces) > 5
    assert stream.source_nodes

    async def later():
        chat = engine.as_chat_engine()
        stream = await chat.astream_chat(question)
        told = [piece async for piece in stream.async_response_gen()]
        return "".join(told), str(await chat.achat("and the injured?"))

    told, follow_up = asyncio.run(later())
    assert told == whole
    assert "How many were injured?" in follow_up


def test_llama_index_is_imported_on_demand():
    code = "import sys, bot.answer.ask, bot.cli, bot.llm; sys.exit('llama_index' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
