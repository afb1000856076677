"""What a question asks for, over many fields and phrasings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.phrasing import in_full
from bot.answer.question import LONGEST, QuestionError, analyse, clean
from bot.answer.types import Kind

KINDS = [
    ("How many people died in the flood?", Kind.COUNT),
    ("What is the death toll?", Kind.COUNT),
    ("how big was the crew?", Kind.COUNT),
    ("Can you tell me how many were injured?", Kind.COUNT),
    ("How much did the bridge cost?", Kind.MONEY),
    ("How much was the bank fined?", Kind.MONEY),
    ("What percentage of votes did she win?", Kind.PERCENT),
    ("How deep was the water?", Kind.MEASURE),
    ("When did the ferry sink?", Kind.TIME),
    ("What time did the match start?", Kind.TIME),
    ("Where did the train derail?", Kind.PLACE),
    ("In which city was he arrested?", Kind.PLACE),
    ("Who won the election?", Kind.PERSON),
    ("What was the captain's name?", Kind.PERSON),
    ("Why was the match called off?", Kind.CAUSE),
    ("What caused the blackout?", Kind.CAUSE),
    ("What was the cause of the fire?", Kind.CAUSE),
    ("Was the minister arrested?", Kind.YES_NO),
    ("Did the bank confirm that it was hacked?", Kind.YES_NO),
    ("Do you know if the dam broke?", Kind.YES_NO),
    ("What happened to the second boat?", Kind.TEXT),
    ("What does each outlet call the protesters?", Kind.TEXT),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_kind(text, kind):
    assert analyse(text).kind is kind


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("How many people died?", "die"),
        ("How many were hurt in the derailment?", "injure"),
        ("How many were on board when it crashed?", "aboard"),
        ("Was it shot down?", "shoot_down"),
        ("Who won the race?", "win"),
    ],
)
def test_predicate_of_the_main_clause(text, group):
    assert group in analyse(text).predicates
    assert "crash" not in analyse(text).predicates


def test_a_frame_is_not_what_is_asked():
    """ "when it sank" sets the scene; the question is about the passengers."""
    assert analyse("How many were missing when it sank?").predicates == {"missing"}


def test_speaker_of_a_reported_question():
    question = analyse("Did the coast guard confirm that nine people drowned?")
    assert question.speakers == ("the coast guard",)
    assert question.predicates == {"die"}


@pytest.mark.parametrize("text", ["", "   ", "?!", "\x00\x1b", "…", "x" * (LONGEST + 1)])
def test_no_question(text):
    with pytest.raises(QuestionError) as caught:
        analyse(text)
    assert "\n" not in str(caught.value)


@given(st.text(max_size=200))
def test_never_anything_but_a_question_error(text):
    try:
        question = analyse(text)
    except QuestionError:
        return
    assert question.text == in_full(clean(text))
    assert question.text.isprintable()
