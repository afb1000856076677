"""How claims are laid out as tokens."""

from __future__ import annotations

from pathlib import Path

import pytest
from tokenizers import Tokenizer

from bot.models.claims_text import RELATION_TOKENS, STANCE_TOKENS, relation_ids, stance_ids

_WORDS = Path(__file__).parents[2] / "index" / "models" / "minilm" / "tokenizer.json"
_LONG = "the ship sank near the coast while rescuers were on their way from the harbour and " * 12


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    found = Tokenizer.from_file(str(_WORDS))
    found.no_truncation()
    return found


def _words(tokenizer, ids):
    return tokenizer.decode(ids, skip_special_tokens=False)


def test_a_stance_is_the_clause_and_then_the_statement(tokenizer):
    ids, types = stance_ids(tokenizer, "It sank.", "The ship sank.")
    assert _words(tokenizer, ids) == "[CLS] it sank. [SEP] the ship sank. [SEP]"
    assert types == [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]


def test_a_relation_is_the_question_and_then_both_answers_with_their_clauses(tokenizer):
    ids, types = relation_ids(tokenizer, "How many?", ("four", "four died"), ("six", "six were hurt"))
    assert _words(tokenizer, ids) == "[CLS] how many? [SEP] four — four died [SEP] six — six were hurt [SEP]"
    assert len(types) == len(ids)
    assert types.index(1) == ids.index(tokenizer.token_to_id("six"))


def test_an_answer_without_a_clause_has_no_dash(tokenizer):
    ids, _ = relation_ids(tokenizer, "Why?", ("a fault", ""), ("a storm", ""))
    assert _words(tokenizer, ids) == "[CLS] why? [SEP] a fault [SEP] a storm [SEP]"


def test_long_texts_fit(tokenizer):
    assert len(stance_ids(tokenizer, _LONG, _LONG)[0]) <= STANCE_TOKENS
    ids, types = relation_ids(tokenizer, _LONG, (_LONG, _LONG), (_LONG, _LONG))
    assert len(ids) == len(types) <= RELATION_TOKENS


def test_a_long_clause_is_cut_around_its_answer(tokenizer):
    """The answer stands at the end of a clause that does not fit: it must still be seen there."""
    ids, _ = relation_ids(tokenizer, "How many?", ("four", _LONG + "four sailors died"), ("six", _LONG))
    assert _words(tokenizer, ids).count("four") == 2


def test_a_short_clause_leaves_its_room_to_the_other(tokenizer):
    ids, _ = relation_ids(tokenizer, "How many?", ("four", _LONG), ("six", "six died"))
    assert len(ids) == RELATION_TOKENS
    assert _words(tokenizer, ids).endswith("six — six died [SEP]")


def test_a_lone_surrogate_does_not_stop_it(tokenizer):
    assert stance_ids(tokenizer, "It \ud800 sank.", "It sank.")[0] == stance_ids(tokenizer, "It ? sank.", "It sank.")[0]
