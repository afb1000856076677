"""Framing: outlets that agree in substance and not in words."""

import pytest

from bot.answer.framing import framed
from bot.answer.reading import statements
from bot.answer.types import Claim, Position, Reading, Span
from corpus.types import Article, Outlet
from tests.bot import answers

FRAMED = [
    # judgement
    ("The council closed the library.", "The council closed the library in a shameful vote."),
    ("Two jets left for the war.", "Two jets left for the unprovoked war."),
    # quotation marks that hold a word off
    ("The police stopped the “peace convoy”.", "The police stopped the peace convoy."),
    # the verb of one speaker
    ("The bank said the money was safe.", "The bank claimed the money was safe."),
]
PLAIN = [
    ("The council closed the library.", "The library was closed by the council."),
    ("The bank said the money was safe.", "The bank confirmed the money was safe."),
    ("The bank said the money was safe.", "The union claimed the money was safe."),
    ("Police said: “The road is closed until Monday at the earliest.”", "Police said the road is closed."),
    ("The shameful vote was on Monday.", "The shameful vote was on Monday."),
]


def _position(*texts):
    value = answers.yes(True)
    out = []
    for i, text in enumerate(texts):
        one = Article(f"a-{i}", Outlet(f"o-{i}", f"O {i}"), "T", text)
        out += [Claim(s, s.sentence.quote, Reading(value, Span(s.start, s.start + 3))) for s in statements(one)]
    return Position(value, tuple(out))


@pytest.mark.parametrize("texts", FRAMED)
def test_framed(texts):
    assert framed([_position(*texts)])
    assert framed([_position(*reversed(texts))])


@pytest.mark.parametrize("texts", PLAIN)
def test_not_framed(texts):
    assert not framed([_position(*texts)])


@pytest.mark.parametrize("texts", FRAMED)
def test_one_outlet_frames_nothing(texts):
    assert not framed([_position(texts[1])])
