"""The weights that decide what of the reader is shown: read from a file, and never hopeful without reason."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.question import analyse
from bot.answer.reading import statements
from bot.answer.types import Kind
from bot.models.chosen import BUNDLED
from bot.models.errors import ModelFileError
from bot.models.pair_model import PairModel
from bot.models.span_reader import SpanReader
from bot.models.trained_reader import KINDS, LIKELIEST_WINDOWS, TRAITS, Odds, Rarity, TrainedReader, around
from corpus.types import Article, Outlet

RECORD = {
    "bias": {kind.value: -1.0 for kind in KINDS},
    "weights": [1.0] * len(TRAITS),
    "thresholds": {"text": 0.7, "time": 0.9},
}
ARTICLE = Article(
    "a",
    Outlet("post", "The Post"),
    "A fire in Lindholm",
    "The old mill of Lindholm burnt down on Tuesday. Klara Lind had restored it. Nobody was hurt.",
)


def test_a_kind_without_a_threshold_is_never_shown(tmp_path):
    file = tmp_path / "odds.json"
    file.write_text(json.dumps(RECORD), "utf-8")
    odds = Odds.read(file)
    assert odds.enough(Kind.TEXT, 0.7)
    assert not odds.enough(Kind.TEXT, 0.69)
    assert not odds.enough(Kind.PLACE, 1.0)


@pytest.mark.parametrize(
    "text",
    [
        None, "", "{", "[]", "{}", json.dumps({**RECORD, "weights": [1.0]}), json.dumps({**RECORD, "bias": 3}),
        json.dumps({**RECORD, "thresholds": {"text": "high"}}), json.dumps({**RECORD, "bias": {"text": 0.0}}),
        json.dumps({**RECORD, "weights": [float("nan")] * len(TRAITS)}),
    ],
)  # fmt: skip
def test_a_damaged_file_is_told_in_one_line(tmp_path, text):
    file = tmp_path / "odds.json"
    if text is not None:
        file.write_text(text, "utf-8")
    with pytest.raises(ModelFileError, match=r"odds\.json") as raised:
        Odds.read(file)
    assert "\n" not in str(raised.value)


@given(
    st.lists(st.floats(-3, 3), min_size=len(TRAITS), max_size=len(TRAITS)),
    st.tuples(st.floats(-1, 1), st.floats(-1, 1), st.floats(-1, 1)),
    st.sampled_from(["What burnt down?", "Who restored the mill of Lindholm?", "Where did the mayor sleep?"]),
)
def test_no_reading_is_surer_than_the_most_that_was_hoped_for(weights, read, text):
    odds = Odds(RECORD["bias"], tuple(weights), {})
    question, held = analyse(text), statements(ARTICLE)
    rarity = Rarity.of(held)
    most = odds.most(Kind.TEXT, held, question, rarity)
    for statement in held:
        assert odds.of(Kind.TEXT, (*read, *around(statement, question, rarity))) <= most + 1e-9


def test_a_word_that_every_sentence_has_counts_least():
    held = statements(ARTICLE)
    rarity = Rarity.of([*held, *held])  # a sentence counts once, however often it is read
    assert rarity.sentences == 3
    assert rarity("never") > rarity("klara") == rarity("lindholm") > 0


def test_the_sentence_that_tells_of_the_question_stands_out():
    held, question = statements(ARTICLE), analyse("Who restored the mill?")
    rarity = Rarity.of(held)
    here = [around(statement, question, rarity)[0] for statement in held]
    assert max(here) == here[1]
    unheard = analyse("Who insures the mill?")
    missing = [around(statement, question, rarity)[2] for statement in held]
    assert max(missing) < min(around(statement, unheard, rarity)[2] for statement in held)


class Counting:
    """A model that is never sure, and counts the windows that it is shown."""

    fingerprint = "none"
    settings = {"calibration": {"temperature": 1.0, "bias": -9.0, "weights": [0.0, 0.0, 0.0, 0.0]}}  # noqa: RUF012

    def __init__(self):
        self.inner = PairModel(BUNDLED)
        self.windows = 0

    def open(self):
        self.inner.open()

    def run(self, pairs):
        self.windows += len(pairs)
        return self.inner.run(pairs)


def test_where_the_likeliest_windows_promise_nothing_the_others_are_not_read():
    text = "\n\n".join(
        f"Paragraph {n} of the town's book tells of the mill, " + f"and of the mill by the {n} oaks " * 12 + "."
        for n in range(40)
    )
    told = statements(Article("a", Outlet("post", "The Post"), "The mill", text))
    model = Counting()
    odds = Odds({kind.value: 0.0 for kind in KINDS}, (1.0,) * len(TRAITS), {kind.value: 0.6 for kind in KINDS})
    assert TrainedReader(SpanReader(model), odds).read_all(analyse("Who restored the mill?"), told) == []
    assert model.windows == LIKELIEST_WINDOWS
