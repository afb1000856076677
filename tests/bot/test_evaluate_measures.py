"""The measures, by hand-computed tables and by laws that hold for every answer."""

import copy
import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.evaluate import calibration, gold
from bot.evaluate.calibration import Outcome
from bot.evaluate.compare import compare, read
from bot.evaluate.document import document
from bot.evaluate.intervals import intervals
from bot.evaluate.latency import latency, percentile
from bot.evaluate.measures import LESS_IS_BETTER, SECTIONS, confusion, f1, groups, measures
from bot.evaluate.score import incompatible_pairs, score
from bot.evaluate.values import normal, token_f1

SEEDS = Path(__file__).parents[1] / "data" / "seeds_gold.jsonl"
ROWS = gold.read(SEEDS)
TEXTS = {"rain": "Rain fell."}


def perfect(row):
    """The answer that the gold describes."""
    positions = []
    for position in row["positions"]:
        claims = []
        for support in position["support"]:
            voice = "speaker" if support["speaker"] else "outlet"
            key = support["outlet"]
            TEXTS[key] = TEXTS.get(key, "")
            start = TEXTS[key].find(support["quote"])
            if start < 0:
                start = len(TEXTS[key])
                TEXTS[key] += support["quote"]
            claims.append({
                "outlet": key, "article": key, "voice": voice, "speaker": support["speaker"],
                "stance": support.get("stance", "assert"), "quote": support["quote"], "start": start,
                "end": start + len(support["quote"]), "confidence": 1.0, "answer": {"text": ""},
            })  # fmt: skip
        outlets = sorted({claim["outlet"] for claim in claims})
        value = position["value"]
        positions.append({
            "value": value, "display": value.get("text", ""), "status": position["status"], "outlets": outlets, "claims": claims
        })  # fmt: skip
    return {
        "state": row["state"], "differs": bool(row["differs"]), "qualifiers": row.get("qualifiers", []), "positions": positions,
        "headline": "", "outlets_read": ["press-tv", "rediff"],
        "nearest": [{"article": "rain", "quote": "Rain fell.", "start": 0, "end": 10}],
    }  # fmt: skip


def all_perfect():
    return [score(row, perfect(row), TEXTS) for row in ROWS]


def test_a_perfect_answer_scores_one_everywhere():
    found = measures(all_perfect())
    for name, value in found.items():
        assert value == pytest.approx(0.0 if name in LESS_IS_BETTER else 1.0), name


def test_perfect_answers_are_on_the_diagonal():
    table = confusion(all_perfect())
    assert sum(table[state][state] for state in table) == len(ROWS)
    assert all(result.perfect and result.right and not result.uncited for result in all_perfect())


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_dropping_a_claim_never_raises_a_measure(chance):
    before = all_perfect()
    at = chance.choice([i for i, result in enumerate(before) if result.answer["positions"]])
    answer = copy.deepcopy(before[at].answer)
    position = chance.choice(answer["positions"])
    position["claims"].pop(chance.randrange(len(position["claims"])))
    position["outlets"] = sorted({claim["outlet"] for claim in position["claims"]})
    answer["positions"] = [one for one in answer["positions"] if one["claims"]]
    after = [*before[:at], score(ROWS[at], answer, TEXTS), *before[at + 1 :]]
    old, new = measures(before), measures(after)
    for name in old:
        better = new[name] < old[name] - 1e-9 if name in LESS_IS_BETTER else new[name] > old[name] + 1e-9
        assert not better, name


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(len(ROWS))))
def test_the_order_of_the_questions_changes_nothing(order):
    results = spoiled()
    shuffled = [results[i] for i in order]
    assert measures(shuffled) == pytest.approx(measures(results), nan_ok=True)
    assert intervals(shuffled, draws=20) == intervals(results, draws=20)


