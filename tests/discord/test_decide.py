"""Decisions without Discord: which messages are for us, and what a claim asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.question import analyse
from bot.discord import claim
from bot.discord.decide import Decision, Facts, decide, looks_like_question
from bot.discord.ids import ID_LENGTH, Action, Verb

ME = "<@123456789012345678>"


@pytest.mark.parametrize(
    ("facts", "decision"),
    [
        (Facts("how many died?"), Decision.IGNORE),
        (Facts(f"{ME} how many died?", mentioned=True), Decision.ASK),
        (Facts(f"{ME} flood toll in the valley", mentioned=True), Decision.ASK),
        (Facts(f"{ME} how many died?", mentioned=True, automatic=True), Decision.IGNORE),
        (Facts(ME, mentioned=True), Decision.HELP),
        (Facts(f"{ME} !!!", mentioned=True), Decision.HELP),
        (Facts("how many died?", direct=True), Decision.ASK),
        (Facts("thanks", replies_to_us=True), Decision.IGNORE),
        (Facts("thank you, that is all I wanted to know", replies_to_us=True), Decision.IGNORE),
        (Facts("and the injured?", replies_to_us=True), Decision.FOLLOW),
        (Facts("and the injured", replies_to_us=True), Decision.FOLLOW),
        (Facts("when was it", replies_to_us=True), Decision.FOLLOW),
        (Facts(ME, mentioned=True, replied="The bridge is closed."), Decision.CHECK),
        (Facts(f"{ME} is this true?", mentioned=True, replied="The bridge is closed."), Decision.CHECK),
        (Facts(f"{ME} really?", mentioned=True, replied="The bridge is closed."), Decision.CHECK),
        (Facts(f"{ME} how many bridges are closed?", mentioned=True, replied="The bridge is closed."), Decision.ASK),
        (Facts(ME, mentioned=True, replied=""), Decision.UNREADABLE),
        (Facts(ME, mentioned=True, replied="🎉"), Decision.UNREADABLE),
        (Facts("how many died?", answers_here=True), Decision.ASK),
        (Facts("good morning", answers_here=True), Decision.IGNORE),
        (Facts("what a day", answers_here=True), Decision.IGNORE),
        (Facts("and the injured?", in_our_thread=True), Decision.FOLLOW),
        (Facts("I see", in_our_thread=True), Decision.IGNORE),
        (Facts(f"{ME} and the injured?", mentioned=True, in_our_thread=True), Decision.FOLLOW),
    ],
)
def test_decision(facts, decision):
    assert decide(facts) is decision


@pytest.mark.parametrize(
    "text",
    [
        "how many died?",
        "Who won",
        "was it closed",
        "and when?",
        "what about the mayor",
        "Is the road open?",
        "¿verdad?",
    ],
)
def test_question(text):
    assert looks_like_question(text)


@pytest.mark.parametrize(
    "text", ["thanks", "ok", "?", "!?", "lol nice", "what an idea", "whoever it was, they left", ""]
)
def test_no_question(text):
    assert not looks_like_question(text)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("The bridge was closed on Monday.", "Is it true that the bridge was closed on Monday?"),
        ("Bergen lost 40 houses!", "Is it true that Bergen lost 40 houses?"),
        ("**Six** people <@1> died 😢", "Is it true that six people died 😢?"),
        ("Did the mayor resign?", "Did the mayor resign?"),
        ("It cost 3.5 million, he said… https://example.org/a?b=c", "Is it true that it cost 3.5 million, he said?"),
    ],
)
def test_claim(said, asked):
    assert claim.question(claim.sentences(said)[0]) == asked


@given(st.text(max_size=2000))
def test_every_message_gives_questions_that_can_be_asked(text):
    for sentence in claim.sentences(text):
        question = claim.question(sentence)
        assert len(question) <= claim.LONGEST
        if any(char.isalnum() for char in question):
            analyse(question)


@given(st.text(max_size=300))
def test_words_of_a_message_hold_no_mention_and_no_address(text):
    words = claim.words(f"<@1> {text} <@!2> https://example.org/path")
    assert "<@" not in words
    assert "https://example" not in words


@given(
    st.sampled_from(Verb),
    st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=ID_LENGTH, max_size=ID_LENGTH) | st.just("-"),
    st.lists(st.integers(0, 10**9 - 1), max_size=3).map(tuple),
)
def test_custom_ids_are_read_back(verb, answer, args):
    action = Action(verb, answer, args)
    assert Action.parse(action.custom_id) == action
    assert len(action.custom_id) <= 100


@given(st.text(max_size=100))
def test_other_custom_ids_are_not_ours(text):
    assert Action.parse(text) is None or text.startswith("ws1:")
