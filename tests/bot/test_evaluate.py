"""The measures, on answers whose scores are known by hand."""

import json
from pathlib import Path

import pytest

from bot.errors import QuestionSetError
from bot.evaluate import floors, gold
from bot.evaluate.match import assign, overlap, similarity
from bot.evaluate.score import measures, score
from bot.render.json import as_dict
from tests.bot import answers

SEEDS = Path(__file__).parents[1] / "data" / "seeds_gold.jsonl"


def position(value, *supports, status="current", **more):
    return {"value": value, "status": status, "support": [dict(s) for s in supports], **more}


def count(low, high, **more):
    return {"kind": "count", "low": low, "high": high, **more}


def support(outlet="press-tv", quote="q", speaker=None):
    return {"outlet": outlet, "speaker": speaker, "quote": quote}


def said(value, **more):
    return {"value": value, "display": str(value.get("text", "")), "claims": [], **more}


TIME = {"kind": "time", "start": "2026-03-12", "end": "2026-03-12"}

SIMILAR = [
    (said(count(6, 6)), position(count(6, 6)), 1.0),
    (said(count(6, None)), position(count(6, 6)), 0.0),
    (said(count(13, None)), position(count(13, None)), 1.0),
    (said(count(95, 95)), position(count(100, 100, approx=True)), 0.0),
    (said(count(90, 110)), position(count(100, 100, approx=True)), 0.8),
    (said({"kind": "yes_no", "value": True}), position({"kind": "yes_no", "value": True}), 1.0),
    (said({"kind": "yes_no", "value": False}), position({"kind": "yes_no", "value": True}), 0.0),
    (said({"kind": "text"}), position({"kind": "yes_no", "value": True}), 0.0),
    (said(TIME), position(TIME), 1.0),
    (said({"kind": "time", "start": "2026-03-12T14:00", "end": "2026-03-12T14:00"}), position(TIME), 0.7),
    (said({"kind": "time", "start": "2026-03-13", "end": "2026-03-13"}), position(TIME), 0.0),
    (said({"kind": "place", "text": "northern Norway"}), position({"kind": "place", "text": "Norway"}), 0.8),
    (said({"kind": "place", "text": "Sweden"}), position({"kind": "place", "text": "Norway"}), 0.0),
]


@pytest.mark.parametrize(("predicted", "wanted", "least"), SIMILAR)
def test_similarity(predicted, wanted, least):
    assert similarity(predicted, wanted) == pytest.approx(least)


def test_assignment_is_one_to_one_and_best():
    values = [count(4, 4), count(6, 6)]
    golds = [position(value) for value in values]
    assert sorted(assign([said(v) for v in reversed(values)], golds)) == [(0, 1), (1, 0)]
    assert len(assign([said(values[0])] * 3, golds)) == 1


@pytest.mark.parametrize(
    ("a", "b", "share"),
    [("the US military", "US military", 1), ("CENTCOM", "Pentagon", 0), ("", "x", 0), ("a b c", "b", 1)],
)
def test_overlap(a, b, share):
    assert overlap(a, b) == share


def question(state="conflict", **more):
    nine = position(count(9, 9), support(quote="Nine people died in the flood."), support(speaker="The mayor"))
    eleven = position(count(11, 11), support("fjordposten.example", speaker="Oslo Police"))
    rows = [{"id": "1", "question": "?", "state": state, "positions": [nine, eleven], **more}]
    return gold._completed(rows[0])


def texts(answer):
    return {c.article.id: c.article.text for p in answer.positions for c in p.claims}


def test_a_perfect_answer():
    answer = answers.flood()
    result = score(question(), as_dict(answer), texts(answer))
    assert result.perfect
    found = measures([result])
    assert {name: value for name, value in found.items() if value != 1.0} == {
        "abstention precision": None,
        "abstention recall": None,
    }