def spoiled():
    """Answers with every sort of fault, the same each time."""
    chance = random.Random(3)
    results = []
    for row in ROWS:
        answer = copy.deepcopy(perfect(row))
        for position in answer["positions"]:
            for claim in position["claims"]:
                claim["confidence"] = chance.choice([0.3, 0.5, 0.8, 0.95])
                if chance.random() < 0.3:
                    claim["speaker"], claim["voice"] = "The king", "speaker"
        if chance.random() < 0.4 and answer["positions"]:
            answer["positions"].pop()
        if chance.random() < 0.5:
            answer["state"] = chance.choice(["agreement", "conflict", "unanswered", "updated", "one_outlet"])
            answer["differs"] = answer["state"] in ("updated", "conflict")
        if answer["state"] == "unanswered":
            answer["positions"] = []
        results.append(score(row, answer, TEXTS, 0.001 * len(results) + 0.001))
    return results


#: What the reference scorer of the data set measures on the answers of `spoiled`, computed with that scorer.
PINNED = {
    "state accuracy": 0.600000,
    "state accuracy, lenient": 0.650000,
    "differs precision": 0.600000,
    "differs recall": 0.600000,
    "differs F1": 0.600000,
    "position recall": 0.680000,
    "position recall, current": 0.695652,
    "position precision": 1.000000,
    "status accuracy": 1.000000,
    "outlet precision": 1.000000,
    "outlet recall": 0.666667,
    "outlet recall, matched": 1.000000,
    "speaker accuracy": 0.825000,
    "quotes on gold evidence": 1.000000,
    "abstention precision": 0.666667,
    "abstention recall": 0.666667,
}


@pytest.mark.parametrize("name", PINNED)
def test_agrees_with_the_reference_scorer(name):
    assert measures(spoiled())[name] == pytest.approx(PINNED[name], abs=1e-6)


def test_shares_lie_between_nothing_and_all():
    for results in (spoiled(), all_perfect(), spoiled()[:1]):
        for name, value in measures(results).items():
            assert value is None or -1e-9 <= value <= 1 + 1e-9, name


def test_nothing_measured_is_none():
    assert set(measures([]).values()) == {None}
    assert intervals([]) == {}


def test_every_measure_has_a_place():
    shown = [name for names in SECTIONS.values() for name in names]
    assert len(shown) == len(set(shown))
    assert set(measures(spoiled())) == set(shown)
    assert set(shown) >= LESS_IS_BETTER


def test_documented():
    text = (Path(__file__).parents[2] / "docs" / "evaluation.md").read_text("utf-8")
    missing = [name for names in SECTIONS.values() for name in names if f"`{name}`" not in text]
    assert not missing


@pytest.mark.parametrize(
    ("a", "b", "expected"), [(1.0, 1.0, 1.0), (1.0, 0.0, 0.0), (None, 1.0, 0.0), (None, None, None), (0.5, 1.0, 2 / 3)]
)
def test_f1(a, b, expected):
    assert f1(a, b) == (None if expected is None else pytest.approx(expected))


WORDS = [
    ("The river Glomma", "river glomma", 1.0),
    ("heavy rain in May", "heavy rain", 2 * 2 / 6),
    ("an election", "a strike", 0.0),
    ("", "x", 0.0),
]


@pytest.mark.parametrize(("a", "b", "share"), WORDS)
def test_token_f1(a, b, share):
    assert token_f1(a, b) == pytest.approx(share)
    assert token_f1(b, a) == pytest.approx(share)


def test_normal_words():
    assert normal("The mayor’s “final” report, 2026") == ["mayor", "s", "final", "report", "2026"]


def one(kind, value, given, **more):
    """Scores of one question with one gold value and one answer."""
    position = {
        "value": {"kind": kind, **value},
        "status": "current",
        "support": [{"outlet": "a", "speaker": None, "quote": "q"}],
    }
    row = {"id": "1", "question": "?", "state": "one_outlet", "differs": False, "positions": [position], **more}
    said = {
        "value": {"kind": kind, **given},
        "display": str(given.get("text", "")),
        "status": "current",
        "outlets": ["a"],
        "claims": [],
    }
    return measures([score(row, {"state": "one_outlet", "differs": False, "qualifiers": [], "positions": [said]}, {})])


