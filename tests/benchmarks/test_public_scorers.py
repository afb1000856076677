"""The scorers of the public test sets, on made-up rows: what counts, and what does not."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.public import (
    gun_violence,
    intervals,
    multihop_rag,
    nanco,
    qacc,
    ramdocs,
    realtimeqa,
    wikicontradict,
    wording,
)
from benchmarks.public.asking import Reply, Shown


def reply(*displays, state="agreement", articles=("1",), quotes=(), old=()):
    shown = [Shown(text, (text,), tuple(quotes), frozenset(articles)) for text in displays]
    return Reply(
        "q", state, (*shown, *(Shown(text, (text,), (), frozenset(articles), superseded=True) for text in old))
    )


# -- wordings


@pytest.mark.parametrize(
    ("given", "gold", "same"),
    [
        (["The Old Bridge"], ["old bridge!"], True),
        (["4", "four"], ["Four"], True),
        (["40,000"], ["40000"], True),
        (["old bridge"], ["old bridges"], False),
        (["bridge"], ["old bridge"], False),
        ([], ["x"], False),
        (["x"], [], False),
        (["the"], ["a"], False),  # nothing is left of either
    ],
)
def test_exact(given, gold, same):
    assert wording.exact(given, gold) is same


@pytest.mark.parametrize(
    ("given", "gold", "held"),
    [
        (["in northern Norway"], ["Norway"], True),
        (["at least 14 people"], ["14"], True),
        (["140 people"], ["14"], False),
        (["Norway"], ["northern Norway"], False),
        (["way"], ["Norway"], False),
        (["anything"], [""], False),
    ],
)
def test_contains(given, gold, held):
    assert wording.contains(given, gold) is held


@pytest.mark.parametrize(
    ("text", "gold", "conveyed"),
    [
        ("1892", "1892 or before", True),
        ("in March 1904", "March 1904", True),
        ("in April 1904", "March 1904", False),
        ("a tall tower of oak", "an oak tower", True),
        ("a tower", "about three towers of granite", False),
        ("59 dead", "59 dead, 50 prisoners", False),
        ("anything", "", False),
    ],
)
def test_conveys(text, gold, conveyed):
    assert wording.conveys(text, gold) is conveyed


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_exact_is_contained_and_has_f1_of_one(one, other):
    assert wording.f1([one], [other]) == pytest.approx(wording.f1([other], [one]))
    if wording.exact([one], [other]):
        assert wording.contains([one], [other])
        assert wording.f1([one], [other]) == 1


# -- QACC


def test_qacc_flag_and_same_answers():
    two = {"conflict": True, "gold": ["1973"], "answers": [{"text": "1973"}, {"text": "1975"}]}
    one = {"conflict": True, "gold": ["1973"], "answers": [{"text": "1973"}, {"text": "1973"}]}
    none = {"conflict": False, "gold": [], "answers": []}
    assert [qacc.same_answers(row) for row in (two, one, none)] == [False, True, True]
    nested = {"answers": [{"text": "1973"}, {"text": "January 1973"}, {"text": "1975"}]}
    assert [qacc.nested_answers(row) for row in (two, one, none, nested)] == [False, False, False, True]
    assert qacc.flag(two, reply("1973", state="conflict"), ("conflict",)) == (1, 1, 1)
    assert qacc.flag(two, reply("1973", state="updated"), ("conflict",)) == (0, 0, 1)
    assert qacc.flag(two, reply("1973", state="updated"), ("conflict", "updated")) == (1, 1, 1)
    assert qacc.flag(none, reply("1973", state="conflict"), ("conflict",)) == (0, 1, 0)
    assert qacc.recall(two, reply("1973"), wording.exact) == (1, 2)
    assert qacc.recall(two, reply("in 1973", "in 1975"), wording.exact) == (0, 2)
    assert qacc.recall(two, reply("in 1973", "in 1975"), wording.contains) == (2, 2)
    assert qacc.recall(one, reply("1973"), wording.exact) == (1, 1)
    assert qacc.first(two, reply("1975", "1973")) == 0
    assert qacc.first(two, reply("1973", "1975")) == 1
    assert qacc.first(none, reply("1973")) is None


def test_qacc_figures_leave_out_conflicts_of_one_answer():
    rows = [
        {"conflict": True, "gold": ["a1"], "answers": [{"text": "a1"}, {"text": "b1"}]},
        {"conflict": True, "gold": ["a1"], "answers": [{"text": "a1"}, {"text": "a1"}]},
        {"conflict": False, "gold": ["a1"], "answers": [{"text": "a1"}]},
    ]
    found = {f.measure: f for f in qacc.figures(rows, [reply("a1", "b1", state="conflict"), reply("a1"), reply("a1")])}
    assert found["conflict flag, labels as given: recall"].value == 0.5
    assert found["conflict flag, without “conflicts” of one same answer: recall"].value == 1
    assert found["conflict flag, without “conflicts” of one same answer: F1"].items == 2
    assert found["answered"].value == 1


# -- WikiContradict

TWO = {
    "gold": ["1971", "1967"],
    "answers": [{"text": "1971", "documents": ["1"]}, {"text": "1967", "documents": ["2"]}],
    "meta": {"contradiction_type": "Explicit"},
}
TRUTH = {
    "gold": ["Yes", "No"],
    "answers": [{"text": "Yes, as it says", "documents": ["1"]}, {"text": "No", "documents": ["2"]}],
    "meta": {"contradiction_type": "Implicit (reasoning required)"},
}


@pytest.mark.parametrize(
    ("row", "given", "both", "strict"),
    [
        (TWO, reply("1971", "1967", state="conflict"), True, True),
        (TWO, reply("1971", "1967", state="complementary"), True, False),
        (TWO, reply("in 1971", "in 1967", state="conflict"), True, False),
        (TWO, reply("from 1967 to 1971", state="conflict"), False, False),  # one position conveys one side
        (TWO, reply("1971", state="one_outlet"), False, False),
        (TWO, reply(state="unanswered"), False, False),
        (TRUTH, reply("yes", "no", state="conflict"), True, True),
        (TRUTH, reply("yes", state="agreement"), False, False),
    ],
)
def test_wikicontradict(row, given, both, strict):
    assert wikicontradict.both(row, given) is both
    assert wikicontradict.strict(row, given) is strict


def test_wikicontradict_parts_by_sort():
    found = {f.measure: f for f in wikicontradict.figures([TWO, TRUTH], [reply("1971", "1967"), reply("yes")], "x")}
    assert found["x: both answers conveyed"].value == 0.5
    assert found["x: both answers conveyed, explicit"].value == 1
    assert found["x: both answers conveyed, implicit"].value == 0


def test_a_quote_conveys_only_the_answer_of_its_document():
    def shown(article, quote):
        return Shown("it", ("it",), (quote,), frozenset([article]))

    right = Reply("q", "conflict", (shown("1", "Printed in 1971."), shown("2", "It came out in 1967.")))
    crossed = Reply("q", "conflict", (shown("2", "Printed in 1971."), shown("1", "It came out in 1967.")))
    assert wikicontradict.both(TWO, right)
    assert not wikicontradict.both(TWO, crossed)


def test_one_document_alone_is_asked_only_where_it_says_one_thing():
    two = {
        "id": "w-1",
        "question": "How many?",
        "documents": [{"id": "1", "text": "Four."}, {"id": "2", "text": "Six."}],
    }
    same = {**two, "documents": [{"id": "1", "text": "Four, or six."}, {"id": "2", "text": "Four, or six."}]}
    tasks = wikicontradict.halves([two, same], "text")
    assert [[article.text for article in task.articles] for task in tasks] == [["Four."]]
    figure = wikicontradict.alone(["conflict", "unanswered", "updated", "one_outlet"], "x")
    assert figure.value == 0.25
    assert figure.less_is_better


# -- RAMDocs

TOWNS = {
    "gold": ["Oslo", "Bergen"],
    "answers": [
        {"text": "Oslo", "correct": True, "documents": ["1"]},
        {"text": "Bergen", "correct": True, "documents": ["2"]},
        {"text": "Narvik", "correct": False, "documents": ["3"]},
        {"text": "Bodø", "correct": False, "documents": []},
    ],
}


@pytest.mark.parametrize(
    ("given", "official", "strict"),
    [
        (reply("Oslo", "Bergen"), True, True),
        (reply("the city of Oslo", "Bergen"), True, False),
        (reply("Oslo", "Bergen", "Tromsø"), True, False),  # not listed, so not wrong
        (reply("Oslo", "Bergen", "Narvik"), False, False),
        (reply("Oslo", "Bergen", "Bodø"), False, False),  # wrong, though no document gives it
        (reply("Oslo"), False, False),
        (reply(), False, False),
    ],
)
def test_ramdocs(given, official, strict):
    assert ramdocs.official(TOWNS, given) is official
    assert ramdocs.strict(TOWNS, given) is strict


def test_ramdocs_recall_counts_what_a_document_gives():
    assert ramdocs.found(TOWNS, reply("Oslo", "Narvik")) == (2, 3)
    assert ramdocs.found(TOWNS, reply("Oslo", "Narvik"), right=True) == (1, 2)
    assert ramdocs.listed(TOWNS, reply("Oslo", "Tromsø")) == (1, 2)


def test_an_answer_right_and_wrong_cannot_be_given():
    row = {"gold": ["Oslo"], "answers": [*TOWNS["answers"][:1], {"text": "Oslo", "correct": False, "documents": []}]}
    assert not ramdocs.official(row, reply("Oslo"))


# -- RealTimeQA


def test_realtimeqa():
    row = {"gold": ["Longwater Gardens"], "documents": [{"title": None, "text": "It was sold to Longwater Gardens."}]}
    other = {"gold": ["Through open adoption"], "documents": [{"title": "Adoption", "text": "Open to all."}]}
    assert realtimeqa.right(row, reply("the Longwater Gardens")) == 1
    assert realtimeqa.right(row, reply("sold to Longwater Gardens")) == 0
    assert realtimeqa.holds(row, reply("sold to Longwater Gardens"))
    assert not realtimeqa.holds(row, reply("a buyer", "Longwater Gardens"))  # the first answer counts
    assert not realtimeqa.holds(row, reply(old=["Longwater Gardens"]))
    assert [realtimeqa.reachable(r) for r in (row, other)] == [True, False]


# -- MultiHop-RAG


@pytest.mark.parametrize(
    ("given", "gold", "official", "right"),
    [
        (reply("Ada Holm"), "Ada Holm", True, True),
        (reply("Nils Holm"), "Ada Holm", True, False),  # any word counts, officially
        (reply("yes"), "Yes", True, True),
        (reply("no"), "Yes", False, False),
        (reply(state="unanswered"), "Insufficient information.", True, True),
        (reply("Ada Holm"), "Insufficient information.", False, False),
        (reply(state="unanswered"), "no", False, False),
    ],
)
def test_multihop(given, gold, official, right):
    text = multihop_rag.said(given)
    assert multihop_rag.shares_a_word(text, gold) is official
    assert multihop_rag.right(text, {"answer": gold}) is right


# -- NAnCo


def test_balanced_accuracy_by_hand():
    gold = nanco.same_cluster({"answers": [{"cluster": 0}, {"cluster": 0}, {"cluster": 1}, {"cluster": 2}]})
    assert nanco.balanced(gold, gold) == 1
    assert nanco.balanced(~gold, gold) == 0
    assert nanco.balanced(np.ones_like(gold), gold) == 0.5
    one_wrong = gold.copy()
    one_wrong[0, 2] = True  # one of five different pairs
    assert nanco.balanced(one_wrong, gold) == pytest.approx(0.9)


def test_the_threshold_never_sees_its_question():
    gold = [np.array([[True, same], [same, True]]) for same in (True, False, False)]
    near = [np.array([[1, cosine], [cosine, 1]]) for cosine in (0.2, 0.6, 0.4)]
    assert nanco.threshold(near, gold, without=0) > 0.6
    assert nanco.threshold(near[:1], gold[:1]) <= 0.2


def test_values_are_related_as_in_an_answer():
    row = {
        "question": "What did the council buy?",
        "answers": [{"answer": "a new ferry"}, {"answer": "the new ferry"}, {"answer": "two buses"}],
    }
    near = np.array([[1.0, 0.8, 0.1], [0.8, 1.0, 0.6], [0.1, 0.6, 1.0]])
    assert nanco.linked(near).tolist() == [[1.0, 0.8, 0.6], [0.8, 1.0, 0.6], [0.6, 0.6, 1.0]]
    assert nanco.same_value(row).tolist() == [[True, True, False], [True, True, False], [False, False, True]]


# -- counts


def test_incidents_are_drawn_whole():
    read = [{"killed": (1.0, 1.0, 1.0)}, {"killed": (0.0, 1.0, 1.0)}, {"killed": (0.0, 0.0, 1.0)}, {}]
    found = {f.measure: f for f in gun_violence.figures(["a", "a", "b", "c"], read)}
    assert found["killed: the registry’s number, where it answers"].value == 0.5
    assert found["killed: answered"].value == pytest.approx(2 / 3)
    assert found["killed: answered"].items == 2
    assert found["injured: answered"].value is None


def test_the_latest_article_that_answers_counts():
    dated = ["2014-01-02", "2014-01-01", "2014-01-03", "2014-01-01"]
    read = [
        {"killed": (1.0, 1.0, 1.0)},
        {"killed": (0.0, 1.0, 1.0)},
        {"killed": (0.0, 0.0, 1.0)},
        {"killed": (0.0, 1.0, 1.0)},
    ]
    killed, injured = gun_violence.latest(["a", "a", "a", "b"], dated, read)
    assert (killed.value, killed.items) == (1.0, 1)  # the third says nothing; "b" has one article only
    assert injured.value is None
    rows = [{"id": "i", "documents": [{"id": "1", "date": "2014-01-02"}, {"id": "2"}]}]
    assert gun_violence.dates(rows) == {"i/1": "2014-01-02", "i/2": ""}


# -- intervals


def test_figures_by_hand():
    assert intervals.share("x", [1, 0, None, 1]).value == pytest.approx(2 / 3)
    assert intervals.share("x", [1, 0, None, 1]).items == 3
    assert intervals.f1("x", [(1, 1, 1), (0, 1, 0), (0, 0, 1)]).value == 0.5
    assert intervals.share("x", []).value is None
    assert intervals.ratio("x", [(0, 0), (0, 0)]).value is None
    assert intervals.share("x", [1]).interval is None


@settings(max_examples=20, deadline=None)
@given(st.lists(st.booleans(), min_size=2, max_size=40))
def test_an_interval_holds_its_share_and_is_the_same_twice(hits):
    one, two = intervals.share("x", map(float, hits)), intervals.share("x", map(float, hits))
    assert one == two
    low, high = one.interval
    assert 0 <= low <= one.value + 1e-9
    assert one.value - 1e-9 <= high <= 1
    assert not math.isnan(low)
