"""The measures, on answers whose scores are known by hand."""

import json
from pathlib import Path

import pytest

from bot.errors import QuestionSetError
from bot.evaluate import floors, gold
from bot.evaluate.match import assign, overlap, similarity
from bot.evaluate.measures import measures
from bot.evaluate.score import score
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
    (said(count(90, 110)), position(count(100, 100, approximate=True)), 0.8),
    (said({"kind": "yes_no", "value": True}), position({"kind": "yes_no", "value": True}), 1.0),
    (said({"kind": "yes_no", "value": False}), position({"kind": "yes_no", "value": True}), 0.0),
    (said({"kind": "text"}), position({"kind": "yes_no", "value": True}), 0.0),
    (said(TIME), position(TIME), 1.0),
    (said({"kind": "time", "start": "2026-03-12T14:00", "end": "2026-03-12T14:00"}), position(TIME), 0.7),
    (said({"kind": "time", "start": "2026-03-13", "end": "2026-03-13"}), position(TIME), 0.0),
    # Looks like a month, is a season: nothing to compare, so the words count.
    (said({"kind": "time", "text": "the 2019-20 season"}), position(TIME), 0.0),
    (said({"kind": "time", "text": "2026-02-31"}), position(TIME), 0.0),
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
    # What the made-up gold, which quotes only "q" for some claims, cannot tell is left out.
    told = {
        name: found[name] for name in found if name.split()[0] in ("state", "position", "status", "outlet", "quotes")
    }
    assert {name for name, value in told.items() if value != 1.0} == {
        "position precision, superseded", "position recall, superseded", "position F1, superseded", "quotes on gold evidence"
    }  # fmt: skip
    assert found["speaker accuracy"] == found["speaker F1"] == found["differs F1"] == found["contradictions shown"] == 1
    assert found["abstention precision"] is found["abstention recall"] is None


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
    ({"positions": {}}, "positions is no list"),
    ({"positions": ["6"]}, "positions is no list"),
    ({"positions": [{"value": None, "status": "current", "support": []}]}, "value is no object"),
    ({"positions": [{"value": count(1, 1), "status": "current"}]}, "support is no list"),
    ({"positions": [position({"kind": "count", "low": 1})]}, "needs `low` and `high`"),
    ({"positions": [position({"kind": "money", "low": "1", "high": None})]}, "needs `low` and `high`"),
    ({"positions": [position({"kind": "yes_no", "value": "yes"})]}, "true or false"),
    ({"positions": [position({"kind": ["count"]})]}, "no kind"),
    ({"state": ["agreement"]}, "no state"),
    ({"question": None}, "question is no text"),
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


@pytest.mark.parametrize("line", ["{", "[1]", '"x"', "[" * 100_000])
def test_lines_that_are_no_rows_are_named(tmp_path, line):
    file = tmp_path / "q.jsonl"
    file.write_text(f"\n{line}\n", "utf-8")
    with pytest.raises(QuestionSetError, match=r"q\.jsonl:2"):
        gold.read(file)


@pytest.mark.parametrize("turns", [{}, ["?"], None])
def test_turns_that_are_none_are_named(tmp_path, turns):
    file = tmp_path / "q.jsonl"
    file.write_text(json.dumps({"id": "c", "turns": turns}), "utf-8")
    with pytest.raises(QuestionSetError, match=r"q\.jsonl:1: `turns`"):
        gold.read(file)
    file.write_text(json.dumps({"turns": []}), "utf-8")
    with pytest.raises(QuestionSetError, match=r"q\.jsonl:1: `turns`"):
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


def test_ceilings_only_fall(tmp_path):
    path = tmp_path / "floors.json"
    floors.write(path, {"a": 0.5}, "d", floors.lowered({"x": 0.2, "y": 0.1}, {"x": 0.11111, "y": 0.3, "z": None}))
    kept = floors.ceilings(path, "d")
    assert kept == {"x": 0.1112, "y": 0.1}
    assert floors.above(kept, {"x": 0.1112, "y": None}) == []
    assert floors.above(kept, {"x": 0.2}) == ["x: 0.2000, ceiling 0.1112"]
    floors.write(path, {"a": 0.5}, "d")
    assert floors.ceilings(path, "d") == {}


def held(state, *positions, **more):
    """A row about the article of the flood, checked."""
    article = answers.article(answers.PRESS, "a flood"), answers.article(answers.REDIFF, "a flood")
    row = {"id": "1", "question": "?", "state": state, "corpus": "c", "positions": list(positions), **more}
    gold.validate([row], {"c": article})


def by(value, *outlets, status="current"):
    return position(value, *(support(outlet, "flood") for outlet in outlets), status=status)