VALUES = [
    ("count", {"low": 6, "high": 6}, {"low": 6, "high": 6}, (1, 1, 1, 1)),
    ("count", {"low": 6, "high": 6}, {"low": 5, "high": None}, (0, 0, 0, 1)),
    ("money", {"low": 6, "high": 9}, {"low": 10, "high": 12}, (0, 0, 0, 0)),
    ("percent", {"low": 90, "high": 110, "approximate": True}, {"low": 100, "high": 100}, (0, 0.8, 0, 1)),
    ("yes_no", {"value": True}, {"value": True}, (1, 1, None, None)),
    ("yes_no", {"value": True}, {"value": False}, (0, 0, None, None)),
    ("place", {"text": "northern Norway", "aliases": ["Nordland"]}, {"text": "Nordland"}, (1, 1, None, None)),
    ("place", {"text": "northern Norway"}, {"text": "Norway"}, (0, 2 / 3, None, None)),
    (
        "time",
        {"start": "2026-03-12", "end": "2026-03-12"},
        {"start": "2026-03-12", "end": "2026-03-12"},
        (1, 1, None, None),
    ),
    (
        "time",
        {"start": "2026-03-12", "end": "2026-03-12"},
        {"start": "2026-03-14", "end": "2026-03-14"},
        (0, 0, None, None),
    ),
]


@pytest.mark.parametrize(("kind", "value", "said", "expected"), VALUES)
def test_values(kind, value, said, expected):
    found = one(kind, value, said)
    names = ("answer EM", "answer F1", "numeric, strict", "numeric, lenient")
    assert [found[name] for name in names] == [None if want is None else pytest.approx(want) for want in expected]


def test_contradictions_are_those_related_or_those_that_cannot_meet():
    row = {
        "state": "conflict",
        "positions": [{"value": {"kind": "count", "low": n, "high": n}, "status": "current"} for n in (4, 4, 6)],
    }
    assert incompatible_pairs(row) == [(0, 2), (1, 2)]
    assert incompatible_pairs({**row, "relations": [[0, 1, "refines"], [0, 2, "incompatible"]]}) == [(0, 2)]
    assert incompatible_pairs({**row, "state": "agreement"}) == []


def test_update_and_conflict_are_told_apart():
    row = next(row for row in ROWS if row["state"] == "updated")
    answer = perfect(row)
    assert measures([score(row, answer, TEXTS)])["update direction"] == 1
    for position in answer["positions"]:
        position["status"] = "superseded" if position["status"] == "current" else "current"
    found = measures([score(row, answer, TEXTS)])
    assert found["update or conflict"] == 1
    assert found["update direction"] == 0
    assert found["position recall"] == 1
    answer["state"] = "conflict"
    assert measures([score(row, answer, TEXTS)])["update or conflict"] == 0


def test_false_alarms():
    row = next(row for row in ROWS if row["state"] == "agreement")
    answer = {**perfect(row), "state": "conflict", "differs": True}
    found = measures([score(row, answer, TEXTS)])
    assert found["conflict false alarms"] == found["differs false alarms"] == 1
    accepted = measures([score({**row, "also_accept": ["conflict"]}, answer, TEXTS)])
    assert accepted["conflict false alarms"] == 0


def test_nearest_passages_are_word_for_word():
    answer = perfect(ROWS[0])
    for start, end, quote, share in ((0, 10, "Rain fell.", 1), (1, 10, "Rain fell.", 0), (0, 0, "", 0)):
        answer["nearest"] = [{"article": "rain", "quote": quote, "start": start, "end": end}]
        assert measures([score(ROWS[0], answer, TEXTS)])["nearest exact"] == share


def test_quotes_that_support_nothing_are_listed():
    row = ROWS[0]
    answer = perfect(row)
    answer["positions"][0]["claims"][0]["quote"] = "Rain fell."
    result = score(row, answer, TEXTS)
    assert [claim["quote"] for claim in result.uncited] == ["Rain fell."]
    assert measures([result])["citation precision"] < 1


# -- confidence ------------------------------------------------------------------------------------------------------

OUTCOMES = [
    Outcome(0.9, True, True),
    Outcome(0.9, True, True),
    Outcome(0.6, False, True),
    Outcome(0.3, False, False),
    Outcome(None, True, False),
]


