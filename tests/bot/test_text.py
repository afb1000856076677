"""Free text from one sentence: the phrase that answers, and silence where a sentence is about something else."""

from __future__ import annotations

import pytest

from bot.answer.kinds.text import KIND, Text
from bot.answer.question import analyse
from bot.answer.types import Kind, Span, Statement
from bot.answer.values import Relation
from corpus import Article, Outlet
from index.types import Sentence


def read(question, text, title="News from Vik"):
    article = Article("a", Outlet("a", "A"), title, text, published="2026-05-06")
    statement = Statement(Sentence(article.quote(0, len(text)), 0, 0), (Span(0, len(text)),))
    return [
        (str(reading.value), article.text[reading.span.start : reading.span.end])
        for reading in KIND.read(statement, analyse(question))
    ]


FOUND = [
    (
        "What did one of the girls ask the guide?",
        "“One girl asked me, ‘Is it far?’, and I laughed,” she said.",
        "Is it far?",
    ),
    ("What did the letter tell the bank?", "\"The letter said, 'Close the vault,'\" he said.", "Close the vault"),
    ("What may the council do?", "The council may cut the grant.", "cut the grant"),
    ("What was the score when the match was abandoned?", "Brann were leading Viking 3-1 at half-time.", "3-1"),
    ("What was the final score?", "The score was 2-2.", "2-2"),
    ("In which minute was the match stopped?", "The match was stopped in the 70th minute.", "the 70th minute"),
    ("Which village was flooded by the river?", "The river flooded the village of Lower Vik.", "Lower Vik"),
    ("Which firm will repair the bridge?", "The building firm Nordbygg will repair the bridge.", "Nordbygg"),
    ("Which bank will buy the mill?", "Sparbanken, a bank in Oslo, will buy the mill.", "Sparbanken"),
]
SILENT = [
    ("What did the letter tell the bank?", "\"The mayor said, 'Close the vault,'\" he said.", "another speaker"),
    ("What may the council do?", "The council may not cut the grant.", "what it may not do"),
    ("What may the council do?", "The mayor may resign.", "somebody else"),
    ("What was the score?", "The law is in section 2-1 of the act.", "no score"),
    ("What was the score?", "The score in 2024-2025 was kept.", "years"),
    ("In which minute was the match stopped?", "He scored in the 70th minute.", "another event"),
    ("Which village was flooded by the river?", "The village of Upper Vik held a fair.", "another village"),
    ("Which firm will repair the bridge?", "The law firm Nordjus sued the mayor.", "another firm"),
]


@pytest.mark.parametrize(("question", "text", "answer"), FOUND)
def test_found(question, text, answer):
    assert read(question, text) == [(answer, answer)]


@pytest.mark.parametrize(("question", "text", "why"), SILENT)
def test_silent(question, text, why):
    assert read(question, text) == [], why


def test_a_score_is_asked_for_in_words():
    assert analyse("What was the score when the final was abandoned?").kind is Kind.TEXT


def test_two_scores_exclude_each_other():
    assert Text("2-1", sole=True).relation(Text("1-1", sole=True)) is Relation.INCOMPATIBLE
    assert Text("2-1", sole=True).relation(Text("2-1 to Brann", sole=True)) is Relation.SAME