FOUR, SIX, BOTH = count(4, 4), count(6, 6), ("press-tv", "rediff")
DERIVED = [
    ("agreement", [by(SIX, *BOTH)], {}, None),
    ("agreement", [by(SIX, "rediff")], {}, "needs two outlets"),
    ("agreement", [by(SIX, "rediff"), by(FOUR, "press-tv")], {}, "one current position"),
    ("complementary", [by(count(4, None), "rediff"), by(SIX, "press-tv")], {}, None),
    ("complementary", [by(SIX, *BOTH)], {}, "needs two current positions"),
    ("complementary", [by(SIX, *BOTH)], {"also_accept": ["agreement"]}, None),
    ("updated", [by(SIX, *BOTH), by(FOUR, "rediff", status="superseded")], {"relations": [[0, 1, "supersedes"]]}, None),
    ("updated", [by(SIX, *BOTH)], {}, "needs a superseded position"),
    ("updated", [by(SIX, "rediff", status="superseded")], {}, "no position is current"),
    ("agreement", [by(SIX, *BOTH), by(FOUR, "rediff", status="superseded")], {}, "goes with updated or conflict"),
    ("conflict", [by(SIX, "rediff"), by(FOUR, "press-tv")], {}, None),
    ("conflict", [by(SIX, "rediff"), by(count(4, None), "press-tv")], {}, "contradict each other"),
    ("conflict", [by(SIX, *BOTH)], {}, "contradict each other"),
    ("conflict", [by(SIX, "rediff"), by(FOUR, "press-tv")], {"relations": [[0, 1, "refines"]]}, "contradict each other"),
    ("complementary", [by(SIX, "rediff"), by(FOUR, "press-tv")], {"relations": [[0, 1, "incompatible"]]}, "the state is conflict"),
    ("one_outlet", [by(SIX, "rediff")], {}, None),
    ("one_outlet", [by(SIX, *BOTH)], {}, "are by press-tv, rediff"),
    ("one_outlet", [by(SIX, *BOTH)], {"qualifiers": ["same_wire_copy"]}, None),
    ("agreement", [by(SIX, *BOTH)], {"relations": [[0, 0, "same"]]}, "two different positions"),
    ("agreement", [by(SIX, *BOTH)], {"relations": [[0, 1]]}, "is not [position, position, word]"),
    ("agreement", [by(SIX, *BOTH)], {"relations": [[0, 7, "beats"]]}, "'beats' is none of"),
    ("agreement", [by(SIX, *BOTH)], {"relations": {}}, None),
    ("agreement", [by(SIX, *BOTH)], {"relations": "none"}, "relations is no list"),
    ("agreement", [by(SIX, *BOTH)], {"qualifiers": "framing"}, "qualifiers is no list"),
]  # fmt: skip


@pytest.mark.parametrize(("state", "positions", "more", "fault"), DERIVED)
def test_the_state_follows_from_positions_and_relations(state, positions, more, fault):
    if fault is None:
        held(state, *positions, **more)
        return
    with pytest.raises(QuestionSetError) as error:
        held(state, *positions, **more)
    assert fault in str(error.value)


def test_names_of_a_speaker_are_names_or_the_own_voice():
    held("one_outlet", position(SIX, {**support("rediff", "flood", "Mayor"), "speaker_aliases": ["the town", None]}))
    with pytest.raises(QuestionSetError, match="no list of names"):
        held("one_outlet", position(SIX, {**support("rediff", "flood", "Mayor"), "speaker_aliases": "the town"}))


YAML = """\
# A made-up set.
- id: one
  question: When did the flood begin?
  corpus: c
  state: one_outlet
  positions:
    - value: {kind: time, start: 2026-03-12, end: 2026-03-12}
      status: current
      support: [{outlet: rediff, speaker: null, quote: flood}]
- id: talk
  turns:
    - {question: "Who said so?", state: unanswered, positions: []}
    - {question: "And when?", state: unanswered, positions: []}
"""


@pytest.mark.parametrize("text", [YAML, "questions:\n" + "".join(f"  {line}\n" for line in YAML.splitlines())])
def test_yaml_is_read_with_lines(tmp_path, text):
    file = tmp_path / "q.yaml"
    file.write_text(text, "utf-8")
    rows = gold.read(file)
    assert [row["id"] for row in rows] == ["one", "talk.1", "talk.2"]
    assert rows[0]["positions"][0]["value"]["start"] == "2026-03-12"
    first = 2 if text is YAML else 3
    assert [row["at"] for row in rows] == [f"{file}:{first}", f"{file}:{first + 8}", f"{file}:{first + 8}"]
    gold.validate(rows, {"c": [answers.article(answers.REDIFF, "a flood")]})


NO_YAML = [
    ("- {id: 1", r":1: not YAML|:2: not YAML"),
    ("a: b\nc", r":\d: not YAML|no list of questions"),
    ("just words", "no list of questions"),
    ("- !!python/object/apply:os.system [ls]", r":1: not YAML"),
    ("- text", "not a JSON object"),
    ("", "no list of questions"),
    ("\x00", "not YAML"),
    ("- " + "[" * 5000, "nested too deep"),
]


@pytest.mark.parametrize(("text", "words"), NO_YAML)
def test_what_is_no_set_in_yaml_is_named(tmp_path, text, words):
    file = tmp_path / "q.yml"
    file.write_text(text, "utf-8")
    with pytest.raises(QuestionSetError, match=words):
        gold.read(file)


def test_faults_say_where(tmp_path):
    file = tmp_path / "q.jsonl"
    row = {"id": "1", "question": "?", "state": "unanswered", "positions": []}
    file.write_text(json.dumps(row) + "\n" + json.dumps({**row, "state": "maybe"}) + "\n", "utf-8")
    with pytest.raises(QuestionSetError) as error:
        gold.validate(gold.read(file), {})
    assert f"{file}:2: 1: this id is there twice, first at {file}:1" in str(error.value)
    assert f"{file}:2: 1: no state 'maybe'" in str(error.value)
