"""Titles in apposition stay with their speakers: "according to the city treasurer, Ana Ruiz"."""

import pytest

from bot.answer.attribution.find import find
from bot.answer.attribution.speakers import read_source
from bot.answer.origins import answers_to
from bot.answer.positions import group
from bot.answer.question import analyse
from bot.answer.reading import read, statements
from bot.answer.types import Answer, Corpus, Speaker, State
from bot.render import text as terminal
from bot.render.json import as_dict
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
        ("the mayor of Voss, Ana Ruiz", "mayor of Voss"),
        ("Ms Ana Ruiz", None),
        ("Ana Ruiz, whose boss earned millions", None),  # a clause
        ("Nord Cable, in which the lawyer holds a share", None),
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


def answered(text, question="How many died?"):
    article = Article("a", Outlet("post", "Post"), "Flood in Vik", text, published="2026-05-06")
    claims = read([article], analyse(question))
    corpus = Corpus("f", 1, 1)
    return Answer(analyse(question), tuple(group(claims)), State.ONE_OUTLET, (), "a headline", corpus)


SHOWN = [
    ("The mayor, Ana Ruiz, said that nine people had died.", "mayor Ana Ruiz"),
    ("Mayor Ana Ruiz said that nine people had died.", "Mayor Ana Ruiz"),
    ("Ana Ruiz, the head of the port, said that nine people had died.", "Ana Ruiz, head of the port"),
    ("Vik's fire chief, Ana Ruiz, said that nine people had died.", "fire chief Ana Ruiz"),
    ("Ana Ruiz said that nine people had died.", "Ana Ruiz"),
    ("The mayor said that nine people had died.", "mayor"),
]


@pytest.mark.parametrize(("text", "who"), SHOWN)
def test_the_title_is_shown_once_before_or_after_the_name(text, who):
    answer = answered(text)
    assert who in terminal.render(answer)
    (claim,) = as_dict(answer)["positions"][0]["claims"]
    assert claim["who"] == who
    assert claim["speaker"] == ("Ana Ruiz" if "Ana Ruiz" in who else "mayor")


def test_the_title_has_a_field_of_its_own():
    claims = as_dict(answered(f"{SHOWN[0][0]} Ruiz said that nine people died."))["positions"][0]["claims"]
    assert [(claim["speaker"], claim["speaker_title"]) for claim in claims] == [("Ana Ruiz", "mayor")] * 2
    (bare,) = as_dict(answered(SHOWN[5][0]))["positions"][0]["claims"]
    assert bare["speaker_title"] is None


def test_one_voice_of_an_outlet_is_one_row_though_its_title_is_told_late():
    text = "Ana Ruiz said that nine people had died. Ruiz, the mayor, spoke at noon. Nine people died, said Mayor Ana Ruiz."
    assert {claim["who"] for claim in as_dict(answered(text))["positions"][0]["claims"]} == {"Mayor Ana Ruiz"}
