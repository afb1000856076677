"""Yes or no from one sentence: what asserts, what denies, and what says nothing on the question."""

from __future__ import annotations

import pytest

from bot.answer.kinds.yes_no import read
from bot.answer.question import analyse
from bot.answer.types import Span, Statement
from corpus import Article, Outlet
from index.types import Sentence


def answer(question, text, *, denied=False):
    article = Article("a", Outlet("a", "A"), "Trawler lost off Lofoten", text, published="2026-05-06")
    sentence = Sentence(article.quote(0, len(text)), 0, 0)
    statement = Statement(sentence, (Span(0, len(text)),), denied=denied)
    return [reading.value.value for reading in read(statement, analyse(question))]


YES = [
    ("Was it fishing cod when it sank?", "It sank while it was fishing cod."),
    ("Was it fishing cod?", "The crew were in the middle of a fishing trip for cod."),
    ("Was the minister arrested?", "The minister was arrested at home."),
    ("Did at least nine people die?", "Twelve people died in the flood."),
    ("Did the ship sink off Norway?", "The ship, which crashed into a rock, sank off Norwegian islands."),
    ("Was the bridge attacked by rebels?", "The bridge was attacked by rebels in the north."),
    ("Did Brann win the cup?", "Brann won the cup in Oslo."),
    ("Did the plane crash on Monday?", "The plane crashed on Monday."),
    ("Was the driver in the crash arrested?", "The driver was arrested after the crash."),
    ("Did the ministry deny that the minister was arrested?", "The minister was not arrested."),
    ("Was it friendly fire?", "It was friendly fire that hit the car."),
    ("Were votes stolen?", "Thousands of votes had been stolen."),
]
NO = [
    ("Was it fishing cod?", "It was not fishing cod at the time."),
    ("Was the minister arrested?", "The minister was not arrested."),
    ("Did at least nine people die?", "Four people died in the flood."),
    ("Was it attacked?", "The loss of the ship was not due to hostile fire."),
    ("Was the ship attacked by Norland?", "The loss of the ship was not due to hostile fire."),
    ("Did the plane crash on Tuesday?", "The plane crashed on Monday."),
    ("Did Tomas concede?", "Tomas refused to concede on Sunday."),
    ("Were votes stolen?", "No votes were stolen in the city."),
    ("Did the ministry deny that the minister was arrested?", "The minister was arrested at home."),
]
NOTHING = [
    ("Was it fishing cod?", "The fishing boat carried cod.", "a sort of boat, not what it did"),
    ("Was the plane shot down?", "At least three drones were shot down.", "other things"),
    ("Did twelve people die?", "At least nine people died.", "a bound that leaves it open"),
    ("Was the bridge closed?", "The minister resigned.", "another event"),
    ("Did the plane crash in Sweden?", "A plane from Sweden is lost after it crashed in Norway.", "another place"),
    ("Was the bridge attacked by Norland?", "The bridge was attacked by rebels.", "somebody else"),
    ("Did Brann win the cup?", "Rosenborg won the cup after Brann left.", "somebody else"),
    ("Was the Navy attacked?", "The trawler was attacked at dawn.", "another one was"),
    ("Was the crew rescued?", "Rescue operations for the crew are under way.", "tried, and not yet done"),
    ("Was it friendly fire?", "The car was attacked with a rocket.", "another sort of event"),
    ("Was the driver in the crash arrested?", "The driver died in the crash.", "what happened, and not what is asked"),
    ("Were votes stolen?", "Turnout was about 58 per cent.", "another thing about votes"),
    ("Was it arson?", "A woman was arrested on suspicion of arson.", "suspected, and said by nobody"),
    ("Did Norland attack the port?", "Sudland did not attack the port.", "a denial that speaks of others"),
]


@pytest.mark.parametrize(("question", "text"), YES)
def test_yes(question, text):
    assert answer(question, text) == [True]


@pytest.mark.parametrize(("question", "text"), NO)
def test_no(question, text):
    assert answer(question, text) == [False]


@pytest.mark.parametrize(("question", "text", "why"), NOTHING)
def test_nothing(question, text, why):
    assert answer(question, text) == [], why


def test_a_denied_statement_is_a_no():
    assert answer("Was the minister arrested?", "the minister was arrested", denied=True) == [False]
