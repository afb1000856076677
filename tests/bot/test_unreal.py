"""What is only possible, allowed or thought of is no time and no number of what happened."""

from __future__ import annotations

import pytest

from bot.answer.question import analyse
from bot.answer.reading import read
from tests.bot.answers import PRESS, article

TITLE = "Nordair crews walk out"
LEAD = "Crews of Nordair walked out on Monday over pay: a strike. Voters in Vik elect a mayor."


def told(question, sentence):
    """Return what a sentence gives in an article published on Wednesday 6 May 2026."""
    claims = read([article(PRESS, f"{LEAD}\n\n{sentence}", title=TITLE, published="2026-05-06")], analyse(question))
    return [str(claim.value) for claim in claims if claim.statement.start > len(LEAD)]


TIMES = [
    # said to come
    ("When will the strike end?", "The strike will end on Friday.", ["Fri 8 May 2026"]),
    ("When will the strike end?", "The strike could end on Friday.", ["Fri 8 May 2026"]),  # the coming Friday
    ("When will the strike end?", "The strike may end on Friday, the union said.", ["Fri 8 May 2026"]),
    ("When will the strike end?", "The company wants the strike to end on Friday.", ["Fri 8 May 2026"]),
    ("When did the strike end?", "The strike ended on Tuesday.", ["Tue 5 May 2026"]),
    ("When did the strike end?", "The strike might have ended on Tuesday.", ["Tue 5 May 2026"]),
    # what it lasts until
    ("When is the strike due to end?", "The strike lasts until Friday.", ["Fri 8 May 2026"]),
    ("When will the strike be over?", "The union has extended the walkout until Friday.", ["Fri 8 May 2026"]),
    ("When will the strike end?", "- Strike since midnight, planned until Thursday night", ["Thu 7 May 2026"]),
    # in somebody's power
    ("When will the strike end?", "The company could end the strike tomorrow.", []),
    ("When will the strike end?", '"The company could end this tomorrow with one signature," the union said.', []),
    # what would have been
    ("When did the strike end?", "The strike would have ended on Tuesday if the company had paid.", []),
    ("When did the strike end?", "The strike might have ended on Tuesday had the company paid.", []),
    # told of no event
    ("When did the strike end?", "The strike ended an hour before the time that the union gives.", []),
    # another thing lasts
    ("When will the strike end?", "Seats are sold out until Friday.", []),
    ("When will the strike end?", "No strike until Friday, the court ruled.", []),
    ("When will the strike end?", "The ban on strikes applies until 23 October.", []),
    ("When will the strike end?", "The strike is suspended until Friday.", []),
    ("When will the strike be over?", "The strike began on Monday.", []),
]


@pytest.mark.parametrize(("question", "sentence", "given"), TIMES)
def test_times(question, sentence, given):
    assert told(question, sentence) == given


COUNTS = [
    ("How many people voted?", "About 232,000 people voted.", ["about 232,000"]),
    ("How many people can vote?", "About 232,000 people may vote today.", ["about 232,000"]),
    ("How many people are entitled to vote?", "Some 232,000 people can vote.", ["about 232,000"]),
    ("How many jobs will go?", "900 jobs could go, the union fears.", ["900"]),  # a figure of what may come is one
    ("How many died?", "More than 40 people may have died.", ["at least 41"]),
    # those who may are not those who did
    ("How many people voted?", "About 232,000 may vote today.", []),
    ("How many people voted?", "About 232,000 people are entitled to vote.", []),
    ("How many votes were cast?", "About 232,000 may vote today.", []),
    ("How many people can vote?", "About 232,000 people voted.", []),
    # what would have been
    ("How many died?", "40 people would have died if the wall had given way.", []),
    ("How many were injured?", "Nine people could have been injured if it had fallen, she said.", []),
]


@pytest.mark.parametrize(("question", "sentence", "given"), COUNTS)
def test_counts(question, sentence, given):
    assert told(question, sentence) == given


def test_a_strike_of_workers_denies_no_attack():
    assert told("Why was the strike stopped?", "Ana Ruiz disputes that this is what the strike is about.") == []
