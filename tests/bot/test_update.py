"""The update test: who said what later, and what was corrected; and which event a question names."""

from __future__ import annotations

import pytest

from bot.answer.kinds.count import Count
from bot.answer.positions import Course, course_of, group, mark_superseded
from bot.answer.question import analyse
from bot.answer.select import of_event_asked
from bot.answer.state import derive
from bot.answer.types import Claim, Reading, Span, Speaker, State, Statement
from corpus import Article, Outlet
from index.types import Sentence

DAY_1, DAY_2 = "2026-05-01", "2026-05-02"


def claim(outlet, value, text, speaker=None, published=DAY_1, earlier=False):
    """Make a claim whose answer is the value's digits in the text."""
    article = Article(f"{outlet}-{published}", Outlet(outlet, outlet.title()), "News", text, published=published)
    sentence = Sentence(article.quote(0, len(text)), 0, 0)
    who = Speaker(speaker, speaker) if speaker else None
    statement = Statement(sentence, (Span(0, len(text)),), who)
    at = text.index(str(value))
    reading = Reading(Count(value, value), Span(at, at + len(str(value))), earlier=earlier)
    return Claim(statement, sentence.quote, reading)


def marked(*claims):
    positions = mark_superseded(group(claims))
    return derive(positions, {}), [p.value.low for p in positions if p.superseded]


POLICE_14 = claim("a", 14, "Police said 14 were hurt.", "police")
ROWS = [
    (
        "risen, by the same speaker",
        [POLICE_14, claim("a", 16, "The number has risen to 16, police said.", "police", DAY_2)],
        [14],
    ),
    (
        "an outlet that only repeated the old figure does not hold it up",
        [
            POLICE_14,
            claim("b", 14, "At the pier 14 were hurt."),
            claim("a", 16, "Now 16 are hurt, police said.", "police", DAY_2),
        ],
        [14],
    ),
    (
        "an outlet itself tells of the change",
        [
            claim("a", 20, "The council said 20 homes.", "council"),
            claim("b", 31, "The number of homes rises to 31.", None, DAY_2),
        ],
        [20],
    ),
    (
        "later on the same day",
        [
            claim("a", 9, "Police said 9 were hurt.", "police", "2026-05-01T09:00+02:00"),
            claim("b", 14, "Police said 14 were hurt.", "police", "2026-05-01T14:00+02:00"),
        ],
        [9],
    ),
    (
        "a correction",
        [claim("a", 46, "Correction: On Monday we gave 46 as the price."), claim("b", 48, "The price is 48.")],
        [46],
    ),
]
CONFLICTS = [
    ("a rival by name still holds it", [
        claim("a", 14, "Red Cross said 14.", "Red Cross", DAY_2), POLICE_14,
        claim("a", 16, "It has risen to 16, police said.", "police", DAY_2)]),
    ("two speakers", [POLICE_14, claim("b", 16, "The mayor said 16.", "mayor", DAY_2)]),
    ("the old figure comes after the change", [
        claim("a", 14, "There were 14 hurt.", None, DAY_2), claim("b", 16, "The number rises to 16.", None, DAY_1)]),
]  # fmt: skip


