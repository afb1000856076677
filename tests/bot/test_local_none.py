""" "None" of one place is no rival of a number for the whole event."""

from __future__ import annotations

import pytest

from bot.answer.question import analyse
from bot.answer.reading import read
from tests.bot.answers import PRESS, REDIFF, article

TOTAL = "Nineteen children have fallen ill with measles in Norland, the ministry said."


def values(question, *texts):
    pages = [
        article(outlet, text, str(i), "Measles in Norland and Vik")
        for i, (outlet, text) in enumerate(zip((PRESS, REDIFF), texts, strict=False))
    ]
    return sorted({str(claim.value) for claim in read(pages, analyse(question))})


LOCAL = [
    # a place that the rest of the story is not about
    f"{TOTAL} No child has fallen ill in Upper Vale, the mayor said.",
    f"{TOTAL} At the school in Dal no child has fallen ill.",
    f"{TOTAL} In Upper Vale, no child has fallen ill so far.",
    f"{TOTAL} No child has fallen ill in the village.",
    f"{TOTAL} No child has fallen ill here, the mayor said.",
]


@pytest.mark.parametrize("text", LOCAL)
def test_none_of_one_place(text):
    assert values("How many children have fallen ill?", text) == ["19"]


def test_none_of_one_place_in_another_article():
    assert values("How many children fell ill?", TOTAL, "No child has fallen ill in Upper Vale.") == ["19"]


KEPT = [
    # the place is that of the number too
    ("How many children fell ill?", "Nine children fell ill in Vik.", "No child has fallen ill in Vik.", ["0", "9"]),
    # no place
    ("How many children fell ill?", TOTAL, "No child has fallen ill, the firm said.", ["0", "19"]),
    # the place is asked for
    ("How many children fell ill in Vale?", "No child has fallen ill in Vale.", "", ["0"]),
    # nobody has a number
    ("How many children fell ill?", "No child has fallen ill in Vik.", "", ["0"]),
]


@pytest.mark.parametrize(("question", "one", "other", "given"), KEPT)
def test_kept(question, one, other, given):
    assert values(question, one, other) == given


CONDITIONS = [
    ("How many workers who struck were fined?", "Forty workers who struck were fined.", ["40"]),
    ("How many workers who struck were fined?", "Forty workers were fined for smoking.", []),
    ("How many workers who struck were fined?", "The firm fined 12 drivers for speeding.", []),
    ("How many passengers who were injured died?", "Nine of the injured passengers died.", ["9"]),
    ("How many passengers who were injured died?", "Nine passengers died.", []),
    (
        "How many children under five died?",
        "Six children under the age of five died. Six children under 5 died.",
        ["6"],
    ),
    ("How many children under five died?", "Nine children died.", []),
    ("How many women over 80 died?", "Two women over 90 died.", []),
    ("How many women over 80 died?", "Four women over 80 died.", ["4"]),
]


@pytest.mark.parametrize(("question", "text", "given"), CONDITIONS)
def test_a_number_meets_the_condition_of_its_question(question, text, given):
    assert values(question, text) == given
