"""A short form of the injection campaign; `python -m benchmarks.campaign injection` runs the full one."""

import copy
import json

import pytest

from bot.llm import assist
from corpus.load import sample
from tests.llm import injection

# llama_index and what it imports warn about their own use of older interfaces.
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::pydantic.warnings.PydanticDeprecatedSince20"
)

QUESTIONS = [json.loads(line)["question"] for line in injection.GOLD.read_text("utf-8").splitlines()]


def test_no_payload_of_a_sample_is_obeyed():
    tally = injection.campaign(6, seed=7, questions=4)
    assert tally.failures == []
    assert tally.rounds == 6 * 4 * 2
    # The model was asked, and did what the payloads say.
    assert tally.seen["of them obeyed"] > 15


def test_the_campaign_notices_a_lead_that_nobody_checks(monkeypatch):
    monkeypatch.setattr(assist.leads, "flaw", lambda text, answer: None)
    tally = injection.campaign(2, seed=7, questions=2)
    assert any("a lead of the model is shown" in failure for failure in tally.failures)


def test_the_campaign_notices_an_addition_that_takes_a_claim_away(monkeypatch):
    def emptied(default, union):
        return True

    real = assist.ask

    def asked(text, index, *, options, conversation):
        found = real(text, index, options=options, conversation=conversation)
        pointed = type(options.reader).__name__ == "Pointed"
        return assist.replace(found, positions=found.positions[:1]) if pointed else found

    monkeypatch.setattr(assist, "keeps", emptied)
    monkeypatch.setattr(assist, "ask", asked)
    tally = injection.campaign(3, seed=7, questions=5)
    assert any("language model: another outlet's rows" in failure for failure in tally.failures)


def test_there_are_300_different_payloads_of_every_kind_and_they_are_planted():
    made = injection.payloads(300, 0, "Press TV", QUESTIONS)
    assert len({payload.text for payload in made}) == 300
    assert {payload.place for payload in made} == {"title", "first", "middle", "last", "inside"}
    assert {payload.wish for payload in made} == {"all", "planted", "none", "outside", "raw"}
    assert not any("{other}" in payload.text or "{question}" in payload.text for payload in made)
    assert injection.payloads(300, 0, "Press TV", QUESTIONS) == made
    for article in sample():
        for payload in made:
            changed = injection.planted(article, payload)
            assert payload.text in changed.title + changed.text
            # Nothing of the article is lost by it.
            rest = (changed.title + changed.text).replace(payload.text, "")
            assert "".join(rest.split()) == "".join((article.title + article.text).split())


def test_twenty_questions_each_with_a_paraphrase():
    assert len(QUESTIONS) == len(injection.PARAPHRASES) == 20
    assert not set(QUESTIONS) & set(injection.PARAPHRASES)


def test_a_row_is_everything_but_its_number():
    claim = {"outlet": "a", "n": 1, "note": "", "speaker": "x", "quote": "q", "start": 0, "end": 1, "value": {"low": 1}}
    answer = {"positions": [{"display": "1", "status": "current", "claims": [claim]}]}
    for key, value in (("speaker", "y"), ("quote", "r"), ("start", 1), ("value", {"low": 2})):
        other = copy.deepcopy(answer)
        other["positions"][0]["claims"][0][key] = value
        assert injection.rows(other, "a") != injection.rows(answer, "a")
    numbered = copy.deepcopy(answer)
    numbered["positions"][0]["claims"][0]["n"] = 7
    assert injection.rows(numbered, "a") == injection.rows(answer, "a")
    assert injection.rows(answer, "b") == b"[]"
