"""Follow-ups completed from the question before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.conversation import Conversation, complete

ROWS = [
    ("How many people died in the flood?", "and the injured?", "How many were injured?"),
    ("How many crew died?", "and the missing?", "How many are missing?"),
    ("Who shot it down?", "was it?", "Was it shot down ?"),
    ("How many crew died?", "who said that?", "How many crew died?"),
    ("Where did the train derail?", "when?", "When did the train derail?"),
    ("How many crew died?", "Where did it crash?", "Where did it crash?"),
    ("How many crew died?", "when?", "When was it that crew died?"),
    ("How many were injured?", "and where?", "Where was it that people were injured?"),
    ("How many people died in the flood?", "who?", "Who died in the flood?"),
    ("On what date will the trial open?", "and where?", "Where will the trial open?"),
    ("Was Kari Berg acquitted?", "why?", "Why was Kari Berg acquitted?"),
    (
        "How much did the bridge cost?",
        "And according to the treasurer?",
        "How much did the bridge cost, according to the treasurer?",
    ),
    (
        "How many fell ill, according to the ministry?",
        "and the hospital?",
        "How many fell ill, according to the hospital?",
    ),
    ("How many fell ill?", "and the health ministry?", "How many fell ill, according to the health ministry?"),
    ("How much is the bank paying in total?", "and per share?", "How much is the bank paying per share?"),
    ("Who backs the plan?", "And the Dahl family, does it support the plan?", "Does the Dahl family support the plan?"),
    ("Who is Kari Berg?", "And what does she say the toll was?", "According to Kari Berg, what was the toll?"),
    ("Who is Kari Berg?", "How much oil did she say had leaked?", "According to Kari Berg, how much oil had leaked?"),
    ("What does Berg say about the offer?", "and Vold?", "What does Vold say about the offer?"),
    ("How many trains were cancelled on Thursday?", "And on Friday?", "How many trains were cancelled on Friday?"),
    ("How many trains were cancelled on Thursday?", "what about Friday?", "How many trains were cancelled on Friday?"),
    ("How many people died in Vik?", "and in Dal?", "How many people died in Dal?"),
    ("Was the road closed?", "since when?", "Since when was the road closed?"),
    ("Was the road closed?", "says who?", "Was the road closed?"),
    ("Was the road closed?", "why not?", "Why was the road closed?"),
    ("Was the road closed?", "and the bridge?", "Was the bridge closed?"),
    ("Did Anna Berg resign?", "and Ole Dahl?", "Did Ole Dahl resign?"),
    ("When did the barge leave Oslo?", "and Bergen?", "When did the barge leave Bergen?"),
    ("Where was the ring found?", "by whom?", "By whom was the ring found?"),
    ("Where was the ring found?", "when was that?", "When was the ring found?"),
    ("How many people died?", "is that confirmed?", "How many people died?"),
    ("How many people died?", "and the other outlets?", "How many people died?"),
    ("Who won the vote?", "and who lost?", "Who lost?"),
    ("how many are missing?", "and how many was it on Monday?", "how many are missing on Monday?"),
    ("Is the county road closed?", "and the main bridge?", "Is the main bridge closed?"),
    ("Did the power company warn the town?", "and the county?", "Did the county warn the town?"),
    ("Who built the road?", "and the dam?", "Who built the dam?"),
    ("Who is the coach of Vik Rovers?", "and of Dal United?", "Who is the coach of Dal United?"),
    ("How many people died in the flood?", "who were they?", "Who died in the flood?"),
    ("How many people died?", "and how many of them were children?", "How many people were children?"),
    ("How much did Moe earn last year?", "where is he?", "where is Moe?"),
    ("How much did the Vik earn in Dal?", "where is he?", "where is he?"),  # neither a ship nor a place is "he"
    (
        "How many acres have burned?",
        "What does the Forest Trust say?",
        "How many acres have burned, according to the Forest Trust?",
    ),
    ("How much aid was promised?", "what does the mayor say about that?", "What does the mayor say?"),
    ("What does Berg call the plan?", "and Vold?", "What does Vold call the plan?"),
    ("Who resigned?", "and the insurance?", "What about insurance?"),  # not who resigned once more
    ("who's in charge of the pier?", "since when?", "since when?"),
    (
        "what sum did the bank pay?",
        "and according to the police?",
        "How much did the bank pay, according to the police?",
    ),
    ("Where did the barge sink?", "how did it happen?", "How did the barge sink?"),
]


@pytest.mark.parametrize(("before", "then", "expected"), ROWS)
def test_complete(before, then, expected):
    got = complete(then, Conversation().add(before, {}))
    assert got.replace(" ?", "?") == expected.replace(" ?", "?")


def test_a_pronoun_means_the_person_that_the_last_answer_names():
    answer = {"positions": [{"value": {"kind": "person", "text": "Nils Dahl"}}]}
    before = Conversation().add("Who is the chief engineer?", answer)
    assert complete("And what does he say the speed was?", before) == "According to Nils Dahl, what was the speed?"


@given(st.text(max_size=60))
def test_without_a_conversation_nothing_changes(text):
    assert complete(text, None) == text
    assert complete(text, Conversation()) == text


PERSON = {"positions": [{"value": {"kind": "person", "text": "Nils Dahl"}}]}
TWO = {"positions": [{"value": {"kind": "person", "text": name}} for name in ("Nils Dahl", "Ida Moe")]}


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        ("How much did he earn last year?", "How much did Nils Dahl earn last year?"),
        ("What did he tell the council?", "What did Nils Dahl tell the council?"),
        ("What does he say about the new offer?", "What does Nils Dahl say about the new offer?"),
        ("Where is his house?", "Where is Nils Dahl’s house?"),
        ("Did Ida Moe say that he left?", "Did Ida Moe say that he left?"),
        ("Where is it?", "Where is it?"),
    ],
)
def test_a_pronoun_in_a_question(then, expected):
    before = Conversation().add("Who is the keeper?", PERSON)
    assert complete(then, before) == expected


def test_of_two_persons_none_is_meant():
    assert complete("How old is he?", Conversation().add("Who died?", TWO)) == "How old is he?"
