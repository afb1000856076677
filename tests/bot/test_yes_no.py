"""Yes or no from one sentence: what asserts, what denies, and what says nothing on the question."""

from __future__ import annotations

import pytest

from bot.answer.kinds.yes_no import read
from bot.answer.question import analyse
from bot.answer.types import Span, Statement
from corpus import Article, Outlet
from index.types import Sentence


def answer(question, text, *, denied=False):
    article = Article("a", Outlet("a", "A"), "Trawler lost off Lofoten", text)
    sentence = Sentence(article.quote(0, len(text)), 0, 0)
    statement = Statement(sentence, (Span(0, len(text)),), denied=denied)
    return [reading.value.value for reading in read(statement, analyse(question))]


YES = [
    ("Was it fishing cod when it sank?", "It sank while it was fishing cod."),
    ("Was it fishing cod?", "The crew were in the middle of a fishing trip for cod."),
    ("Was the minister arrested?", "The minister was arrested at home."),
    ("Did at least nine people die?", "Twelve people died in the flood."),
]
NO = [
    ("Was it fishing cod?", "It was not fishing cod at the time."),
    ("Was the minister arrested?", "The minister was not arrested."),
    ("Did at least nine people die?", "Four people died in the flood."),
    ("Was it attacked?", "The loss of the ship was not due to hostile fire."),
]
NOTHING = [
    ("Was it fishing cod?", "The fishing boat carried cod.", "a sort of boat, not what it did"),
    ("Was the plane shot down?", "At least three drones were shot down.", "other things"),
    ("Did twelve people die?", "At least nine people died.", "a bound that leaves it open"),
    ("Was the bridge closed?", "The minister resigned.", "another event"),
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
