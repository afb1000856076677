"""What the reader marked becomes a value of the kind asked for, or nothing."""

from __future__ import annotations

import pytest

from bot.answer.question import analyse
from bot.answer.reading import statements
from bot.answer.types import Kind, Span, Stance
from bot.models.statement_reader import FoundSpan
from bot.models.typed import typed
from corpus.types import Article, Outlet


def read(question, sentence, marked, kind=None):
    """Return the reading of the marked words of a sentence of an article."""
    from dataclasses import replace

    article = Article("a", Outlet("post", "The Post"), "News", sentence, published="2026-05-04")
    at = sentence.index(marked)
    span = Span(at, at + len(marked))
    statement = next(s for s in statements(article) if any(c.start <= at < c.end for c in s.contents))
    asked = analyse(question)
    asked = replace(asked, kind=kind) if kind else asked
    return typed(FoundSpan(statement, span, 9.0, 0.5, 0.75, 5.0), asked)


YES = [
    ("Why did the mill close?", "The mill closed after its last buyer went bankrupt.", "its last buyer went bankrupt", "its last buyer went bankrupt"),
    ("Who restored the organ?", "The organ was taken apart and mended by Klara Lind.", "Klara Lind.", "Klara Lind"),
    ("Where did the hikers sleep?", "The hikers slept in a shepherd's hut near Tolva.", "in a shepherd's hut near Tolva", "shepherd's hut near Tolva"),
    ("When did the choir sing?", "The choir sang on 2 May.", "2 May", "Sat 2 May 2026"),
    ("What did the divers bring up?", "The divers brought up “an anchor of bronze”.", "“an anchor of bronze”", "an anchor of bronze"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "sentence", "marked", "value"), YES)
def test_marked_words_become_a_value(question, sentence, marked, value):
    reading = read(question, sentence, marked)
    assert reading is not None
    assert str(reading.value) == value
    assert reading.stance is Stance.ASSERT
    assert sentence[reading.span.start : reading.span.end] in sentence


NO = [
    # A clause that denies answers nothing here.
    ("Why did the mill close?", "The mill did not close because of the strike.", "the strike", None),
    ("Why did the mill close?", "The owner denied that the strike closed the mill.", "the strike", None),
    # No name and no word for people or bodies.
    ("Who restored the organ?", "The organ was mended with patience and glue.", "patience and glue", None),
    # No time in it.
    ("When did the choir sing?", "The choir sang loudly and long.", "loudly and long", None),
    # No place in it.
    ("Where did the hikers sleep?", "The hikers slept soundly through it all.", "soundly through it all", None),
    # The question's own words.
    ("What did the divers bring up?", "The divers wanted to bring up more.", "bring up", None),
    # Punctuation alone, and a passage that holds an answer.
    ("What did the divers bring up?", "The divers brought up an anchor , and left.", ",", None),
    ("What did the divers bring up?", "The divers brought up an anchor of bronze that had lain in the mud since the war and that nobody had looked for.",
     "an anchor of bronze that had lain in the mud since the war and that nobody had looked for", None),
    # Figures and yes/no are for the rules.
    ("How many divers came?", "Nine divers came.", "Nine", None),
    ("Did the divers come?", "The divers came.", "came", None),
]  # fmt: skip


@pytest.mark.parametrize(("question", "sentence", "marked", "kind"), NO)
def test_other_words_become_nothing(question, sentence, marked, kind):
    assert read(question, sentence, marked, kind) is None


def test_what_may_be_is_hedged():
    reading = read("Why did the mill burn?", "The mill may have burnt because of a faulty lamp.", "a faulty lamp")
    assert reading is not None
    assert reading.stance is Stance.HEDGE


def test_a_marked_time_is_the_whole_time():
    reading = read("When did the choir sing?", "The choir sang at 8 pm on 2 May.", "2 May", Kind.TIME)
    assert reading is not None
    assert str(reading.value) == "Sat 2 May 2026, 8 pm"
