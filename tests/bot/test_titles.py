"""Titles in apposition stay with their speakers: "according to the city treasurer, Ana Ruiz"."""

import pytest

from bot.answer.attribution.find import find
from bot.answer.attribution.speakers import read_source
from bot.answer.origins import answers_to
from bot.answer.reading import statements
from bot.answer.types import Speaker
from corpus.types import Article, Outlet

NAMED = [
    ("The recount was dear, according to the city treasurer, Ana Ruiz.", "the city treasurer, Ana Ruiz"),
    ("According to the city treasurer, Ana Ruiz, the recount was dear.", "the city treasurer, Ana Ruiz"),
    ("Deposits are safe, according to the head of the regulator, Ana Ruiz.", "the head of the regulator, Ana Ruiz"),
    ("According to the league's chief executive, Ana Ruiz, six points go.", "the league's chief executive, Ana Ruiz"),
    ("He will earn more, according to his agent, Ana Ruiz.", "his agent, Ana Ruiz"),
    ("According to the mayor of Bergen, Ana Ruiz, the bridge is safe.", "the mayor of Bergen, Ana Ruiz"),
    ("According to the bank's economist, Per van der Berg, rates rise.", "the bank's economist, Per van der Berg"),
    ("The bridge, according to its designer, Ana Ruiz, was sound.", "its designer, Ana Ruiz"),
    ("The recount was dear, according to Ana Ruiz, the city treasurer.", "Ana Ruiz"),
]
NOT_NAMED = [
    ("According to the minister, Nord Cable, the maker, has closed two plants.", "the minister"),  # the subject
    ("According to the police, Ana Ruiz, 34, left the house at nine.", "the police"),  # a body is nobody
    ("According to the prosecutor, Ana Ruiz, 34, left the house at nine.", "the prosecutor"),  # an age: the one told of
    ("According to the mayor, Ana Ruiz was warned.", "the mayor"),
    ("According to the minister, Port Vell, Dal and Vik are flooded.", "the minister"),  # a list
    ("According to a neighbour, Ana Ruiz, the man was drunk.", "a neighbour"),  # may be either
    ("According to Ana Ruiz, the recount was dear, and it was late.", "Ana Ruiz"),
]


@pytest.mark.parametrize(("text", "source"), [*NAMED, *NOT_NAMED])
def test_source(text, source):
    found = find(text)
    assert [text[one.source.start : one.source.end] for one in found] == [source]


def test_a_role_after_the_name_is_no_content():
    text = "The recount was dear, according to Ana Ruiz, the city treasurer."
    assert find(text)[0].frame.end == len(text) - 1


def test_per_is_a_name_too():
    assert find("Per Aase apologised to the passengers on Tuesday.") == ()
    assert find("The bank's head, Per Aase, apologised to the passengers.") == ()


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("the city treasurer, Ana Ruiz", "city treasurer"),
        ("Ana Ruiz, who is the head of the port", "head of the port"),
        ("Ms Ana Ruiz", None),
        ("Ana Ruiz, 34", None),
    ],
)
def test_title(words, title):
    assert read_source(words).title == title


def _speakers(text):
    return [
        s.speaker for s in statements(Article("a", Outlet("o", "O"), "t", text, published="2026-03-13")) if s.speaker
    ]


def test_the_title_stays_with_later_statements():
    text = (
        "The recount was dear, according to the city treasurer, Ana Ruiz. It was late. Ms Ruiz said that it was over."
    )
    assert [(s.canonical, s.title) for s in _speakers(text)] == [("Ana Ruiz", "city treasurer")] * 2


def test_a_speaker_is_found_by_the_title():
    ruiz = Speaker("Ana Ruiz", "Ana Ruiz", title="city treasurer")
    assert answers_to(ruiz, "the city treasurer")
    assert answers_to(ruiz, "the treasurer")
    assert not answers_to(ruiz, "the mayor")
    assert not answers_to(Speaker("Ana Ruiz", "Ana Ruiz", title="deputy mayor of Voss"), "the mayor of Voss")


def test_the_title_is_no_part_of_who_it_is():
    assert Speaker("Ana Ruiz", "Ana Ruiz", title="city treasurer") == Speaker("Ana Ruiz", "Ana Ruiz")
