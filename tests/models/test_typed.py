"""What the reader marked becomes a value of the kind asked for, or nothing."""

from __future__ import annotations

import pytest

from bot.answer.question import analyse
from bot.answer.reading import statements
from bot.answer.types import Kind, Span, Stance
from bot.models.statement_reader import FoundSpan
from bot.models.typed import stated, typed
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
    found = FoundSpan(statement, span, 9.0, 0.5, 0.75, 5.0)
    return typed(found, asked) if stated(found, asked) else None


YES = [
    ("Why did the mill close?", "The mill closed after its last buyer went bankrupt.", "its last buyer went bankrupt", "its last buyer went bankrupt"),
    ("Who restored the organ?", "The organ was taken apart and mended by Klara Lind.", "Klara Lind.", "Klara Lind"),
    ("Where did the hikers sleep?", "The hikers slept in a shepherd's hut near Tolva.", "in a shepherd's hut near Tolva", "shepherd's hut near Tolva"),
    ("When did the choir sing?", "The choir sang on 2 May.", "2 May", "Sat 2 May 2026"),
    ("What did the divers bring up?", "The divers brought up “an anchor of bronze”.", "“an anchor of bronze”", "an anchor of bronze"),
    # What leads to a reason, a place and a time.
    ("Why did the mill close?", "It closed because of a flood.", "a flood", "a flood"),
    ("Why did the mill close?", "A flood led to the closure of the mill: the dam above it broke.", "the dam above it broke", "the dam above it broke"),
    ("Where is the mill?", "The old mill near Tolva was sold.", "Tolva", "Tolva"),
    ("Where did the choir sing?", "The choir sang at the new Lind Hall on Friday.", "Lind Hall", "Lind Hall"),
    ("When will the mill open again?", "It is to open on 9 May.", "9 May", "Sat 9 May 2026"),
    ("What are the names of the two divers?", "The two divers, Klara Lind and Ola Moe, were rescued.", "Klara Lind and Ola Moe", "Klara Lind and Ola Moe"),
    ("When did Klara Lind step down?", "The treasurer, Klara Lind, stepped down on 2 May.", "2 May", "Sat 2 May 2026"),
    ("When did Lind step down?", "She stepped down on 2 May.", "2 May", "Sat 2 May 2026"),
    ("Who was on board?", "Some of the crew on board were Klara Lind and two sons.", "Klara Lind", "Klara Lind"),
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
    ("Who runs the mill?", "LINDAL, May 3 (NTB) - The miller went home.", "LINDAL", Kind.PERSON),
    # Nothing of the question stands in it.
    ("Where did the choir sing?", "A bus burnt near Lind Hall on Friday.", "Lind Hall", None),
    ("Where was the ship built?", "The ship was towed to a yard in Lysvik.", "Lysvik", None),
    # It asks, or accuses.
    ("Who called the strike illegal?", "So did the court call the strike illegal?", "the court", Kind.PERSON),
    ("Who opened the window?", "He named the guard as the person who had opened the window.", "the guard", Kind.PERSON),
    ("Who paid the ransom?", "Klara Lind was asked whether a ransom had been paid.", "Klara Lind", Kind.PERSON),
    # Denied in another clause.
    ("Where was the trace found?", "In Tolva itself, the office said, it had found no trace of it.", "Tolva itself", Kind.PLACE),
    # Nothing is said in it.
    ("What did the miller say?", "The miller declined to comment on the flood.", "declined to comment on the flood", Kind.TEXT),
    # The question again.
    ("What bird was in the mill?", "The bird in the mill was the same as the one of last year.", "bird in the mill was the same", Kind.TEXT),
    # Somebody else did.
    ("When did Lind step down?", "The treasurer, Klara Moe, stepped down on 2 May.", "2 May", Kind.TIME),
    # A name was asked for.
    ("What are the names of the two divers?", "The two divers, aged 23 and 31, were rescued.", "23 and 31", Kind.TEXT),
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
    # Who shares it is no reason, and neither is what no word leads to.
    ("Why was Lind acquitted?", "Lind was acquitted, as were Olaf Berg and Nils Dahl.", "Olaf Berg and Nils Dahl", Kind.CAUSE),
    ("Why did the mill close?", "The mill had forty workers.", "forty workers", Kind.CAUSE),
    # How many, not who.
    ("Who are the dead?", "At least five people are feared dead.", "five people", Kind.PERSON),
    ("Who are the dead?", "Some 640 firefighters were there.", "640 firefighters", Kind.PERSON),
    # A name of something, but nothing happened there; and where the report was written.
    ("Where was the count held?", "Tolva law demands a count.", "Tolva law", Kind.PLACE),
    ("Where was the count held?", "TOLVA (NTB) - A count was held.", "TOLVA", Kind.PLACE),
    # What is set against it.
    ("Where did the second boat land?", "While one ferry sank off Tolva, the second boat landed safely.", "Tolva", Kind.PLACE),
    # Long past where something is to come, to come where something is past, and hours after something else.
    ("When will the mill open again?", "It was built in 1911.", "1911", Kind.TIME),
    ("When did the mill close?", "It is to be torn down on 9 July 2026.", "9 July 2026", Kind.TIME),
    ("When did the mill close?", "It closed two hours after the fire.", "two hours after the fire", Kind.TIME),
    ("When did the mill close?", "TOLVA, Norland, May 3 (NTB) - The mill closed.", "May 3", Kind.TIME),
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