def test_risk_and_coverage():
    points = calibration.curve(OUTCOMES)
    assert [(p.confidence, p.coverage, p.risk) for p in points] == [
        (0.9, pytest.approx(2 / 3), 0.0), (0.6, 1.0, pytest.approx(1 / 3)), (0.3, 1.0, 0.5)
    ]  # fmt: skip
    assert calibration.area(points) == pytest.approx((1 / 3) * (1 / 3) / 2)
    assert calibration.coverage_at(points) == pytest.approx(2 / 3)
    assert calibration.coverage_at(points, 0.5) == 1.0


def test_reliability():
    bins = calibration.bins(OUTCOMES)
    assert [(b.low, b.answers, b.right) for b in bins] == [(0.3, 1, 0), (0.6, 1, 0), (0.9, 2, 1)]
    assert calibration.calibration_error(bins) == pytest.approx((0.3 + 0.6 + 2 * 0.1) / 4)


def test_nothing_answered():
    assert calibration.curve([Outcome(None, True, False)]) == []
    assert calibration.area([]) is None
    assert calibration.coverage_at([]) is None
    assert calibration.calibration_error([]) is None


@given(
    st.lists(
        st.builds(
            Outcome, st.one_of(st.none(), st.floats(0, 1).map(lambda x: round(x, 2))), st.booleans(), st.booleans()
        )
    )
)
def test_curves_stay_in_the_square(found):
    points = calibration.curve(found)
    assert all(0 <= p.coverage <= 1 and 0 <= p.risk <= 1 for p in points)
    assert [p.coverage for p in points] == sorted(p.coverage for p in points)
    area = calibration.area(points)
    assert area is None or 0 <= area <= 1
    assert sum(b.answers for b in calibration.bins(found)) == sum(o.confidence is not None for o in found)


# -- intervals, latency, groups --------------------------------------------------------------------------------------


def test_intervals_hold_the_measure_and_repeat():
    results = spoiled()
    found, ends = measures(results), intervals(results, draws=200)
    assert ends == intervals(results, draws=200)
    for name, (low, high) in ends.items():
        assert low <= high
        if name not in ("coverage at 90% precision", "calibration error", "state macro-F1"):  # biased by drawing
            assert low - 1e-4 <= found[name] <= high + 1e-4, name


@pytest.mark.parametrize(("percent", "value"), [(50, 3), (90, 5), (99, 5), (1, 1), (20, 1), (21, 2)])
def test_percentiles(percent, value):
    assert percentile([5, 1, 4, 2, 3], percent) == value


def test_latency_is_in_milliseconds():
    assert latency([0.01] * 99 + [1.0]) == {"p50": 10.0, "p90": 10.0, "p95": 10.0, "p99": 10.0}
    assert latency([]) == {}


def test_groups():
    rows = [{**ROWS[0], "trap": "update", "type": "toll"}, {**ROWS[1], "traps": ["denial", "own_voice"]}, ROWS[2]]
    found = groups([score(row, perfect(row), TEXTS) for row in rows])
    assert {name: {key: len(members) for key, members in part.items()} for name, part in found.items()} == {
        "type": {"person": 1, "toll": 1, "yes_no": 1},
        "state": {"conflict": 2, "updated": 1},
        "trap": {"denial": 1, "own voice": 1, "update": 1},
        "set": {"seeds": 3},
    }


# -- against an earlier run ------------------------------------------------------------------------------------------

ABOUT = {
    "sets": [{"file": "q.jsonl", "sha256": "0" * 64}],
    "corpora": {"seeds": {"articles": 2, "outlets": 2}},
    "encoder": "e" * 64,
}


def run_of(results):
    return document(results, {}, ABOUT)


def test_nothing_changed():
    data = run_of(spoiled())
    assert compare(data, data) == {"measures": {}, "questions": [], "added": [], "gone": []}


def test_what_changed(tmp_path):
    old, new = run_of(spoiled()[:-1]), run_of(all_perfect()[1:])
    file = tmp_path / "old.json"
    file.write_text(json.dumps(old), "utf-8")
    found = compare(read(file), new)
    assert found["added"] == [ROWS[-1]["id"]]
    assert found["gone"] == [ROWS[0]["id"]]
    assert found["measures"]["state accuracy"]["now"] == 1
    assert {change["verdict"] for change in found["questions"]} <= {"better", "same"}
    assert any(line.startswith("state: ") for change in found["questions"] for line in change["changes"])
