"""The sample articles: gold states, other phrasings, and copies with invented names and numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.answer.ask import ask
from bot.answer.types import State
from corpus.load import sample
from index.embedders import embedder
from index.index import Index
from index.writer import add
from tests.swapped import swap, swapped

GOLD = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "seeds_gold.jsonl").read_text("utf-8").splitlines()
]

PHRASINGS = {
    "updated": [
        "How many crew died?", "how many crew members were killed", "How many people died in the crash?",
        "What was the death toll?", "how many of the crew are dead?",
    ],
    "conflict": [
        "Was it shot down?", "Was the plane shot down?", "Did somebody shoot the aircraft down?", "was the aircraft downed?",
    ],
    "complementary": ["When did it crash?", "When did the plane go down?", "What time did the aircraft crash?"],
    "agreement": ["How many were on board?", "How many people were aboard?", "How many crew members were on the plane?"],
    "one_outlet": [
        "What happened to the second aircraft?", "what happened to the second plane?", "What became of the second aircraft?",
    ],
    "unanswered": ["What was the pilot's name?", "Who was the pilot?", "What is the name of the pilot?", "How much did the aircraft cost?"],
}  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    add(home, sample(), embedder(None))
    with Index.open(home) as opened:
        yield opened


@pytest.fixture(scope="module", params=[1, 2, 3])
def swapped_index(request, tmp_path_factory):
    home = tmp_path_factory.mktemp("swapped")
    add(home, swapped(sample(), request.param), embedder(None))
    with Index.open(home) as opened:
        yield swap(request.param), opened


@pytest.mark.parametrize(("state", "question"), [(s, q) for s, rows in PHRASINGS.items() for q in rows])
def test_phrasing(index, state, question):
    assert ask(question, index).state is State(state)


@pytest.mark.parametrize("row", GOLD, ids=lambda row: row["id"])
def test_quotes_are_slices(index, row):
    answer = ask(row["question"], index)
    for position in answer.positions:
        assert position.claims
        for claim in position.claims:
            assert claim.article.text[claim.quote.start : claim.quote.end] == claim.quote.text
            assert claim.outlet == claim.article.outlet.id


def test_states_survive_other_names(index, swapped_index):
    change, other = swapped_index
    changed = {
        row["id"]: (ask(row["question"], index).state.value, ask(change(row["question"]), other).state.value)
        for row in GOLD
    }
    assert {key: pair for key, pair in changed.items() if pair[0] != pair[1]} == {}


def test_same_question_same_answer(index):
    first = [ask(row["question"], index) for row in GOLD]
    assert first == [ask(row["question"], index) for row in GOLD]


def test_another_event_is_not_answered_from_this_story(index):
    assert ask("How many people died in the Bergen landslide?", index).state is State.UNANSWERED
