"""The event whose time is asked for, and which times of a text are its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.kinds.time import KIND
from bot.answer.kinds.when import event_of
from bot.answer.question import analyse
from bot.answer.reading import statements
from corpus import Article, Outlet

EVENTS = [
    ("When did the talks between Berg and Dahl begin?", "begin"),
    ("When is the inquiry supposed to report?", "report"),
    ("When will the match be replayed?", "replayed"),
    ("When was the bridge last inspected?", "inspected"),
    ("On what date did the Halden bridge give way?", "give way"),
    ("When does the new governor take office?", "take office"),
    ("Since when has Berg been mayor?", "mayor"),
    ("When did the ship hit the pier?", "hit"),
    ("When was the vote in Halden?", "vote"),
]


@pytest.mark.parametrize(("question", "word"), EVENTS)
def test_event(question, word):
    found = event_of(question)
    assert found is not None
    assert found.word == word


@pytest.mark.parametrize("question", ["How many died?", "Who won?", "When?", ""])
def test_no_event(question):
    assert event_of(question) is None


def read(question, text, published="2026-03-13", title="News from Halden"):
    article = Article("x", Outlet("x", "X"), title, text, published=published)
    asked = analyse(question)
    return [(str(r.value), r.earlier) for s in statements(article) for r in KIND.read(s, asked)]


READ = [
    (
        "When did the ship hit the pier?",
        "The ship ran aground off Halden on Monday. It struck the pier at 06:40.",
        [("Mon 9 March 2026", False), ("Mon 9 March 2026, 6:40 am", False)],
    ),
    (
        "When will the concert be replayed?",
        "The concert will now take place on Sunday, March 29, and not on Wednesday as first announced.",
        [("Sun 29 March 2026", False), ("Wed 18 March 2026", True)],
    ),
    (
        "When is the inquiry supposed to report?",
        "The inquiry is to report by the end of September.",
        [("by Wed 30 September 2026", False)],
    ),
    ("When is the report expected?", "The report is expected within 30 days.", [("within 30 days", False)]),
    ("Since when has Berg been mayor?", "Berg, who has been mayor since 2014, was not there.", [("2014", False)]),
    (
        "When does the new governor take office?",
        "The new governor will be sworn in at 11 am on Sunday, 22 March.",
        [("Sun 22 March 2026, 11 am", False)],
    ),
    (
        "When was the takeover of Nordbank announced?",
        "Sorbank has agreed to buy Nordbank for 3 billion euros, the two banks said on Monday.",
        [("Mon 9 March 2026", False)],
    ),
    (
        "When did the crane fall?",
        "The crane fell on Monday, two days after the storm.",
        [("Mon 9 March 2026", False)],
    ),
]
NOTHING = [
    ("When did the ship hit the pier?", "The ship is still stuck, more than seven hours after it ran aground."),
    ("When will they try to pull the ship free?", "The ship hit the pier at 06:40 on Monday."),
    ("When will the concert be replayed?", "Ticket holders have until June 30 to choose a seat at the replay."),
    ("When was the vote in Halden?", "The recount of the votes began at 9 am on Tuesday."),
    ("When will the deal be completed?", "The offer is 31 percent above Friday's close."),
]


@pytest.mark.parametrize(("question", "text", "expected"), READ)
def test_read(question, text, expected):
    assert sorted(read(question, text)) == sorted(expected)


@pytest.mark.parametrize(("question", "text"), NOTHING)
def test_read_nothing(question, text):
    assert read(question, text) == []


@given(st.text(max_size=80))
def test_any_question_is_read(text):
    event_of(text)
    event_of(f"When did {text}?")
