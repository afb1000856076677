"""Rules of meaning behind the training data of the claims model."""

from __future__ import annotations

import math
import random

import pytest

from training.claims_relation import (
    amount,
    interval_of,
    interval_relation,
    is_name,
    negated,
    opposed,
    parsed,
    time_relation,
)
from training.claims_rows import Fact, sentences, share
from training.claims_stance import did_not, plain, shorter
from training.claims_statement import statement

_INFINITY = math.inf


@pytest.mark.parametrize(
    ("one", "two", "relation"),
    [
        ((4, 4), (4, 4), "same"),
        ((4, 4), (6, 6), "incompatible"),
        ((13, _INFINITY), (15, 15), "refines"),  # at least 13, and 15
        ((13, _INFINITY), (12, 12), "incompatible"),  # at least 13, and 12
        ((10, _INFINITY), (0, 20), "compatible"),  # at least 10, and at most 20: they overlap
        ((24, 99), (30, 30), "refines"),  # dozens, and 30
        ((10, _INFINITY), (20, _INFINITY), "refines"),
    ],
)
def test_amounts_are_compared_as_intervals(one, two, relation):
    assert interval_relation(one, two) == relation
    assert interval_relation(two, one) == relation


@pytest.mark.parametrize(
    ("kind", "low", "high"), [("exact", 20, 20), ("floor", 20, _INFINITY), ("ceiling", 0, 20), ("about", 18, 22)]
)
def test_bounds_leave_an_interval(kind, low, high):
    assert interval_of(kind, 20) == pytest.approx((low, high))


def test_words_for_an_amount_state_the_interval_that_they_come_with():
    """Exact forms leave the number alone; a bound's words hold the number it bounds."""
    rng = random.Random(3)
    for _ in range(500):
        words, (low, high), form = amount(24, rng)
        if form == "exact":
            assert words in {"24", "twenty-four"}
            assert low == high == 24
        if "at least" in words:
            assert (low, high) == (24, _INFINITY)


@pytest.mark.parametrize(
    ("answer", "value"),
    [("four", 4), ("1,200 people", 1200), ("2.5 million", 2_500_000), ("twenty-one", 21), ("$3 billion", 3 * 10**9)],
)
def test_a_number_is_read(answer, value):
    found = parsed(answer)
    assert found is not None
    assert found[1] == value


@pytest.mark.parametrize(
    "answer",
    [
        "1984",  # a year
        "KC-135",  # a type
        "the four",  # an article before it: cannot be replaced by a bound
        "2.5",  # no whole number
    ],
)
def test_what_is_no_whole_number_is_left_alone(answer):
    assert parsed(answer) is None


@pytest.mark.parametrize(
    ("one", "two", "relation"),
    [
        ({"m": 2, "d": 12}, {"m": 2, "d": 12, "w": "Thursday"}, "same"),
        ({"m": 2, "d": 12}, {"w": "Thursday"}, "refines"),  # may be one day
        ({"m": 2, "d": 12}, {"m": 2, "d": 14}, "incompatible"),
        ({"y": 1994, "decade": 199}, {"decade": 199}, "refines"),
        ({"y": 1994, "decade": 199}, {"h": 14}, "compatible"),  # a year and an hour tell different things
        ({"m": 2, "d": 12}, {"m": 2, "d": 12, "h": 14}, "refines"),
    ],
)
def test_times_are_compared_by_the_parts_that_they_state(one, two, relation):
    assert time_relation(one, two) == relation
    assert time_relation(two, one) == relation


def test_a_sentence_is_denied_at_its_first_auxiliary():
    assert negated("The bridge was closed on Monday.") == "The bridge was not closed on Monday."


@pytest.mark.parametrize("sentence", ["It was never closed.", "The bridge collapsed.", "They didn't know it was open."])
def test_a_sentence_that_is_denied_already_or_has_no_auxiliary_is_left_alone(sentence):
    assert negated(sentence) is None


def test_a_past_form_is_denied_with_did_not():
    assert did_not("The bridge collapsed on Monday.") == "The bridge did not collapse on Monday."
    assert did_not("The bridge that collapsed was old.") is None  # the verb belongs to a relative clause


def test_one_word_is_turned_into_its_opposite():
    assert opposed("Prices rose in May", random.Random(1)) == "Prices fell in May"
    assert opposed("Prices are high", random.Random(1)) is None


def test_only_one_plain_statement_is_put_under_a_denial():
    assert plain("The ministry closed the old bridge on Monday.")
    assert not plain("The ministry said the old bridge was closed.")  # the statement is the ministry's
    assert not plain("The ministry did not close the old bridge.")  # two denials make a riddle


def test_what_is_cut_off_leaves_a_statement():
    assert shorter("The bridge over the river was closed in the summer", random.Random(1)) == (
        "The bridge over the river was closed."
    )
    assert shorter("The closing of the bridge over the river in the summer", random.Random(1)) is None


def test_names_are_told_from_other_answers():
    fact = Fact("g", "Who?", "Anna Bell", "Anna Bell won.", 0)
    assert is_name(fact)
    assert not is_name(Fact("g", "When?", "March 12", "On March 12.", 3))


def test_sentences_end_at_full_stops_but_not_at_abbreviations():
    text = "The U.S. Army came. Dr. Bell left."
    assert [text[start:end] for start, end in sentences(text)] == ["The U.S. Army came.", "Dr. Bell left."]


def test_what_is_held_out_depends_on_the_text_alone():
    assert share("template x") == share("template x")
    assert 0.0 <= share("a") < 1.0


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        ("Who won the cup?", "Norway", "Norway won the cup."),
        ("When was the bridge built?", "1901", "The bridge was built in 1901."),
        ("When was the walk held?", "Sunday", "The walk was held on Sunday."),
        ("What did the court reject?", "the appeal", "The court rejected the appeal."),
        ("In what year did Norway win the cup?", "1983", "Norway won the cup in 1983."),
        ("How many people died?", "four", "Four people died."),
        ("How many people died?", "four people", "Four people died."),
        ("Why did the mayor resign?", "because of the fire", "The mayor resigned because of the fire."),
    ],
)
def test_a_question_with_its_answer_is_a_statement(question, answer, said):
    assert statement(question, answer) == said


@pytest.mark.parametrize(
    "question",
    [
        "What will they improve?",  # the question word is the object
        "What is it a world of?",  # likewise, told by the last word
        "Where does the river end?",  # no rule for "does"
        "people with?",  # no question that a rule knows
    ],
)
def test_a_question_that_no_rule_fits_is_left_alone(question):
    assert statement(question, "something") is None