def test_wrong_state_extra_position_wrong_speaker_and_quote():
    answer = answers.flood()
    data = as_dict(answer)
    data["positions"][0]["claims"][0]["quote"] = "Nine people lived."
    data["positions"][1]["claims"][0]["speaker"] = "The king"
    extra = {"value": count(3, 3), "display": "3", "status": "current", "outlets": ["rediff"], "claims": []}
    data["positions"].append(extra)
    found = measures([score(question("updated"), data, texts(answer))])
    assert found["state accuracy"] == 0
    assert found["differs F1"] == 1
    assert found["position recall"] == 1
    assert found["position precision"] == pytest.approx(2 / 3)
    assert found["speaker accuracy"] == pytest.approx(2 / 3)
    assert found["quotes verbatim"] == pytest.approx(2 / 3)
    assert found["offsets exact"] == pytest.approx(2 / 3)


def test_lenient_state_and_abstention():
    answer = as_dict(answers.unanswered())
    row = gold._completed({"id": "1", "question": "?", "state": "unanswered", "positions": []})
    other = {**question(), "also_accept": ["unanswered"]}
    found = measures([score(row, answer, {}), score(other, answer, {})])
    assert found["state accuracy"] == 0.5
    assert found["state accuracy, lenient"] == 1
    assert found["abstention precision"] == 0.5
    assert found["abstention recall"] == 1
    assert found["differs recall"] == 0


def test_the_committed_questions_are_valid():
    from corpus.load import sample

    gold.validate(gold.read(SEEDS), {"seeds": sample()})


FAULTS = [
    ({"id": "1"}, "no question"),
    ({"state": "perhaps"}, "no state 'perhaps'"),
    ({"state": "unanswered"}, "unanswered goes with no positions"),
    ({"positions": [position(count(1, 1), support(quote="not there"))]}, "not word for word"),
    ({"positions": [position(count(1, 1), support("nobody"))]}, "no article by 'nobody'"),
    ({"positions": [position({"kind": "colour"}, status="new")]}, "no kind 'colour'"),
    ({"positions": [position(count(1, 1), {**support(quote="flood"), "start": 1, "end": 6})]}, r"not at \[1, 6\)"),
]


@pytest.mark.parametrize(("change", "words"), FAULTS)
def test_faults_are_named(change, words):
    article = answers.article(answers.PRESS, "a flood")
    row = {
        "id": "1",
        "question": "?",
        "state": "agreement",
        "corpus": "c",
        "positions": [position(count(1, 1))],
        **change,
    }
    if change == {"id": "1"}:
        row = change
    with pytest.raises(QuestionSetError, match=words):
        gold.validate([row], {"c": [article]})


def test_ids_are_unique(tmp_path):
    row = {"id": "1", "question": "?", "state": "unanswered", "positions": []}
    with pytest.raises(QuestionSetError, match="twice"):
        gold.validate([row, row], {})


def test_conversations_become_questions(tmp_path):
    file = tmp_path / "q.jsonl"
    turn = {"question": "?", "state": "unanswered", "positions": []}
    file.write_text(json.dumps({"id": "c", "turns": [turn, turn]}) + "\n\n", "utf-8")
    assert [(row["id"], row["conversation"]) for row in gold.read(file)] == [("c.1", "c"), ("c.2", "c")]


@pytest.mark.parametrize("line", ["{", "[1]", '"x"'])
def test_lines_that_are_no_rows_are_named(tmp_path, line):
    file = tmp_path / "q.jsonl"
    file.write_text(f"\n{line}\n", "utf-8")
    with pytest.raises(QuestionSetError, match=r"q\.jsonl:2"):
        gold.read(file)


def test_floors_only_rise(tmp_path):
    path = tmp_path / "floors.json"
    old = {"a": 0.5, "b": 0.9}
    floors.write(path, floors.raised(old, {"a": 0.66666, "b": 0.1, "c": None}), "d")
    kept = floors.read(path, "d")
    assert kept == {"a": 0.6666, "b": 0.9}
    assert floors.below(kept, {"a": 0.66666, "b": 0.9}) == []
    assert len(floors.below(kept, {"a": 0.5})) == 2
    with pytest.raises(QuestionSetError, match="other question sets"):
        floors.read(path, "e")
    path.write_text("[]", "utf-8")
    with pytest.raises(QuestionSetError, match="no floors file"):
        floors.read(path, "d")