@pytest.mark.parametrize(("claims", "old"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_updated(claims, old):
    assert marked(*claims) == (State.UPDATED, old)
    assert marked(*reversed(claims)) == (State.UPDATED, old)


@pytest.mark.parametrize("claims", [row[1] for row in CONFLICTS], ids=[row[0] for row in CONFLICTS])
def test_conflict(claims):
    assert marked(*claims)[0] is State.CONFLICT


def test_another_event_of_the_same_articles_is_not_mixed_in():
    asked = analyse("How many people did the Berg dam kill?")
    here = claim("a", 46, "The collapse of the Berg dam killed 46 people.")
    there = claim("b", 19, "In the north the Dahl dam killed 19 people.")
    assert of_event_asked([here, there], asked) == [here]


def test_a_name_that_no_article_opens_with_is_looked_for_near_the_claim():
    asked = analyse("How many people did the Dahl dam kill?")
    body = "The verdict came on Monday. " * 40
    far = claim("a", 46, body + "The collapse killed 46 people.")
    sentence = far.statement.sentence.quote.article.quote(len(body), len(body) + 30)
    far = Claim(Statement(Sentence(sentence, 1, 0), (Span(len(body), len(body) + 30),)), sentence, far.reading)
    assert of_event_asked([far], asked) == []


def outrun(*claims, course=Course.RISES):
    return [p.value.low for p in mark_superseded(group(claims), course) if p.superseded]


RISEN = [
    ("the dead become more", [claim("a", 9, "There were 9 dead."), claim("b", 14, "There are 14 dead.", None, DAY_2)], [9]),
    (
        "whoever counts",
        [claim("a", 9, "Police said 9 died.", "police"), claim("b", 14, "Officials said 14 died.", "officials", DAY_2)],
        [9],
    ),
    (
        "the office of whoever spoke before",
        [
            claim("a", 9, "Mayor Anna Berg said 9 died.", "Anna Berg"),
            claim("b", 14, "The mayor's office said 14 died.", "mayor's office", DAY_2),
        ],
        [9],
    ),
]  # fmt: skip
NOT_RISEN = [
    ("the dead do not become fewer", [
        claim("a", 14, "There were 14 dead."), claim("b", 9, "There are 9 dead.", None, DAY_2)]),
    ("on one day", [claim("a", 9, "There were 9 dead."), claim("b", 14, "There are 14 dead.")]),
    ("a rival by name", [
        claim("a", 9, "The Red Cross said 9 died.", "Red Cross"), claim("b", 14, "There are 14 dead.", None, DAY_2)]),
    ("a side in a dispute", [
        claim("a", 9, "The union said 9 were held.", "union"), claim("b", 14, "Police hold 14.", "police", DAY_2)]),
    ("the later figure is a side's", [
        claim("a", 9, "Police hold 9.", "police"), claim("b", 14, "The union said 14 were held.", "union", DAY_2)]),
    ("the later figure is somebody's count", [
        claim("a", 9, "Police said 9 died.", "police"),
        claim("b", 14, "By the count of the clinic, 14 died.", None, DAY_2)]),
    ("somebody gave the old figure again later", [
        claim("a", 9, "There were 9 dead."), claim("c", 9, "There were 9 dead.", None, DAY_2),
        claim("b", 14, "There are 14 dead.", None, DAY_2)]),
]  # fmt: skip


@pytest.mark.parametrize(("claims", "old"), [row[1:] for row in RISEN], ids=[row[0] for row in RISEN])
def test_outrun(claims, old):
    assert outrun(*claims) == old
    assert outrun(*reversed(claims)) == old


@pytest.mark.parametrize("claims", [row[1] for row in NOT_RISEN], ids=[row[0] for row in NOT_RISEN])
def test_not_outrun(claims):
    assert outrun(*claims) == []


def test_the_missing_become_fewer_too():
    claims = claim("a", 14, "There are 14 missing."), claim("b", 9, "There are 9 missing.", None, DAY_2)
    assert outrun(*claims, course=Course.MOVES) == [14]
    assert course_of(analyse("How many people are missing?")) is Course.MOVES
    assert course_of(analyse("How many people were killed?")) is Course.RISES
    assert course_of(analyse("How many people were on board?")) is None
    assert course_of(analyse("How much was stolen?")) is None


OWN_FIGURES = [
    ("somebody raised his own figure", "The ministry has raised its figure to 31.", False),
    ("somebody doubled his own estimate", "The ministry has doubled its first estimate to 31.", False),
    ("what is counted has become more", "The number of homes has risen to 31.", True),
]


@pytest.mark.parametrize(("text", "replaced"), [row[1:] for row in OWN_FIGURES], ids=[row[0] for row in OWN_FIGURES])
def test_a_change_of_one_figure_is_none_of_a_rival(text, replaced):
    rival = claim("a", 20, "The Red Cross said 20 homes.", "Red Cross")
    positions = mark_superseded(group([rival, claim("b", 31, text, None, DAY_2)]))
    assert [p.value.low for p in positions if p.superseded] == ([20] if replaced else [])


def test_a_change_from_the_old_figure_replaces_it():
    old = claim("a", 3, "The clinic said 3 had died.", "clinic")
    text = "The clinic has raised the number of deaths in its cardiac wing from 3 to 5."
    at = text.index("5")
    article = Article("b", Outlet("b", "B"), "News", text, published=DAY_2)
    sentence = Sentence(article.quote(0, len(text)), 0, 0)
    new = Claim(Statement(sentence, (Span(0, len(text)),)), sentence.quote, Reading(Count(5, 5), Span(at, at + 1)))
    assert marked(old, new) == (State.UPDATED, [3])
    other = claim("a", 4, "The clinic said 4 had died.", "clinic")
    assert marked(other, new)[0] is State.CONFLICT


def test_a_sentence_that_puts_a_figure_right_replaces_it_wherever_it_stands():
    old = claim("a", 44, "The clinic said 44 were hurt.", "clinic")
    new = claim("b", 34, "The clinic has corrected its figure: 34 were hurt, not 44.", None, DAY_1)
    assert marked(old, new) == (State.UPDATED, [44])
    plain = claim("b", 34, "They say 34 were hurt, not 44.", None, DAY_1)
    assert marked(old, plain)[0] is State.CONFLICT
