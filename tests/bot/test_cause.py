"""Causes from one article: what is given, what is denied, what is left open, and which of them exclude each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.kinds.cause import KIND, Cause
from bot.answer.question import analyse
from bot.answer.reading import read
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


#: (sentence after "the silo fire", what the cause is): each in the voice that gives it.
SUSPECTED = [
    ("The fire chief spoke of arson.", [("arson", "fire chief")]),
    ("Police suspect arson.", [("arson", "Police")]),
    ("Police suspect a short circuit.", [("a short circuit", "Police")]),
    ("Ana Ruiz spoke of an electrical fault.", [("an electrical fault", "Ana Ruiz")]),
    ("Investigators found traces of arson.", [("arson", None)]),
    ("There were strong signs of arson, the mayor said.", [("arson", "mayor")]),
    ("The police said the fire was set on purpose.", [("set on purpose", "police")]),
    ("Police found no signs of arson.", [("not arson", None)]),
    ("The police ruled out arson.", [("not arson", "police")]),
    ("The mayor denied that there were signs of arson.", [("not arson", "mayor")]),
    (
        "The police had nothing to suggest that anyone had lit the fire, Jan Vik said.",
        [("not anyone had lit the fire", "Jan Vik")],
    ),
    # left open: of this, and of nothing else
    ("What started the blaze is under investigation, said Ana Ruiz.", [("under investigation", "Ana Ruiz")]),
    ("How the fire began is not yet known.", [("not known", None)]),
    ("What he paid for the silo is unclear.", []),
    # no cause, or nobody's word
    ("Nobody spoke of arson.", []),
    ("The mayor spoke of a miracle.", []),
    ("The mayor warned of more fires.", []),
    ("Residents spoke of a lack of water.", []),
]


@pytest.mark.parametrize(("text", "given"), SUSPECTED)
def test_suspected_spoken_of_and_ruled_out(text, given):
    article = Article("a", Outlet("a", "A"), "Silo at Vik burns", f"A fire burned the silo at Vik. {text}")
    claims = read([article], analyse("What caused the fire?"))
    assert [(str(claim.value), claim.speaker.name if claim.speaker else None) for claim in claims] == given


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
    (Cause("arson"), Cause("set on purpose"), Relation.SAME),
    (Cause("anyone had lit the fire", denied=True), Cause("under investigation", open=True), Relation.COMPATIBLE),
    (Cause("a deliberate act"), Cause("arson"), Relation.SAME),
    (Cause("arson"), Cause("anyone had lit the fire", denied=True), Relation.INCOMPATIBLE),
    (Cause("arson"), Cause("a deliberate policy of thrift"), Relation.COMPATIBLE),
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
