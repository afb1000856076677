"""Causes from one article: what is given, what is denied, what is left open, and which of them exclude each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.kinds.cause import KIND, Cause
from bot.answer.question import analyse
from bot.answer.types import Span, Statement
from bot.answer.values import Relation
from corpus import Article, Outlet
from index.types import Sentence

LEAD = "The grain silo at Vik collapsed on Tuesday. "


def causes(question, text, title="Silo at Vik collapses"):
    article = Article("a", Outlet("a", "A"), title, LEAD + text, published="2026-05-06")
    base = len(LEAD)
    sentence = Sentence(article.quote(base, base + len(text)), 0, 0)
    statement = Statement(sentence, (Span(base, base + len(text)),))
    return [str(reading.value) for reading in KIND.read(statement, analyse(question))]


GIVEN = [
    (
        "What caused the collapse of the silo?",
        "The silo gave way because the beams were rotten.",
        "the beams were rotten",
    ),
    ("What caused the collapse?", "The collapse was caused by rotten beams.", "rotten beams"),
    ("What caused the collapse?", "The owner blamed a storm for the collapse.", "a storm"),
    ("What caused the collapse?", "The owner still blames the weather.", "the weather"),
    ("What caused the collapse?", "The firm says an earthquake was to blame.", "an earthquake"),
    ("What caused the collapse?", "A sudden gust had pushed the silo off its base.", "A sudden gust"),
    ("What caused the collapse?", "The silo was knocked over by a gust.", "a gust"),
    ("What set off the alarm?", "The alarm was set off by a toaster.", "a toaster"),
    ("Why was the race late?", "The race was late because of fog.", "fog"),
]
DENIED = [
    ("What caused the collapse?", "The collapse was not caused by wind.", ["not wind"]),
    (
        "What caused the collapse?",
        "The collapse was not caused by wind but by rotten beams.",
        ["not wind", "rotten beams"],
    ),
    ("What caused the collapse?", "It was too early to say what caused the collapse.", ["too early to say"]),
]
NOTHING = [
    ("What caused the collapse of the silo?", "The count is 47, because it counts a child.", "another matter"),
    ("What caused the collapse?", "The head of the firm was jailed for his part in the collapse.", "a punishment"),
    ("What caused the collapse?", "The difference came from two ways of counting.", "another difference"),
    ("What caused the collapse?", "The mayor opened a school.", "no cause"),
]


@pytest.mark.parametrize(("question", "text", "cause"), GIVEN)
def test_given(question, text, cause):
    assert causes(question, text)[:1] == [cause]


@pytest.mark.parametrize(("question", "text", "shown"), DENIED)
def test_denied_or_open(question, text, shown):
    assert causes(question, text) == shown


@pytest.mark.parametrize(("question", "text", "why"), NOTHING)
def test_nothing(question, text, why):
    assert causes(question, text) == [], why


RELATIONS = [
    (Cause("a squall"), Cause("a steering failure"), Relation.INCOMPATIBLE),
    (Cause("an exceptional gust"), Cause("the weather"), Relation.SAME),
    (Cause("wind", denied=True), Cause("a gust"), Relation.INCOMPATIBLE),
    (Cause("wind", denied=True), Cause("not known", open=True), Relation.COMPATIBLE),
    (Cause("too early to say", open=True), Cause("under investigation", open=True), Relation.SAME),
    (Cause("heavy rain and worn bolts"), Cause("a storm"), Relation.COMPATIBLE),
    (Cause("a strike"), Cause("a cable fault"), Relation.COMPATIBLE),
]


@pytest.mark.parametrize(("one", "other", "relation"), RELATIONS)
def test_relation(one, other, relation):
    assert one.relation(other) is relation
    assert other.relation(one) is relation


VALUES = st.builds(
    Cause,
    st.sampled_from(["a gust", "the wind", "rotten beams", "a steering failure", "a strike", "sabotage"]),
    denied=st.booleans(),
    open=st.booleans(),
)


@given(VALUES, VALUES)
def test_the_relation_has_no_direction(one, other):
    assert one.relation(other) is other.relation(one)


@given(VALUES)
def test_a_cause_is_itself(one):
    assert one.relation(one) is Relation.SAME
